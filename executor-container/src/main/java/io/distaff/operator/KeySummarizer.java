package io.distaff.operator;

import io.distaff.expression.Literal;
import io.distaff.memory.ReservedArrays;
import io.distaff.plan.KeySummary;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.vector.BlockBloom;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.FlatView;
import io.distaff.vector.LongVector;
import io.distaff.vector.RowHash;
import io.distaff.vector.SelectedRows;
import io.distaff.vector.ShortKeys;
import io.distaff.vector.Validity;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import io.distaff.vector.large.LargeValues;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * Makes a {@link KeySummary} of a column's values as batches come by. Numbers that fit in longs
 * have bounds; few values are told one by one, of text only when it doesn't take many rows to see
 * that, and none of it is large; for others there is a Bloom filter, if there is memory. Confined
 * to a task's thread.
 */
public final class KeySummarizer {
  /** Text is looked at value by value for so many rows. */
  private static final int MOST_ROWS_OF_TEXT = 4096;

  /** The Bloom filter is looked at whenever so many values more have been added. */
  private static final int VALUES_PER_LOOK = 1 << 16;

  private static final char REPLACEMENT = '\uFFFD';

  private final DataType type;
  private final int column;
  private final boolean isShort;
  private final FlatView view = new FlatView();
  private final SelectedRows selectedRows = new SelectedRows();
  private final RowHash hash;
  private final LargeValues large;

  /** Null when there is none, or no more since it was full. */
  private byte[] bloom;

  private final int numBlocks;
  private long[] longs = new long[0];
  private long numValues;
  private long smallest = Long.MAX_VALUE;
  private long largest = Long.MIN_VALUE;
  private FewLongs fewLongs = new FewLongs();
  private Set<Literal> fewTexts = new LinkedHashSet<>();

  /**
   * @param column position in the batches
   * @param bloomBytes of the Bloom filter, a power of two of blocks; 0 = none
   * @param arrays count the Bloom filter, which is left out when memory is short
   * @param large for which tokens stand in the batches
   */
  public KeySummarizer(
      DataType type, int column, int bloomBytes, ReservedArrays arrays, LargeValues large) {
    this.type = type;
    this.column = column;
    this.isShort = ShortKeys.isShort(type);
    this.large = large;
    this.hash = new RowHash(large, column);
    this.bloom = bloomBytes == 0 ? null : arrays.tryBytes(new byte[0], bloomBytes);
    this.numBlocks = bloomBytes / BlockBloom.BLOCK_BYTES;
    if (isShort || !isText()) {
      fewTexts = null;
    }
    if (!isShort) {
      fewLongs = null;
    }
  }

  private boolean isText() {
    return type.kind() == DataType.Kind.STRING || type.kind() == DataType.Kind.BINARY;
  }

  /** Adds the values of the selected rows. */
  public void add(VectorBatch batch) {
    int count = batch.numSelected();
    view.set(batch.column(column), selectedRows.of(batch), count);
    long before = numValues;
    numValues += numValid(count);
    if (before == numValues) {
      return;
    }
    if (longs.length < count) {
      longs = new long[Math.max(count, VectorBatch.TARGET_ROWS)];
    }
    if (isShort) {
      addLongs(count);
    } else if (fewTexts != null) {
      addTexts(count);
    }
    // Few values are added when it is known that they stay few.
    if (bloom != null && fewLongs == null) {
      hash.hash(batch, longs);
      for (int i = 0; i < count; i++) {
        if (isValid(i)) {
          BlockBloom.add(bloom, numBlocks, longs[i]);
        }
      }
      if (before / VALUES_PER_LOOK < numValues / VALUES_PER_LOOK) {
        dropFullBloom();
      }
    }
  }

  private void dropFullBloom() {
    if (BlockBloom.fill(bloom, numBlocks) > KeySummary.MOST_FILL) {
      bloom = null;
    }
  }

