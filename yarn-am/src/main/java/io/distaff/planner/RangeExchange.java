package io.distaff.planner;

import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.InputRef;
import io.distaff.expression.Literal;
import io.distaff.plan.PlanNode;
import io.distaff.plan.PlanNode.SampleMethod;
import io.distaff.plan.ProgramCalls;
import io.distaff.plan.SortKey;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.calcite.rel.RelFieldCollation;

/**
 * Brings rows to tasks by ranges of an order, so that each task can sort its own, and all are in
 * order one after the other. The ranges come from a sample of the keys:
 *
 * <pre>
 *   stage 0, n tasks    some rows' keys          -> 1 partition
 *   stage 1, one task   Sort(ExchangeRead 0)     -> 1 partition
 *   stage 2, n tasks    the rows                 -> m partitions by ranges of what stage 1 gives
 *   stage 3, m tasks    Sort(ExchangeRead 2)
 * </pre>
 *
 * <p>A task that is tried again must find the same ranges, so the sample must be the same whenever
 * it is taken: of rows out of files, which come in one order, by their number; of others by their
 * hash, since rows of an exchange come as they are fetched. Files are read twice, the first time
 * only the keys; what else gives rows is not run twice, but its rows are left for both stages.
 */
final class RangeExchange {
  /** With these, partitions seldom differ by more than a tenth. */
  private static final double SAMPLED_ROWS_A_PARTITION = 400;

  /** Code points of a text that a bound has. */
  private static final long LONGEST_BOUND = 64;

  private final StageCutter cutter;
  private final List<RelFieldCollation> order;
  private final int partitions;

  /**
   * @param order of columns that aren't nested
   */
  RangeExchange(StageCutter cutter, List<RelFieldCollation> order, int partitions) {
    this.cutter = cutter;
    this.order = List.copyOf(order);
    this.partitions = partitions;
  }

  /**
   * The rows of a piece in as many tasks as there are partitions.
   *
   * @param again the same rows once more, with at least the columns of the order
   */
  Piece exchange(Piece rows, Supplier<Piece> again) {
    for (SortKey key : keys(rows)) {
      Field field = rows.node().schema().field(key.column());
      if (field.type().isNested()) {
        throw PhysicalPlanner.notSupported(
            "dividing rows by ranges of %s, which is %s,"
                .formatted(field.name(), field.type().sqlName()));
      }
    }
    double share = Math.min(1, SAMPLED_ROWS_A_PARTITION * partitions / rows.rows());
    if (isReread(rows.node())) {
      Piece source = again.get();
      return exchange(rows, source.withNode(sampledScan(source.node(), share)));
    }
    Piece left = cutter.spread(rows, partitions);
    Piece source = cutter.readAgain(left);
    return exchange(left, source.withNode(sampledByHash(source.node(), share)));
  }

  private Piece exchange(Piece rows, Piece sample) {
    Piece together = cutter.gather(bounds(sample));
    Piece sorted = together.withNode(new PlanNode.Sort(together.node(), keys(together), -1, 0));
    return cutter.exchangeByRange(rows, keys(rows), partitions, sorted);
  }

  private List<SortKey> keys(Piece piece) {
    return OrderPlanner.sortKeys(order, piece);
  }

  /** Whether a node reads files, and does little more. */
  private static boolean isReread(PlanNode node) {
    if (node instanceof PlanNode.Filter filter) {
      return !ProgramCalls.in(filter.predicate()) && isReread(filter.input());
    }
    if (node instanceof PlanNode.Project project) {
      return project.expressions().stream().noneMatch(ProgramCalls::in)
          && isReread(project.input());
    }
    return node instanceof PlanNode.ParquetScan;
  }

  private static PlanNode sampledScan(PlanNode node, double share) {
    return node instanceof PlanNode.Scan
        ? new PlanNode.Sample(node, SampleMethod.ROWS, share, 0)
        : node.withInputs(node.inputs().stream().map(n -> sampledScan(n, share)).toList());
  }

  private static PlanNode sampledByHash(PlanNode node, double share) {
    List<Expression> values = new ArrayList<>();
    for (int i = 0; i < node.schema().size(); i++) {
      if (!node.schema().type(i).isNested()) {
        values.add(new InputRef(i, node.schema().type(i)));
      }
    }
    long last = (long) (Long.MIN_VALUE + share * 0x1p64);
    return new PlanNode.Filter(
        node,
        new Call(
            FunctionNames.LESS_OR_EQUAL,
            DataType.BOOLEAN,
            new Call("xxhash64", values, DataType.BIGINT),
            Literal.of(DataType.BIGINT, last)));
  }

  /** The columns of the order alone, with the beginnings of texts. */
  private Piece bounds(Piece sample) {
    List<Expression> values = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    Integer[] positions = new Integer[sample.positions().size()];
    Arrays.fill(positions, -1);
    for (RelFieldCollation column : order) {
      int place = sample.position(column.getFieldIndex());
      Field field = sample.node().schema().field(place);
      InputRef value = new InputRef(place, field.type());
      positions[column.getFieldIndex()] = values.size();
      fields.add(field);
      values.add(
          field.type().equals(DataType.STRING)
              ? new Call(
                  "substring", List.of(value, number(1), number(LONGEST_BOUND)), field.type())
              : value);
    }
    return new Piece(
        new PlanNode.Project(sample.node(), values, new Schema(fields)),
        List.of(positions),
        sample.stage(),
        Optional.empty(),
        sample.rel());
  }

  private static Literal number(long value) {
    return Literal.of(DataType.BIGINT, value);
  }
}
