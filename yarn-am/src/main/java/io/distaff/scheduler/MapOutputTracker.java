package io.distaff.scheduler;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.ids.Epoch;
import io.distaff.ids.ExecutorId;
import io.distaff.ids.QueryId;
import io.distaff.ids.StageId;
import io.distaff.rpc.ControlMessage.MapOutputs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Answers where the outputs of stages are; a question about an incomplete stage waits until it is
 * complete, its query ends or who asked is gone. Confined to the scheduler's loop.
 */
final class MapOutputTracker {
  private record Question(long ticket, ExecutorId executor) {}

  private final Epoch epoch;
  private final Outbox outbox;
  private final Map<StageId, List<Question>> waiting = new HashMap<>();

  MapOutputTracker(Epoch epoch, Outbox outbox) {
    this.epoch = epoch;
    this.outbox = outbox;
  }

  void ask(long ticket, ExecutorId executor, StageExecution stage) {
    if (stage.isComplete()) {
      outbox.add(new Action.Answer(ticket, new MapOutputs(epoch, stage.id(), stage.locations())));
    } else {
      waiting
          .computeIfAbsent(stage.id(), id -> new ArrayList<>())
          .add(new Question(ticket, executor));
    }
  }

  private void refuse(long ticket, ErrorCode code, String message) {
    outbox.add(new Action.Refuse(ticket, new DistaffException(code, message)));
  }

  void stageCompleted(StageExecution stage) {
    List<Question> questions = waiting.remove(stage.id());
    if (questions != null) {
      MapOutputs answer = new MapOutputs(epoch, stage.id(), stage.locations());
      for (Question question : questions) {
        outbox.add(new Action.Answer(question.ticket(), answer));
      }
    }
  }

  void queryEnded(QueryId query) {
    Iterator<Map.Entry<StageId, List<Question>>> entries = waiting.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<StageId, List<Question>> entry = entries.next();
      if (entry.getKey().query().equals(query)) {
        entries.remove();
        for (Question question : entry.getValue()) {
          refuse(question.ticket(), ErrorCode.CANCELLED, query + " has ended");
        }
      }
    }
  }

  void executorLost(ExecutorId executor) {
    for (List<Question> questions : waiting.values()) {
      questions.removeIf(
          question -> {
            boolean gone = question.executor().equals(executor);
            if (gone) {
              refuse(question.ticket(), ErrorCode.EXECUTOR_LOST, executor + " is taken for lost");
            }
            return gone;
          });
    }
  }
}
