package io.distaff.sql;

import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.calcite.plan.RelOptPredicateList;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Intersect;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.metadata.BuiltInMetadata;
import org.apache.calcite.rel.metadata.ReflectiveRelMetadataProvider;
import org.apache.calcite.rel.metadata.RelMdPredicates;
import org.apache.calcite.rel.metadata.RelMetadataProvider;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexNode;

/**
 * What is known to be true of a tree's rows. Of a union, what all inputs say in the same words, of
 * an intersection, what any of them says: Calcite would find out what implies what by compiling it
 * to Java, which fails for functions that aren't its own. Public because Calcite generates code
 * that calls it.
 */
public final class EnginePredicates extends RelMdPredicates {
  public static final RelMetadataProvider PROVIDER =
      ReflectiveRelMetadataProvider.reflectiveSource(
          new EnginePredicates(), BuiltInMetadata.Predicates.Handler.class);

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
