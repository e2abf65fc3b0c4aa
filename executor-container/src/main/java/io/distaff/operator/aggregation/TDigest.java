package io.distaff.operator.aggregation;

import java.util.Arrays;

/**
 * The distribution of some numbers in few centroids, small ones at the ends: the merging t-digest
 * of Dunning and Ertl, "Computing extremely accurate quantiles using t-digests" (2019), with the
 * scale function k1. Numbers are put behind the centroids, and merged into them when there is no
 * room. Mutable; confined to a task's thread.
 */
final class TDigest {
  /** Centroids after merging, at most. */
  private static final int COMPRESSION = 200;

  private static final int SMALLEST_CAPACITY = 8;

  /** Centroids and numbers not merged yet. */
  static final int LARGEST_CAPACITY = 1024;

  private double[] means = new double[SMALLEST_CAPACITY];
  private double[] weights = new double[SMALLEST_CAPACITY];
  private int size;
  private boolean merged = true;
  private double smallest = Double.POSITIVE_INFINITY;
  private double largest = Double.NEGATIVE_INFINITY;

  /** Whether it won't grow any more. */
  boolean isFullyGrown() {
    return means.length == LARGEST_CAPACITY;
  }

  void add(double value) {
    double finite = Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, value));
    smallest = Math.min(smallest, finite);
    largest = Math.max(largest, finite);
    append(finite, 1);
  }

  private void append(double mean, double weight) {
    if (size == means.length) {
      if (isFullyGrown()) {
        merge();
      } else {
        means = Arrays.copyOf(means, 2 * size);
        weights = Arrays.copyOf(weights, 2 * size);
      }
    }
    means[size] = mean;
    weights[size++] = weight;
    merged = false;
  }

  private void merge() {
    if (merged) {
      return;
    }
    sort(0, size - 1);
    double total = 0;
    for (int i = 0; i < size; i++) {
      total += weights[i];
    }
    int last = 0;
    double before = 0;
    double limit = total * limitAfter(0);
    for (int i = 1; i < size; i++) {
      double sum = weights[last] + weights[i];
      if (before + sum <= limit) {
        // Halves, so that no difference overflows.
        means[last] += 2 * ((means[i] / 2 - means[last] / 2) * (weights[i] / sum));
        weights[last] = sum;
      } else {
        before += weights[last];
        limit = total * limitAfter(before / total);
        last++;
        means[last] = means[i];
        weights[last] = weights[i];
      }
    }
    size = size == 0 ? 0 : last + 1;
    merged = true;
  }

  /** Where a centroid that begins at this share of the numbers must end. */
  private static double limitAfter(double share) {
    double k = Math.asin(2 * Math.min(1, share) - 1) + 2 * Math.PI / COMPRESSION;
    return k >= Math.PI / 2 ? 1 : (Math.sin(k) + 1) / 2;
  }

  /** Sorts by means: three ways about a middle one, since equal ones are common. */
  private void sort(int from, int to) {
    int low = from;
    int high = to;
    while (low < high) {
      double pivot = means[(low + high) >>> 1];
      int less = low;
      int greater = high;
      int i = low;
      while (i <= greater) {
        if (means[i] < pivot) {
          swap(i++, less++);
        } else if (means[i] > pivot) {
          swap(i, greater--);
        } else {
          i++;
        }
      }
      // The shorter side first, so that the depth stays small.
      if (less - low < high - greater) {
        sort(low, less - 1);
        low = greater + 1;
      } else {
        sort(greater + 1, high);
        high = less - 1;
      }
    }
  }

  private void swap(int a, int b) {
    double mean = means[a];
    means[a] = means[b];
    means[b] = mean;
    double weight = weights[a];
    weights[a] = weights[b];
    weights[b] = weight;
  }

  /** Doubles that {@link #write} writes. */
  int writtenLength() {
    if (size > COMPRESSION) {
      merge();
    }
    return 2 + 2 * size;
  }

  /** Writes the smallest and the largest number, then mean and weight of each centroid. */
  void write(double[] target, int start) {
    target[start] = smallest;
    target[start + 1] = largest;
    for (int i = 0; i < size; i++) {
      target[start + 2 + 2 * i] = means[i];
      target[start + 3 + 2 * i] = weights[i];
    }
  }

  /** Adds what a digest has written; {@code rows} says where. */
  void merge(double[] source, int[] rows, int start, int length) {
    smallest = Math.min(smallest, source[rows[start]]);
    largest = Math.max(largest, source[rows[start + 1]]);
    for (int i = start + 2; i < start + length; i += 2) {
      append(source[rows[i]], source[rows[i + 1]]);
    }
  }

  /**
   * The number below which a share of the numbers lies, interpolated; exact as long as numbers
   * haven't been merged.
   *
   * @param share 0 to 1
   */
  double quantile(double share) {
    sort(0, size - 1);
    double total = 0;
    for (int i = 0; i < size; i++) {
      total += weights[i];
    }
    // Numbers are at 0, 1, ..., total - 1; a centroid's mean is in the middle of its numbers.
    double wanted = share * (total - 1);
    if (wanted <= 0 || wanted >= total - 1) {
      return wanted <= 0 ? smallest : largest;
    }
    double placeBefore = 0;
    double valueBefore = smallest;
    double before = 0;
    for (int i = 0; i < size; i++) {
      double place = before + (weights[i] - 1) / 2;
      if (wanted <= place) {
        return between(placeBefore, valueBefore, place, means[i], wanted);
      }
      placeBefore = place;
      valueBefore = means[i];
      before += weights[i];
    }
    return between(placeBefore, valueBefore, total - 1, largest, wanted);
  }

  private static double between(double from, double low, double to, double high, double wanted) {
    if (to <= from || low == high) {
      return high;
    }
    double part = (wanted - from) / (to - from);
    return low * (1 - part) + high * part;
  }
}
