package io.distaff.catalog;

import java.util.ArrayList;
import java.util.List;

/** Some elements of a list, spread evenly over it, with the first and the last. */
final class Sample {
  private Sample() {}

  /** At most {@code most} elements, in order; the list itself when it has no more. */
  static <T> List<T> of(List<T> all, int most) {
    if (all.size() <= most) {
      return all;
    }
    if (most < 2) {
      return all.subList(0, most);
    }
    List<T> some = new ArrayList<>(most);
    for (int i = 0; i < most; i++) {
      some.add(all.get((int) ((long) i * (all.size() - 1) / (most - 1))));
    }
    return some;
  }
}
