package io.distaff.planner;

import io.distaff.codec.RecordCodec;
import io.distaff.metrics.Counter;
import io.distaff.metrics.OperatorCounters;
import io.distaff.metrics.TaskCounters;
import io.distaff.plan.PlanNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Stage graphs as one JSON document, for programs: the names of the records' components are its
 * keys. What isn't known is null; {@link #VERSION} counts up when a key changes its meaning or
 * goes.
 */
public final class PlanJson {
  private static final int VERSION = 1;

  private PlanJson() {}

  /**
   * The document.
   *
   * @param stages in the order in which they can run
   * @param warnings see {@link StageGraph#warnings}
   */
  record Document(int version, List<StagePlan> stages, List<String> warnings) {}

  /**
   * A stage.
   *
   * @param inputs the numbers of the stages that it reads
   * @param output where its rows go, in words
   * @param actual null where the query hasn't run
   */
  record StagePlan(
      int stage,
      int tasks,
      List<Integer> inputs,
      String output,
      StageActual actual,
      Operator plan) {}

  /**
   * What a stage did, in all its tasks together. Bytes of exchanges and spills are compressed.
   *
   * @param taskMillis time of the tasks' own threads, and of the one that took longest
   * @param taskRows rows that the tasks gave to the sink, and the one that gave most
   */
  record StageActual(
      long wallMillis,
      int retries,
      Spread taskMillis,
      Spread taskRows,
      long rowsRead,
      long rowsFiltered,
      long bytesRead,
      long bytesFromFileCache,
      long bytesSkipped,
      long pagesSkipped,
      long rowGroupsRead,
      long rowGroupsPruned,
      long filesPruned,
      long splitsPruned,
      long shuffleBytesRead,
      long shuffleBytesWritten,
      long bytesWritten,
      long bytesSpilled,
      long peakMemoryBytes) {}

  /**
   * How evenly something is spread over tasks.
   *
   * @param skew the most of one task over the mean; 1 is even, 0 is nothing at all
   */
  record Spread(double mean, double most, double skew) {
    static Spread of(double sum, double most, int tasks) {
      double mean = tasks == 0 ? 0 : sum / tasks;
      return new Spread(rounded(mean), rounded(most), mean == 0 ? 0 : rounded(most / mean));
    }
  }

  /**
   * An operator.
   *
   * @param description what it does, in words
   * @param estimatedRows that the optimizer expects of it
   * @param actual null where it never ran
   */
  record Operator(
      String operator,
      String description,
      Double estimatedRows,
      OperatorActual actual,
      List<Operator> inputs) {}

  /**
   * What an operator did, in all tasks together.
   *
   * @param millis without its inputs
   * @param peakMemoryBytes in the task that held most
   */
  record OperatorActual(
      long rows, double millis, long peakMemoryBytes, long bytesSpilled, double spillMillis) {}

  /**
   * One line of JSON.
   *
   * @param figures of the stages, in their order; none where the query hasn't run
   */
  public static String of(EstimatedPlan plan, List<StageFigures> figures) {
    List<StagePlan> stages = new ArrayList<>();
    for (Stage stage : plan.graph().stages()) {
      stages.add(stage(plan, stage, figures.isEmpty() ? null : figures.get(stage.number())));
    }
    Document document = new Document(VERSION, stages, plan.graph().warnings());
    byte[] json = RecordCodec.json().encode(Document.class, document);
    return new String(json, StandardCharsets.UTF_8);
  }

  private static StagePlan stage(EstimatedPlan plan, Stage stage, StageFigures figures) {
    ActualFigures actual = figures == null ? null : new ActualFigures(figures);
    return new StagePlan(
        stage.number(),
        stage.tasks().size(),
        stage.inputStages(),
        PlanText.sink(stage),
        figures == null ? null : actual(stage, figures),
        operator(plan, stage, stage.fragment().root(), 0, actual));
  }

  private static StageActual actual(Stage stage, StageFigures figures) {
    TaskCounters counters = figures.counters();
    int tasks = stage.tasks().size();
    return new StageActual(
        figures.wallMillis(),
        figures.retries(),
        Spread.of(counters.taskNanos() / 1e6, figures.longestTaskNanos() / 1e6, tasks),
        Spread.of((double) counters.taskRows(), (double) figures.mostTaskRows(), tasks),
        counters.count(Counter.ROWS_READ),
        counters.count(Counter.ROWS_FILTERED),
        counters.count(Counter.BYTES_READ),
        counters.count(Counter.BYTES_FROM_FILE_CACHE),
        counters.count(Counter.PAGE_BYTES_SKIPPED),
        counters.count(Counter.PAGES_SKIPPED),
        counters.count(Counter.ROW_GROUPS_READ),
        counters.count(Counter.ROW_GROUPS_PRUNED),
        counters.count(Counter.FILES_PRUNED),
        counters.count(Counter.SPLITS_PRUNED),
        counters.count(Counter.SHUFFLE_BYTES_READ),
        counters.count(Counter.SHUFFLE_BYTES_WRITTEN),
        counters.count(Counter.BYTES_WRITTEN),
        counters.count(Counter.BYTES_SPILLED),
        counters.count(Counter.PEAK_MEMORY_BYTES));
  }

  /**
   * An operator with all below it.
   *
   * @param number of the node within the fragment
   * @param actual null where the query hasn't run
   */
  private static Operator operator(
      EstimatedPlan plan, Stage stage, PlanNode node, int number, ActualFigures actual) {
    List<Operator> inputs = new ArrayList<>();
    int next = number + 1;
    for (PlanNode input : node.inputs()) {
      inputs.add(operator(plan, stage, input, next, actual));
      next += ActualFigures.size(input);
    }
    OptionalDouble estimated = plan.rows(stage, node);
    return new Operator(
        node.getClass().getSimpleName(),
        PlanText.node(plan.graph(), stage, node),
        estimated.isPresent() ? rounded(estimated.getAsDouble()) : null,
        actual == null ? null : actual.operator(number, node).map(PlanJson::actual).orElse(null),
        inputs);
  }

  private static OperatorActual actual(OperatorCounters counters) {
    return new OperatorActual(
        counters.rows(),
        rounded(counters.nanos() / 1e6),
        counters.peakMemoryBytes(),
        counters.bytesSpilled(),
        rounded(counters.spillNanos() / 1e6));
  }

  private static double rounded(double number) {
    return Math.abs(number) < 1e15 ? Math.round(number * 1e3) / 1e3 : number;
  }
}
