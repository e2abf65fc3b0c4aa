package io.distaff.rpc;

import io.distaff.config.LogLevel;
import io.distaff.error.ErrorCode;
import io.distaff.function.TaskScope;
import io.distaff.ids.AttemptId;
import io.distaff.ids.BroadcastId;
import io.distaff.ids.CacheId;
import io.distaff.ids.Epoch;
import io.distaff.ids.ExecutorId;
import io.distaff.ids.QueryId;
import io.distaff.ids.StageId;
import io.distaff.memory.MemoryUse;
import io.distaff.metrics.Counter;
import io.distaff.metrics.TaskCounters;
import io.distaff.plan.ScanCondition;
import io.distaff.plan.Split;
import io.distaff.types.Schema;
import java.util.List;
import java.util.Map;

/**
 * Everything that drivers, executors and clients say to each other. A message is one record,
 * encoded by {@link ControlCodec}. Closed family, immutable.
 *
 * <p>Messages between driver and executors bear the driver's epoch; a receiver of another epoch
 * refuses them.
 *
 * <p>What grows with the user's data is bounded here or by who sends it: rows travel in pieces,
 * reasons are cut. A plan, the splits of a task and the locations of a stage's outputs travel
 * whole; one that is longer than a connection carries ends its query with LIMIT_EXCEEDED.
 */
public sealed interface ControlMessage {
  /** Texts that say why something failed are cut to this length: they may quote a long value. */
  int MAX_REASON_CHARS = 64 << 10;

  private static String cut(String reason) {
    return reason.length() <= MAX_REASON_CHARS
        ? reason
        : reason.substring(0, MAX_REASON_CHARS) + " ...";
  }

  /** What executors say to the driver. */
  sealed interface FromExecutor extends ControlMessage {
    Epoch epoch();

    ExecutorId executor();
  }

  /**
   * What executors ask the driver.
   *
   * @param <A> what it answers
   */
  sealed interface Question<A extends ToExecutor> extends FromExecutor {
    Class<A> answer();
  }

  /** What the driver says to executors. */
  sealed interface ToExecutor extends ControlMessage {
    Epoch epoch();
  }

  /** What clients say to the driver. */
  sealed interface FromClient extends ControlMessage {}

  /** What the driver says to clients. */
  sealed interface ToClient extends ControlMessage {}

  // ---- executor to driver ----

  /**
   * The first message of an executor; answered by {@link ExecutorAccepted}.
   *
   * @param containerId YARN's name of the container; the executor's own name in local mode
   * @param host that the executor's block server is reachable at, and that locality hints name
   * @param slots tasks at once
   * @param memoryBytes of the execution pool
   */
  record RegisterExecutor(
      Epoch epoch,
      ExecutorId executor,
      String containerId,
      String host,
      int blockPort,
      int slots,
      long memoryBytes)
      implements FromExecutor {}

  /** Says that the executor is alive, and what it is doing. */
  record Heartbeat(Epoch epoch, ExecutorId executor, MemoryUse memory, List<AttemptId> running)
      implements FromExecutor {}

  /**
   * An attempt has ended well.
   *
   * @param accumulated what the functions of the user's have added, a total an accumulator
   */
  record TaskSucceeded(
      Epoch epoch,
      ExecutorId executor,
      AttemptId attempt,
      TaskCounters counters,
      TaskProduct product,
      List<TaskScope.Partial> accumulated)
      implements FromExecutor {
    public TaskSucceeded {
      accumulated = List.copyOf(accumulated);
    }
  }

  /**
   * An attempt has failed.
   *
   * @param message stands alone
   * @param stackTrace for the log; never shown for a user's mistake
   * @param lostInput the map output that couldn't be fetched, or null: the attempt that wrote it,
   *     and whose executor is in doubt
   */
  record TaskFailed(
      Epoch epoch,
      ExecutorId executor,
      AttemptId attempt,
      ErrorCode code,
      String message,
      String stackTrace,
      TaskCounters counters,
      AttemptId lostInput)
      implements FromExecutor {
    public TaskFailed {
      message = cut(message);
      stackTrace = cut(stackTrace);
    }
  }

  /** A cached partition had to be dropped: execution needed the memory. */
  record CachedPartitionDropped(Epoch epoch, ExecutorId executor, AttemptId attempt)
      implements FromExecutor {}

  /** Asks where the outputs of a stage are; answered by {@link MapOutputs}. */
  record LocateMapOutputs(Epoch epoch, ExecutorId executor, StageId stage)
      implements Question<MapOutputs> {
    @Override
    public Class<MapOutputs> answer() {
      return MapOutputs.class;
    }
  }

  /**
   * Asks which chunk of a broadcast to fetch next, and from where; answered by {@link
   * ChunkLocation} once there is one that can be had, or refused with BROADCAST_DESTROYED. An
   * executor has one such question per broadcast open.
   *
   * @param wanted the numbers of the chunks that it lacks and isn't fetching, as bits
   */
  record LocateChunk(Epoch epoch, ExecutorId executor, BroadcastId broadcast, byte[] wanted)
      implements Question<ChunkLocation> {
    @Override
    public Class<ChunkLocation> answer() {
      return ChunkLocation.class;
    }
  }

  /** A chunk that was to be fetched is there, verified: others may have it from here. */
  record ChunkHeld(Epoch epoch, ExecutorId executor, BroadcastId broadcast, int chunk)
      implements FromExecutor {}

