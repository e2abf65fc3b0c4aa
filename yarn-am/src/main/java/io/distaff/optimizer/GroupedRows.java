package io.distaff.optimizer;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Which of the relations of a join are those that groups, another of its relations, are made of: so
 * that each row of the join has a grouped row in it, and the one group that it meets is that row's.
 * Confined to one thread.
 */
final class GroupedRows {
  private final FlatJoin outer;
  private final Aggregate aggregate;
  private final FlatJoin inner;
  private final List<RexNode> on;
  private final int groups;
  private final int firstGroupColumn;
  private final EqualColumns equal;
  private final List<Integer> innerKeys;

  /** The outer relation in the place of each inner one. */
  private final int[] places;

  /**
   * @param groups the place of the aggregate among the outer relations
   * @param inner what it is made of, its relations all tables
   * @param on the condition of a left join to the groups; empty for an inner join, whose conditions
   *     are the outer ones
   */
  GroupedRows(FlatJoin outer, int groups, Aggregate aggregate, FlatJoin inner, List<RexNode> on) {
    this.outer = outer;
    this.groups = groups;
    this.aggregate = aggregate;
    this.inner = inner;
    this.on = on;
    this.firstGroupColumn = outer.firstColumn(groups);
    this.equal = new EqualColumns(outer);
    this.innerKeys = aggregate.getGroupSet().asList();
    this.places = new int[inner.relations().size()];
  }

  /** Whether there are such relations; the methods below are about the ones found. */
  boolean isFound() {
    boolean areColumns =
        innerKeys.stream()
            .map(inner.outputs()::get)
            .allMatch(key -> key instanceof RexInputRef && EqualColumns.isExact(key.getType()));
    return areColumns && (on.isEmpty() || isEveryKeyJoined()) && find(0);
  }

  /** Places of the relations from one on, given those of the relations before it. */
  private boolean find(int relation) {
    if (relation == places.length) {
      return on.stream().map(this::withKeysOfRows).allMatch(equal::imply);
    }
    for (int i = 0; i < outer.relations().size(); i++) {
      int place = i;
      boolean isTaken =
          i == groups || IntStream.of(places).limit(relation).anyMatch(taken -> taken == place);
      if (!isTaken && inner.relations().get(relation).deepEquals(outer.relations().get(i))) {
        places[relation] = i;
        if (fits(relation) && find(relation + 1)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether all that is said of a relation and those before it is true of the outer ones too. */
  private boolean fits(int relation) {
    int first = inner.firstColumn(relation);
    int end = inner.firstColumn(relation + 1);
    for (RexNode condition : inner.conditions()) {
      ImmutableBitSet columns = RelOptUtil.InputFinder.bits(condition);
      int length = Math.max(1, columns.length());
      boolean isNew = length > first && length <= end;
      if (isNew && !decidesOnGroups(columns) && !equal.imply(inOuter(condition))) {
        return false;
      }
    }
    for (int i = 0; i < innerKeys.size(); i++) {
      int column = innerKeyColumn(i);
      boolean isNew = column >= first && column < end;
      if (isNew && on.isEmpty() && !equal.areEqual(keyColumn(i), firstGroupColumn + i)) {
        return false;
      }
    }
    return true;
  }

  /** An inner join leaves out the rows of a group that isn't there. */
  private boolean decidesOnGroups(ImmutableBitSet columns) {
    return on.isEmpty()
        && columns.asList().stream()
            .allMatch(
                column ->
                    IntStream.range(0, innerKeys.size())
                        .anyMatch(i -> innerKeyColumn(i) == column));
  }

  /** Whether a left join compares each key with something of the row. */
  private boolean isEveryKeyJoined() {
    ImmutableBitSet groupColumns =
        ImmutableBitSet.range(
            firstGroupColumn, firstGroupColumn + aggregate.getRowType().getFieldCount());
    ImmutableBitSet.Builder joined = ImmutableBitSet.builder();
    for (RexNode condition : on) {
      if (condition.getKind() != SqlKind.EQUALS
          || !((RexCall) condition)
              .getOperands().stream().allMatch(RexInputRef.class::isInstance)) {
        return false;
      }
      joined.addAll(RelOptUtil.InputFinder.bits(condition).intersect(groupColumns));
    }
    return joined
        .build()
        .equals(ImmutableBitSet.range(firstGroupColumn, firstGroupColumn + innerKeys.size()));
  }

  private int innerKeyColumn(int key) {
    return ((RexInputRef) inner.outputs().get(innerKeys.get(key))).getIndex();
  }

  /** The place of the column of the outer row by which it is in its group. */
  int keyColumn(int key) {
    return outerColumn(innerKeyColumn(key));
  }

  ImmutableBitSet keyColumns() {
    return ImmutableBitSet.of(IntStream.range(0, innerKeys.size()).map(this::keyColumn).toArray());
  }

  /** The outer relations that the groups are made of. */
  List<Integer> relations() {
    return Arrays.stream(places).boxed().toList();
  }

  /** What holds for grouped rows. */
  List<RexNode> conditions() {
    return inner.conditions().stream().map(this::inOuter).toList();
  }

  /** An argument of the aggregate. */
  RexNode argument(int column) {
    return inOuter(inner.outputs().get(column));
  }

  /** An outer expression with the keys of rows instead of those of groups. */
  RexNode withKeysOfRows(RexNode expression) {
    return expression.accept(
        new RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef ref) {
            int key = ref.getIndex() - firstGroupColumn;
            return key >= 0 && key < innerKeys.size() ? column(keyColumn(key)) : ref;
          }
        });
  }

  private RexNode inOuter(RexNode expression) {
    return expression.accept(
        new RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef ref) {
            return column(outerColumn(ref.getIndex()));
          }
        });
  }

  private RexInputRef column(int outerColumn) {
    return new RexInputRef(outerColumn, outer.type(outerColumn));
  }

  private int outerColumn(int innerColumn) {
    int relation = inner.relationOf(innerColumn);
    return outer.firstColumn(places[relation]) + innerColumn - inner.firstColumn(relation);
  }
}
