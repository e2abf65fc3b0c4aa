package io.distaff.parquet.write;

import io.distaff.vector.ColumnVector;

/**
 * What is special to a physical type: PLAIN encoding, the dictionary, and the order of values. One
 * object serves one column. The values to take are given as positions in a flat vector of {@link
 * #form}, none of them null; positions may repeat, which is how dictionary and constant vectors
 * come. A column's own dictionary is a flat vector too, so ids are positions in it.
 */
abstract class ValueEncoder {
  /** The vectors that the methods take. */
  abstract ColumnVector.Form form();

  /** The vector in this encoder's form; only wide decimals come in another one. */
  ColumnVector normalize(ColumnVector flat) {
    return flat;
  }

  /** Bytes that {@link #writePlain} appends. */
  abstract long plainSize(ColumnVector flat, int[] positions, int count);

  abstract void writePlain(ColumnVector flat, int[] positions, int count, PageBuffer out);

  /** Called once when a page of PLAIN values is complete. */
  void finishPlain(PageBuffer values) {}

  /** Widens the range of the page in progress. */
  abstract void observe(ColumnVector flat, int[] positions, int count);

  /** The range of what was observed since the last call. */
  abstract ValueRange takeRange();

  /** The order of values as {@link ValueRange} holds them. */
  abstract int compare(byte[] a, byte[] b);

  /** False for types with so few or so large values that a dictionary can't help. */
  abstract boolean hasDictionary();

  /** Writes the ids of values to {@code ids} from {@code at} on, and gives new values new ids. */
  abstract void findIds(ColumnVector flat, int[] positions, int count, int[] ids, int at);

  /** The values by id; a view that the next call of {@link #findIds} makes stale. */
  abstract ColumnVector dictionary();

  /** Bytes of the dictionary in PLAIN encoding. */
  abstract long dictionaryBytes();

  abstract int dictionarySize();

  abstract void clearDictionary();
}
