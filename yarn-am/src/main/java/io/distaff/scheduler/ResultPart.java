package io.distaff.scheduler;

import io.distaff.ids.AttemptId;
import io.distaff.rpc.ControlMessage.MapOutputLocation;

/** One partition of a query's result, ready to be read. Immutable. */
sealed interface ResultPart {
  AttemptId attempt();

  /** Rows that came with the task's status. */
  record Inline(AttemptId attempt, byte[] batches) implements ResultPart {}

  /** Rows that wait at an executor. */
  record Remote(MapOutputLocation location) implements ResultPart {
    @Override
    public AttemptId attempt() {
      return location.attempt();
    }
  }
}
