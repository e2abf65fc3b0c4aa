package io.distaff.operator.sort;

import java.util.Arrays;

/**
 * Sorts pairs of a long and an int by the long, in place: radix sort from the most significant
 * differing bits down (American flag sort: McIlroy, Bostic, McIlroy, "Engineering Radix Sort",
 * 1993), insertion sort for what is short. A level takes away at least 8 bits, so there are at most
 * 8, whatever the data. Not stable. Confined to one thread.
 */
final class RadixSort {
  private static final int DIGIT_BITS = 8;
  private static final int NUM_DIGITS = 1 << DIGIT_BITS;
  private static final int MAX_LEVELS = Long.SIZE / DIGIT_BITS;
  private static final int INSERTION_SORT_MAX = 40;

  private final int[] heads = new int[NUM_DIGITS];
  private final int[][] endsOfLevel = new int[MAX_LEVELS][NUM_DIGITS];

  /** Sorts {@code [from, to)} of both arrays by the words, as signed numbers. */
  void sort(long[] words, int[] rows, int from, int to) {
    sort(words, rows, from, to, 0);
  }

  private void sort(long[] words, int[] rows, int from, int to, int level) {
    if (to - from <= INSERTION_SORT_MAX) {
      insertionSort(words, rows, from, to);
      return;
    }
    long first = words[from];
    long differing = 0;
    boolean inOrder = true;
    long previous = first;
    for (int i = from + 1; i < to; i++) {
      long word = words[i];
      differing |= word ^ first;
      inOrder &= previous <= word;
      previous = word;
    }
    if (inOrder) {
      return;
    }
    int highestBit = Long.SIZE - 1 - Long.numberOfLeadingZeros(differing);
    int shift = Math.max(0, highestBit - DIGIT_BITS + 1);
    int[] ends = endsOfLevel[level];
    countDigits(words, from, to, shift, ends);
    distribute(words, rows, shift, ends);
    if (shift > 0) {
      int start = from;
      for (int digit = 0; digit < NUM_DIGITS; digit++) {
        if (ends[digit] - start > 1) {
          sort(words, rows, start, ends[digit], level + 1);
        }
        start = ends[digit];
      }
    }
  }

  /** Sets {@link #heads} and {@code ends} to where the rows of each digit begin and end. */
  private void countDigits(long[] words, int from, int to, int shift, int[] ends) {
    Arrays.fill(ends, 0);
    for (int i = from; i < to; i++) {
      ends[digit(words[i], shift)]++;
    }
    int at = from;
    for (int digit = 0; digit < NUM_DIGITS; digit++) {
      heads[digit] = at;
      at += ends[digit];
      ends[digit] = at;
    }
  }

  /** Follows the cycles of the permutation that brings every pair to its digit's range. */
  private void distribute(long[] words, int[] rows, int shift, int[] ends) {
    for (int digit = 0; digit < NUM_DIGITS; digit++) {
      int end = ends[digit];
      while (heads[digit] < end) {
        long word = words[heads[digit]];
        int row = rows[heads[digit]];
        int target = digit(word, shift);
        while (target != digit) {
          int at = heads[target]++;
          long displacedWord = words[at];
          int displacedRow = rows[at];
          words[at] = word;
          rows[at] = row;
          word = displacedWord;
          row = displacedRow;
          target = digit(word, shift);
        }
        int at = heads[digit]++;
        words[at] = word;
        rows[at] = row;
      }
    }
  }

  /** The bits above the digit are the same in the whole range. */
  private static int digit(long word, int shift) {
    return (int) ((word ^ Long.MIN_VALUE) >>> shift) & (NUM_DIGITS - 1);
  }

  private static void insertionSort(long[] words, int[] rows, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      long word = words[i];
      int row = rows[i];
      int at = i;
      while (at > from && words[at - 1] > word) {
        words[at] = words[at - 1];
        rows[at] = rows[at - 1];
        at--;
      }
      words[at] = word;
      rows[at] = row;
    }
  }
}
