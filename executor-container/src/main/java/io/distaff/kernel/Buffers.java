package io.distaff.kernel;

import io.distaff.memory.ReservedArrays;

/**
 * One array of each kind, owned by an evaluator and used again for every batch; they only grow. The
 * content is what the last use left.
 */
public final class Buffers {
  private final ReservedArrays arrays;
  private byte[] bytes = {};
  private int[] ints = {};
  private int[] lengths = {};
  private long[] longs = {};
  private long[] highs = {};
  private float[] floats = {};
  private double[] doubles = {};

  public Buffers(ReservedArrays arrays) {
    this.arrays = arrays;
  }

  public byte[] bytes(int length) {
    bytes = arrays.bytes(bytes, length);
    return bytes;
  }

  public int[] ints(int length) {
    ints = arrays.ints(ints, length);
    return ints;
  }

  /** A second int array, for the lengths of byte values. */
  public int[] lengths(int length) {
    lengths = arrays.ints(lengths, length);
    return lengths;
  }

  public long[] longs(int length) {
    longs = arrays.longs(longs, length);
    return longs;
  }

  /** A second long array, for the upper halves of 128-bit values. */
  public long[] highs(int length) {
    highs = arrays.longs(highs, length);
    return highs;
  }

  public float[] floats(int length) {
    floats = arrays.floats(floats, length);
    return floats;
  }

  public double[] doubles(int length) {
    doubles = arrays.doubles(doubles, length);
    return doubles;
  }
}
