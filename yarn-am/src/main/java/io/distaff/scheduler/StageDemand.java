package io.distaff.scheduler;

import io.distaff.plan.KeySummary;
import io.distaff.plan.ScanCondition;
import io.distaff.plan.Split;
import io.distaff.planner.ScanFilter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which stages of a query have to run, derived anew each time from what is missing: a stage is
 * needed when it is the result stage or a needed, incomplete stage reads it; a needed stage runs
 * what is missing once all its inputs are complete, the first time also those its scans learn from:
 * by that it may be found to have nothing to do. So a lost output that nobody reads any more isn't
 * made anew, one that is read is, and so is everything that it takes to make it. Confined to the
 * scheduler's loop.
 */
final class StageDemand {
  /** That a task which reads cached partitions waits for. */
  private static final int PREFERRED_HOSTS = 3;

  private final List<StageExecution> stages;
  private final QueryEvents events;
  private final Outbox outbox;

  /**
   * @param stages of the query, inputs first; the last one gives the result
   */
  StageDemand(List<StageExecution> stages, QueryEvents events, Outbox outbox) {
    this.stages = stages;
    this.events = events;
    this.outbox = outbox;
  }

  /** Derives from what is missing which stages run. */
  void refresh() {
    while (refreshed()) {
      // A stage that has nothing to do may be what others wait for.
    }
  }

  /** True when a stage was found to be complete without having run. */
  private boolean refreshed() {
    boolean found = false;
    boolean[] needed = needed();
    for (StageExecution stage : stages) {
      boolean canRun =
          needed[stage.stage().number()] && !stage.isComplete() && hasInputs(stage) && learn(stage);
      if (canRun && stage.isComplete()) {
        events.started(stage);
        events.finished(stage);
        found = true;
      }
      if (!canRun || stage.isComplete()) {
        stage.makeIdle();
        continue;
      }
      preferCachedInputs(stage);
      if (stage.makeRunnable(outbox.nowMillis())) {
        events.started(stage);
      }
    }
    return found;
  }

  /** Which stages are, by number. */
  boolean[] needed() {
    boolean[] needed = new boolean[stages.size()];
    needed[stages.size() - 1] = true;
    for (int s = stages.size() - 1; s >= 0; s--) {
      if (needed[s] && !stages.get(s).isComplete()) {
        for (int input : stages.get(s).stage().inputStages()) {
          needed[input] = true;
        }
      }
    }
    return needed;
  }

  /** Tasks that read cached partitions, all of which are there, want to run where these are. */
  private void preferCachedInputs(StageExecution stage) {
    if (stage.stage().inputStages().stream().noneMatch(s -> stages.get(s).cache().isPresent())) {
      return;
    }
    int first = stage.stage().fragment().firstStage();
    for (TaskState task : stage.missing()) {
      Map<String, Long> bytesByHost = new LinkedHashMap<>();
      for (List<Split> splits : task.input().splits().values()) {
        for (Split split : splits) {
          if (split instanceof Split.CachedSplit cached) {
            TaskState maker = stages.get(first + cached.stage()).task(cached.partition());
            bytesByHost.merge(
                maker.output().location().host(), 1 + cached.weightBytes(), Long::sum);
          }
        }
      }
      if (!bytesByHost.isEmpty()) {
        task.prefer(
            bytesByHost.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(PREFERRED_HOSTS)
                .map(Map.Entry::getKey)
                .toList());
      }
    }
  }

  /**
   * Finds out what the scans of a stage can leave out; false when stages that say so haven't ended.
   * What was found stays, whatever is lost later: those stages would say the same again.
   */
  private boolean learn(StageExecution stage) {
    if (stage.hasConditions()) {
      return true;
    }
    List<ScanFilter> filters = stage.stage().filters();
    if (!filters.stream().allMatch(filter -> stages.get(filter.stage()).isComplete())) {
      return false;
    }
    List<ScanCondition> conditions = new ArrayList<>();
    for (ScanFilter filter : filters) {
      KeySummary.condition(stages.get(filter.stage()).summaries(filter.key()), filter.value())
          .ifPresent(found -> conditions.add(new ScanCondition(filter.scan(), found)));
    }
    stage.learn(conditions);
    return true;
  }

  /** Whether all that a stage reads is there. */
  boolean hasInputs(StageExecution stage) {
    for (int input : stage.stage().inputStages()) {
      if (!stages.get(input).isComplete()) {
        return false;
      }
    }
    return true;
  }
}
