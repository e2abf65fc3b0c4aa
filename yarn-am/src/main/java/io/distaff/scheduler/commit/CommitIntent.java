package io.distaff.scheduler.commit;

import io.distaff.codec.RecordCodec;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The promise to make files visible, as it stands on disk.
 *
 * @param version of this format: 2
 * @param target fully qualified
 * @param mode as the query asked for it
 * @param placement where the files go
 * @param files to move
 */
record CommitIntent(
    int version, String target, SaveMode mode, Placement placement, List<Move> files) {
  static final int VERSION = 2;
  static final String FILE_NAME = "intent.json";

  /** What the files become part of. */
  enum Placement {
    /** A directory that takes the target's place. */
    NEW_TARGET,
    /** The target, beside what is there. */
    IN_TARGET,
    /** Directories that take the place of those of the same names in the target. */
    NEW_PARTITIONS
  }

  /**
   * @param from fully qualified
   * @param name below the target: {@code part-00000-...}, after {@code year=2024/} if it is
   *     partitioned
   */
  record Move(String from, String name) {
    /** The partition's directory below the target; empty when there is none. */
    String partition() {
      return name.substring(0, Math.max(0, name.lastIndexOf('/')));
    }
  }

  /** The first file of each partition, which tells whether the partition is the new one. */
  Collection<Move> firstOfPartitions() {
    Map<String, Move> first = new LinkedHashMap<>();
    files.forEach(move -> first.putIfAbsent(move.partition(), move));
    return first.values();
  }

  CommitIntent {
    files = List.copyOf(files);
  }

  byte[] encode(RecordCodec json) {
    return json.encode(CommitIntent.class, this);
  }

  static CommitIntent decode(RecordCodec json, byte[] bytes, String path) {
    CommitIntent intent = json.decode(CommitIntent.class, bytes);
    if (intent.version() != VERSION) {
      throw new DistaffException(
          ErrorCode.COMMIT_FAILED,
          path + " was left by another version of Distaff (format " + intent.version() + ")");
    }
    return intent;
  }
}
