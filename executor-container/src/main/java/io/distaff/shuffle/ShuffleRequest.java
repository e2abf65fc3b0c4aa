package io.distaff.shuffle;

import io.distaff.ids.AttemptId;
import io.distaff.ids.BroadcastId;
import java.util.List;

/** What a reader asks of a block server. */
sealed interface ShuffleRequest {
  /** Where a partition lies in some files; answered by {@link Ranges}. */
  record FindRanges(List<AttemptId> attempts, int partition) implements ShuffleRequest {}

  /** Answer to {@link FindRanges}, in the order asked. */
  record Ranges(long[] offsets, long[] lengths) implements ShuffleRequest {}

  /** A piece of an output, as a block. */
  record FetchRange(AttemptId attempt, long offset, int length) implements ShuffleRequest {}

  /**
   * Small pieces of outputs, together no more than {@link #MOST_TOGETHER_BYTES}, one behind the
   * other as one block: a request and its answer cost more than a few kilobytes that are copied.
   */
  record FetchRanges(List<AttemptId> attempts, long[] offsets, int[] lengths)
      implements ShuffleRequest {}

  /** What {@link FetchRanges} may ask for. */
  int MOST_TOGETHER_BYTES = 256 << 10;

  /** A chunk of a broadcast, as a block. */
  record FetchChunk(BroadcastId broadcast, int chunk) implements ShuffleRequest {}
}
