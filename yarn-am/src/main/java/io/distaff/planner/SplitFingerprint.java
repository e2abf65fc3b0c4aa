package io.distaff.planner;

import io.distaff.codec.RecordCodec;
import io.distaff.expression.Literal;
import io.distaff.ids.StageFingerprint;
import io.distaff.plan.Split;
import io.distaff.plan.Split.FileSplit;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a split adds to its stage's fingerprint: all that it is. Tables have very many parts of
 * files, which are taken field by field; of other splits, which are few, it is their encoding.
 */
final class SplitFingerprint {
  private SplitFingerprint() {}

  static void addTo(StageFingerprint.Builder fingerprint, Split split, RecordCodec codec) {
    if (!(split instanceof FileSplit file)) {
      fingerprint.add(codec.encode(Split.class, split));
      return;
    }
    fingerprint
        .add(file.getClass().getSimpleName())
        .add(file.path())
        .add(file.fileSizeBytes())
        .add(file.modificationMillis())
        .add(file.start())
        .add(file.length())
        .add(file.partition().size());
    if (!file.partition().isEmpty()) {
      // A map's own order differs from process to process.
      for (Map.Entry<String, Literal> column : new TreeMap<>(file.partition()).entrySet()) {
        fingerprint.add(column.getKey()).add(codec.encode(Literal.class, column.getValue()));
      }
    }
  }
}
