package io.distaff.sql;

import com.google.common.collect.ImmutableList;
import io.distaff.config.NearestName;
import io.distaff.error.DistaffException;
import io.distaff.sql.HintSyntax.Hint;
import io.distaff.sql.Repartition.Distribution;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Calcite's converter of a tree to algebra, with what the hints of a SELECT ask for. Those of joins
 * name tables of its FROM clause; there is one way to join, so that of these only BROADCAST says
 * anything. What can't be done is a warning, as a hint isn't part of what a query means.
 */
final class EngineConverter extends SqlToRelConverter {
  private static final Set<String> BROADCAST = Set.of("BROADCAST", "BROADCASTJOIN", "MAPJOIN");

  /** Every join is hashed; one by another way would be slower. */
  private static final Set<String> OTHER_JOINS =
      Set.of("MERGE", "SHUFFLE_MERGE", "MERGEJOIN", "SHUFFLE_HASH", "SHUFFLE_REPLICATE_NL");

  private static final List<String> KNOWN =
      Stream.of(BROADCAST, OTHER_JOINS, Set.of("REPARTITION", "COALESCE"))
          .flatMap(Set::stream)
          .sorted()
          .toList();

  private final EngineValidator engineValidator;
  private final HintSyntax hints;
  private final Consumer<String> warnings;

  /** Names of tables to broadcast, of each SELECT that is being converted. */
  private final Deque<Set<String>> broadcast = new ArrayDeque<>(List.of(Set.of()));

  /** By SELECT with a {@link PartitionOrder} that is being converted, where its keys are. */
  private final IdentityHashMap<SqlSelect, List<RelFieldCollation>> partitionKeys =
      new IdentityHashMap<>();

  /** Of each SELECT whose aggregates are being converted. */
  private final IdentityHashMap<Blackboard, Integer> numOuterKeys = new IdentityHashMap<>();

  /**
   * @param warnings takes what of the hints has no effect, a sentence each
   */
  EngineConverter(
      HintSyntax hints,
      Consumer<String> warnings,
      EngineValidator validator,
      CalciteCatalogReader reader,
      RelOptCluster cluster,
      Config config) {
    super(
        (rowType, query, schemaPath, viewPath) -> {
          throw new IllegalStateException("views are expanded by their tables");
        },
        validator,
        reader,
        cluster,
        new EngineConvertlets(),
        config);
    this.engineValidator = validator;
    this.hints = hints;
    this.warnings = warnings;
  }

  @Override
  public RelNode convertSelect(SqlSelect select, boolean top) {
    List<Hint> own = hints.of(select);
    Set<String> names = new HashSet<>();
    own.stream()
        .filter(hint -> BROADCAST.contains(hint.name()))
        .forEach(hint -> hint.arguments().forEach(name -> names.add(lastPart(name))));
    broadcast.push(names);
    RelNode rel =
        PartitionOrder.of(select)
            .map(order -> partitioned(select, order))
            .orElseGet(() -> super.convertSelect(select, top));
    for (String name : broadcast.pop()) {
      warnings.accept(
          "the hint BROADCAST has no effect on %s, which the FROM clause of its SELECT doesn't have"
              .formatted(name));
    }
    for (Hint hint : own) {
      rel = hinted(rel, hint, select);
    }
    if (partitionKeys.remove(select) != null) {
      select.setOrderBy(null); // the order isn't one of all rows
    }
    return rel;
  }

  /** Converted as if it were ordered; then the order has another meaning. */
  private RelNode partitioned(SqlSelect select, PartitionOrder order) {
    select.setHints(SqlNodeList.EMPTY);
    partitionKeys.put(select, List.of());
    RelNode sort = super.convertSelect(select, true);
    RelNode rows = order.apply(sort.getInput(0), partitionKeys.get(select));
    int columns = validator.getValidatedNodeType(select).getFieldCount();
    List<String> names = rows.getRowType().getFieldNames();
    if (columns == names.size()) {
      return rows;
    }
    RexBuilder rexBuilder = getCluster().getRexBuilder();
    List<RexNode> shown = new ArrayList<>();
    for (int i = 0; i < columns; i++) {
      shown.add(rexBuilder.makeInputRef(rows, i));
    }
    return LogicalProject.create(rows, List.of(), shown, names.subList(0, columns), Set.of());
  }

  @Override
  protected void gatherOrderExprs(
      Blackboard bb,
      SqlSelect select,
      SqlNodeList orderList,
      List<SqlNode> extraExpressions,
      List<RelFieldCollation> collations) {
    super.gatherOrderExprs(bb, select, orderList, extraExpressions, collations);
    partitionKeys.computeIfPresent(select, (same, keys) -> List.copyOf(collations));
  }

  @Override
  protected void convertAgg(
      Blackboard bb, SqlSelect select, List<SqlNode> orderExprList, List<SqlNode> extraList) {
    numOuterKeys.put(bb, engineValidator.numOuterKeys(select));
    super.convertAgg(bb, select, orderExprList, extraList);
    numOuterKeys.remove(bb); // DISTINCT groups, too
  }

  /** Groups by the keys of the SELECT alone; columns of outer queries are added to the groups. */
  @Override
  protected RelNode createAggregate(
      Blackboard bb,
      ImmutableBitSet groupSet,
      ImmutableList<ImmutableBitSet> groupSets,
      List<AggregateCall> calls) {
    int outer = numOuterKeys.getOrDefault(bb, 0);
    if (outer == 0) {
      return super.createAggregate(bb, groupSet, groupSets, calls);
    }
    int own = groupSet.cardinality() - outer;
    ImmutableBitSet keys = ImmutableBitSet.range(own);
    List<RexNode> inputs = ((Project) bb.root()).getProjects();
    RelNode groups =
        super.createAggregate(
            bb,
            keys,
            groupSets.stream()
                .map(keys::intersect)
                .distinct()
                .collect(ImmutableList.toImmutableList()),
            calls);
    List<RexNode> columns =
        new ArrayList<>(getCluster().getRexBuilder().identityProjects(groups.getRowType()));
    columns.addAll(own, inputs.subList(own, own + outer));
    return LogicalProject.create(groups, List.of(), columns, (List<String>) null, Set.of());
  }

