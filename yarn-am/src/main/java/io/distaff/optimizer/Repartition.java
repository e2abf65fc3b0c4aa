package io.distaff.optimizer;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;

/** The same rows, in another number of tasks. */
public final class Repartition extends SingleRel {
  private final Distribution distribution;
  private final List<Integer> keys;
  private final int partitions;

  /** How the rows get to their tasks. */
  public enum Distribution {
    /** Dealt out in turn, so that all tasks have as many. */
    DEALT,
    /** Those with equal keys to one task. */
    HASHED,
    /** To the task of a number, which the only key holds as an INT from 0. */
    NUMBERED,
    /** What several tasks had to one, where that needs no exchange. */
    COALESCED
  }

  private Repartition(
      RelOptCluster cluster,
      RelTraitSet traits,
      RelNode input,
      Distribution distribution,
      List<Integer> keys,
      int partitions) {
    super(cluster, traits, input);
    this.distribution = distribution;
    this.keys = List.copyOf(keys);
    this.partitions = partitions;
  }

  /**
   * The rows of an input, moved.
   *
   * @param keys positions of columns; none unless HASHED or NUMBERED
   * @param partitions 0 = as many as suit the size
   */
  public static Repartition create(
      RelNode input, Distribution distribution, List<Integer> keys, int partitions) {
    return new Repartition(
        input.getCluster(), input.getTraitSet(), input, distribution, keys, partitions);
  }

  public Distribution distribution() {
    return distribution;
  }

  public List<Integer> keys() {
    return keys;
  }

  public int partitions() {
    return partitions;
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new Repartition(getCluster(), traits, inputs.get(0), distribution, keys, partitions);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer)
        .item("distribution", distribution)
        .item("keys", keys)
        .item("partitions", partitions);
  }
}
