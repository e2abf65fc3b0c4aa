package io.distaff.vector;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * 64-bit hashes of the key columns of a batch. The function is part of what tasks agree on: rows of
 * equal keys meet in one shuffle partition because every JVM computes the same hash.
 *
 * <pre>
 *   integers, DATE, timestamps, BOOLEAN (0, 1)   mix(value as 64 bits)
 *   DECIMAL                                      mix(unscaled), if it fits in 64 bits;
 *                                                else mix(mix(low) + high)
 *   FLOAT, DOUBLE                                mix(bits), after -0 became 0 and every NaN the one
 *   STRING, BINARY                               h = length; h = rotl((h ^ word) * P, 29) for each 8
 *                                                bytes, little endian, the last padded with 0; mix(h)
 *   ARRAY                                        h = length; h = h * P + hash(element)...; mix(h)
 *   MAP                                          h = length; h = (h * P + hash(key)) * P + hash(value)...; mix(h)
 *   STRUCT                                       h = hash(m0); h = h * P + hash(m1)...; mix(h)
 *   null                                         a constant
 *   row of keys k0, k1, ...                      h = hash(k0); h = h * P + hash(k1); ...
 *   mix                                          x + G, then the 64-bit finaliser of MurmurHash3
 * </pre>
 *
 * Equal values hash alike whatever vector holds them: a wide decimal in longs or in 128 bits, a
 * dictionary id or a flat value. Three users take different bits, so that they stay independent:
 * shuffle partitions the upper half ({@link #partition}), spill partitions a mix of all ({@link
 * #spillPartition}), hash tables the lower half.
 *
 * <p>An object keeps the hashes of the dictionaries it saw last. Confined to a task's thread.
 */
public final class RowHash {
  /** Partitions that a spilling operator divides its state into. */
  public static final int SPILL_PARTITIONS = 16;

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final long PRIME = 0x9FB21C651E98DF25L;
  private static final long NULL_HASH = 0x6A09E667F3BCC909L;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** No text is large. */
  private static final LargeTexts NONE =
      new LargeTexts() {
        @Override
        public int leastBytes() {
          return Integer.MAX_VALUE;
        }

        @Override
        public long hash(byte[] data, int start) {
          throw new IllegalStateException("no text is large");
        }
      };

  private final int[] columns;
  private final ColumnHash[] keys;
  private final SelectedRows selectedRows = new SelectedRows();
  private long[] scratch = new long[0];

  /**
   * @param columns positions of the keys in the batches; none = every row has hash 0
   */
  public RowHash(int... columns) {
    this(NONE, columns);
  }

  /**
   * Hashes that other tasks know, of columns in which something else stands for large texts.
   *
   * @param columns as in {@link #RowHash(int...)}
   */
  public RowHash(LargeTexts large, int... columns) {
    this.columns = columns.clone();
    this.keys = new ColumnHash[columns.length];
    for (int k = 0; k < columns.length; k++) {
      keys[k] = new ColumnHash(large);
    }
  }

  /** Texts that are large, so that something else stands for them. */
  public interface LargeTexts {
    /** From how many bytes on text in a column is something else. */
    int leastBytes();

    /** The hash, by {@link TextHash}, of the text for which something else stands at a position. */
    long hash(byte[] data, int start);
  }

  /** The hash of a text that comes in parts, of which all but the last are whole words. */
  public static final class TextHash {
    private long hash;

    /** Begins a text of a number of bytes. */
    public void begin(int length) {
      hash = length;
    }

    public void add(byte[] data, int start, int count) {
      hash = hashOf(hash, data, start, count);
    }

    /** The hash of the text as a column has it. */
    public long end() {
      return mix(hash);
    }
  }

  /** Hashes of the selected rows: of the i-th in {@code hashes[i]}. */
  public void hash(VectorBatch batch, long[] hashes) {
    int count = batch.numSelected();
    if (columns.length == 0) {
      java.util.Arrays.fill(hashes, 0, count, 0);
      return;
    }
    int[] rows = selectedRows.of(batch);
    keys[0].hash(batch.column(columns[0]), rows, count, hashes);
    if (columns.length > 1 && scratch.length < count) {
      scratch = new long[Math.max(count, VectorBatch.TARGET_ROWS)];
    }
    for (int k = 1; k < columns.length; k++) {
      keys[k].hash(batch.column(columns[k]), rows, count, scratch);
      combine(hashes, scratch, count);
    }
  }

  /** Which of some shuffle partitions a row belongs to. */
  public static int partition(long hash, int numPartitions) {
    return (int) (((hash >>> 32) * numPartitions) >>> 32);
  }

  /**
   * Which of the {@link #SPILL_PARTITIONS} a row belongs to.
   *
   * @param level 0, or how often the row was divided before: every level divides anew
   */
  public static int spillPartition(long hash, int level) {
    return (int) (mix(hash ^ (level + 1) * PRIME) >>> 60);
  }

  /** Hashes one column, and by others of its kind what is within its values. */
  private static final class ColumnHash {
    private final FlatView view = new FlatView();
    private final SelectedRows firstRows = new SelectedRows();

    // The hashes of the dictionary seen last; computed once rowsSeen rows had it that pay for it.
    private ColumnVector dictionary;
    private boolean computed;
    private long rowsSeen;
    private long[] dictionaryHashes = new long[0];

    // For nested values only.
    private ColumnHash[] children = new ColumnHash[0];
    private EntryRows entries;
    private long[] childHashes = new long[0];

    private final LargeTexts large;

    ColumnHash(LargeTexts large) {
      this.large = large;
    }

    void hash(ColumnVector column, int[] rows, int count, long[] out) {
      if (column instanceof DictionaryVector vector && dictionaryPays(vector.dictionary(), count)) {
        gather(dictionaryHashes, vector.ids(), rows, count, out);
        hashNulls(vector.validity(), rows, count, out);
        return;
      }
      view.set(column, rows, count);
      hashFlat(view.values(), view.positions(), count, out);
      hashNulls(view.validity(), rows, count, out);
    }

    /** Hashes a dictionary's entries once as many rows have come that have it. */
    private boolean dictionaryPays(ColumnVector candidate, int count) {
      if (dictionary != candidate) {
        dictionary = candidate;
        computed = false;
        rowsSeen = 0;
      }
      if (computed) {
        return true;
      }
      int size = candidate.length();
      rowsSeen += count;
      if (size == 0 || rowsSeen < size) {
        return false;
      }
      if (dictionaryHashes.length < size) {
        dictionaryHashes = new long[size];
      }
      hashFlat(candidate, firstRows.first(size), size, dictionaryHashes);
      computed = true;
      return true;
    }

    private void hashFlat(ColumnVector flat, int[] positions, int count, long[] out) {
      switch (flat.form()) {
        case BOOLEAN -> hashBooleans(((BooleanVector) flat).values(), positions, count, out);
        case INT -> hashInts(((IntVector) flat).values(), positions, count, out);
        case LONG -> hashLongs(((LongVector) flat).values(), positions, count, out);
        case INT128 -> hashInt128s((Int128Vector) flat, positions, count, out);
        case FLOAT -> hashFloats(((FloatVector) flat).values(), positions, count, out);
        case DOUBLE -> hashDoubles(((DoubleVector) flat).values(), positions, count, out);
        case BYTES -> hashBytes((BytesVector) flat, large, positions, count, out);
        case ARRAY -> {
          ArrayVector arrays = (ArrayVector) flat;
          hashRanges(arrays.starts(), arrays.lengths(), positions, count, out, arrays.elements());
        }
        case MAP -> {
          MapVector maps = (MapVector) flat;
          hashRanges(
              maps.starts(), maps.lengths(), positions, count, out, maps.keys(), maps.values());
        }
        case STRUCT -> hashStructs((StructVector) flat, positions, count, out);
        case DICTIONARY, CONSTANT -> throw new IllegalArgumentException("not flat: " + flat.form());
      }
    }

    private void hashRanges(
        int[] starts,
        int[] lengths,
        int[] positions,
        int count,
        long[] out,
        ColumnVector... parts) {
      ensureChildren(parts.length);
      if (entries == null) {
        entries = new EntryRows();
      }
      for (int i = 0; i < count; i++) {
        out[i] = lengths[positions[i]];
      }
      entries.reset(starts, lengths, positions, count);
      for (int n = entries.next(); n > 0; n = entries.next()) {
        ensureChildHashes(parts.length * n);
        for (int c = parts.length - 1; c >= 0; c--) {
          children[c].hash(parts[c], entries.rows(), n, childHashes);
          if (c > 0) {
            // Values wait behind the keys, which are hashed into the same array.
            System.arraycopy(childHashes, 0, childHashes, c * n, n);
          }
        }
        addEntries(n, parts.length, out);
      }
      mixAll(out, count);
    }

    private void addEntries(int n, int numParts, long[] out) {
      int[] owners = entries.owners();
      for (int k = 0; k < n; k++) {
        long h = out[owners[k]];
        for (int c = 0; c < numParts; c++) {
          h = h * PRIME + childHashes[c * n + k];
        }
        out[owners[k]] = h;
      }
    }

    private void hashStructs(StructVector structs, int[] positions, int count, long[] out) {
      ensureChildren(structs.numMembers());
      ensureChildHashes(count);
      children[0].hash(structs.member(0), positions, count, out);
      for (int m = 1; m < structs.numMembers(); m++) {
        children[m].hash(structs.member(m), positions, count, childHashes);
        combine(out, childHashes, count);
      }
      mixAll(out, count);
    }

    private void ensureChildren(int numChildren) {
      if (children.length < numChildren) {
        children = new ColumnHash[numChildren];
        for (int c = 0; c < numChildren; c++) {
          children[c] = new ColumnHash(large);
        }
      }
    }

    private void ensureChildHashes(int count) {
      if (childHashes.length < count) {
        childHashes = new long[Math.max(count, Math.min(2 * count, 2 * EntryRows.PIECE))];
      }
    }
  }

  private static void mixAll(long[] hashes, int count) {
    for (int i = 0; i < count; i++) {
      hashes[i] = mix(hashes[i]);
    }
  }

  private static void gather(long[] hashes, int[] ids, int[] rows, int count, long[] out) {
    for (int i = 0; i < count; i++) {
      out[i] = hashes[ids[rows[i]]];
    }
  }

  private static void combine(long[] hashes, long[] next, int count) {
    for (int i = 0; i < count; i++) {
      hashes[i] = hashes[i] * PRIME + next[i];
    }
  }

  private static void hashNulls(long[] validity, int[] rows, int count, long[] out) {
    if (validity == null) {
      return;
    }
    for (int i = 0; i < count; i++) {
      out[i] = Validity.isValid(validity, rows[i]) ? out[i] : NULL_HASH;
    }
  }

  private static void hashBooleans(byte[] values, int[] positions, int count, long[] out) {
    for (int i = 0; i < count; i++) {
      out[i] = mix(values[positions[i]]);
    }
  }

  private static void hashInts(int[] values, int[] positions, int count, long[] out) {
    for (int i = 0; i < count; i++) {
      out[i] = mix(values[positions[i]]);
    }
  }

  private static void hashLongs(long[] values, int[] positions, int count, long[] out) {
    for (int i = 0; i < count; i++) {
      out[i] = mix(values[positions[i]]);
    }
  }

  private static void hashInt128s(Int128Vector vector, int[] positions, int count, long[] out) {
    long[] high = vector.high();
    long[] low = vector.low();
    for (int i = 0; i < count; i++) {
      long h = high[positions[i]];
      long l = low[positions[i]];
      out[i] = h == l >> 63 ? mix(l) : mix(mix(l) + h);
    }
  }

  private static void hashFloats(float[] values, int[] positions, int count, long[] out) {
    for (int i = 0; i < count; i++) {
      out[i] = mix(Float.floatToIntBits(values[positions[i]] + 0.0f));
    }
  }

  private static void hashDoubles(double[] values, int[] positions, int count, long[] out) {
    for (int i = 0; i < count; i++) {
      // -0.0 + 0.0 is 0.0.
      out[i] = mix(Double.doubleToLongBits(values[positions[i]] + 0.0));
    }
  }

  private static void hashBytes(
      BytesVector vector, LargeTexts large, int[] positions, int count, long[] out) {
    byte[] data = vector.data();
    int[] starts = vector.starts();
    int[] lengths = vector.lengths();
    for (int i = 0; i < count; i++) {
      int position = positions[i];
      int length = lengths[position];
      out[i] =
          length < large.leastBytes()
              ? mix(hashOf(length, data, starts[position], length))
              : large.hash(data, starts[position]);
    }
  }

  /** What a hash becomes by more bytes; if their number isn't one of whole words, by the last. */
  private static long hashOf(long before, byte[] data, int start, int length) {
    long h = before;
    int end = start + length;
    int at = start;
    for (; at + 8 <= end; at += 8) {
      h = Long.rotateLeft((h ^ (long) LONGS.get(data, at)) * PRIME, 29);
    }
    if (at < end) {
      long word;
      if (length >= 8) {
        // The last 8 bytes, without those already taken.
        word = (long) LONGS.get(data, end - 8) >>> ((8 - (end - at)) * 8);
      } else {
        word = 0;
        for (int i = end - 1; i >= at; i--) {
          word = (word << 8) | (data[i] & 0xFF);
        }
      }
      h = Long.rotateLeft((h ^ word) * PRIME, 29);
    }
    return h;
  }

  private static long mix(long x) {
    long h = x + GOLDEN;
    h = (h ^ h >>> 33) * 0xFF51AFD7ED558CCDL;
    h = (h ^ h >>> 33) * 0xC4CEB9FE1A85EC53L;
    return h ^ h >>> 33;
  }
}
