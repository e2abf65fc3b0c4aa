package io.distaff.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.encoder.ObjectShape;
import io.distaff.encoder.RowsBodies;
import io.distaff.encoder.RowsFunction;
import io.distaff.function.ObjectType;
import io.distaff.function.TaskScope;
import io.distaff.operator.sort.SortOperator;
import io.distaff.plan.PlanNode;
import io.distaff.plan.SortKey;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.MapType;
import io.distaff.types.StructType;
import io.distaff.vector.RandomBatches;
import io.distaff.vector.VectorBatch;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserRowsOperatorTest {
  @TempDir Path directory;

  record Inner(Double m0, String m1) {}

  record Deep(Long m0, List<byte[]> m1) {}

  record Everything(
      Boolean flag,
      Byte tiny,
      Short small,
      Optional<Integer> number,
      Long large,
      Float single,
      Double twice,
      LocalDate day,
      Instant at,
      LocalDateTime wall,
      String text,
      byte[] data,
      List<Integer> numbers,
      Map<String, Long> marks,
      Inner inner,
      List<Deep> deep) {}

  private static final List<DataType> TYPES =
      List.of(
          DataType.BOOLEAN,
          DataType.TINYINT,
          DataType.SMALLINT,
          DataType.INT,
          DataType.BIGINT,
          DataType.FLOAT,
          DataType.DOUBLE,
          DataType.DATE,
          DataType.TIMESTAMP,
          DataType.TIMESTAMP_LOCAL,
          DataType.STRING,
          DataType.BINARY,
          new ArrayType(DataType.INT),
          new MapType(DataType.STRING, DataType.BIGINT),
          RandomBatches.struct(DataType.DOUBLE, DataType.STRING),
          new ArrayType(RandomBatches.struct(DataType.BIGINT, new ArrayType(DataType.BINARY))));

  private static PlanNode.UserRows node(
      List<DataType> types, List<Integer> columns, int key, RowsFunction function) {
    return new PlanNode.UserRows(
        OperatorFixture.input(types),
        "test",
        function.write("the test"),
        key,
        columns,
        ObjectShape.of(function.output()).schema());
  }

  private List<List<Object>> run(PlanNode.UserRows node, List<VectorBatch> input) {
    try (TaskScope scope = TaskScope.open(broadcast -> null);
        OperatorFixture fixture = new OperatorFixture(directory, 32 << 20)) {
      assertThat(scope.userNanos()).isZero();
      List<List<Object>> rows =
          fixture.run(new UserRowsOperator(node, new BatchSource(input), fixture.context()));
      assertThat(scope.userNanos()).isPositive();
      return rows;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void rowsBecomeObjectsAndRowsAgain(long seed) {
    List<VectorBatch> input = new RandomBatches(seed).nullRate(0.2).batches(TYPES, 4, 1500);
    ObjectType type = ObjectType.of(Everything.class);
    assertThat(((StructType) ObjectShape.of(type).type()).types())
        .extracting(DataType::kind)
        .containsExactlyElementsOf(TYPES.stream().map(DataType::kind).toList());
    List<Integer> columns = java.util.stream.IntStream.range(0, TYPES.size()).boxed().toList();
    RowsFunction function =
        new RowsFunction(new RowsBodies.Mapping(object -> object), null, type, type);
    assertThat(run(node(TYPES, columns, -1, function), input))
        .as("seed " + seed)
        .isEqualTo(RandomBatches.rows(input));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void groupsAreRunsOfEqualKeys(long seed) {
    Map<DataType, Class<?>> keys =
        Map.of(
            DataType.INT,
            Integer.class,
            DataType.STRING,
            String.class,
            DataType.decimal(38, 18),
            BigDecimal.class,
            RandomBatches.struct(DataType.DOUBLE, DataType.STRING),
            Inner.class);
    keys.forEach(
        (type, keyClass) -> {
          List<DataType> types = List.of(DataType.BIGINT, type);
          List<VectorBatch> input =
              new RandomBatches(seed).nullRate(0.4).numDistinct(2).batches(types, 4, 700);
          List<List<Object>> rows = RandomBatches.rows(input);
          RowsFunction function =
              new RowsFunction(
                  new RowsBodies.FlatGroups(
                      (key, values) -> {
                        long count = 0;
                        long sum = 0;
                        // What is left of a group is passed over.
                        while (values.hasNext() && count < 3) {
                          Object value = values.next();
                          sum += value == null ? 0 : (Long) value;
                          count++;
                        }
                        return Collections.<Object>singleton(sum).iterator();
                      }),
                  ObjectType.of(keyClass),
                  ObjectType.of(Long.class),
                  ObjectType.of(Long.class));
          assertThat(run(node(types, List.of(0), 1, function), input))
              .as("seed " + seed + ", keys of " + type)
              .isEqualTo(firstThreeOfRuns(rows));
        });
  }

  /** The sums of at most three rows of each run of rows with equal keys. */
  private static List<List<Object>> firstThreeOfRuns(List<List<Object>> rows) {
    List<List<Object>> sums = new ArrayList<>();
    for (int start = 0, end; start < rows.size(); start = end) {
      end = start;
      long sum = 0;
      while (end < rows.size() && Objects.equals(rows.get(end).get(1), rows.get(start).get(1))) {
        Object value = rows.get(end).get(0);
        sum += value == null || end - start >= 3 ? 0 : (Long) value;
        end++;
      }
      sums.add(List.of(sum));
    }
    return sums;
  }

  /** A group of over ten times the memory: sorted on disk, and read as it comes. */
  @Test
  void aGroupMayBeFarLargerThanTheMemory() {
    int batches = 200;
    List<DataType> types = List.of(DataType.STRING, DataType.INT);
    List<VectorBatch> batch =
        new RandomBatches(7).nullRate(0).numDistinct(1).batches(types, 1, 4096);
    RowsFunction function =
        new RowsFunction(
            (key, rows) -> {
              long count = 0;
              while (rows.hasNext()) {
                rows.next();
                count++;
              }
              return List.of(count).iterator();
            },
            ObjectType.of(Integer.class),
            ObjectType.of(String.class),
            ObjectType.of(Long.class));
    PlanNode.UserRows node = node(types, List.of(0), 1, function);
    PlanNode.Sort sort =
        new PlanNode.Sort(node.input(), List.of(new SortKey(1, false, true)), -1, 0);
    try (TaskScope scope = TaskScope.open(broadcast -> null);
        OperatorFixture fixture = new OperatorFixture(directory, 1 << 20)) {
      Operator sorted =
          new SortOperator(sort, new RepeatedBatches(batch, batches), fixture.otherContext("sort"));
      assertThat(fixture.run(new UserRowsOperator(node, sorted, fixture.context())))
          .isEqualTo(List.of(List.of((long) batches * batch.get(0).numSelected())));
      assertThat(fixture.bytesSpilled()).isPositive();
      assertThat(scope.userNanos()).isPositive();
    }
  }

  @Test
  void whatTheInputThrowsGoesUpWhateverTheFunctionMakesOfIt() {
    RowsFunction function =
        new RowsFunction(
            new RowsBodies.Partitions(
                rows -> {
                  try {
                    while (rows.hasNext()) {
                      rows.next();
                    }
                  } catch (RuntimeException e) {
                    return Collections.<Object>singleton(1L).iterator();
                  }
                  return Collections.emptyIterator();
                }),
            null,
            ObjectType.of(Long.class),
            ObjectType.of(Long.class));
    RuntimeException lost = new IllegalStateException("lost");
    try (TaskScope scope = TaskScope.open(broadcast -> null);
        OperatorFixture fixture = new OperatorFixture(directory, 32 << 20)) {
      Operator failing =
          new Operator() {
            @Override
            public VectorBatch next() {
              throw lost;
            }

            @Override
            public void close() {}
          };
      PlanNode.UserRows node = node(List.of(DataType.BIGINT), List.of(0), -1, function);
      try (Operator operator = new UserRowsOperator(node, failing, fixture.context())) {
        assertThatThrownBy(operator::next).isSameAs(lost);
      }
      fixture.assertNothingHeld();
      assertThat(scope.partials()).isEmpty();
    }
  }
}
