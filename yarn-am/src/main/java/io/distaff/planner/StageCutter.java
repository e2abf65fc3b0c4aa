package io.distaff.planner;

import io.distaff.codec.RecordCodec;
import io.distaff.ids.StageFingerprint;
import io.distaff.plan.PlanFragment;
import io.distaff.plan.PlanNode;
import io.distaff.plan.PlanNode.ExchangeMode;
import io.distaff.plan.Sink;
import io.distaff.plan.Split;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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

  StageCutter(int slots) {
    this.slots = slots;
  }

  List<Stage> stages() {
    return List.copyOf(stages);
  }

  /** Ends a piece's stage; its number. */
  int finish(Piece piece, Sink sink, int outputPartitions) {
    return finish(piece, sink, outputPartitions, Stage.ALL_ROWS);
  }

  private int finish(Piece piece, Sink sink, int outputPartitions, long enoughRows) {
    int number = stages.size();
    PlanFragment fragment = new PlanFragment(number, piece.node(), sink);
    List<Integer> inputs = piece.stage().inputStages();
    List<TaskInput> tasks = piece.stage().taskInputs(slots);
    String output =
        outputPartitions
            + " partitions"
            + (enoughRows == Stage.ALL_ROWS ? "" : ", " + enoughRows + " rows are enough");
    StageFingerprint fingerprint = fingerprint(fragment, inputs, tasks, output);
    stages.add(
        new Stage(number, fragment, inputs, tasks, enoughRows, outputPartitions, fingerprint));
    return number;
  }

  private StageFingerprint fingerprint(
      PlanFragment fragment, List<Integer> inputs, List<TaskInput> tasks, String output) {
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
    parts.add(bytes(tasks.size() + " tasks, " + output));
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
    return exchange(piece, by, partitions, Stage.ALL_ROWS);
  }

  private Piece exchange(Piece piece, List<Integer> by, int partitions, long enoughRows) {
    int stage = finish(piece, new Sink.ShuffleSink(partitions, by), partitions, enoughRows);
    PlanNode read =
        new PlanNode.ExchangeRead(stage, piece.node().schema(), ExchangeMode.OWN_PARTITION);
    return new Piece(
        read,
        piece.positions(),
        StageBuilder.byPartition(partitions).withInput(stage),
        Hashing.by(by),
        piece.rel());
  }

  /** The piece with all its rows in one task. */
  Piece gather(Piece piece) {
    return piece.isOneTask() ? piece : exchange(piece.pruned(), List.of(), 1);
  }

  /** Some of the piece's rows in one task: this many, or all if there are fewer. */
  Piece gatherSome(Piece piece, long rows) {
    return piece.isOneTask() ? piece : exchange(piece.pruned(), List.of(), 1, rows);
  }

  /** Ends a piece's stage so that every task of another stage reads all of it. */
  PlanNode broadcast(Piece piece, StageBuilder reader) {
    int stage = finish(piece, new Sink.ShuffleSink(1, List.of()), 1);
    reader.withInput(stage);
    return new PlanNode.ExchangeRead(stage, piece.node().schema(), ExchangeMode.ALL_PARTITIONS);
  }
}
