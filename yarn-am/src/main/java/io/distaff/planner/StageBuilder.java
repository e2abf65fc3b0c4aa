package io.distaff.planner;

import io.distaff.catalog.SplitWithHosts;
import io.distaff.plan.Split;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is known of a stage while its operators are still being put together: what it reads, and how
 * its tasks share that. Mutable; owned by one planning.
 */
final class StageBuilder {
  private static final long LARGEST_TASK_BYTES = 96L << 20;
  private static final long SMALLEST_TASK_BYTES = 4L << 20;
  private static final int PREFERRED_HOSTS = 3;

  /** How the tasks of a stage share its input. */
  enum Tasks {
    /** One task reads everything. */
    ONE,
    /** The splits of the scans are dealt out. */
    BY_SPLIT,
    /** One for each partition of the exchanges that the stage reads. */
    BY_PARTITION
  }

  final Tasks tasks;

  /** The number of tasks where there is one for each partition. */
  final int partitions;

  private final Map<Integer, List<SplitWithHosts>> scans = new TreeMap<>();
  private final Set<Integer> inputStages = new LinkedHashSet<>();

  /** Of a stage whose tasks share splits. */
  private int mostTasks = Integer.MAX_VALUE;

  private StageBuilder(Tasks tasks, int partitions) {
    this.tasks = tasks;
    this.partitions = partitions;
  }

  static StageBuilder oneTask() {
    return new StageBuilder(Tasks.ONE, 1);
  }

  static StageBuilder bySplit() {
    return new StageBuilder(Tasks.BY_SPLIT, 0);
  }

  static StageBuilder byPartition(int partitions) {
    return partitions == 1 ? oneTask() : new StageBuilder(Tasks.BY_PARTITION, partitions);
  }

  StageBuilder withScan(int scan, List<SplitWithHosts> splits) {
    scans.put(scan, splits);
    return this;
  }

  StageBuilder withInput(int stage) {
    inputStages.add(stage);
    return this;
  }

  /** Takes over what another stage would have read; both have their tasks alike. */
  StageBuilder merge(StageBuilder other) {
    if (tasks != other.tasks || partitions != other.partitions) {
      throw new IllegalStateException("stages of different shape can't become one");
    }
    scans.putAll(other.scans);
    inputStages.addAll(other.inputStages);
    mostTasks = Math.min(mostTasks, other.mostTasks);
    return this;
  }

  /** Lets at most so many tasks share the splits. */
  void limitTasks(int most) {
    mostTasks = Math.min(mostTasks, most);
  }

  List<Integer> inputStages() {
    return inputStages.stream().sorted().toList();
  }

  /** What a scan reads; nothing where the stage doesn't have it. */
  List<Split> splits(int scan) {
    return scans.getOrDefault(scan, List.of()).stream().map(SplitWithHosts::split).toList();
  }

  /** How many tasks there will be. */
  int numTasks(int slots) {
    return tasks == Tasks.BY_SPLIT ? taskInputs(slots).size() : partitions;
  }

  /**
   * The tasks, in the order of their splits.
   *
   * @param slots tasks that can run at once
   */
  List<TaskInput> taskInputs(int slots) {
    List<TaskInput> inputs = new ArrayList<>();
    switch (tasks) {
      case ONE -> inputs.add(task(0, scans));
      case BY_PARTITION -> {
        for (int i = 0; i < partitions; i++) {
          inputs.add(new TaskInput(i, Map.of(), List.of()));
        }
      }
      case BY_SPLIT -> bySplit(slots, inputs);
    }
    return inputs;
  }

  /** Neighbouring splits that are small share a task, while enough tasks remain for every slot. */
  private void bySplit(int slots, List<TaskInput> inputs) {
    long total =
        scans.values().stream()
            .flatMap(List::stream)
            .mapToLong(split -> split.split().weightBytes())
            .sum();
    // Splits that are about equal don't miss their share for a few bytes.
    long share = total / (2L * slots) * 9 / 8;
    long target = Math.max(SMALLEST_TASK_BYTES, Math.min(LARGEST_TASK_BYTES, share));
    scans.forEach(
        (scan, splits) -> {
          List<SplitWithHosts> pending = new ArrayList<>();
          long pendingBytes = 0;
          for (SplitWithHosts split : splits) {
            long bytes = split.split().weightBytes();
            boolean elsewhere =
                !pending.isEmpty() && !firstHost(pending.get(0)).equals(firstHost(split));
            if (!pending.isEmpty() && (elsewhere || pendingBytes + bytes > target)) {
              inputs.add(task(inputs.size(), Map.of(scan, pending)));
              pending = new ArrayList<>();
              pendingBytes = 0;
            }
            pending.add(split);
            pendingBytes += bytes;
          }
          if (!pending.isEmpty()) {
            inputs.add(task(inputs.size(), Map.of(scan, pending)));
          }
        });
    if (inputs.isEmpty()) {
      inputs.add(task(0, scans));
    }
    if (inputs.size() > mostTasks) {
      List<TaskInput> fewer = fewer(inputs, mostTasks);
      inputs.clear();
      inputs.addAll(fewer);
    }
  }

  /** Neighbouring tasks as one. */
  private static List<TaskInput> fewer(List<TaskInput> inputs, int most) {
    List<TaskInput> fewer = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      Map<Integer, List<Split>> splits = new TreeMap<>();
      int from = (int) ((long) inputs.size() * i / most);
      int to = (int) ((long) inputs.size() * (i + 1) / most);
      for (TaskInput input : inputs.subList(from, to)) {
        input
            .splits()
            .forEach(
                (scan, own) -> splits.computeIfAbsent(scan, s -> new ArrayList<>()).addAll(own));
      }
      fewer.add(new TaskInput(i, splits, inputs.get(from).preferredHosts()));
    }
    return fewer;
  }

  private static String firstHost(SplitWithHosts split) {
    return split.hosts().isEmpty() ? "" : split.hosts().get(0);
  }

  private static TaskInput task(int partition, Map<Integer, List<SplitWithHosts>> scans) {
    Map<Integer, List<Split>> splits = new TreeMap<>();
    Map<String, Long> bytesByHost = new LinkedHashMap<>();
    scans.forEach(
        (scan, withHosts) -> {
          splits.put(scan, withHosts.stream().map(SplitWithHosts::split).toList());
          for (SplitWithHosts split : withHosts) {
            for (String host : split.hosts()) {
              bytesByHost.merge(host, split.split().weightBytes(), Long::sum);
            }
          }
        });
    List<String> hosts =
        bytesByHost.entrySet().stream()
            .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
            .limit(PREFERRED_HOSTS)
            .map(Map.Entry::getKey)
            .toList();
    return new TaskInput(partition, splits, hosts);
  }
}
