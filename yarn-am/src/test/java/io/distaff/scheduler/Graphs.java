package io.distaff.scheduler;

import io.distaff.expression.Literal;
import io.distaff.ids.CacheId;
import io.distaff.ids.StageFingerprint;
import io.distaff.plan.FileFormat;
import io.distaff.plan.PlanFragment;
import io.distaff.plan.PlanNode;
import io.distaff.plan.RuntimeFilters;
import io.distaff.plan.Sink;
import io.distaff.plan.Split;
import io.distaff.plan.StorageLevel;
import io.distaff.planner.ScanFilter;
import io.distaff.planner.Stage;
import io.distaff.planner.StageGraph;
import io.distaff.planner.TaskInput;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Stage graphs of empty plans, for tests. */
final class Graphs {
  private final List<Stage> stages = new ArrayList<>();
  private long enoughRows = Stage.ALL_ROWS;

  /** The stage that is added next is done when it has this many rows. */
  Graphs until(long rows) {
    enoughRows = rows;
    return this;
  }

  /** A stage that writes shuffle files. */
  Graphs map(int tasks, Integer... inputs) {
    return add(new Sink.ShuffleSink(4, List.of(0)), inputs, tasks, List.of());
  }

  /** As {@link #map}, task i preferring host {@code hosts[i % hosts.length]}. */
  Graphs mapOn(int tasks, String... hosts) {
    return add(new Sink.ShuffleSink(4, List.of(0)), new Integer[0], tasks, List.of(hosts));
  }

  /** A stage that fills a cache. */
  Graphs cache(CacheId cache, StorageLevel level, int tasks, Integer... inputs) {
    return add(new Sink.CacheSink(cache, level), inputs, tasks, List.of());
  }

  /** A result whose task i reads partition i of the cache that a stage fills. */
  Graphs readCached(int cacheStage) {
    int number = stages.size();
    List<TaskInput> inputs = new ArrayList<>();
    for (int p = 0; p < stages.get(cacheStage).tasks().size(); p++) {
      inputs.add(
          new TaskInput(
              p, Map.of(0, List.of(new Split.CachedSplit(cacheStage, p, 10))), List.of()));
    }
    PlanFragment fragment =
        new PlanFragment(
            number,
            new PlanNode.Values(Schema.EMPTY, List.of()),
            new Sink.ResultSink(),
            RuntimeFilters.NONE);
    byte[] name = Integer.toString(number).getBytes(StandardCharsets.UTF_8);
    stages.add(
        new Stage(
            number,
            fragment,
            List.of(cacheStage),
            inputs,
            Stage.ALL_ROWS,
            1,
            new StageFingerprint.Builder().add(name).build(),
            List.of()));
    return this;
  }

  /** As {@link #map}, of a stage whose tasks report the values of keys. */
  Graphs publishing(int tasks, int keys, Integer... inputs) {
    return add(
        new Sink.ShuffleSink(4, List.of(0)),
        inputs,
        tasks,
        List.of(),
        new RuntimeFilters(true, Collections.nCopies(keys, 0)),
        List.of());
  }

  /** As {@link #map}, of a stage that learns from another. */
  Graphs learning(int tasks, ScanFilter... filters) {
    return add(
        new Sink.ShuffleSink(4, List.of(0)),
        new Integer[0],
        tasks,
        List.of(),
        RuntimeFilters.NONE,
        List.of(filters));
  }

  /**
   * As {@link #map}, of a stage that learns from another, whose scan number 5 reads a file of each
   * of some partitions.
   *
   * @param days by task the values of the only column, which directories give; null for null
   * @param keys how many its tasks report the values of
   */
  Graphs learningByDay(PlanNode root, List<List<Long>> days, ScanFilter filter, int keys) {
    List<TaskInput> inputs = new ArrayList<>();
    for (List<Long> ofTask : days) {
      List<Split> splits = new ArrayList<>();
      for (Long day : ofTask) {
        Literal value =
            day == null ? new Literal(DataType.BIGINT, null) : Literal.of(DataType.BIGINT, day);
        splits.add(new Split.ParquetSplit("file:/" + day, 10, 0, 0, 10, Map.of("day", value)));
      }
      inputs.add(new TaskInput(inputs.size(), Map.of(5, splits), List.of()));
    }
    return add(
        new Sink.ShuffleSink(4, List.of(0)),
        new Integer[0],
        root,
        inputs,
        new RuntimeFilters(true, Collections.nCopies(keys, 0)),
        List.of(filter));
  }

