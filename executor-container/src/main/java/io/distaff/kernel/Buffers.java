package io.distaff.kernel;

/**
 * One array of each kind, owned by an evaluator and used again for every batch; they only grow. The
 * content is what the last use left.
 */
public final class Buffers {
  private byte[] bytes = {};
  private int[] ints = {};
  private int[] lengths = {};
  private long[] longs = {};
  private long[] highs = {};
  private float[] floats = {};
  private double[] doubles = {};

  public byte[] bytes(int length) {
    if (bytes.length < length) {
      bytes = new byte[length];
    }
    return bytes;
  }

  public int[] ints(int length) {
    if (ints.length < length) {
      ints = new int[length];
    }
    return ints;
  }

  /** A second int array, for the lengths of byte values. */
  public int[] lengths(int length) {
    if (lengths.length < length) {
      lengths = new int[length];
    }
    return lengths;
  }

  public long[] longs(int length) {
    if (longs.length < length) {
      longs = new long[length];
    }
    return longs;
  }

  /** A second long array, for the upper halves of 128-bit values. */
  public long[] highs(int length) {
    if (highs.length < length) {
      highs = new long[length];
    }
    return highs;
  }

  public float[] floats(int length) {
    if (floats.length < length) {
      floats = new float[length];
    }
    return floats;
  }

  public double[] doubles(int length) {
    if (doubles.length < length) {
      doubles = new double[length];
    }
    return doubles;
  }
}
