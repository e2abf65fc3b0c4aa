package io.distaff.operator.sort;

import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.IntVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.VectorBatch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The integral keys of sorted rows, read from the words that were sorted ({@link PackedKeys}): they
 * lie one after the other there, while their rows in the store lie anywhere. Immutable.
 */
final class SortedKeys {
  /**
   * A key in the words.
   *
   * @param shift bits below it
   */
  private record Place(KeyWords key, PackedKeys.Range range, int shift) {}

  private final long[] words;
  private final Map<Integer, Place> places = new HashMap<>();

  /**
   * @param ranges of the first keys, which the words have
   */
  SortedKeys(RowOrder order, List<PackedKeys.Range> ranges, long[] words) {
    this.words = words;
    int shift = 0;
    for (int key = ranges.size() - 1; key >= 0; key--) {
      KeyWords keyWords = order.key(key);
      if (keyWords.isIntegral()) {
        places.put(keyWords.column(), new Place(keyWords, ranges.get(key), shift));
      }
      shift += ranges.get(key).numBits();
    }
  }

  /** Whether the column can be read here. */
  boolean has(int column) {
    return places.containsKey(column);
  }

  /** Reads columns, batch by batch, into arrays of its own. Confined to a task's thread. */
  final class Reader {
    private final DataType type;
    private final Place place;
    private long[] longs = new long[0];
    private int[] ints = new int[0];

    /**
     * @param column that is here
     */
    Reader(int column, DataType type) {
      this.type = type;
      this.place = places.get(column);
    }

    /** The values of some rows in order; valid until the next call. */
    ColumnVector read(int from, int count) {
      int capacity = Math.max(count, VectorBatch.TARGET_ROWS);
      if (place.key.isInt()) {
        ints = ints.length < count ? new int[capacity] : ints;
        readInts(from, count);
        return new IntVector(type, ints, null, count);
      }
      longs = longs.length < count ? new long[capacity] : longs;
      readLongs(from, count);
      return new LongVector(type, longs, null, count);
    }

    private void readInts(int from, int count) {
      int shift = place.shift;
      int sameLowBits = place.range.sameLowBits();
      long mask = (1L << place.range.numBits()) - 1;
      long smallest = place.range.smallest();
      for (int i = 0; i < count; i++) {
        long distance = words[from + i] >>> shift & mask;
        ints[i] = place.key.intOf((distance << sameLowBits) + smallest);
      }
    }

    private void readLongs(int from, int count) {
      int shift = place.shift;
      int sameLowBits = place.range.sameLowBits();
      long mask = (1L << place.range.numBits()) - 1;
      long smallest = place.range.smallest();
      for (int i = 0; i < count; i++) {
        long distance = words[from + i] >>> shift & mask;
        longs[i] = place.key.longOf((distance << sameLowBits) + smallest);
      }
    }
  }
}