  /** The scan of such a stage. */
  static PlanNode.ParquetScan scanOfDays() {
    Schema day = Schema.of(new Field("day", DataType.BIGINT, true));
    return new PlanNode.ParquetScan(5, "sales", day, null, -1);
  }

  /** A result in one task, which reads what counts as so many bytes. */
  Graphs resultOf(PlanNode root, long bytes) {
    List<Split> splits = List.of(new Split.RangeSplit(0, 1, 1, bytes));
    return add(
        new Sink.ResultSink(),
        new Integer[0],
        root,
        List.of(new TaskInput(0, Map.of(0, splits), List.of("h1"))),
        RuntimeFilters.NONE,
        List.of());
  }

  /** A result whose task i reads the part of a file that begins at {@code starts[i]}. */
  Graphs resultOfFile(String path, String host, long... starts) {
    List<TaskInput> inputs = new ArrayList<>();
    for (long start : starts) {
      List<Split> splits = List.of(new Split.ParquetSplit(path, 1000, 7, start, 10, Map.of()));
      inputs.add(new TaskInput(inputs.size(), Map.of(0, splits), List.of(host)));
    }
    PlanNode root = new PlanNode.Values(Schema.EMPTY, List.of());
    return add(new Sink.ResultSink(), new Integer[0], root, inputs, RuntimeFilters.NONE, List.of());
  }

  Graphs result(int tasks, Integer... inputs) {
    return add(new Sink.ResultSink(), inputs, tasks, List.of());
  }

  Graphs write(int tasks, Integer... inputs) {
    return add(
        new Sink.FileSink(FileFormat.PARQUET, "file:/staging", Map.of(), List.of(), 1, 1 << 20),
        inputs,
        tasks,
        List.of());
  }

  private Graphs add(Sink sink, Integer[] inputStages, int tasks, List<String> hosts) {
    return add(sink, inputStages, tasks, hosts, RuntimeFilters.NONE, List.of());
  }

  private Graphs add(
      Sink sink,
      Integer[] inputStages,
      int tasks,
      List<String> hosts,
      RuntimeFilters published,
      List<ScanFilter> filters) {
    List<TaskInput> inputs = new ArrayList<>();
    for (int p = 0; p < tasks; p++) {
      List<String> preferred = hosts.isEmpty() ? List.of() : List.of(hosts.get(p % hosts.size()));
      inputs.add(new TaskInput(p, Map.of(), preferred));
    }
    PlanNode root = new PlanNode.Values(Schema.EMPTY, List.of());
    return add(sink, inputStages, root, inputs, published, filters);
  }

  private Graphs add(
      Sink sink,
      Integer[] inputStages,
      PlanNode root,
      List<TaskInput> inputs,
      RuntimeFilters published,
      List<ScanFilter> filters) {
    int number = stages.size();
    PlanFragment fragment = new PlanFragment(number, root, sink, published);
    byte[] name = Integer.toString(number).getBytes(StandardCharsets.UTF_8);
    stages.add(
        new Stage(
            number,
            fragment,
            List.of(inputStages),
            inputs,
            enoughRows,
            sink instanceof Sink.ShuffleSink shuffle ? shuffle.partitions() : 1,
            new StageFingerprint.Builder().add(name).build(),
            filters));
    enoughRows = Stage.ALL_ROWS;
    return this;
  }

  StageGraph graph() {
    return new StageGraph(stages, Schema.EMPTY, List.of());
  }
}
