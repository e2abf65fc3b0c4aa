package io.distaff.shuffle;

import io.distaff.ids.AttemptId;
import java.util.Optional;

/** Whoever has outputs of attempts that peers may read. Thread-safe, never blocks. */
@FunctionalInterface
public interface OutputHolder {
  /** The output of an attempt, if it is here. */
  Optional<? extends ServedOutput> find(AttemptId attempt);

  /** Has none. */
  static OutputHolder none() {
    return attempt -> Optional.empty();
  }
}
