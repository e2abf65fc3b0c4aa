package io.distaff.driver;

import io.distaff.cluster.ClusterOptions;
import io.distaff.codec.RecordCodec;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.memory.MemoryManager;
import io.distaff.memory.TaskMemory;
import io.distaff.metrics.TaskMetrics;
import io.distaff.rpc.ControlMessage.MapOutputLocation;
import io.distaff.scheduler.ResultFetcher;
import io.distaff.shuffle.BlockFetcher;
import io.distaff.shuffle.OutputHolder;
import io.distaff.shuffle.ShuffleFetchException;
import io.distaff.shuffle.ShufflePeers;
import java.util.Arrays;
import java.util.List;

/**
 * Reads large results from the executors that hold them, as reducers read shuffle files.
 * Thread-safe.
 */
final class ShuffleResultFetcher implements ResultFetcher {
  private final BlockFetcher.Access access;
  private final MemoryManager memory;

  /**
   * @param host of the driver: files on it are read directly
   * @param own results that this process has
   * @param memory of results under way
   */
  ShuffleResultFetcher(String host, OutputHolder own, ShufflePeers peers, MemoryManager memory) {
    this.access = new BlockFetcher.Access(host, own, peers, RecordCodec.cbor());
    this.memory = memory;
  }

  @Override
  public Rows open(MapOutputLocation location) {
    TaskMemory task = memory.startTask("result of " + location.attempt());
    try {
      BlockFetcher fetcher =
          new BlockFetcher(
              List.of(new BlockFetcher.Source(location, 0)),
              access,
              task.operator("result reader"),
              new TaskMetrics());
      return new FetchedRows(fetcher, task);
    } catch (ShuffleFetchException e) {
      task.close();
      throw DistaffException.of(e, ErrorCode.SHUFFLE_FETCH_FAILED);
    }
  }

  private record FetchedRows(BlockFetcher fetcher, TaskMemory task) implements Rows {
    @Override
    public byte[] next() {
      try {
        return fetcher.next() ? Arrays.copyOf(fetcher.blocks(), fetcher.length()) : null;
      } catch (ShuffleFetchException e) {
        throw DistaffException.of(e, ErrorCode.SHUFFLE_FETCH_FAILED);
      } catch (DistaffException e) {
        // Nothing is wrong with the block: another attempt would give it again.
        throw e.code() == ErrorCode.MEMORY_EXCEEDED
            ? new DistaffException(
                ErrorCode.RESULT_TOO_LARGE,
                "the driver has no memory for a block of the result: write() the result to files, select less, or give the driver more memory (--driver-memory, %s)\n%s"
                    .formatted(ClusterOptions.DRIVER_MEMORY.key(), e.getMessage()),
                e)
            : e;
      }
    }

    @Override
    public void close() {
      fetcher.close();
      task.close();
    }
  }
}