  private boolean isValid(int i) {
    return view.validity() == null || Validity.isValid(view.validity(), view.rows()[i]);
  }

  private int numValid(int count) {
    int valid = count;
    if (view.validity() != null) {
      valid = 0;
      for (int i = 0; i < count; i++) {
        valid += isValid(i) ? 1 : 0;
      }
    }
    return valid;
  }

  private void addLongs(int count) {
    ShortKeys.gather(view, count, longs);
    for (int i = 0; i < count; i++) {
      if (isValid(i)) {
        smallest = Math.min(smallest, longs[i]);
        largest = Math.max(largest, longs[i]);
      }
    }
    for (int i = 0; i < count && fewLongs != null; i++) {
      if (isValid(i) && !fewLongs.add(longs[i])) {
        addToBloom(fewLongs);
        fewLongs = null;
      }
    }
  }

  private void addToBloom(FewLongs values) {
    if (bloom != null) {
      long[] hashes = new long[values.size];
      ColumnVector column = new LongVector(DataType.BIGINT, values.values, null, values.size);
      new RowHash(0).hash(new VectorBatch(values.size, column), hashes);
      for (long valueHash : hashes) {
        BlockBloom.add(bloom, numBlocks, valueHash);
      }
    }
  }

  private void addTexts(int count) {
    if (numValues > MOST_ROWS_OF_TEXT) {
      fewTexts = null;
      return;
    }
    for (int i = 0; i < count && fewTexts != null; i++) {
      if (isValid(i)) {
        if (isLarge(i)) {
          fewTexts = null;
          return;
        }
        Object value = Vectors.value(view.values(), view.positions()[i]);
        // Bytes that aren't UTF-8 can't be told as text.
        boolean broken = value instanceof String text && text.indexOf(REPLACEMENT) >= 0;
        fewTexts.add(Literal.of(type, value));
        if (broken || fewTexts.size() > KeySummary.MOST_VALUES) {
          fewTexts = null;
        }
      }
    }
  }

  private boolean isLarge(int i) {
    return ((BytesVector) view.values()).lengths()[view.positions()[i]] >= large.leastBytes();
  }

  /** Of all values so far. */
  public KeySummary summary() {
    List<Literal> values = null;
    if (fewLongs != null) {
      addToBloom(fewLongs);
      values = fewLongs.stream().mapToObj(this::literal).toList();
    } else if (fewTexts != null) {
      values = List.copyOf(fewTexts);
    }
    boolean bounded = isShort && numValues > 0;
    return new KeySummary(
        numValues,
        values,
        bounded ? literal(smallest) : null,
        bounded ? literal(largest) : null,
        bloom == null
            ? null
            : KeySummary.bloom(Arrays.copyOf(bloom, numBlocks * BlockBloom.BLOCK_BYTES)));
  }

  private Literal literal(long value) {
    return type instanceof DecimalType decimal
        ? Literal.of(type, BigDecimal.valueOf(value, decimal.scale()))
        : Literal.of(type, value);
  }

  /** A set of longs that doesn't get large. */
  private static final class FewLongs {
    private static final int SLOTS = 4 * KeySummary.MOST_VALUES;

    private final long[] slots = new long[SLOTS];
    private final boolean[] used = new boolean[SLOTS];
    private final long[] values = new long[KeySummary.MOST_VALUES];
    private int size;

    /** False when there are too many. */
    boolean add(long value) {
      int slot = (int) ((value * 0x9E3779B97F4A7C15L) >>> 32) & SLOTS - 1;
      while (used[slot]) {
        if (slots[slot] == value) {
          return true;
        }
        slot = slot + 1 & SLOTS - 1;
      }
      if (size == values.length) {
        return false;
      }
      used[slot] = true;
      slots[slot] = value;
      values[size++] = value;
      return true;
    }

    LongStream stream() {
      return Arrays.stream(values, 0, size);
    }
  }
}
