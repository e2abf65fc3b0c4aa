package io.distaff.optimizer;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.rex.RexWindowBounds;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * A join to groups of its own rows, written with a window instead: as {@link WindowsForGroups}
 * says. Columns are those of the outer join's relations throughout, the groups' among them.
 * Confined to one thread.
 */
final class GroupsWindow {
  /** So many rows need not be read for each that a window sorts instead. */
  private static final int ROWS_PER_WINDOW_ROW = 4;

  /** The sum of decimals of more digits may have no room for rows that are there several times. */
  private static final int MOST_SUMMED_DIGITS = 28;

  private final RelDataType rowType;
  private final FlatJoin outer;
  private final GroupedRows rows;
  private final Aggregate aggregate;
  private final RexBuilder rexBuilder;
  private final ImmutableBitSet results;
  private final List<RexNode> outputs;

  /** The conditions that are still to be checked, each once, none of them on keys of groups. */
  private final Set<RexNode> conditions = new LinkedHashSet<>();

  /** The relations that are still to be joined. */
  private final Set<Integer> relations = new TreeSet<>();

  GroupsWindow(RelDataType rowType, FlatJoin outer, int groups, GroupedRows rows) {
    this.rowType = rowType;
    this.outer = outer;
    this.rows = rows;
    this.aggregate = (Aggregate) outer.relations().get(groups);
    this.rexBuilder = aggregate.getCluster().getRexBuilder();
    int end = outer.firstColumn(groups + 1);
    this.results = ImmutableBitSet.range(end - aggregate.getAggCallList().size(), end);
    this.outputs = outer.outputs().stream().map(rows::withKeysOfRows).toList();
    outer.conditions().forEach(condition -> conditions.add(ofRows(condition)));
    IntStream.range(0, outer.relations().size()).filter(i -> i != groups).forEach(relations::add);
  }

  /** A condition on keys of groups as one on those of rows. */
  private RexNode ofRows(RexNode condition) {
    RexNode replaced = rows.withKeysOfRows(condition);
    if (replaced.getKind() == SqlKind.EQUALS) {
      List<RexNode> sides = ((RexCall) replaced).getOperands();
      if (sides.get(0).equals(sides.get(1))) {
        return rexBuilder.makeCall(SqlStdOperatorTable.IS_NOT_NULL, sides.get(0));
      }
    }
    return EqualColumns.sorted(replaced);
  }

  /**
   * Rows of some of the outer columns.
   *
   * @param places where an outer column is among the relation's, -1 where it is not
   */
  private record Part(RelNode rel, int[] places) {

