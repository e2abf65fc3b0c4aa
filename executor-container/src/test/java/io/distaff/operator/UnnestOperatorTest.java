package io.distaff.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.plan.PlanNode;
import io.distaff.plan.UnnestColumn;
import io.distaff.plan.UnnestColumn.Part;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.MapType;
import io.distaff.types.StructType;
import io.distaff.vector.ArrayVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.RandomBatches;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.Validity;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnnestOperatorTest {
  private static final DataType LONGS = new ArrayType(DataType.BIGINT);

  @TempDir Path directory;

  private static PlanNode.Unnest node(
      List<DataType> types,
      List<Integer> carried,
      List<Integer> collections,
      List<UnnestColumn> columns,
      boolean outer) {
    List<DataType> given = new ArrayList<>(carried.stream().map(types::get).toList());
    for (UnnestColumn column : columns) {
      DataType collection =
          column.collection() < 0 ? null : types.get(collections.get(column.collection()));
      given.add(
          switch (column.part()) {
            case ELEMENT -> ((ArrayType) collection).element();
            case MEMBER ->
                ((StructType) ((ArrayType) collection).element())
                    .members()
                    .get(column.member())
                    .type();
            case KEY -> ((MapType) collection).key();
            case VALUE -> ((MapType) collection).value();
            case ORDINALITY -> DataType.INT;
          });
    }
    return new PlanNode.Unnest(
        OperatorFixture.input(types),
        carried,
        collections,
        columns,
        outer,
        OperatorFixture.schema(given));
  }

  /** All columns there are of the collections, and the ordinality. */
  private static List<UnnestColumn> allColumns(List<DataType> collections) {
    List<UnnestColumn> columns = new ArrayList<>();
    for (int c = 0; c < collections.size(); c++) {
      if (collections.get(c) instanceof ArrayType array) {
        columns.add(UnnestColumn.of(Part.ELEMENT, c));
        if (array.element() instanceof StructType struct) {
          for (int m = 0; m < struct.members().size(); m++) {
            columns.add(UnnestColumn.member(c, m));
          }
        }
      } else {
        columns.add(UnnestColumn.of(Part.KEY, c));
        columns.add(UnnestColumn.of(Part.VALUE, c));
      }
    }
    columns.add(UnnestColumn.ordinality());
    return columns;
  }

  /** What is expected, row by row. */
  private static List<List<Object>> unnested(List<List<Object>> rows, PlanNode.Unnest node) {
    List<List<Object>> expected = new ArrayList<>();
    for (List<Object> row : rows) {
      List<? extends List<?>> entries =
          node.collections().stream().map(c -> entries(row.get(c))).toList();
      int size = entries.stream().mapToInt(List::size).max().orElseThrow();
      for (int e = 0; e < Math.max(size, node.outer() ? 1 : 0); e++) {
        List<Object> given = new ArrayList<>();
        node.carried().forEach(column -> given.add(row.get(column)));
        for (UnnestColumn column : node.columns()) {
          if (column.part() == Part.ORDINALITY) {
            given.add(e < size ? e + 1L : null);
          } else {
            List<?> of = entries.get(column.collection());
            given.add(e < of.size() ? part(of.get(e), column) : null);
          }
        }
        expected.add(given);
      }
    }
    return expected;
  }

  /** Of a map its keys and values in pairs. */
  private static List<?> entries(Object collection) {
    return collection == null ? List.of() : (List<?>) collection;
  }

  private static Object part(Object entry, UnnestColumn column) {
    return switch (column.part()) {
      case KEY -> ((List<?>) entry).get(0);
      case VALUE -> ((List<?>) entry).get(1);
      case MEMBER -> entry == null ? null : ((List<?>) entry).get(column.member());
      case ELEMENT, ORDINALITY -> entry;
    };
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void givesARowForEachEntry(long seed) {
    Random random = new Random(seed);
    RandomBatches batches = new RandomBatches(seed).nullRate(0.2);
    List<DataType> types = new ArrayList<>();
    List<Integer> collections = new ArrayList<>();
    for (int c = 1 + random.nextInt(3); c > 0; c--) {
      collections.add(types.size());
      types.add(
          switch (random.nextInt(3)) {
            case 0 -> new ArrayType(batches.type(1));
            case 1 -> new MapType(DataType.STRING, batches.type(1));
            default -> new ArrayType(RandomBatches.struct(DataType.STRING, batches.type(1)));
          });
    }
    types.add(batches.type(2));
    types.add(RandomBatches.ALL_TYPES.get(random.nextInt(RandomBatches.ALL_TYPES.size())));
    List<Integer> carried =
        IntStream.range(0, types.size()).filter(c -> random.nextInt(3) > 0).boxed().toList();
    List<UnnestColumn> columns =
        allColumns(collections.stream().map(types::get).toList()).stream()
            .filter(column -> random.nextInt(4) > 0)
            .toList();
    PlanNode.Unnest node = node(types, carried, collections, columns, random.nextBoolean());
    List<VectorBatch> input = batches.batches(types, 4, 1 + random.nextInt(3000));
    List<List<Object>> rows = new ArrayList<>();
    input.forEach(batch -> rows.addAll(RandomBatches.rows(batch)));

    try (OperatorFixture fixture = new OperatorFixture(directory, 32 << 20)) {
      List<List<Object>> actual =
          fixture.run(new UnnestOperator(node, new BatchSource(input), fixture.context()));
      List<List<Object>> expected = unnested(rows, node);
      assertThat(actual).as("seed " + seed).hasSameSizeAs(expected);
      for (int row = 0; row < expected.size(); row++) {
        if (!actual.get(row).equals(expected.get(row))) {
          assertThat(actual.get(row))
              .as("seed " + seed + ", row " + row)
              .isEqualTo(expected.get(row));
        }
      }
    }
  }

  /** Rows of longs 0, 1, 2... in arrays of these lengths; null where the length is negative. */
  private static VectorBatch arrays(int... lengths) {
    int total = Arrays.stream(lengths).map(n -> Math.max(n, 0)).sum();
    int[] starts = new int[lengths.length];
    int[] sizes = new int[lengths.length];
    long[] validity = Validity.allValid(lengths.length);
    long[] ids = new long[lengths.length];
    int start = 0;
    for (int i = 0; i < lengths.length; i++) {
      ids[i] = i;
      starts[i] = start;
      sizes[i] = Math.max(lengths[i], 0);
      start += sizes[i];
      if (lengths[i] < 0) {
        Validity.setNull(validity, i);
      }
    }
    long[] values = IntStream.range(0, total).asLongStream().toArray();
    ColumnVector elements = new LongVector(DataType.BIGINT, values, null, total);
    return new VectorBatch(
        lengths.length,
        new LongVector(DataType.BIGINT, ids, null, lengths.length),
        new ArrayVector((ArrayType) LONGS, starts, sizes, elements, validity, lengths.length));
  }

  private static PlanNode.Unnest ofArrays(boolean outer) {
    return node(
        List.of(DataType.BIGINT, LONGS),
        List.of(0),
        List.of(1),
        List.of(UnnestColumn.of(Part.ELEMENT, 0), UnnestColumn.ordinality()),
        outer);
  }

  @Test
  void givesLongArraysInBatchesWithinLittleMemory() {
    int length = 1_000_000;
    VectorBatch input = arrays(3, length, 0, 2);
    try (OperatorFixture fixture = new OperatorFixture(directory, 256 << 10)) {
      long rows = 0;
      long wrong = 0;
      try (Operator unnest =
          new UnnestOperator(ofArrays(false), new BatchSource(List.of(input)), fixture.context())) {
        for (VectorBatch batch = unnest.next(); batch != null; batch = unnest.next()) {
          assertThat(batch.numRows()).isBetween(1, VectorBatch.TARGET_ROWS);
          for (int i = 0; i < batch.numRows(); i++, rows++) {
            long id = rows < 3 ? 0 : rows < 3 + length ? 1 : 3;
            long before = id == 0 ? 0 : id == 1 ? 3 : 3 + length;
            List<Object> expected = List.of(id, rows, rows - before + 1);
            for (int c = 0; c < 3; c++) {
              wrong += Vectors.value(batch.column(c), i).equals(expected.get(c)) ? 0 : 1;
            }
          }
        }
      }
      assertThat(rows).isEqualTo(length + 5);
      assertThat(wrong).isZero();
      fixture.assertNothingHeld();
    }
  }

  @Test
  void keepsRowsWithoutEntriesIfOuter() {
    VectorBatch input = arrays(0, 2, -1, 1);
    try (OperatorFixture fixture = new OperatorFixture(directory, 1 << 20)) {
      BatchSource source = new BatchSource(List.of(input, arrays(-1, 0)));
      assertThat(fixture.run(new UnnestOperator(ofArrays(true), source, fixture.context())))
          .containsExactly(
              Arrays.asList(0L, null, null),
              List.of(1L, 0L, 1L),
              List.of(1L, 1L, 2L),
              Arrays.asList(2L, null, null),
              List.of(3L, 2L, 1L),
              Arrays.asList(0L, null, null),
              Arrays.asList(1L, null, null));
      assertThat(source.isClosed()).isTrue();
    }
  }

  @Test
  void givesNothingForRowsWithoutEntries() {
    VectorBatch input = arrays(0, 5, -1).withSelection(new SelectionVector(new int[] {0, 2}, 2));
    try (OperatorFixture fixture = new OperatorFixture(directory, 1 << 20)) {
      BatchSource source = new BatchSource(List.of(input, arrays(0)));
      assertThat(fixture.run(new UnnestOperator(ofArrays(false), source, fixture.context())))
          .isEmpty();
    }
  }

  @Test
  void givesRowsThatHaveNoColumns() {
    PlanNode.Unnest node =
        node(List.of(DataType.BIGINT, LONGS), List.of(), List.of(1), List.of(), false);
    try (OperatorFixture fixture = new OperatorFixture(directory, 1 << 20)) {
      BatchSource source = new BatchSource(List.of(arrays(2, -1, 5000)));
      assertThat(fixture.run(new UnnestOperator(node, source, fixture.context()))).hasSize(5002);
    }
  }
}
