package io.distaff.sql;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;

/** The same rows, in another number of tasks. */
public final class Repartition extends SingleRel {
  private final Distribution distribution;
  private final List<RelFieldCollation> order;
  private final int partitions;

  /** How the rows get to their tasks. */
  public enum Distribution {
    /** Dealt out in turn, so that all tasks have as many. */
    DEALT,
    /** Those with equal keys to one task. */
    HASHED,
    /** Those that follow each other in an order to one task, tasks in that order. */
    RANGED,
    /** What several tasks had to one, where that needs no exchange. */
    COALESCED
  }

  private Repartition(
      RelOptCluster cluster,
      RelTraitSet traits,
      RelNode input,
      Distribution distribution,
      List<RelFieldCollation> order,
      int partitions) {
    super(cluster, traits, input);
    this.distribution = distribution;
    this.order = List.copyOf(order);
    this.partitions = partitions;
  }

  /**
   * The rows of an input, moved.
   *
   * @param order of columns; of HASHED their directions don't matter; none for others than RANGED
   *     and HASHED
   * @param partitions 0 = as many as suit the size
   */
  public static Repartition create(
      RelNode input, Distribution distribution, List<RelFieldCollation> order, int partitions) {
    return new Repartition(
        input.getCluster(), input.getTraitSet(), input, distribution, order, partitions);
  }

  public Distribution distribution() {
    return distribution;
  }

  public List<RelFieldCollation> order() {
    return order;
  }

  /** Positions of the columns that decide where a row goes. */
  public List<Integer> keys() {
    return order.stream().map(RelFieldCollation::getFieldIndex).toList();
  }

  public int partitions() {
    return partitions;
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new Repartition(getCluster(), traits, inputs.get(0), distribution, order, partitions);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer)
        .item("distribution", distribution)
        .item("order", order)
        .item("partitions", partitions);
  }
}
