package io.distaff.optimizer;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * The same rows, which a query reads in several places, and which are made once: the places have
 * one and the same node.
 */
public final class SharedRows extends SingleRel {
  private final ImmutableBitSet needed;

  private SharedRows(
      RelOptCluster cluster, RelTraitSet traits, RelNode input, ImmutableBitSet needed) {
    super(cluster, traits, input);
    this.needed = needed;
  }

  static SharedRows create(RelNode input, ImmutableBitSet needed) {
    return new SharedRows(input.getCluster(), input.getTraitSet(), input, needed);
  }

  /** The columns that one of the places needs; no place may ask for others. */
  public ImmutableBitSet needed() {
    return needed;
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new SharedRows(getCluster(), traits, inputs.get(0), needed);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer).item("needed", needed);
  }
}
