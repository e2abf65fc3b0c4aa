package io.distaff.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.InputRef;
import io.distaff.expression.Literal;
import io.distaff.operator.aggregation.HashAggregationOperator;
import io.distaff.operator.join.HashJoinOperator;
import io.distaff.operator.join.JoinCondition;
import io.distaff.operator.sort.SortOperator;
import io.distaff.plan.AggregateCall;
import io.distaff.plan.AggregateCall.Function;
import io.distaff.plan.PlanNode;
import io.distaff.plan.PlanNode.AggregationPhase;
import io.distaff.plan.PlanNode.JoinType;
import io.distaff.plan.SortKey;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.VectorBatch;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Pipelines over rows as those of TPC-H's lineitem (order key, price, comment of 44 bytes) that
 * hold several times what memory there is: nothing fails, and nobody holds more than the pool.
 */
class SmallMemoryTest {
  private static final int COMMENT_BYTES = 44;
  private static final Schema SCHEMA =
      Schema.of(
          new Field("orderkey", DataType.BIGINT, false),
          new Field("price", DataType.BIGINT, false),
          new Field("comment", DataType.STRING, false));
  private static final PlanNode INPUT = new PlanNode.Values(SCHEMA, List.of());

  @TempDir Path directory;

  /** Rows whose order keys are 0, 1, 2... in an order that looks random; price = key % 100. */
  private static final class Rows implements Operator {
    private static final long STEP = 7_368_787; // prime

    private final long numRows;
    private long position;

    Rows(long numRows) {
      this.numRows = numRows;
    }

    @Override
    public VectorBatch next() {
      int count = (int) Math.min(VectorBatch.TARGET_ROWS, numRows - position);
      if (count == 0) {
        return null;
      }
      long[] keys = new long[count];
      long[] prices = new long[count];
      byte[] text = new byte[count * COMMENT_BYTES];
      int[] starts = new int[count];
      int[] lengths = new int[count];
      for (int i = 0; i < count; i++) {
        keys[i] = (position + i) * STEP % numRows;
        prices[i] = keys[i] % 100;
        starts[i] = i * COMMENT_BYTES;
        lengths[i] = COMMENT_BYTES;
        long word = keys[i];
        for (int b = 0; b < COMMENT_BYTES; b++) {
          word = word * 6_364_136_223_846_793_005L + 1;
          text[starts[i] + b] = (byte) ('a' + (word >>> 60));
        }
      }
      position += count;
      ColumnVector[] columns = {
        new LongVector(DataType.BIGINT, keys, null, count),
        new LongVector(DataType.BIGINT, prices, null, count),
        new BytesVector(DataType.STRING, text, starts, lengths, null, count)
      };
      return new VectorBatch(count, columns);
    }

    @Override
    public void close() {
      position = numRows;
    }
  }

  /** Rows through a filter that all of them pass and a projection that computes the price. */
  private static Operator scan(long numRows, OperatorFixture fixture) {
    Expression price = new InputRef(1, DataType.BIGINT);
    Expression notNegative =
        new Call(
            FunctionNames.GREATER_OR_EQUAL,
            DataType.BOOLEAN,
            price,
            Literal.of(DataType.BIGINT, 0L));
    Expression doubled = new Call(FunctionNames.ADD, DataType.BIGINT, price, price);
    Operator filter =
        new FilterOperator(new Rows(numRows), notNegative, fixture.otherContext("filter"));
    return new ProjectOperator(
        filter,
        List.of(new InputRef(0, DataType.BIGINT), doubled, new InputRef(2, DataType.STRING)),
        List.of(),
        fixture.otherContext("project"));
  }

  private static long sumOfDoubledPrices(long numRows) {
    return numRows / 100 * 9900;
  }

  @ParameterizedTest
  @CsvSource({"64, 500000", "8, 100000", "6, 60000"})
  void aggregationByUniqueText(long poolMebibytes, long numRows) {
    try (OperatorFixture fixture = new OperatorFixture(directory, poolMebibytes << 20)) {
      PlanNode.Aggregate node =
          new PlanNode.Aggregate(
              INPUT,
              AggregationPhase.SINGLE,
              List.of(0, 2),
              List.of(
                  AggregateCall.of(Function.SUM, 1, -1, DataType.BIGINT),
                  AggregateCall.of(Function.COUNT, -1, -1, DataType.BIGINT),
                  AggregateCall.of(Function.MAX, 2, -1, DataType.STRING)),
              Schema.of(
                  new Field("orderkey", DataType.BIGINT, false),
                  new Field("comment", DataType.STRING, false),
                  new Field("sum", DataType.BIGINT, true),
                  new Field("count", DataType.BIGINT, false),
                  new Field("max", DataType.STRING, true)));
      Operator operator =
          new HashAggregationOperator(node, scan(numRows, fixture), fixture.context());
      assertTotals(operator, 2, numRows, fixture);
    }
  }

  @ParameterizedTest
  @CsvSource({"64, 1000000", "8, 100000", "4, 50000"})
  void joinOfTwoLargeSides(long poolMebibytes, long numRows) {
    try (OperatorFixture fixture = new OperatorFixture(directory, poolMebibytes << 20)) {
      PlanNode.HashJoin node =
          new PlanNode.HashJoin(
              INPUT,
              INPUT,
              JoinType.INNER,
              List.of(0, 2),
              List.of(0, 2),
              null,
              false,
              SCHEMA.concat(SCHEMA));
      Operator operator =
          new HashJoinOperator(
              node,
              JoinCondition.KEYS_ONLY,
              new HashJoinOperator.Surroundings(
                  scan(numRows, fixture), scan(numRows, fixture), Map.of(), null),
              fixture.context());
      assertTotals(operator, 4, numRows, fixture);
    }
  }

  @ParameterizedTest
  @CsvSource({"64, 1200000", "8, 150000", "4, 60000"})
  void sortByText(long poolMebibytes, long numRows) {
    try (OperatorFixture fixture = new OperatorFixture(directory, poolMebibytes << 20)) {
      PlanNode.Sort node = new PlanNode.Sort(INPUT, List.of(new SortKey(2, false, false)), -1, 0);
      Operator operator = new SortOperator(node, scan(numRows, fixture), fixture.context());
      assertTotals(operator, 1, numRows, fixture);
    }
  }

  private static void assertTotals(
      Operator operator, int sumColumn, long numRows, OperatorFixture fixture) {
    long rows = 0;
    long sum = 0;
    try (operator) {
      for (VectorBatch batch = operator.next(); batch != null; batch = operator.next()) {
        long[] values = ((LongVector) batch.column(sumColumn)).values();
        for (int i = 0; i < batch.numSelected(); i++) {
          sum += values[batch.selectedRow(i)];
        }
        rows += batch.numSelected();
      }
    }
    assertThat(rows).isEqualTo(numRows);
    assertThat(sum).isEqualTo(sumOfDoubledPrices(numRows));
    assertThat(fixture.bytesSpilled()).isPositive();
    assertThat(fixture.memory().operatorCounters())
        .anySatisfy(
            counters -> {
              assertThat(counters.bytesSpilled()).isEqualTo(fixture.bytesSpilled());
              assertThat(counters.spillNanos()).isPositive();
            });
    fixture.assertNothingHeld();
  }
}
