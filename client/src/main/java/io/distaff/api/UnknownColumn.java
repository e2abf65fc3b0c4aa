package io.distaff.api;

import io.distaff.config.NearestName;
import java.util.List;

/** Says that there is no column of a name. */
final class UnknownColumn {
  private static final int SHOWN = 8;

  private UnknownColumn() {}

  /** With the nearest name or, when none is near, with what there is. */
  static String message(String name, List<String> known) {
    String few = String.join(", ", known.subList(0, Math.min(SHOWN, known.size())));
    return "column %s not found; ".formatted(name)
        + NearestName.of(name, known)
            .map(nearest -> "did you mean " + nearest + "?")
            .orElse("there are " + few + (known.size() > SHOWN ? ", ..." : ""));
  }
}
