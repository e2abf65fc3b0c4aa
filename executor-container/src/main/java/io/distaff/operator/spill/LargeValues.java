package io.distaff.operator.spill;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.memory.ReservedArrays;
import io.distaff.operator.Operator;
import io.distaff.operator.OperatorContext;
import io.distaff.storage.ValueFile;
import io.distaff.types.DataType;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnBuffer;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.FlatView;
import io.distaff.vector.LargeTexts;
import io.distaff.vector.RowBytes;
import io.distaff.vector.SelectedRows;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.TextRow;
import io.distaff.vector.VectorBatch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Keeps text and binary values that are large beside the memory of a task out of an operator that
 * holds rows. On the way in such a value goes to a file, and a token stands for it; on the way out
 * the token gives way to the value, of which one copy is in memory then.
 *
 * <pre>
 *   input -> storing: value -> token -> operator: sorts, groups, spills ... tokens -> restoring: token -> value
 *
 *   token := the value's first bytes, as many as make a value large
 *            int64 label      order among values that begin with the same bytes, big-endian
 *            int32 number     of the value
 * </pre>
 *
 * Within the operator any value that is as long as a token's beginning is a token, so nothing else
 * is needed to tell them apart; and tokens equal, hash and compare as the values do, with one
 * another and with values that aren't large. Of equal values one is written and all have the same
 * token. Labels of unequal values with the same beginning are made when the later one comes, by
 * comparing it with those before.
 *
 * <p>Only columns may be stored that the operator copies, compares or groups by; what it computes
 * with has to be the value. A row with a large value is a batch of its own. Confined to a task's
 * thread.
 */
public final class LargeValues implements AutoCloseable {
  /** Values below aren't large. */
  private static final int SMALLEST_LARGE_BYTES = 256 << 10;

  private static final int LARGEST_TOKEN_BYTES = 128 << 20;

  /** Memory beyond this, of which a value may be a part of one 32nd without being large. */
  private static final long SMALL_MEMORY_BYTES = 64 << 20;

  private static final int PARTS_OF_MEMORY = 32;

  private static final int SUFFIX_BYTES = Long.BYTES + Integer.BYTES;
  private static final int ENTRY_BYTES = 128;

  // Labels: the first one, how far apart those at the ends are, and where they end.
  private static final long FIRST_LABEL = 1L << 61;
  private static final long LABEL_DISTANCE = 1L << 40;
  private static final long LAST_LABEL = 1L << 62;

  private final int leastBytes;
  private final ReservedArrays arrays;
  private final ValueFile file;
  private final CRC32C beginning = new CRC32C();

  /** By checksum of the beginning, in order. */
  private final Map<Long, List<Entry>> byBeginning = new HashMap<>();

  private final List<Entry> entries = new ArrayList<>();

  /** A value in the file. */
  private record Entry(int number, long position, int length, long label) {}

  public LargeValues(OperatorContext context) {
    this(context, leastBytes(context.memory().largestShareBytes()));
  }

  /**
   * @param leastBytes of a value that is large
   */
  LargeValues(OperatorContext context, int leastBytes) {
    this.leastBytes = leastBytes;
    this.arrays = context.memory().arrays();
    this.file = new ValueFile(context.disks(), context.memory(), context.metrics(), arrays);
  }

  private static int leastBytes(long memoryBytes) {
    long part = (memoryBytes - SMALL_MEMORY_BYTES) / PARTS_OF_MEMORY;
    return (int) Math.max(SMALLEST_LARGE_BYTES, Math.min(part, LARGEST_TOKEN_BYTES));
  }

  /** Whether no large value has come. */
  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /**
   * An operator's input, with tokens in the place of large values.
   *
   * @param input owned by the operator returned
   * @param columns that may be stored, of type STRING or BINARY
   */
  public Operator storing(Operator input, BitSet columns) {
    return columns.isEmpty() ? input : new Storing(input, columns);
  }

