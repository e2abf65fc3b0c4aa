package io.distaff.planner;

import io.distaff.optimizer.Estimates;
import io.distaff.optimizer.WindowPartitions;
import io.distaff.plan.PlanNode;
import io.distaff.plan.PlanNode.AggregationPhase;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Plans aggregations: in one phase where the rows of a group are in one task already, else partial
 * states of each task, which an exchange brings together. One planner, one query.
 */
final class AggregationPlanner {
  /** Groups are spread well over partitions if there are as many for each. */
  private static final int GROUPS_PER_PARTITION = 64;

  private final PlannerContext context;
  private final StageCutter cutter;
  private final PhysicalPlanner planner;
  private final UnionPlanner unions;

  /** By which of its keys alone an aggregation had best be hashed. */
  private final IdentityHashMap<RelNode, Coarser> coarser = new IdentityHashMap<>();

  /**
   * @param planner of the inputs
   */
  AggregationPlanner(
      PlannerContext context, StageCutter cutter, PhysicalPlanner planner, UnionPlanner unions) {
    this.context = context;
    this.cutter = cutter;
    this.planner = planner;
    this.unions = unions;
  }

  Piece aggregate(Aggregate aggregate, ImmutableBitSet needed) {
    if (isSingleRow(aggregate)) {
      return singleRow(aggregate);
    }
    AggregatePlan plan = AggregatePlan.of(aggregate, needed);
    if (!plan.hasGroupingSets()) {
      noteCoarser(
          aggregate.getInput(),
          new Coarser(aggregate.getGroupSet().asList(), Estimates.rows(aggregate)));
    }
    List<Piece> parts = unions.parts(aggregate.getInput(), plan.inputColumns());
    Piece rows = parts.get(0);
    List<Integer> keys = plan.input(rows).keys();
    boolean together =
        parts.size() == 1
            && (rows.isOneTask()
                || (!keys.isEmpty()
                    && !plan.hasGroupingSets()
                    && rows.hashedBy().flatMap(hashing -> hashing.within(keys)).isPresent()));
    if (together && !plan.hasGroupWithoutRows()) {
      AggregatePlan.Input input = plan.input(rows);
      PlanNode node =
          new PlanNode.Aggregate(
              input.node(), AggregationPhase.SINGLE, keys, input.calls(), input.results());
      Optional<Hashing> hashedBy = rows.hashedBy().flatMap(hashing -> hashing.moved(keys::indexOf));
      return plan.finish(node, rows.stage(), hashedBy);
    }
    return fromStates(plan, aggregate, parts, together);
  }

  /**
   * An aggregation of the states that each of some pieces has for its groups.
   *
   * @param together whether there is one piece whose groups needn't be brought together
   */
  private Piece fromStates(
      AggregatePlan plan, Aggregate aggregate, List<Piece> parts, boolean together) {
    AggregatePlan.Input input = plan.input(parts.get(0));
    List<Piece> states = new ArrayList<>();
    for (Piece part : parts) {
      states.add(partial(plan.input(part), part.stage(), aggregate));
    }
    if (plan.hasGroupWithoutRows()) {
      PlanNode.Values row = plan.groupWithoutRows(input.states());
      List<Integer> positions = states.get(0).positions();
      states.add(new Piece(row, positions, StageBuilder.oneTask(), Optional.empty(), aggregate));
    }
    List<Integer> stateKeys = Piece.inPlace(input.keys().size());
    int partitions = stateKeys.isEmpty() ? 1 : context.partitions(Estimates.sizeBytes(aggregate));
    List<Integer> by = plan.hasGroupingSets() ? stateKeys : hashKeys(aggregate, partitions);
    if (!together) {
      states.replaceAll(state -> cutter.exchange(state, by, partitions));
    }
    Piece read = UnionPlanner.united(states, states.get(0).hashedBy(), aggregate);
    PlanNode result =
        new PlanNode.Aggregate(
            read.node(), AggregationPhase.FINAL, stateKeys, input.finalCalls(), input.results());
    return plan.finish(result, read.stage(), read.hashedBy());
  }

  private static Piece partial(AggregatePlan.Input input, StageBuilder stage, Aggregate aggregate) {
    return new Piece(
        new PlanNode.Aggregate(
            input.node(), AggregationPhase.PARTIAL, input.keys(), input.calls(), input.states()),
        Piece.inPlace(input.states().size()),
        stage,
        Optional.empty(),
        aggregate);
  }

  /**
   * What an operator above wants rows to be together by.
   *
   * @param columns of an expression
   * @param values how many different ones they are estimated to have
   */
  private record Coarser(List<Integer> columns, double values) {}

  /** Tells what is below windows that rows are going to be brought together by their partitions. */
  void noteWindows(Project windows) {
    RelNode input = windows.getInput();
    List<Integer> columns = WindowPartitions.common(windows).asList();
    double values = 1;
    for (int column : columns) {
      values *= Estimates.distinctValues(input, column);
    }
    noteCoarser(input, new Coarser(columns, Math.min(values, Estimates.rows(input))));
  }

  /**
   * Tells an aggregation below that its groups are going to be brought together by some of its
   * keys: hashed by these alone, they need no other exchange then.
   */
  private void noteCoarser(RelNode rel, Coarser wanted) {
    if (rel instanceof Filter filter) {
      noteCoarser(filter.getInput(), wanted);
    } else if (rel instanceof Project project && !project.containsOver()) {
      List<Integer> columns = new ArrayList<>();
      for (int column : wanted.columns()) {
        if (!(project.getProjects().get(column) instanceof RexInputRef ref)) {
          return;
        }
        columns.add(ref.getIndex());
      }
      noteCoarser(project.getInput(), new Coarser(columns, wanted.values()));
    } else if (rel instanceof Aggregate aggregate
        && !wanted.columns().isEmpty()
        && wanted.columns().stream().allMatch(column -> column < aggregate.getGroupCount())) {
      coarser.put(aggregate, wanted);
    }
  }

  /** The keys by which an aggregation's groups are spread over partitions. */
  private List<Integer> hashKeys(Aggregate aggregate, int partitions) {
    Coarser wanted = coarser.get(aggregate);
    return wanted != null && wanted.values() >= (double) GROUPS_PER_PARTITION * partitions
        ? wanted.columns()
        : Piece.inPlace(aggregate.getGroupCount());
  }

  private static boolean isSingleRow(Aggregate aggregate) {
    return aggregate.getGroupCount() == 0
        && !aggregate.getAggCallList().isEmpty()
        && aggregate.getAggCallList().stream()
            .allMatch(call -> call.getAggregation().getKind() == SqlKind.SINGLE_VALUE);
  }

  /** A scalar sub-query: its only row; two rows of each task are enough to tell. */
  private Piece singleRow(Aggregate aggregate) {
    List<Integer> columns =
        aggregate.getAggCallList().stream().map(call -> call.getArgList().get(0)).toList();
    Piece input = planner.visit(aggregate.getInput(), ImmutableBitSet.of(columns)).pruned();
    Piece together = cutter.gatherSome(OrderPlanner.limited(input, List.of(), 2, 0), 2);
    Schema given = together.node().schema();
    List<Field> fields =
        given.fields().stream().map(f -> new Field(f.name(), f.type(), true)).toList();
    return new Piece(
        new PlanNode.EnforceSingleRow(together.node(), new Schema(fields)),
        together.positionsOf(columns),
        together.stage(),
        Optional.empty(),
        aggregate);
  }
}