  /**
   * Calcite takes a list of IN for a sub-query, which it looks for everywhere but in the arguments
   * of aggregates that only a window or an ORDER BY has. Here it is what it becomes of it anyway.
   */
  @Override
  protected RexNode convertExtendedExpression(SqlNode node, Blackboard bb) {
    boolean isInList =
        (node.getKind() == SqlKind.IN || node.getKind() == SqlKind.NOT_IN)
            && ((SqlCall) node).operand(1) instanceof SqlNodeList;
    return isInList ? inList((SqlCall) node, bb) : super.convertExtendedExpression(node, bb);
  }

  private static RexNode inList(SqlCall in, Blackboard bb) {
    List<SqlNode> keys = members(in.operand(0));
    RexBuilder rexBuilder = bb.getRexBuilder();
    List<RexNode> comparisons = new ArrayList<>();
    for (SqlNode value : (SqlNodeList) in.operand(1)) {
      List<SqlNode> values = members(value);
      List<RexNode> equalities = new ArrayList<>();
      for (int k = 0; k < keys.size(); k++) {
        SqlNode equality =
            SqlStdOperatorTable.EQUALS.createCall(
                value.getParserPosition(), keys.get(k), values.get(k));
        equalities.add(bb.convertExpression(equality));
      }
      comparisons.add(RexUtil.composeConjunction(rexBuilder, equalities));
    }
    RexNode any = RexUtil.composeDisjunction(rexBuilder, comparisons);
    return in.getKind() == SqlKind.IN ? any : rexBuilder.makeCall(SqlStdOperatorTable.NOT, any);
  }

  private static List<SqlNode> members(SqlNode value) {
    return value.getKind() == SqlKind.ROW ? ((SqlCall) value).getOperandList() : List.of(value);
  }

  private static String lastPart(String name) {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  @Override
  protected void convertFrom(Blackboard bb, SqlNode from, List<String> fieldNames) {
    super.convertFrom(bb, from, fieldNames);
    boolean isNamed =
        from != null
            && from.getKind() == SqlKind.AS
            && ((SqlCall) from).operand(1) instanceof SqlIdentifier;
    if (isNamed) {
      SqlIdentifier alias = ((SqlCall) from).operand(1);
      if (broadcast.element().remove(alias.getSimple().toLowerCase(Locale.ROOT))) {
        bb.setRoot(JoinHint.create(bb.root(), JoinHint.Strategy.BROADCAST), false);
      }
    }
  }

  private RelNode hinted(RelNode rel, Hint hint, SqlSelect select) {
    String name = hint.name();
    if (BROADCAST.contains(name)) {
      return hint.arguments().isEmpty() ? JoinHint.create(rel, JoinHint.Strategy.BROADCAST) : rel;
    } else if (name.equals("REPARTITION") || name.equals("COALESCE")) {
      // Order is made anew, in partitions of its own.
      boolean isOrdered =
          select.getOrderList() != null || select.getFetch() != null || select.getOffset() != null;
      RelNode moved = name.equals("COALESCE") ? coalesced(rel, hint) : repartitioned(rel, hint);
      return isOrdered ? rel : moved;
    } else if (!OTHER_JOINS.contains(name)) {
      warnings.accept(
          "the hint %s has no effect: there is none of the name".formatted(hint)
              + NearestName.of(name, KNOWN).map(near -> "; did you mean " + near + "?").orElse(""));
    }
    return rel;
  }

  private RelNode coalesced(RelNode rel, Hint hint) {
    if (hint.arguments().size() != 1) {
      throw error(hint, "COALESCE takes a number of partitions");
    }
    int partitions = partitions(hint, hint.arguments().get(0));
    return Repartition.create(rel, Distribution.COALESCED, List.of(), partitions);
  }

  private RelNode repartitioned(RelNode rel, Hint hint) {
    int partitions = 0;
    List<RelFieldCollation> keys = new ArrayList<>();
    for (String argument : hint.arguments()) {
      if (Character.isDigit(argument.charAt(0)) && partitions == 0 && keys.isEmpty()) {
        partitions = partitions(hint, argument);
      } else {
        keys.add(new RelFieldCollation(column(rel, hint, argument)));
      }
    }
    Distribution distribution = keys.isEmpty() ? Distribution.DEALT : Distribution.HASHED;
    return Repartition.create(rel, distribution, keys, partitions);
  }

  private int partitions(Hint hint, String number) {
    try {
      int partitions = Integer.parseInt(number);
      if (partitions > 0) {
        return partitions;
      }
    } catch (NumberFormatException e) {
      throw error(hint, number + " is no number of partitions");
    }
    throw error(hint, "a number of partitions is at least 1, not " + number);
  }

  private int column(RelNode rel, Hint hint, String name) {
    List<String> columns = rel.getRowType().getFieldNames();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).equalsIgnoreCase(lastPart(name))) {
        return i;
      }
    }
    String nearest =
        NearestName.of(name, columns).map(near -> "; did you mean " + near + "?").orElse("");
    throw error(hint, "the SELECT list has no column " + name + nearest);
  }

  private DistaffException error(Hint hint, String message) {
    return hints.error(hint, message);
  }
}
