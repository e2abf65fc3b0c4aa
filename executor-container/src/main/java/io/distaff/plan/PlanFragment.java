package io.distaff.plan;

import io.distaff.codec.RecordCodec;

/**
 * The part of a query that one task runs without exchange: a tree of operators and where its rows
 * go. Sent to each executor once.
 *
 * @param stage number within the query
 * @param firstStage what the numbers of stages in the tree and in splits are counted from: 0,
 *     unless the fragment was planned by itself and then made a part of a query
 */
public record PlanFragment(
    int stage, int firstStage, PlanNode root, Sink sink, RuntimeFilters filters) {
  /** A fragment that was planned with its query. */
  public PlanFragment(int stage, PlanNode root, Sink sink, RuntimeFilters filters) {
    this(stage, 0, root, sink, filters);
  }

  /** The same as a part of a query that has {@code stages} stages before those around this one. */
  public PlanFragment behind(int stages) {
    return new PlanFragment(stage + stages, firstStage + stages, root, sink, filters);
  }

  /** The compact binary form. */
  public byte[] encode(RecordCodec codec) {
    return codec.encode(PlanFragment.class, this);
  }

  /** Throws PROTOCOL_ERROR when the bytes aren't a fragment. */
  public static PlanFragment decode(RecordCodec codec, byte[] bytes) {
    return codec.decode(PlanFragment.class, bytes);
  }
}
