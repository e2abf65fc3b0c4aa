package io.distaff.executor;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.ids.Epoch;
import io.distaff.ids.ExecutorId;
import io.distaff.ids.QueryId;
import io.distaff.ids.StageId;
import io.distaff.rpc.ControlMessage.LocateMapOutputs;
import io.distaff.rpc.ControlMessage.MapOutputLocation;
import io.distaff.rpc.ControlMessage.MapOutputs;
import io.distaff.shuffle.MapOutputLocator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/** Asks the driver once a stage and generation, however many tasks want to know. Thread-safe. */
final class MapOutputCache implements MapOutputLocator {
  private final Epoch epoch;
  private final ExecutorId executor;
  private final DriverChannel driver;
  private final Map<StageId, Answer> answers = new ConcurrentHashMap<>();

  private record Answer(int generation, CompletableFuture<MapOutputs> outputs) {}

  MapOutputCache(Epoch epoch, ExecutorId executor, DriverChannel driver) {
    this.epoch = epoch;
    this.executor = executor;
    this.driver = driver;
  }

  @Override
  public List<MapOutputLocation> locate(StageId stage, int generation) {
    Answer answer =
        answers.compute(
            stage,
            (key, known) ->
                known != null
                        && known.generation() >= generation
                        && !known.outputs().isCompletedExceptionally()
                    ? known
                    : new Answer(
                        generation, driver.ask(new LocateMapOutputs(epoch, executor, stage))));
    try {
      return answer.outputs().join().locations();
    } catch (CompletionException e) {
      DistaffException cause = DistaffException.of(e, ErrorCode.TASK_FAILED);
      throw new DistaffException(
          cause.code().isFatalForQuery() ? cause.code() : ErrorCode.TASK_FAILED,
          "the driver didn't say where the outputs of " + stage + " are: " + cause.getMessage(),
          e);
    }
  }

  void release(QueryId query) {
    answers.keySet().removeIf(stage -> stage.query().equals(query));
  }
}
