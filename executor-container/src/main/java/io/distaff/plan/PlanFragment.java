package io.distaff.plan;

import io.distaff.codec.RecordCodec;

/**
 * The part of a query that one task runs without exchange: a tree of operators and where its rows
 * go. Sent to each executor once.
 *
 * @param stage number within the query
 */
public record PlanFragment(int stage, PlanNode root, Sink sink, RuntimeFilters filters) {
  /** The compact binary form. */
  public byte[] encode(RecordCodec codec) {
    return codec.encode(PlanFragment.class, this);
  }

  /** Throws PROTOCOL_ERROR when the bytes aren't a fragment. */
  public static PlanFragment decode(RecordCodec codec, byte[] bytes) {
    return codec.decode(PlanFragment.class, bytes);
  }
}
