package io.distaff.sql;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;

/**
 * The same rows, of which the user says how a join does best to bring them together with others,
 * whatever is estimated of their size.
 */
public final class JoinHint extends SingleRel {
  private final Strategy strategy;

  /** How rows of two sides meet. */
  public enum Strategy {
    /** This side is sent whole to every task. */
    BROADCAST,
    /** Both sides are divided by their keys. */
    SHUFFLE
  }

  private JoinHint(RelOptCluster cluster, RelTraitSet traits, RelNode input, Strategy strategy) {
    super(cluster, traits, input);
    this.strategy = strategy;
  }

  public static JoinHint create(RelNode input, Strategy strategy) {
    return new JoinHint(input.getCluster(), input.getTraitSet(), input, strategy);
  }

  public Strategy strategy() {
    return strategy;
  }

  /** Whether it is said of an input of a join, which may take some of the rows and columns. */
  public static boolean isOn(RelNode side, Strategy strategy) {
    RelNode rel = side;
    while (rel instanceof Project || rel instanceof Filter) {
      rel = rel.getInput(0);
    }
    return rel instanceof JoinHint hint && hint.strategy == strategy;
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new JoinHint(getCluster(), traits, inputs.get(0), strategy);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer).item("strategy", strategy);
  }
}
