package io.distaff.sql;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptPredicateList;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Intersect;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.metadata.BuiltInMetadata;
import org.apache.calcite.rel.metadata.ReflectiveRelMetadataProvider;
import org.apache.calcite.rel.metadata.RelMdPredicates;
import org.apache.calcite.rel.metadata.RelMetadataProvider;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;

/**
 * What is known to be true of a tree's rows. Of a union, what all inputs say in the same words, of
 * an intersection, what any of them says: Calcite would find out what implies what by compiling it
 * to Java, which fails for functions that aren't its own. A comparison with null says nothing:
 * Calcite refuses it as something known. Public because its methods are called by reflection.
 */
public final class EnginePredicates extends RelMdPredicates {
  public static final RelMetadataProvider PROVIDER =
      ReflectiveRelMetadataProvider.reflectiveSource(
          new EnginePredicates(), BuiltInMetadata.Predicates.Handler.class);

  @Override
  public RelOptPredicateList getPredicates(Filter filter, RelMetadataQuery mq) {
    return comparesWithNull(filter.getCondition())
        ? RelOptPredicateList.EMPTY
        : super.getPredicates(filter, mq);
  }

  @Override
  public RelOptPredicateList getPredicates(Join join, RelMetadataQuery mq) {
    if (join.getJoinType() == JoinRelType.INNER && join.getCondition().isAlwaysTrue()) {
      return predicatesOfBoth(join, mq);
    }
    return comparesWithNull(join.getCondition())
        ? RelOptPredicateList.EMPTY
        : super.getPredicates(join, mq);
  }

  /** What is known of every pair of rows: nothing of one side follows from the other. */
  private static RelOptPredicateList predicatesOfBoth(Join join, RelMetadataQuery mq) {
    RexBuilder rexBuilder = join.getCluster().getRexBuilder();
    int numLeft = join.getLeft().getRowType().getFieldCount();
    List<RexNode> all =
        new ArrayList<>(mq.getPulledUpPredicates(join.getLeft()).pulledUpPredicates);
    mq.getPulledUpPredicates(join.getRight())
        .pulledUpPredicates
        .forEach(predicate -> all.add(RexUtil.shift(predicate, numLeft)));
    return RelOptPredicateList.of(rexBuilder, all);
  }

  private static boolean comparesWithNull(RexNode condition) {
    return RelOptUtil.conjunctions(condition).stream()
        .anyMatch(
            conjunct ->
                conjunct instanceof RexCall call
                    && SqlKind.BINARY_COMPARISON.contains(call.getKind())
                    && call.getOperands().stream().anyMatch(RexLiteral::isNullLiteral));
  }

  @Override
  public RelOptPredicateList getPredicates(Union union, RelMetadataQuery mq) {
    Set<RexNode> common = predicates(union.getInput(0), mq);
    union.getInputs().forEach(input -> common.retainAll(predicates(input, mq)));
    return RelOptPredicateList.of(union.getCluster().getRexBuilder(), common);
  }

  @Override
  public RelOptPredicateList getPredicates(Intersect intersect, RelMetadataQuery mq) {
    Set<RexNode> all = new LinkedHashSet<>();
    intersect.getInputs().forEach(input -> all.addAll(predicates(input, mq)));
    return RelOptPredicateList.of(intersect.getCluster().getRexBuilder(), all);
  }

  private static Set<RexNode> predicates(RelNode rel, RelMetadataQuery mq) {
    return new LinkedHashSet<>(mq.getPulledUpPredicates(rel).pulledUpPredicates);
  }
}