  /**
   * An operator's output, with large values in the place of tokens. Closing it closes this too.
   *
   * @param operator owned by the operator returned
   * @param columns in which there may be tokens
   */
  public Operator restoring(Operator operator, BitSet columns) {
    return new Restoring(operator, columns);
  }

  @Override
  public void close() {
    entries.clear();
    byBeginning.clear();
    try {
      file.close();
    } finally {
      arrays.close();
    }
  }

  // Values to tokens

  /** The entry of a value, which is written if it hasn't come before. */
  private Entry store(byte[] data, int start, int length) {
    beginning.reset();
    beginning.update(data, start, leastBytes);
    List<Entry> sorted =
        byBeginning.computeIfAbsent(beginning.getValue(), key -> new ArrayList<>(1));
    int from = 0;
    int to = sorted.size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      Entry other = sorted.get(middle);
      int order = file.compare(data, start, length, other.position(), other.length());
      if (order == 0) {
        return other;
      }
      if (order < 0) {
        to = middle;
      } else {
        from = middle + 1;
      }
    }
    long label = label(sorted, from);
    arrays.reserve(ENTRY_BYTES);
    Entry entry = new Entry(entries.size(), file.append(data, start, length), length, label);
    entries.add(entry);
    sorted.add(from, entry);
    return entry;
  }

  /** A label for what comes before the entry at an index. */
  private static long label(List<Entry> sorted, int index) {
    if (sorted.isEmpty()) {
      return FIRST_LABEL;
    }
    long below = index == 0 ? 0 : sorted.get(index - 1).label();
    long above = index == sorted.size() ? LAST_LABEL : sorted.get(index).label();
    if (above - below < 2) {
      throw new DistaffException(
          ErrorCode.LIMIT_EXCEEDED,
          ("%d different large values begin with the same bytes, and come in an order in which no"
                  + " more can be told apart")
              .formatted(sorted.size() + 1));
    }
    boolean isEnd = index == 0 || index == sorted.size();
    long distance = isEnd ? Math.min(LABEL_DISTANCE, (above - below) / 2) : (above - below) / 2;
    return index == 0 ? above - distance : below + distance;
  }

  private byte[] token(byte[] target, byte[] data, int start, Entry entry) {
    byte[] token = arrays.bytes(target, leastBytes + SUFFIX_BYTES);
    System.arraycopy(data, start, token, 0, leastBytes);
    ByteBuffer.wrap(token).putLong(leastBytes, entry.label());
    ByteBuffer.wrap(token).putInt(leastBytes + Long.BYTES, entry.number());
    return token;
  }

  private Entry entryOf(byte[] data, int start) {
    return entries.get(ByteBuffer.wrap(data).getInt(start + leastBytes + Long.BYTES));
  }

  /** Batches cut at rows that have large values, or tokens, in some columns. */
  private abstract class Cut implements Operator {
    final Operator input;
    private final BitSet columns;
    private final LargeTexts texts;
    private final SelectedRows selectedRows = new SelectedRows();

    /** Null when it has been given. */
    private VectorBatch batch;

    private int[] rows;
    private int count;
    private int position;

    Cut(Operator input, BitSet columns) {
      this.input = input;
      this.columns = columns;
      this.texts = new LargeTexts(columns, leastBytes);
    }

    @Override
    public VectorBatch next() {
      begin();
      if (batch == null) {
        batch = input.next();
        if (batch == null) {
          return null;
        }
        count = batch.numSelected();
        rows = selectedRows.of(batch);
        position = 0;
        if (!texts.mayBeAmong(batch, rows, count)) {
          VectorBatch whole = batch;
          batch = null;
          return whole;
        }
      }
      int from = position;
      while (position < count && !texts.isIn(batch, rows[position])) {
        position++;
      }
      if (position > from) {
        VectorBatch part = rows(from);
        batch = position == count ? null : batch;
        return part;
      }
      int row = rows[position++];
      VectorBatch whole = batch;
      batch = position == count ? null : batch;
      return large(whole, row, batch == null);
    }

    private VectorBatch rows(int from) {
      int[] part = Arrays.copyOfRange(rows, from, position);
      return batch.withSelection(new SelectionVector(part, part.length));
    }

    /**
     * The row alone, with its large values exchanged.
     *
     * @param isLast of the batch
     */
    VectorBatch large(VectorBatch whole, int row, boolean isLast) {
      ColumnVector[] exchanged = whole.columns().clone();
      for (int c = columns.nextSetBit(0); c >= 0; c = columns.nextSetBit(c + 1)) {
        if (texts.isLarge(exchanged[c], row)) {
          exchanged[c] = new ConstantVector(exchange(c, exchanged[c], row), whole.numRows());
        }
      }
      SelectionVector selection = new SelectionVector(new int[] {row}, 1);
      return new VectorBatch(whole.numRows(), selection, exchanged);
    }

    /** The last batch isn't needed any more. */
    abstract void begin();

    /** What takes the place of a large value. */
    abstract BytesVector exchange(int column, ColumnVector values, int row);

    @Override
    public void close() {
      batch = null;
      input.close();
    }
  }

  private static BytesVector single(DataType type, byte[] data, int length) {
    return new BytesVector(type, data, new int[1], new int[] {length}, null, 1);
  }

  private final class Storing extends Cut {
    private final Map<Integer, byte[]> tokens = new HashMap<>();
    private final Map<Integer, ColumnBuffer> copies = new HashMap<>();
    private final FlatView view = new FlatView();

    Storing(Operator input, BitSet columns) {
      super(input, columns);
    }

    @Override
    void begin() {}

    @Override
    VectorBatch large(VectorBatch whole, int row, boolean isLast) {
      VectorBatch tokens = super.large(whole, row, isLast);
      if (!isLast || RowBytes.of(tokens, row) >= 2L * tokens.numColumns() * leastBytes) {
        return tokens;
      }
      // Nothing of the input's batch is used any more.
      VectorBatch alone = copy(tokens, row);
      input.release();
      return alone;
    }

    private VectorBatch copy(VectorBatch tokens, int row) {
      ColumnVector[] copied = new ColumnVector[tokens.numColumns()];
      for (int c = 0; c < copied.length; c++) {
        ColumnVector column = tokens.column(c);
        ColumnBuffer buffer =
            copies.computeIfAbsent(c, key -> new ColumnBuffer(column.type(), arrays));
        view.set(column, new int[] {row}, 1);
        buffer.begin(1);
        buffer.copy(view, null, 1);
        copied[c] = buffer.vector();
      }
      return new VectorBatch(1, copied);
    }

    @Override
    BytesVector exchange(int column, ColumnVector values, int row) {
      BytesVector flat = TextRow.values(values);
      int flatRow = TextRow.position(values, row);
      int start = flat.starts()[flatRow];
      Entry entry = store(flat.data(), start, flat.lengths()[flatRow]);
      byte[] token = token(tokens.getOrDefault(column, new byte[0]), flat.data(), start, entry);
      tokens.put(column, token);
      return single(values.type(), token, leastBytes + SUFFIX_BYTES);
    }
  }

  private final class Restoring extends Cut {
    /** Of the row that was given last. */
    private final Map<Entry, byte[]> restored = new HashMap<>();

    Restoring(Operator operator, BitSet columns) {
      super(operator, columns);
    }

    @Override
    void begin() {
      restored.values().forEach(arrays::dropped);
      restored.clear();
    }

    @Override
    public void release() {
      begin();
      input.release();
    }

    @Override
    BytesVector exchange(int column, ColumnVector values, int row) {
      BytesVector flat = TextRow.values(values);
      Entry entry = entryOf(flat.data(), flat.starts()[TextRow.position(values, row)]);
      byte[] data = restored.get(entry);
      if (data == null) {
        data = arrays.bytes(new byte[0], entry.length());
        restored.put(entry, data);
        file.read(entry.position(), data, 0, entry.length());
      }
      return single(values.type(), data, entry.length());
    }

    @Override
    public void close() {
      try {
        super.close();
      } finally {
        LargeValues.this.close();
      }
    }
  }
}
