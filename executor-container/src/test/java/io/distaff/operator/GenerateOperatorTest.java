package io.distaff.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.InputRef;
import io.distaff.expression.Literal;
import io.distaff.plan.PlanNode;
import io.distaff.plan.UnnestColumn;
import io.distaff.plan.UnnestColumn.Part;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.RandomBatches;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.Validity;
import io.distaff.vector.VectorBatch;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GenerateOperatorTest {
  private static final List<DataType> LONGS = List.of(DataType.BIGINT, DataType.BIGINT);
  private static final DataType LONG_ARRAY = new ArrayType(DataType.BIGINT);
  private static final DataType TEXT_ARRAY = new ArrayType(DataType.STRING);

  /** From the first column to the second. */
  private static final Call SEQUENCE =
      new Call(
          "sequence",
          LONG_ARRAY,
          new InputRef(0, DataType.BIGINT),
          new InputRef(1, DataType.BIGINT));

  /** The second column, at commas. */
  private static final Call SPLIT =
      new Call(
          "split",
          List.<Expression>of(new InputRef(1, DataType.STRING), Literal.of(DataType.STRING, ",")),
          TEXT_ARRAY);

  @TempDir Path directory;

  /** Carries the first column; gives elements and their numbers. */
  private static PlanNode.Generate node(List<DataType> types, Call call, boolean outer) {
    return new PlanNode.Generate(
        OperatorFixture.input(types),
        List.of(0),
        call,
        List.of(UnnestColumn.of(Part.ELEMENT, 0), UnnestColumn.ordinality()),
        outer,
        OperatorFixture.schema(
            List.of(types.get(0), ((ArrayType) call.type()).element(), DataType.INT)));
  }

  private static ColumnVector longs(Long... values) {
    long[] validity = Validity.allValid(values.length);
    long[] longs = new long[values.length];
    for (int i = 0; i < longs.length; i++) {
      if (values[i] == null) {
        Validity.setNull(validity, i);
      } else {
        longs[i] = values[i];
      }
    }
    return new LongVector(DataType.BIGINT, longs, validity, longs.length);
  }

  private static VectorBatch texts(String... texts) {
    byte[] data = String.join("", texts).getBytes(StandardCharsets.US_ASCII);
    int[] starts = new int[texts.length];
    int[] lengths = new int[texts.length];
    int next = 0;
    for (int i = 0; i < texts.length; i++) {
      starts[i] = next;
      lengths[i] = texts[i].length();
      next += lengths[i];
    }
    Long[] ids = IntStream.range(0, texts.length).mapToObj(i -> (long) i).toArray(Long[]::new);
    return new VectorBatch(
        texts.length,
        longs(ids),
        new BytesVector(DataType.STRING, data, starts, lengths, null, texts.length));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void givesARowForEachElement(long seed) {
    Random random = new Random(seed);
    boolean outer = random.nextBoolean();
    int longest = random.nextBoolean() ? 5 : 9000;
    List<VectorBatch> input = new ArrayList<>();
    List<List<Object>> expected = new ArrayList<>();
    for (int b = 0; b < 3; b++) {
      int count = 1 + random.nextInt(300);
      Long[] firsts = new Long[count];
      Long[] lasts = new Long[count];
      int[] selected = IntStream.range(0, count).filter(row -> random.nextInt(5) > 0).toArray();
      for (int row = 0; row < count; row++) {
        firsts[row] = random.nextInt(10) == 0 ? null : Long.valueOf(random.nextInt(100));
        lasts[row] = random.nextInt(10) == 0 ? null : Long.valueOf(random.nextInt(longest));
      }
      for (int row : selected) {
        addExpected(firsts[row], lasts[row], outer, expected);
      }
      if (selected.length > 0) {
        input.add(
            new VectorBatch(count, longs(firsts), longs(lasts))
                .withSelection(new SelectionVector(selected, selected.length)));
      }
    }
    try (OperatorFixture fixture = new OperatorFixture(directory, 1 << 20)) {
      PlanNode.Generate node = node(LONGS, SEQUENCE, outer);
      BatchSource source = new BatchSource(input);
      List<List<Object>> actual =
          fixture.run(new GenerateOperator(node, source, fixture.context()));
      assertThat(actual.equals(expected)).as("seed " + seed).isTrue();
      assertThat(source.isClosed()).isTrue();
    }
  }

  private static void addExpected(
      Long first, Long last, boolean outer, List<List<Object>> expected) {
    if (first == null || last == null) {
      if (outer) {
        expected.add(Arrays.asList(first, null, null));
      }
      return;
    }
    long step = first <= last ? 1 : -1;
    long size = Math.abs(last - first) + 1;
    for (long k = 0; k < size; k++) {
      expected.add(List.of(first, first + k * step, k + 1));
    }
  }

  @Test
  void givesNothingWhereAnArgumentIsAlwaysNull() {
    Call call =
        new Call(
            "sequence",
            LONG_ARRAY,
            new InputRef(0, DataType.BIGINT),
            Literal.of(DataType.BIGINT, null));
    VectorBatch input = new VectorBatch(2, longs(1L, 2L), longs(3L, 4L));
    try (OperatorFixture fixture = new OperatorFixture(directory, 1 << 20)) {
      for (boolean outer : new boolean[] {false, true}) {
        assertThat(
                fixture.run(
                    new GenerateOperator(
                        node(LONGS, call, outer),
                        new BatchSource(List.of(input)),
                        fixture.context())))
            .isEqualTo(
                outer
                    ? List.of(Arrays.asList(1L, null, null), Arrays.asList(2L, null, null))
                    : List.of());
      }
    }
  }

  @Test
  void givesALongArrayWithinLittleMemory() {
    VectorBatch input = new VectorBatch(2, longs(1L, 7L), longs(1_000_000L, 7L));
    try (OperatorFixture fixture = new OperatorFixture(directory, 256 << 10)) {
      Operator generate =
          new GenerateOperator(
              node(LONGS, SEQUENCE, false), new BatchSource(List.of(input)), fixture.context());
      long rows = 0;
      long sum = 0;
      try (generate) {
        for (VectorBatch batch = generate.next(); batch != null; batch = generate.next()) {
          assertThat(batch.numRows()).isBetween(1, VectorBatch.TARGET_ROWS);
          rows += batch.numRows();
          LongVector elements = (LongVector) batch.column(1);
          for (int i = 0; i < batch.numRows(); i++) {
            sum += elements.values()[i];
          }
        }
      }
      assertThat(rows).isEqualTo(1_000_001);
      assertThat(sum).isEqualTo(500_000_500_007L);
      fixture.assertNothingHeld();
    }
  }

  /** Twelve megabytes of parts, of which one batch has about one. */
  @Test
  void givesFewLargeTextsAtATime() {
    String part = "x".repeat(100_000);
    String text = IntStream.range(0, 60).mapToObj(i -> part + i).collect(Collectors.joining(","));
    VectorBatch input = texts(text, "a,,b", text);
    List<List<Object>> expected = new ArrayList<>();
    List<List<Object>> rows = RandomBatches.rows(input);
    for (List<Object> row : rows) {
      List<String> parts = List.of(((String) row.get(1)).split(",", -1));
      for (int k = 0; k < parts.size(); k++) {
        expected.add(List.of(row.get(0), parts.get(k), k + 1L));
      }
    }
    try (OperatorFixture fixture = new OperatorFixture(directory, 4 << 20)) {
      PlanNode.Generate node = node(List.of(DataType.BIGINT, DataType.STRING), SPLIT, false);
      assertThat(
              fixture
                  .run(
                      new GenerateOperator(
                          node, new BatchSource(List.of(input)), fixture.context()))
                  .equals(expected))
          .isTrue();
    }
  }
}