  /**
   * A chunk that was to be fetched isn't there.
   *
   * @param failed the executor that should have had it; null when that was the driver, or when it
   *     isn't wanted any more
   */
  record ChunkNotFetched(
      Epoch epoch, ExecutorId executor, BroadcastId broadcast, int chunk, ExecutorId failed)
      implements FromExecutor {}

  // ---- driver to executor ----

  /**
   * The answer to a registration.
   *
   * @param settings the session's configuration
   */
  record ExecutorAccepted(Epoch epoch, Map<String, String> settings) implements ToExecutor {}

  /**
   * The plan that tasks of a stage run; sent once per executor, before the first task of the stage.
   *
   * @param fragment an encoded {@link io.distaff.plan.PlanFragment}
   * @param conditions on its scans, by what other stages have found; the same for every task
   */
  record InstallFragment(
      Epoch epoch, StageId stage, byte[] fragment, List<ScanCondition> conditions)
      implements ToExecutor {
    public InstallFragment {
      conditions = List.copyOf(conditions);
    }
  }

  /**
   * Starts an attempt.
   *
   * @param splits by scan
   * @param generation of the map outputs that the task reads: what was cached with a lower one is
   *     asked for again
   */
  record LaunchTask(
      Epoch epoch, AttemptId attempt, Map<Integer, List<Split>> splits, int generation)
      implements ToExecutor {}

  /** Ends an attempt; nothing more is said about it. */
  record CancelTask(Epoch epoch, AttemptId attempt) implements ToExecutor {}

  /** Forget a query: its fragments, shuffle files and running attempts. */
  record ReleaseQuery(Epoch epoch, QueryId query) implements ToExecutor {}

  /** Free a cached data set. */
  record ReleaseCache(Epoch epoch, CacheId cache) implements ToExecutor {}

  /** Free one cached partition, which is damaged or there twice. */
  record ReleaseCachedPartition(Epoch epoch, AttemptId attempt) implements ToExecutor {}

  /** Drop what is held of a broadcast; what tasks use, when they end. */
  record ReleaseBroadcast(Epoch epoch, BroadcastId broadcast) implements ToExecutor {}

  /** How much the process logs from now on. */
  record SetLogLevel(Epoch epoch, LogLevel level) implements ToExecutor {}

  /** End the process, normally. */
  record Shutdown(Epoch epoch, String reason) implements ToExecutor {}

  /** The answer to {@link LocateMapOutputs}: one location a map task, by partition; complete. */
  record MapOutputs(Epoch epoch, StageId stage, List<MapOutputLocation> locations)
      implements ToExecutor {}

  /**
   * Where one map task's output is.
   *
   * @param dataPath the shuffle file on that host; empty where only the executor can get at it
   */
  record MapOutputLocation(
      AttemptId attempt, ExecutorId executor, String host, int blockPort, String dataPath) {}

  /**
   * The answer to {@link LocateChunk}: to be fetched now, and told of with {@link ChunkHeld} or
   * {@link ChunkNotFetched}.
   *
   * @param holder who has it; null = the driver, and then there is no address
   */
  record ChunkLocation(
      Epoch epoch, BroadcastId broadcast, int chunk, ExecutorId holder, String host, int blockPort)
      implements ToExecutor {}

  // ---- client to driver ----

  /** Asks for the driver's output, progress and end; each of them pushed. */
  record FollowApplication() implements FromClient {}

  /** Runs a statement of a session application. */
  record ExecuteStatement(int statement, String sql) implements FromClient {}

  record CancelStatement(int statement) implements FromClient {}

  /** One {@link StatementRows} was taken up, so that the driver may send another. */
  record RowsTaken(int statement) implements FromClient {}

  /** The session's client is done: the application ends. */
  record CloseSession() implements FromClient {}

  // ---- driver to client ----

  /** What the user's program printed. */
  record ProgramOutput(byte[] bytes, boolean standardError) implements ToClient {}

  /**
   * A step of the application's life, such as {@code first executor}.
   *
   * @param atMillis since 1970-01-01T00:00Z
   */
  record Milestone(String name, long atMillis) implements ToClient {}

  /** Where a query stands. */
  record Progress(
      QueryId query, int stagesDone, int stages, int tasksDone, int tasks, int executors)
      implements ToClient {}

  /**
   * The columns of a statement's result; precedes its rows.
   *
   * @param warnings what of the statement is surely not meant; a sentence each
   */
  record StatementSchema(int statement, Schema schema, List<String> warnings) implements ToClient {}

  /**
   * Some rows of a statement's result. The client answers each with {@link RowsTaken}; only a few
   * are under way at a time.
   *
   * @param piece of the sequence of blocks that {@code io.distaff.serde} writes; it may begin and
   *     end within a block
   */
  record StatementRows(int statement, byte[] piece) implements ToClient {}

  record StatementFinished(int statement, StatementStatistics statistics) implements ToClient {}

  record StatementFailed(int statement, ErrorCode code, String message) implements ToClient {
    public StatementFailed {
      message = cut(message);
    }
  }

  /**
   * What a statement took.
   *
   * @param planMillis from its text to its stages
   * @param retries task attempts beyond the first of each task
   * @param counters of all its tasks, without operators
   */
  record StatementStatistics(
      double planMillis, int tasks, int retries, long rows, TaskCounters counters) {
    public long count(Counter counter) {
      return counters.count(counter);
    }
  }

  /**
   * The program has ended; the last message.
   *
   * @param exitCode of the command line
   * @param diagnostics the cause of a failure; empty when there is none
   */
  record ApplicationFinished(int exitCode, String diagnostics) implements ToClient {}
}
