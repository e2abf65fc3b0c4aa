package io.distaff.task;

import io.distaff.cache.CacheWriter;
import io.distaff.ids.AttemptId;
import io.distaff.memory.TaskMemory;
import io.distaff.metrics.TaskMetrics;
import io.distaff.operator.Operator;
import io.distaff.operator.OperatorContext;
import io.distaff.plan.PlanFragment;
import io.distaff.plan.Sink;
import io.distaff.rpc.TaskProduct;
import io.distaff.shuffle.ShuffleWriter;
import io.distaff.storage.TaskOutput;
import io.distaff.types.Schema;
import io.distaff.vector.VectorBatch;
import java.util.Arrays;
import java.util.List;

/**
 * Runs attempts: pulls batches from the fragment's operators into its sink. Whatever happens,
 * memory and files of the attempt are given back. Thread-safe; each call is one task.
 */
public final class TaskRunner {
  private final TaskServices services;

  public TaskRunner(TaskServices services) {
    this.services = services;
  }

  /**
   * Runs an attempt to its end, on the caller's thread. Throws what it failed of: a {@link
   * io.distaff.error.DistaffException}, or a {@link io.distaff.shuffle.ShuffleFetchException} when
   * an input is missing.
   *
   * @param metrics counted into as it runs
   */
  public TaskProduct run(TaskRequest task, TaskMetrics metrics) {
    try (TaskMemory memory = services.memory().startTask(task.attempt().toString())) {
      try (TaskSink sink = sink(task, memory, metrics);
          Operator root = new PipelineBuilder(task, services, memory, metrics).build()) {
        for (VectorBatch batch = root.next(); batch != null; batch = root.next()) {
          sink.write(batch);
        }
        return sink.finish();
      } finally {
        metrics.peakMemoryBytes = memory.peakBytes();
        metrics.operators = memory.operatorCounters();
      }
    }
  }

  private TaskSink sink(TaskRequest task, TaskMemory memory, TaskMetrics metrics) {
    PlanFragment fragment = task.fragment();
    Schema schema = fragment.root().schema();
    AttemptId attempt = task.attempt();
    Sink sink = fragment.sink();
    if (sink instanceof Sink.FileSink files) {
      OperatorContext context =
          new OperatorContext(memory.operator("file writer"), services.disks(), metrics);
      return fileSink(files, schema, attempt, context);
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
              metrics));
    }
    boolean result = sink instanceof Sink.ResultSink;
    Sink.ShuffleSink shuffle =
        result ? new Sink.ShuffleSink(1, List.of()) : (Sink.ShuffleSink) sink;
    ShuffleWriter writer =
        new ShuffleWriter(
            shuffle,
            schema,
            fileName(attempt),
            memory.operator(result ? "result" : "shuffle writer"),
            services.disks(),
            metrics);
    return new ShuffleTaskSink(
        writer, services.files(), attempt, result ? ShuffleTaskSink.INLINE_BYTES : 0);
  }

  private TaskSink fileSink(
      Sink.FileSink sink, Schema schema, AttemptId attempt, OperatorContext context) {
    List<Integer> partitionColumns = sink.partitionColumns();
    List<Integer> dataColumns =
        Arrays.stream(PartitionedTaskSink.dataColumns(schema, partitionColumns)).boxed().toList();
    FileOutput output =
        new FileOutput(
            new TaskOutput(services.store(), sink.stagingDirectory(), attempt),
            schema.select(dataColumns),
            TaskFileWriter.of(sink.format(), sink.options()),
            sink.targetFileBytes(),
            context.memory(),
            context.metrics());
    return partitionColumns.isEmpty()
        ? new FileTaskSink(output, attempt.task().partition() == 0)
        : new PartitionedTaskSink(
            output, schema, partitionColumns, sink.maxOpenPartitions(), context);
  }

  private static String fileName(AttemptId attempt) {
    return "shuffle-%d-%d-%d-%d"
        .formatted(
            attempt.task().stage().query().number(),
            attempt.task().stage().number(),
            attempt.task().partition(),
            attempt.attempt());
  }
}
