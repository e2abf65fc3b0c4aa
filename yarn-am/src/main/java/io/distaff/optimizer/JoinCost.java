package io.distaff.optimizer;

import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.metadata.BuiltInMetadata;
import org.apache.calcite.rel.metadata.MetadataDef;
import org.apache.calcite.rel.metadata.MetadataHandler;
import org.apache.calcite.rel.metadata.RelMetadataQuery;

/**
 * What a hash join costs, in rows: those that it reads, the smaller side once more for the table
 * that is built of it, and those that it gives. Of semi and anti joins either side may be built
 * too, if there are keys to find its rows by. Calcite's own figure is the last alone, and for semi
 * joins next to nothing, so that they would always come first. Public because its methods are
 * called by reflection.
 */
public final class JoinCost implements MetadataHandler<BuiltInMetadata.NonCumulativeCost> {
  @Override
  public MetadataDef<BuiltInMetadata.NonCumulativeCost> getDef() {
    return BuiltInMetadata.NonCumulativeCost.DEF;
  }

  /** Of the join without its inputs. */
  public RelOptCost getNonCumulativeCost(Join join, RelMetadataQuery mq) {
    double left = mq.getRowCount(join.getLeft());
    double right = mq.getRowCount(join.getRight());
    boolean buildsEither =
        join.getJoinType().projectsRight() || !join.analyzeCondition().leftKeys.isEmpty();
    double built = buildsEither ? Math.min(left, right) : right;
    double rows = left + right + built + mq.getRowCount(join);
    return join.getCluster().getPlanner().getCostFactory().makeCost(rows, 0, 0);
  }
}
