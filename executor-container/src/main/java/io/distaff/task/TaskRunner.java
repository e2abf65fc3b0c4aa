package io.distaff.task;

import io.distaff.cache.CacheWriter;
import io.distaff.ids.AttemptId;
import io.distaff.ids.StageId;
import io.distaff.ids.TaskId;
import io.distaff.memory.OperatorMemory;
import io.distaff.memory.TaskMemory;
import io.distaff.metrics.Counter;
import io.distaff.metrics.OperatorCounters;
import io.distaff.metrics.TaskMetrics;
import io.distaff.operator.KeySummarizer;
import io.distaff.operator.Operator;
import io.distaff.operator.OperatorContext;
import io.distaff.operator.sort.RangePartitioner;
import io.distaff.plan.KeySummary;
import io.distaff.plan.PlanFragment;
import io.distaff.plan.PlanNode;
import io.distaff.plan.RowOrder;
import io.distaff.plan.Sink;
import io.distaff.rpc.TaskProduct;
import io.distaff.shuffle.RowPartitioner;
import io.distaff.shuffle.ShuffleWriter;
import io.distaff.storage.TaskOutput;
import io.distaff.types.Schema;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.large.LargeValues;
import java.util.List;
import java.util.Map;

/**
 * Runs attempts: pulls batches from the fragment's operators into its sink. Whatever happens, files
 * of the attempt are given back; its memory is when the caller closes it. Thread-safe; each call is
 * one task.
 */
public final class TaskRunner {
  /** The number of a fragment's root; it and all below it are numbered from here. */
  private static final int ROOT_NODE = 0;

  private final TaskServices services;

  public TaskRunner(TaskServices services) {
    this.services = services;
  }

  /**
   * Runs an attempt to its end, on the caller's thread. Throws what it failed of: a {@link
   * io.distaff.error.DistaffException}, or a {@link io.distaff.shuffle.ShuffleFetchException} when
   * an input is missing.
   *
   * @param memory of the attempt alone
   * @param metrics counted into as it runs
   */
  public TaskProduct run(TaskRequest task, TaskMemory memory, TaskMetrics metrics) {
    OperatorMemory shared = memory.operator(OperatorMemory.ALL_NODES, 0, "large values");
    LargeValues values = new LargeValues(shared, services.disks(), metrics);
    PipelineBuilder pipeline =
        new PipelineBuilder(
            task, services, memory, new OperatorContext(shared, services.disks(), metrics, values));
    long start = System.nanoTime();
    try (values;
        TaskSink sink = sink(task, pipeline, memory, values, metrics);
        Operator root = pipeline.build()) {
      for (VectorBatch batch = root.next(); batch != null; batch = root.next()) {
        sink.write(batch);
      }
      return sink.finish();
    } finally {
      metrics.add(Counter.PEAK_MEMORY_BYTES, memory.peakBytes());
      metrics.operators =
          counters(memory.operatorCounters(), pipeline.operators(), System.nanoTime() - start);
    }
  }

  /** Completes what memory knows of the operators, among them the sink, by their rows and times. */
  private static List<OperatorCounters> counters(
      List<OperatorCounters> ofMemory, Map<Integer, Metered> operators, long taskNanos) {
    return ofMemory.stream()
        .map(
            counters -> {
              boolean isSink = counters.node() == OperatorMemory.NO_NODE;
              Metered operator = operators.get(isSink ? ROOT_NODE : counters.node());
              if (operator == null) {
                return counters; // The task failed before it was made.
              }
              long nanos = isSink ? taskNanos - operator.nanos() : operator.nanos();
              return counters.withRows(operator.rows(), nanos);
            })
        .toList();
  }

  private TaskSink sink(
      TaskRequest task,
      PipelineBuilder pipeline,
      TaskMemory memory,
      LargeValues values,
      TaskMetrics metrics) {
    PlanFragment fragment = task.fragment();
    Schema schema = fragment.root().schema();
    AttemptId attempt = task.attempt();
    Sink sink = fragment.sink();
    if (sink instanceof Sink.FileSink files) {
      OperatorContext context =
          new OperatorContext(memory.operator("file writer"), services.disks(), metrics, values);
      return fileSink(files, fragment.root(), attempt, context);
    }
    if (sink instanceof Sink.CacheSink cache) {
      return new CacheTaskSink(
          new CacheWriter(
              cache,
              attempt,
              schema,
              services.cache(),
              services.disks(),
              memory.operator("cache writer"),
              metrics,
              values));
    }
    boolean result = sink instanceof Sink.ResultSink;
    OperatorMemory writing = memory.operator(result ? "result" : "shuffle writer");
    int partitions = 1;
    RowPartitioner partitioner = RowPartitioner.of(List.of(), 1, values);
    if (sink instanceof Sink.ShuffleSink shuffle) {
      partitions = shuffle.partitions();
      partitioner = RowPartitioner.of(shuffle.keys(), partitions, values);
    } else if (sink instanceof Sink.RangeShuffleSink ranges) {
      partitions = ranges.partitions();
      partitioner =
          new RangePartitioner(
              ranges.keys(),
              schema,
              partitions,
              pipeline.sample(ranges.sample()),
              ranges.sample().schema(),
              writing);
    }
    ShuffleWriter writer =
        new ShuffleWriter(
            partitions,
            partitioner,
            schema,
            fileName(attempt),
            writing,
            services.disks(),
            metrics,
            values);
    return new ShuffleTaskSink(
        writer,
        services.files(),
        attempt,
        summarizers(fragment, schema, writing, values),
        result ? ShuffleTaskSink.INLINE_BYTES : 0);
  }

  /** For the keys that the fragment publishes; what they hold is given back with the task. */
  private static List<KeySummarizer> summarizers(
      PlanFragment fragment, Schema schema, OperatorMemory memory, LargeValues values) {
    return fragment.filters().published().stream()
        .map(
            column ->
                new KeySummarizer(
                    schema.type(column),
                    column,
                    KeySummary.MOST_BLOOM_BYTES,
                    memory.arrays(),
                    values))
        .toList();
  }

  private TaskSink fileSink(
      Sink.FileSink sink, PlanNode rows, AttemptId attempt, OperatorContext context) {
    RowLayout layout = new RowLayout(rows.schema(), sink.partitionColumns(), RowOrder.of(rows));
    FileOutput output =
        new FileOutput(
            new TaskOutput(services.store(), sink.stagingDirectory(), attempt),
            layout.schema().select(layout.fileColumns()),
            TaskFileWriter.of(sink.format(), sink.options(), layout.fileOrder()),
            sink.targetFileBytes(),
            context);
    return layout.partitionColumns().isEmpty()
        ? new FileTaskSink(output, attempt.task().partition() == 0)
        : new PartitionedTaskSink(output, layout, sink.maxOpenPartitions(), context);
  }

  private static String fileName(AttemptId attempt) {
    TaskId task = attempt.task();
    StageId stage = task.stage();
    return "shuffle-"
        + stage.query().number()
        + "-"
        + stage.number()
        + "-"
        + task.partition()
        + "-"
        + attempt.attempt();
  }
}
