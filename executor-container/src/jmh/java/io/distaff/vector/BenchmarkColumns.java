package io.distaff.vector;

import io.distaff.KernelBenchmark;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Columns of random values, the same ones in every run. */
public final class BenchmarkColumns {
  private final SplittableRandom random = new SplittableRandom(42);
  private final int rows;

  /** Columns of one batch. */
  public BenchmarkColumns() {
    this(KernelBenchmark.ROWS);
  }

  public BenchmarkColumns(int rows) {
    this.rows = rows;
  }

  /** A bitmap with this share of nulls; null if there are none. */
  public long[] validity(double nullShare) {
    if (nullShare == 0) {
      return null;
    }
    long[] validity = Validity.allValid(rows);
    for (int i = 0; i < rows; i++) {
      if (random.nextDouble() < nullShare) {
        Validity.setNull(validity, i);
      }
    }
    return validity;
  }

  /** About this share of the rows. */
  public SelectionVector selection(double share) {
    int[] selected = new int[rows];
    int count = 0;
    for (int i = 0; i < rows; i++) {
      selected[count] = i;
      count += random.nextDouble() < share ? 1 : 0;
    }
    return new SelectionVector(selected, count);
  }

  /** Values from 0 up to a bound. */
  public IntVector ints(DataType type, int bound, double nullShare) {
    return new IntVector(type, random.ints(rows, 0, bound).toArray(), validity(nullShare), rows);
  }

  /** Values from 0 up to a bound. */
  public LongVector longs(DataType type, long bound, double nullShare) {
    return new LongVector(type, random.longs(rows, 0, bound).toArray(), validity(nullShare), rows);
  }

  /** Values from 1 to 2: none is 0, and products stay finite. */
  public DoubleVector doubles(double nullShare) {
    return new DoubleVector(
        DataType.DOUBLE, random.doubles(rows, 1, 2).toArray(), validity(nullShare), rows);
  }

  /** Values that need more than 64 bits. */
  public Int128Vector int128s(DecimalType type, double nullShare) {
    return new Int128Vector(
        type,
        random.longs(rows, 1, 1000).toArray(),
        random.longs(rows).toArray(),
        validity(nullShare),
        rows);
  }

  /** Each row one of the words. */
  public BytesVector words(double nullShare, String... words) {
    return bytes(List.of(words), random.ints(rows, 0, words.length).toArray(), nullShare);
  }

  /** Text that hardly repeats, of words of the TPC-H benchmark; 10 to 43 bytes. */
  public BytesVector comments(double nullShare) {
    String[] words = {
      "special",
      "requests",
      "carefully",
      "final",
      "deposits",
      "the",
      "quickly",
      "ironic",
      "packages"
    };
    List<String> values = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      StringBuilder value = new StringBuilder();
      for (int length = random.nextInt(10, 40); value.length() < length; ) {
        value.append(words[random.nextInt(words.length)]).append(' ');
      }
      values.add(value.substring(0, Math.min(43, value.length())));
    }
    int[] own = new int[rows];
    for (int i = 0; i < rows; i++) {
      own[i] = i;
    }
    return bytes(values, own, nullShare);
  }

  private BytesVector bytes(List<String> values, int[] ids, double nullShare) {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    int[] starts = new int[rows];
    int[] lengths = new int[rows];
    for (int i = 0; i < rows; i++) {
      byte[] value = values.get(ids[i]).getBytes(StandardCharsets.UTF_8);
      starts[i] = data.size();
      lengths[i] = value.length;
      data.writeBytes(value);
    }
    return new BytesVector(
        DataType.STRING, data.toByteArray(), starts, lengths, validity(nullShare), rows);
  }

  /** Each row one of the first entries of a vector without nulls. */
  public DictionaryVector dictionary(ColumnVector entries, int numEntries, double nullShare) {
    int[] ids = random.ints(rows, 0, numEntries).toArray();
    return new DictionaryVector(entries, ids, validity(nullShare), rows);
  }
}
