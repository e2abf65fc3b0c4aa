package io.distaff.optimizer;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;

/**
 * The same rows, of which the user says that a join does best to send them whole to every task,
 * whatever is estimated of their size.
 */
public final class BroadcastHint extends SingleRel {
  private BroadcastHint(RelOptCluster cluster, RelTraitSet traits, RelNode input) {
    super(cluster, traits, input);
  }

  public static BroadcastHint create(RelNode input) {
    return new BroadcastHint(input.getCluster(), input.getTraitSet(), input);
  }

  /** Whether it is said of an input of a join, which may take some of the rows and columns. */
  public static boolean isOn(RelNode side) {
    RelNode rel = side;
    while (rel instanceof Project || rel instanceof Filter) {
      rel = rel.getInput(0);
    }
    return rel instanceof BroadcastHint;
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new BroadcastHint(getCluster(), traits, inputs.get(0));
  }
}
