package io.distaff.optimizer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.tools.RelBuilder.AggCall;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Groups of rows that the query groups more finely elsewhere are made of those finer groups:
 *
 * <pre>
 *   Aggregate: sum(x)               Aggregate: sum(s)
 *     Project x                       Aggregate by k: s = sum(x)
 *       T                               Project k, x
 *                          =====>         T
 *   Aggregate by k: s = sum(x)
 *     Project k, x                  Aggregate by k: s = sum(x)
 *       T                             ...
 * </pre>
 *
 * <p>The planner finds that the finer groups are there twice and computes them, and T, once. So the
 * two must stay alike: they have the same calls, lest columns that nobody needs are dropped of one
 * of them, and filters have gone down before.
 */
final class SharedGroups extends RelRewrite {
  /** How many rows need not be read for each group that is read instead. */
  private static final int ROWS_PER_GROUP = 2;

  private final RelBuilder builder;
  private final List<Grouping> all = new ArrayList<>();

  /**
   * @param root of what is going to be rewritten
   */
  SharedGroups(RelNode root, RelBuilder builder) {
    this.builder = builder;
    collect(root);
  }

  private void collect(RelNode rel) {
    Grouping.of(rel).ifPresent(all::add);
    rel.getInputs().forEach(this::collect);
  }

  /** What is computed for each group, from expressions in a source's columns. */
  private record Call(SqlAggFunction function, List<RexNode> arguments) {}

  /**
   * An aggregation in terms of the tree below the projection that it reads.
   *
   * @param keys expressions in the source's columns
   */
  private record Grouping(
      Aggregate aggregate, RelNode source, List<RexNode> keys, List<Call> calls) {

    /** Nothing for what is no aggregation, or one that can't be made of others. */
    static Optional<Grouping> of(RelNode rel) {
      if (!(rel instanceof Aggregate aggregate)
          || aggregate.getGroupType() != Aggregate.Group.SIMPLE
          || aggregate.getAggCallList().isEmpty()
          || !aggregate.getAggCallList().stream().allMatch(PartialCalls::isMadeOfParts)) {
        return Optional.empty();
      }
      RelNode input = aggregate.getInput();
      boolean projects = input instanceof Project project && !project.containsOver();
      List<RexNode> columns =
          projects
              ? ((Project) input).getProjects()
              : IntStream.range(0, input.getRowType().getFieldCount())
                  .<RexNode>mapToObj(i -> input.getCluster().getRexBuilder().makeInputRef(input, i))
                  .toList();
      if (!columns.stream().allMatch(RexUtil::isDeterministic)) {
        return Optional.empty();
      }
      return Optional.of(
          new Grouping(
              aggregate,
              projects ? input.getInput(0) : input,
              aggregate.getGroupSet().asList().stream().map(columns::get).toList(),
              aggregate.getAggCallList().stream()
                  .map(
                      call ->
                          new Call(
                              call.getAggregation(),
                              call.getArgList().stream().map(columns::get).toList()))
                  .toList()));
    }

    boolean isFinerThan(Grouping other) {
      return keys.size() > other.keys.size()
          && keys.containsAll(other.keys)
          && new HashSet<>(calls).equals(new HashSet<>(other.calls))
          && source.deepEquals(other.source);
    }

    boolean savesRows() {
      return Estimates.rows(aggregate) * ROWS_PER_GROUP <= scannedRows(source);
    }

    private static double scannedRows(RelNode rel) {
      return rel instanceof TableScan
          ? Estimates.rows(rel)
          : rel.getInputs().stream().mapToDouble(Grouping::scannedRows).sum();
    }
  }

  @Override
  RelNode rewrite(RelNode rel) {
    if (all.size() < 2) {
      return rel;
    }
    return Grouping.of(rel)
        .flatMap(
            coarse ->
                all.stream()
                    .filter(fine -> fine.isFinerThan(coarse) && fine.savesRows())
                    .findFirst()
                    .flatMap(fine -> made(coarse, fine)))
        .orElse(rel);
  }

  /** The groups made of finer ones, unless they would have other types. */
  private Optional<RelNode> made(Grouping coarse, Grouping fine) {
    List<Integer> keys = coarse.keys().stream().map(fine.keys()::indexOf).toList();
    ImmutableBitSet groupSet = ImmutableBitSet.of(keys);
    builder.push(fine.aggregate());
    List<AggCall> calls = new ArrayList<>();
    for (Call call : coarse.calls()) {
      RexNode part = builder.field(fine.keys().size() + fine.calls().indexOf(call));
      calls.add(builder.aggregateCall(PartialCalls.ofParts(call.function()), part));
    }
    builder.aggregate(builder.groupKey(groupSet), calls);
    List<RexNode> columns = new ArrayList<>();
    keys.forEach(key -> columns.add(builder.field(groupSet.indexOf(key))));
    for (int i = 0; i < calls.size(); i++) {
      columns.add(builder.field(groupSet.cardinality() + i));
    }
    RelNode made = builder.project(columns).build();
    return PartialCalls.withTypes(builder, made, coarse.aggregate().getRowType());
  }
}
