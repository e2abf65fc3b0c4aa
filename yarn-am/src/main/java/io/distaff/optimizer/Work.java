package io.distaff.optimizer;

import io.distaff.catalog.TableHandle;
import io.distaff.catalog.TableHandle.CachedTable;
import io.distaff.catalog.TableHandle.LocalTable;
import io.distaff.catalog.TableHandle.TextTable;
import io.distaff.sql.EngineTable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelDigest;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Estimates how long a core would work to make the rows of trees, in nanoseconds, so that making
 * them again can be weighed against writing them down. What a query does once anyway counts once:
 * up to the states that an aggregation sends to be brought together, equal trees are one stage, as
 * is what a join sends whole to all tasks. Where in doubt, work is taken for less than it may be: a
 * scan is taken to skip all rows that statistics of parts of a file can tell to be left out.
 *
 * <p>The figures were measured with EXPLAIN ANALYZE on TPC-H's tables. Mutable; confined to one
 * thread.
 */
final class Work {
  private static final double VALUE = 5;
  private static final double TEXT_VALUE = 40;
  private static final double PARSED_BYTE = 5;
  private static final double CALL = 1;
  private static final double TEXT_CALL = 40;
  private static final double ACCUMULATED_VALUE = 2;
  private static final double GROUPED_ROW = 10;
  private static final double JOINED_ROW = 15;
  private static final double OTHER_ROW = 50;

  /** Up to so many different values are taken to be in a file's dictionaries. */
  private static final double DICTIONARY_VALUES = 10_000;

  private static final double WRITTEN_BYTE = 3;
  private static final double READ_BYTE = 1;

  /** To start a stage's tasks and to know that they are done. */
  private static final double STAGE = 2_000_000;

  /** Of a table, so much is read by one task. */
  private static final double TASK_BYTES = 64 << 20;

  private final Set<RelDigest> known = new HashSet<>();

  /**
   * To make rows, beside what has been made before.
   *
   * @param needed columns of the tree
   */
  double toMake(RelNode tree, ImmutableBitSet needed) {
    return of(tree, needed);
  }

  /** To make the rows of a tree, write them down and read them several times. */
  double toShare(RelNode tree, ImmutableBitSet needed, int readers) {
    return of(tree, needed) + bytes(tree, needed) * (WRITTEN_BYTE + READ_BYTE * readers) + STAGE;
  }

  private static double bytes(RelNode rel, ImmutableBitSet columns) {
    double row = 1;
    for (int column : columns) {
      row += Estimates.valueBytes(rel.getRowType().getFieldList().get(column).getType());
    }
    return Estimates.rows(rel) * row;
  }

  private double of(RelNode rel, ImmutableBitSet columns) {
    if (rel instanceof TableScan scan) {
      return scan(scan, Estimates.rows(scan), columns);
    } else if (rel instanceof Aggregate aggregate) {
      return aggregation(aggregate);
    } else if (rel instanceof Join join) {
      return join(join, columns);
    } else if (rel instanceof SharedRows && !known.add(rel.getRelDigest())) {
      return bytes(rel, columns) * READ_BYTE;
    }
    ImmutableBitSet ofInput =
        rel.getInputs().size() == 1 ? NeededColumns.ofInputs(rel, columns).get(0) : null;
    if (rel instanceof Filter filter) {
      return filter(filter, columns, ofInput);
    } else if (rel instanceof Project project) {
      double calls =
          columns.asList().stream()
              .mapToDouble(column -> calls(project.getInput(), project.getProjects().get(column)))
              .sum();
      return of(project.getInput(), ofInput) + Estimates.rows(project) * calls;
    }
    double work = 0;
    for (RelNode input : rel.getInputs()) {
      work += of(input, NeededColumns.all(input)) + Estimates.rows(input) * OTHER_ROW;
    }
    return work;
  }

  /** Of a scan first the columns of the condition, then the others of the rows that are left. */
  private double filter(Filter filter, ImmutableBitSet columns, ImmutableBitSet ofInput) {
    RelNode input = filter.getInput();
    double calls = calls(input, filter.getCondition());
    boolean isScan =
        input instanceof TableScan
            || (input instanceof Project project
                && project.getInput() instanceof TableScan
                && project.getProjects().stream().allMatch(RexInputRef.class::isInstance));
    if (!isScan) {
      return of(input, ofInput) + Estimates.rows(input) * calls;
    }
    RelMetadataQuery mq = filter.getCluster().getMetadataQuery();
    double kept = 1;
    for (RexNode condition : RelOptUtil.conjunctions(filter.getCondition())) {
      kept *= canSkip(condition) ? Estimates.selectivity(mq, input, condition) : 1;
    }
    ImmutableBitSet first = RelOptUtil.InputFinder.bits(filter.getCondition());
    return kept * (of(input, first) + Estimates.rows(input) * calls)
        + of(input, columns.except(first)) * Estimates.rows(filter) / Estimates.rows(input);
  }

