package io.distaff.operator.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.memory.MemoryManager;
import io.distaff.memory.TaskMemory;
import io.distaff.metrics.Counter;
import io.distaff.metrics.TaskMetrics;
import io.distaff.operator.OperatorContext;
import io.distaff.plan.PlanNode;
import io.distaff.plan.Split;
import io.distaff.types.DataType;
import io.distaff.types.Schema;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TpchScanOperatorTest {
  private static final double SCALE = 0.01;

  private final MemoryManager memoryManager = new MemoryManager(64L << 20);
  private final TaskMemory memory = memoryManager.startTask("test");
  private final TaskMetrics metrics = new TaskMetrics();
  private final OperatorContext context =
      new OperatorContext(memory.operator("generator"), null, metrics);

  @AfterEach
  void memoryIsGivenBack() {
    assertThat(memory.heldBytes()).isZero();
    memory.close();
  }

  @ParameterizedTest
  @CsvSource({
    "region, 5",
    "nation, 25",
    "supplier, 100",
    "customer, 1500",
    "part, 2000",
    "partsupp, 8000",
    "orders, 15000",
    "lineitem, 60175"
  })
  void generatesEveryTable(String table, long expectedRows) {
    List<Integer> first = List.of(0);
    List<List<Object>> rows = rows(table, TpchTables.schema(table).select(first), List.of(whole()));
    assertThat(rows).hasSize((int) expectedRows);
    assertThat(metrics.count(Counter.ROWS_READ)).isEqualTo(expectedRows);
    assertThat((double) TpchTables.rows(table, SCALE))
        .isBetween(expectedRows * 0.99, expectedRows * 1.01);
  }

  @Test
  void amountsAndDatesAreThoseOfTheBenchmark() {
    Schema schema = TpchTables.schema("lineitem");
    List<Object> first = rows("lineitem", schema, List.of(whole())).get(0);
    assertThat(first)
        .containsExactly(
            1L,
            1552L,
            93L,
            1L,
            new BigDecimal("17.00"),
            new BigDecimal("24710.35"),
            new BigDecimal("0.04"),
            new BigDecimal("0.02"),
            "N",
            "O",
            LocalDate.of(1996, 3, 13).toEpochDay(),
            LocalDate.of(1996, 2, 12).toEpochDay(),
            LocalDate.of(1996, 3, 22).toEpochDay(),
            "DELIVER IN PERSON",
            "TRUCK",
            "egular courts above the");
  }

  /** The sums of the pricing summary (query 1), as published for this scale. */
  @ParameterizedTest
  @CsvSource({
    "A, F, 380456.00, 532348211.65, 14876",
    "N, F, 8971.00, 12384801.37, 348",
    "N, O, 742802.00, 1041502841.45, 29181",
    "R, F, 381449.00, 534594445.35, 14902"
  })
  void sumsAreThoseOfTheBenchmark(
      String flag, String status, BigDecimal quantity, BigDecimal price, long count) {
    // Quantity, extended price, return flag, line status, shipping date.
    Schema schema = TpchTables.schema("lineitem").select(List.of(4, 5, 8, 9, 10));
    long lastShipping = LocalDate.of(1998, 9, 2).toEpochDay();
    List<List<Object>> group =
        rows("lineitem", schema, List.of(whole())).stream()
            .filter(row -> row.get(2).equals(flag) && row.get(3).equals(status))
            .filter(row -> (Long) row.get(4) <= lastShipping)
            .toList();
    assertThat(group).hasSize((int) count);
    assertThat(sum(group, 0)).isEqualTo(quantity);
    assertThat(sum(group, 1)).isEqualTo(price);
  }

  private static BigDecimal sum(List<List<Object>> rows, int column) {
    return rows.stream()
        .map(row -> (BigDecimal) row.get(column))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  @ParameterizedTest
  @CsvSource({"lineitem", "partsupp", "customer", "nation"})
  void partsTogetherAreTheWhole(String table) {
    Schema schema = TpchTables.schema(table);
    List<Split.TpchSplit> parts = new ArrayList<>();
    for (int part = 0; part < 7; part++) {
      parts.add(new Split.TpchSplit(part, 7, 1));
    }
    List<List<Object>> together = rows(table, schema, parts);
    assertThat(together).isEqualTo(rows(table, schema, List.of(whole())));
  }

  @ParameterizedTest
  @CsvSource({"region", "supplier", "customer", "part", "partsupp", "orders", "lineitem"})
  void leavingCommentsOutChangesNoOtherColumn(String table) {
    Schema schema = TpchTables.schema(table);
    List<Integer> others = new ArrayList<>();
    for (int i = 0; i < schema.size(); i++) {
      if (!schema.field(i).name().endsWith("_comment")) {
        others.add(i);
      }
    }
    List<List<Object>> expected =
        rows(table, schema, List.of(whole())).stream()
            .map(row -> others.stream().map(row::get).toList())
            .toList();
    assertThat(rows(table, schema.select(others), List.of(whole()))).isEqualTo(expected);
  }

  @Test
  void columnsComeInTheOrderAskedFor() {
    Schema schema = TpchTables.schema("nation").select(List.of(2, 1));
    assertThat(rows("nation", schema, List.of(whole())).get(24))
        .containsExactly(1L, "UNITED STATES");
  }

  @Test
  void noSplitsNoRows() {
    assertThat(rows("orders", TpchTables.schema("orders"), List.of())).isEmpty();
  }

  @Test
  void tablesAreThoseOfTheSpecification() {
    assertThat(TpchTables.names())
        .containsExactlyInAnyOrder(
            "region", "nation", "supplier", "customer", "part", "partsupp", "orders", "lineitem");
    assertThat(TpchTables.schema("partsupp").toString())
        .isEqualTo(
            "(ps_partkey bigint not null, ps_suppkey bigint not null, ps_availqty int not null,"
                + " ps_supplycost decimal(15,2) not null, ps_comment string not null)");
    assertThat(TpchTables.schema("orders").type(4)).isEqualTo(DataType.DATE);
  }

  @Test
  void smallTablesAreNotDivided() {
    assertThat(TpchTables.splits("nation", 100, 16)).hasSize(1);
    assertThat(TpchTables.splits("supplier", 1, 16)).hasSize(1);
    assertThat(TpchTables.splits("lineitem", 1, 16)).hasSize(16);
    assertThat(TpchTables.splits("lineitem", 0.01, 16)).hasSize(1);
    assertThat(TpchTables.splits("orders", 0.05, 16)).hasSize(2);
    assertThat(TpchTables.splits("lineitem", 1, 4))
        .extracting(Split.TpchSplit::part)
        .containsExactly(0, 1, 2, 3);
  }

  @Test
  void mistakesAreNamed() {
    assertThatThrownBy(() -> TpchTables.schema("lineitems"))
        .isInstanceOf(DistaffException.class)
        .hasMessageContaining("'lineitem'");
    assertThatThrownBy(() -> TpchTables.rows("orders", 0)).isInstanceOf(DistaffException.class);
  }

  private static Split.TpchSplit whole() {
    return new Split.TpchSplit(0, 1, 1);
  }

  private TpchScanOperator scan(String table, Schema schema, List<Split.TpchSplit> splits) {
    return new TpchScanOperator(new PlanNode.TpchScan(0, table, SCALE, schema), splits, context);
  }

  private List<List<Object>> rows(String table, Schema schema, List<Split.TpchSplit> splits) {
    List<List<Object>> rows = new ArrayList<>();
    try (TpchScanOperator scan = scan(table, schema, splits)) {
      for (VectorBatch batch = scan.next(); batch != null; batch = scan.next()) {
        for (int row = 0; row < batch.numRows(); row++) {
          List<Object> values = new ArrayList<>();
          for (int i = 0; i < batch.numColumns(); i++) {
            values.add(Vectors.value(batch.column(i), row));
          }
          rows.add(values);
        }
      }
    }
    return rows;
  }
}