    RexNode inPlaces(RexNode expression) {
      return expression.accept(
          new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef ref) {
              return RexInputRef.of(places[ref.getIndex()], rel.getRowType());
            }
          });
    }

    Part where(List<RexNode> conditions) {
      RexBuilder rexBuilder = rel.getCluster().getRexBuilder();
      RexNode all =
          RexUtil.composeConjunction(rexBuilder, conditions.stream().map(this::inPlaces).toList());
      return all.isAlwaysTrue() ? this : new Part(LogicalFilter.create(rel, all), places);
    }

    /** The rows of both, or of this part alone where the other only chooses among them. */
    Part join(Part right, List<RexNode> conditions, JoinRelType type) {
      int[] both = places.clone();
      int width = rel.getRowType().getFieldCount();
      for (int i = 0; i < both.length; i++) {
        both[i] = right.places[i] >= 0 ? width + right.places[i] : both[i];
      }
      RexBuilder rexBuilder = rel.getCluster().getRexBuilder();
      // Conditions see the columns of both sides also where the result has those of one.
      RelNode product =
          LogicalJoin.create(
              rel, right.rel, List.of(), rexBuilder.makeLiteral(true), Set.of(), JoinRelType.INNER);
      Part seen = new Part(product, both);
      RexNode condition =
          RexUtil.composeConjunction(rexBuilder, conditions.stream().map(seen::inPlaces).toList());
      RelNode joined = LogicalJoin.create(rel, right.rel, List.of(), condition, Set.of(), type);
      return new Part(joined, type.projectsRight() ? both : places);
    }
  }

  private Part relation(int relation) {
    int[] places = new int[outer.width()];
    Arrays.fill(places, -1);
    int first = outer.firstColumn(relation);
    for (int i = first; i < outer.firstColumn(relation + 1); i++) {
      places[i] = i - first;
    }
    return new Part(outer.relations().get(relation), places);
  }

  /** Parts joined in an order in which conditions connect them, where they do. */
  private static Part join(List<Part> parts, Collection<RexNode> conditions) {
    List<RexNode> left = new ArrayList<>(conditions);
    List<Part> waiting = new ArrayList<>();
    parts.forEach(part -> waiting.add(part.where(taken(left, part.places))));
    Part joined = waiting.remove(0);
    while (!waiting.isEmpty()) {
      int[] soFar = joined.places;
      int next =
          IntStream.range(0, waiting.size())
              .filter(i -> left.stream().anyMatch(c -> isOf(c, soFar, waiting.get(i).places)))
              .findFirst()
              .orElse(0);
      Part part = waiting.remove(next);
      joined = joined.join(part, taken(left, soFar, part.places), JoinRelType.INNER);
    }
    return joined;
  }

  private static boolean isOf(RexNode condition, int[]... places) {
    return RelOptUtil.InputFinder.bits(condition).asList().stream()
        .allMatch(column -> Arrays.stream(places).anyMatch(there -> there[column] >= 0));
  }

  /** Takes those out of a list that are of some columns alone. */
  private static List<RexNode> taken(List<RexNode> conditions, int[]... places) {
    List<RexNode> taken = conditions.stream().filter(c -> isOf(c, places)).toList();
    conditions.removeAll(taken);
    return taken;
  }

  /** Nothing where a window costs more than the groups. */
  Optional<RelNode> rewritten() {
    List<RexNode> ofRows = new ArrayList<>();
    rows.conditions().forEach(condition -> ofRows.add(EqualColumns.sorted(condition)));
    conditions.stream().filter(this::isOfKeys).forEach(ofRows::add);
    conditions.removeAll(ofRows);
    relations.removeAll(rows.relations());
    Part below =
        join(rows.relations().stream().map(this::relation).toList(), new LinkedHashSet<>(ofRows));
    boolean mayRepeat = mayRepeatRows();
    for (Set<Integer> others : choosingWholeGroups()) {
      below = choose(below, others, mayRepeat);
    }
    double saved = rows.relations().stream().mapToDouble(i -> Estimates.rows(scan(i))).sum();
    if (Estimates.rows(below.rel) * ROWS_PER_WINDOW_ROW > saved) {
      return Optional.empty();
    }
    List<Part> parts = new ArrayList<>(List.of(window(below)));
    relations.forEach(relation -> parts.add(relation(relation)));
    Part joined = join(parts, conditions);
    RelNode columns =
        LogicalProject.create(
            joined.rel,
            List.of(),
            outputs.stream().map(joined::inPlaces).toList(),
            rowType.getFieldNames(),
            Set.of());
    return Optional.of(RelOptUtil.createCastRel(columns, rowType, true));
  }

  private RelNode scan(int relation) {
    return outer.relations().get(relation);
  }

  private boolean isOfKeys(RexNode condition) {
    ImmutableBitSet columns = RelOptUtil.InputFinder.bits(condition);
    return !columns.isEmpty() && rows.keyColumns().contains(columns);
  }

  // What stands below

  /** Rows joined with other relations that choose among their groups, if that leaves fewer. */
  private Part choose(Part below, Set<Integer> others, boolean mayRepeat) {
    List<RexNode> about = conditions.stream().filter(c -> isAbout(c, others)).toList();
    List<RexNode> own = about.stream().filter(c -> others.containsAll(relationsOf(c))).toList();
    List<RexNode> connecting = about.stream().filter(c -> !own.contains(c)).toList();
    Part chosen = join(others.stream().map(this::relation).toList(), own);
    JoinRelType type = mayRepeat ? JoinRelType.INNER : JoinRelType.SEMI;
    Part joined = below.join(chosen, connecting, type);
    if (Estimates.rows(joined.rel) >= Estimates.rows(below.rel)) {
      return below;
    }
    if (mayRepeat) {
      conditions.removeAll(about);
      relations.removeAll(others);
    }
    return joined;
  }

  /** Other relations, together as they are connected, that only keys connect with the rows. */
  private List<Set<Integer>> choosingWholeGroups() {
    List<Set<Integer>> connected = new ArrayList<>();
    relations.forEach(relation -> connected.add(new TreeSet<>(Set.of(relation))));
    for (RexNode condition : conditions) {
      Set<Integer> together = new TreeSet<>();
      if (!isOfResults(condition)) {
        connected.stream().filter(others -> isAbout(condition, others)).forEach(together::addAll);
        if (connected.removeIf(together::containsAll)) {
          connected.add(together);
        }
      }
    }
    connected.removeIf(others -> !chooseWholeGroups(others));
    return connected;
  }

  private boolean chooseWholeGroups(Set<Integer> others) {
    boolean isConnected = false;
    for (RexNode condition : conditions) {
      if (isAbout(condition, others)) {
        for (int column : RelOptUtil.InputFinder.bits(condition)) {
          if (!others.contains(outer.relationOf(column))) {
            isConnected = true;
            if (!rows.keyColumns().get(column)) {
              return false;
            }
          }
        }
      }
    }
    return isConnected;
  }

  /** Whether a condition, of what is there before the window, is about any of some relations. */
  private boolean isAbout(RexNode condition, Set<Integer> others) {
    return !isOfResults(condition) && !Collections.disjoint(relationsOf(condition), others);
  }

  private boolean isOfResults(RexNode condition) {
    return RelOptUtil.InputFinder.bits(condition).intersects(results);
  }

  private Set<Integer> relationsOf(RexNode condition) {
    Set<Integer> found = new HashSet<>();
    RelOptUtil.InputFinder.bits(condition).forEach(column -> found.add(outer.relationOf(column)));
    return found;
  }

  // Functions

  private Part window(Part below) {
    List<RexNode> columns = new ArrayList<>(rexBuilder.identityProjects(below.rel.getRowType()));
    List<String> names = new ArrayList<>(below.rel.getRowType().getFieldNames());
    int[] places = below.places.clone();
    List<RexNode> keys =
        rows.keyColumns().asList().stream()
            .<RexNode>map(key -> RexInputRef.of(below.places[key], below.rel.getRowType()))
            .toList();
    for (int i = 0; i < aggregate.getAggCallList().size(); i++) {
      places[results.nth(i)] = columns.size();
      names.add("w" + i);
      columns.add(over(aggregate.getAggCallList().get(i), keys, below));
    }
    return new Part(LogicalProject.create(below.rel, List.of(), columns, names, Set.of()), places);
  }

  private RexNode over(AggregateCall call, List<RexNode> keys, Part below) {
    return rexBuilder.makeOver(
        call.getType(),
        call.getAggregation(),
        call.getArgList().stream().map(rows::argument).map(below::inPlaces).toList(),
        keys,
        ImmutableList.of(),
        RexWindowBounds.UNBOUNDED_PRECEDING,
        RexWindowBounds.UNBOUNDED_FOLLOWING,
        true,
        true,
        false,
        false,
        false);
  }

  /** Whether everything comes out the same of rows that are all there equally often. */
  private boolean mayRepeatRows() {
    boolean[] isSame = {true};
    RexVisitorImpl<Void> visitor =
        new RexVisitorImpl<>(true) {
          @Override
          public Void visitInputRef(RexInputRef ref) {
            isSame[0] &= !results.get(ref.getIndex()) || isExtreme(call(ref));
            return null;
          }

          @Override
          public Void visitCall(RexCall call) {
            return isAverage(call) ? null : super.visitCall(call);
          }
        };
    visitor.visitEach(conditions);
    visitor.visitEach(outputs);
    return isSame[0];
  }

  private static boolean isExtreme(AggregateCall call) {
    SqlKind kind = call.getAggregation().getKind();
    return kind == SqlKind.MIN || kind == SqlKind.MAX;
  }

  /** Whether an expression is the sum of a group divided by its count, both exact numbers. */
  private boolean isAverage(RexCall call) {
    if (call.getKind() != SqlKind.DIVIDE
        || call.getType().getSqlTypeName() != SqlTypeName.DECIMAL
        || !(call.getOperands().get(0) instanceof RexInputRef dividend)
        || !(call.getOperands().get(1) instanceof RexInputRef divisor)
        || !results.get(dividend.getIndex())
        || !results.get(divisor.getIndex())) {
      return false;
    }
    AggregateCall sum = call(dividend);
    AggregateCall count = call(divisor);
    return sum.getAggregation().getKind() == SqlKind.SUM
        && count.getAggregation().getKind() == SqlKind.COUNT
        && sum.getArgList().equals(count.getArgList())
        && hasRoom(rows.argument(sum.getArgList().get(0)).getType());
  }

  private static boolean hasRoom(RelDataType summed) {
    return summed.getSqlTypeName() == SqlTypeName.DECIMAL
        && summed.getPrecision() <= MOST_SUMMED_DIGITS;
  }

  private AggregateCall call(RexInputRef result) {
    return aggregate.getAggCallList().get(results.indexOf(result.getIndex()));
  }
}