  /**
   * To read columns of some of a table's rows. Of text all is read, and nothing is decoded of what
   * is in memory.
   */
  private static double scan(TableScan scan, double rows, ImmutableBitSet columns) {
    TableHandle handle = EngineTable.of(scan.getTable()).handle();
    if (handle instanceof TextTable text) {
      return text.sizeBytes() * PARSED_BYTE;
    }
    boolean isInMemory = handle instanceof CachedTable || handle instanceof LocalTable;
    return rows * columns.cardinality() * READ_BYTE
        + (isInMemory ? 0 : rows * values(scan, columns));
  }

  /**
   * Whether the smallest and largest values of a column may tell that no row fulfils it. Files are
   * sorted by dates and numbers rather than by text.
   */
  private static boolean canSkip(RexNode condition) {
    return condition instanceof RexCall call
        && RelOptUtil.InputFinder.bits(call).cardinality() == 1
        && switch (call.getKind()) {
          case AND, OR -> call.getOperands().stream().allMatch(Work::canSkip);
          case EQUALS,
              LESS_THAN,
              LESS_THAN_OR_EQUAL,
              GREATER_THAN,
              GREATER_THAN_OR_EQUAL,
              SEARCH,
              IS_NULL ->
              call.getOperands().stream()
                  .allMatch(
                      operand ->
                          !isText(operand.getType())
                              && (operand instanceof RexInputRef || operand instanceof RexLiteral));
          default -> false;
        };
  }

  /** The states of each task's groups are made once for equal aggregations. */
  private double aggregation(Aggregate aggregate) {
    RelNode input = aggregate.getInput();
    ImmutableBitSet all = NeededColumns.all(aggregate);
    double rows = Estimates.rows(input);
    double row =
        (aggregate.getGroupCount() == 0 ? 0 : GROUPED_ROW)
            + aggregate.getAggCallList().size() * ACCUMULATED_VALUE;
    double work = 0;
    if (known.add(aggregate.getRelDigest())) {
      work = of(input, NeededColumns.ofInputs(aggregate, all).get(0)) + rows * row;
    }
    double states = Math.min(rows, Estimates.rows(aggregate) * tasks(input));
    return work + states * (row + bytes(aggregate, all) / Estimates.rows(aggregate) * READ_BYTE);
  }

  private static double tasks(RelNode rel) {
    if (rel instanceof TableScan scan) {
      List<String> columns = scan.getRowType().getFieldNames();
      double bytes = EngineTable.of(scan.getTable()).statistics().sizeBytes(columns);
      return Math.ceil(bytes / TASK_BYTES);
    }
    return rel.getInputs().stream().mapToDouble(Work::tasks).max().orElse(1);
  }

  /** What is sent whole to all tasks is made once. */
  private double join(Join join, ImmutableBitSet columns) {
    double work = Estimates.rows(join) * CALL;
    RelNode small = smaller(join);
    List<ImmutableBitSet> needed = NeededColumns.ofInputs(join, columns);
    for (int i = 0; i < needed.size(); i++) {
      RelNode input = join.getInput(i);
      boolean isMade = input == small && !known.add(input.getRelDigest());
      work += Estimates.rows(input) * JOINED_ROW + (isMade ? 0 : of(input, needed.get(i)));
    }
    return work;
  }

  private static RelNode smaller(Join join) {
    return Estimates.sizeBytes(join.getLeft()) < Estimates.sizeBytes(join.getRight())
        ? join.getLeft()
        : join.getRight();
  }

  private static double values(RelNode rel, ImmutableBitSet columns) {
    return columns.asList().stream()
        .mapToDouble(column -> isText(rel, column) ? TEXT_VALUE : VALUE)
        .sum();
  }

  /** Whether a column is text of which files have no dictionary, as they do of few values. */
  private static boolean isText(RelNode rel, int column) {
    return isText(rel.getRowType().getFieldList().get(column).getType())
        && Estimates.distinctValues(rel, column) > DICTIONARY_VALUES;
  }

  private static boolean isText(RelDataType type) {
    return SqlTypeFamily.CHARACTER.contains(type) || SqlTypeFamily.BINARY.contains(type);
  }

  /** To evaluate an expression for a row of a tree. */
  private static double calls(RelNode rel, RexNode expression) {
    if (!(expression instanceof RexCall call)) {
      return 0;
    }
    double work = CALL;
    for (RexNode operand : call.getOperands()) {
      boolean readsText =
          operand instanceof RexInputRef ref
              ? isText(rel, ref.getIndex())
              : operand instanceof RexCall && isText(operand.getType());
      work += calls(rel, operand) + (readsText ? TEXT_CALL : 0);
    }
    return work;
  }
}
