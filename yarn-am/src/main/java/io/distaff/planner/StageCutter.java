package io.distaff.planner;

import io.distaff.codec.RecordCodec;
import io.distaff.ids.CacheId;
import io.distaff.ids.StageFingerprint;
import io.distaff.plan.PlanFragment;
import io.distaff.plan.PlanNode;
import io.distaff.plan.PlanNode.ExchangeMode;
import io.distaff.plan.Sink;
import io.distaff.plan.Split;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Ends stages where rows must move, and numbers them in that order, so that a stage comes after
 * those it reads. Mutable; owned by one planning.
 */
final class StageCutter {
  private final RecordCodec codec = RecordCodec.cbor();
  private final int slots;
  private final List<Stage> stages = new ArrayList<>();
  private final Map<CacheId, Integer> caches = new HashMap<>();

  StageCutter(int slots) {
    this.slots = slots;
  }

  List<Stage> stages() {
    return List.copyOf(stages);
  }

  /** Ends a piece's stage; its number. */
  int finish(Piece piece, Sink sink, int outputPartitions) {
    int number = stages.size();
    PlanFragment fragment = new PlanFragment(number, piece.node(), sink);
    List<Integer> inputs = piece.stage().inputStages();
    List<TaskInput> tasks = piece.stage().taskInputs(slots);
    StageFingerprint fingerprint = fingerprint(fragment, inputs, tasks, outputPartitions);
    stages.add(new Stage(number, fragment, inputs, tasks, outputPartitions, fingerprint));
    return number;
  }

  private StageFingerprint fingerprint(
      PlanFragment fragment, List<Integer> inputs, List<TaskInput> tasks, int outputPartitions) {
    List<byte[]> parts = new ArrayList<>();
    parts.add(fragment.encode(codec));
    for (TaskInput task : tasks) {
      for (Map.Entry<Integer, List<Split>> scan : new TreeMap<>(task.splits()).entrySet()) {
        parts.add(bytes("task " + task.partition() + " scan " + scan.getKey()));
        for (Split split : scan.getValue()) {
          parts.add(codec.encode(Split.class, split));
        }
      }
    }
    for (int input : inputs) {
      parts.add(bytes(stages.get(input).fingerprint().hex()));
    }
    parts.add(bytes(tasks.size() + " tasks, " + outputPartitions + " partitions"));
    return StageFingerprint.of(parts);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Ends a piece's stage in an exchange, and reads that.
   *
   * @param keys places in the output whose hash decides about the partition; none = dealt out
   */
  Piece exchange(Piece piece, List<Integer> keys, int partitions) {
    List<Integer> by = partitions == 1 ? List.of() : keys;
    int stage = finish(piece, new Sink.ShuffleSink(partitions, by), partitions);
    PlanNode read =
        new PlanNode.ExchangeRead(stage, piece.node().schema(), ExchangeMode.OWN_PARTITION);
    return new Piece(
        read,
        piece.positions(),
        StageBuilder.byPartition(partitions).withInput(stage),
        Hashing.by(by),
        piece.rel());
  }

  /**
   * Makes the stages of a cached relation part of the query; gives the one that fills the cache.
   */
  int include(CachedRelation relation) {
    Integer known = caches.get(relation.id());
    if (known != null) {
      return known;
    }
    int before = stages.size();
    for (Stage stage : relation.stages()) {
      stages.add(stage.behind(before));
    }
    caches.put(relation.id(), stages.size() - 1);
    return stages.size() - 1;
  }

  /** The piece with all its rows in one task. */
  Piece gather(Piece piece) {
    return piece.isOneTask() ? piece : exchange(piece.pruned(), List.of(), 1);
  }

  /** Ends a piece's stage so that every task of another stage reads all of it. */
  PlanNode broadcast(Piece piece, StageBuilder reader) {
    int stage = finish(piece, new Sink.ShuffleSink(1, List.of()), 1);
    reader.withInput(stage);
    return new PlanNode.ExchangeRead(stage, piece.node().schema(), ExchangeMode.ALL_PARTITIONS);
  }
}
