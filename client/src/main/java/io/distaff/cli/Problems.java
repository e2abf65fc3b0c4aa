package io.distaff.cli;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Everything that is wrong with a command line, to be said at once. Confined to one thread. */
final class Problems {
  private final List<String> found = new ArrayList<>();

  void add(String problem) {
    if (!found.contains(problem)) {
      found.add(problem);
    }
  }

  void addAll(Collection<String> problems) {
    problems.forEach(this::add);
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  List<String> all() {
    return List.copyOf(found);
  }

  /** Throws USAGE with a line a problem, if there is one. */
  void throwIfAny() {
    if (!found.isEmpty()) {
      throw new DistaffException(ErrorCode.USAGE, String.join("\n", found));
    }
  }
}
