package io.distaff.scheduler.commit;

import io.distaff.codec.RecordCodec;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.util.List;

/**
 * The promise to make files visible, as it stands on disk.
 *
 * @param version of this format: 1
 * @param target fully qualified
 * @param mode as the query asked for it
 * @param inPlace true when the files go into the existing target, false when a directory takes its
 *     place
 * @param files to move
 */
record CommitIntent(int version, String target, SaveMode mode, boolean inPlace, List<Move> files) {
  static final int VERSION = 1;
  static final String FILE_NAME = "intent.json";

  /**
   * @param from fully qualified
   * @param name in the target
   */
  record Move(String from, String name) {}

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
