package io.distaff.operator.aggregation;

import java.util.Arrays;

/**
 * Estimates how many different 64-bit hashes there were. A sketch begins as a sorted list of
 * entries, one for each prefix of 26 bits that occurred, and becomes 2^precision registers when
 * those are smaller.
 *
 * <pre>
 *   hash      [ prefix: 26 bits                          | rest: 38 bits ]
 *   entry     prefix &lt;&lt; 6 | rank of the rest                            an unsigned int
 *   register  number: the first bits of the hash; value: the largest rank of what follows them
 *   rank      leading zeros + 1
 * </pre>
 *
 * Few hashes are counted by their prefixes, nearly without error. Registers have a standard error
 * of 1.04 / sqrt(2^precision), and are read by the estimator of Ertl, "New cardinality estimation
 * algorithms for HyperLogLog sketches" (2017), which needs no corrections. Mutable; confined to a
 * task's thread.
 */
final class HyperLogLog {
  static final int MOST_ENTRIES = 1024;

  private static final int PREFIX_BITS = 26;
  private static final int RANK_BITS = 6;
  private static final int SMALLEST_CAPACITY = 4;

  private final int precision;
  private int[] entries = new int[SMALLEST_CAPACITY];
  private int numEntries;

  /** Null as long as entries serve. */
  private byte[] registers;

  /**
   * @param precision 4 to 16
   */
  HyperLogLog(int precision) {
    this.precision = precision;
  }

  /** The smallest precision of at most this relative standard error. */
  static int precisionFor(double error) {
    double bits = 2 * Math.log(1.04 / error) / Math.log(2);
    return (int) Math.max(4, Math.min(16, Math.ceil(bits)));
  }

  boolean hasRegisters() {
    return registers != null;
  }

  /** Adds a hash; true if there is an entry more. */
  boolean add(long hash) {
    if (registers != null) {
      int register = (int) (hash >>> (64 - precision));
      raise(register, rank(hash << precision, 64 - precision));
      return false;
    }
    int prefix = (int) (hash >>> (64 - PREFIX_BITS));
    int rank = rank(hash << PREFIX_BITS, 64 - PREFIX_BITS);
    return addEntry(prefix << RANK_BITS | rank);
  }

  /** Leading zeros of the upper {@code numBits}, plus one. */
  private static int rank(long bits, int numBits) {
    return Math.min(Long.numberOfLeadingZeros(bits), numBits) + 1;
  }

  private void raise(int register, int rank) {
    if (registers[register] < rank) {
      registers[register] = (byte) rank;
    }
  }

  private boolean addEntry(int entry) {
    int prefix = entry >>> RANK_BITS;
    int low = 0;
    int high = numEntries;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (entries[middle] >>> RANK_BITS < prefix) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low < numEntries && entries[low] >>> RANK_BITS == prefix) {
      if (Integer.compareUnsigned(entries[low], entry) < 0) {
        entries[low] = entry;
      }
      return false;
    }
    if (numEntries == MOST_ENTRIES || 4 * numEntries >= 1 << precision) {
      toRegisters();
      addToRegisters(entry);
      return false;
    }
    if (numEntries == entries.length) {
      entries = Arrays.copyOf(entries, 2 * numEntries);
    }
    System.arraycopy(entries, low, entries, low + 1, numEntries - low);
    entries[low] = entry;
    numEntries++;
    return true;
  }

  private void toRegisters() {
    registers = new byte[1 << precision];
    for (int i = 0; i < numEntries; i++) {
      addToRegisters(entries[i]);
    }
    entries = null;
    numEntries = 0;
  }

  private void addToRegisters(int entry) {
    int prefix = entry >>> RANK_BITS;
    int left = PREFIX_BITS - precision;
    int after = prefix & (1 << left) - 1;
    int rank =
        after == 0
            ? left + (entry & (1 << RANK_BITS) - 1)
            : Integer.numberOfLeadingZeros(after) - (Integer.SIZE - left) + 1;
    raise(prefix >>> left, rank);
  }

  /** Bytes that {@link #write} writes. */
  int writtenBytes() {
    return 1 + (registers != null ? registers.length : Integer.BYTES * numEntries);
  }

  /** Writes a 0 and the entries, little endian, or a 1 and the registers. */
  void write(byte[] target, int start) {
    if (registers != null) {
      target[start] = 1;
      System.arraycopy(registers, 0, target, start + 1, registers.length);
      return;
    }
    target[start] = 0;
    int at = start + 1;
    for (int i = 0; i < numEntries; i++) {
      int entry = entries[i];
      target[at++] = (byte) entry;
      target[at++] = (byte) (entry >>> 8);
      target[at++] = (byte) (entry >>> 16);
      target[at++] = (byte) (entry >>> 24);
    }
  }

  /** Adds what a sketch of the same precision has written; the number of entries more. */
  int merge(byte[] source, int start, int length) {
    if (source[start] == 1) {
      if (registers == null) {
        toRegisters();
      }
      for (int r = 0; r < length - 1; r++) {
        raise(r, source[start + 1 + r]);
      }
      return 0;
    }
    int more = 0;
    for (int at = start + 1; at < start + length; at += Integer.BYTES) {
      int entry =
          (source[at] & 0xFF)
              | (source[at + 1] & 0xFF) << 8
              | (source[at + 2] & 0xFF) << 16
              | (source[at + 3] & 0xFF) << 24;
      if (registers != null) {
        addToRegisters(entry);
      } else {
        more += addEntry(entry) ? 1 : 0;
      }
    }
    return more;
  }

  long estimate() {
    if (registers == null) {
      double prefixes = 1L << PREFIX_BITS;
      return Math.round(prefixes * Math.log(prefixes / (prefixes - numEntries)));
    }
    int most = 64 - precision + 1;
    int[] counts = new int[most + 1];
    for (byte register : registers) {
      counts[register]++;
    }
    double m = registers.length;
    double z = m * tau(1 - counts[most] / m);
    for (int k = most - 1; k >= 1; k--) {
      z = 0.5 * (z + counts[k]);
    }
    z += m * sigma(counts[0] / m);
    return Math.round(m * m / (2 * Math.log(2) * z));
  }

  private static double sigma(double start) {
    if (start == 1) {
      return Double.POSITIVE_INFINITY;
    }
    double x = start;
    double y = 1;
    double z = x;
    double before;
    do {
      x *= x;
      before = z;
      z += x * y;
      y += y;
    } while (z != before);
    return z;
  }

  private static double tau(double start) {
    if (start == 0 || start == 1) {
      return 0;
    }
    double x = start;
    double y = 1;
    double z = 1 - x;
    double before;
    do {
      x = Math.sqrt(x);
      before = z;
      y *= 0.5;
      z -= (1 - x) * (1 - x) * y;
    } while (z != before);
    return z / 3;
  }
}
