package io.distaff.sql;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;

/** The rows of each task in order; those of different tasks don't follow each other. */
public final class PartitionSort extends SingleRel {
  private final RelCollation collation;

  private PartitionSort(
      RelOptCluster cluster, RelTraitSet traits, RelNode input, RelCollation collation) {
    super(cluster, traits, input);
    this.collation = collation;
  }

  public static PartitionSort create(RelNode input, RelCollation collation) {
    return new PartitionSort(input.getCluster(), input.getTraitSet(), input, collation);
  }

  public RelCollation collation() {
    return collation;
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new PartitionSort(getCluster(), traits, inputs.get(0), collation);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer).item("collation", collation);
  }
}
