package io.distaff.vector.large;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.memory.OperatorMemory;
import io.distaff.memory.ReservedArrays;
import io.distaff.metrics.TaskMetrics;
import io.distaff.storage.LocalDisks;
import io.distaff.storage.ValueFile;
import io.distaff.vector.RowHash;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Keeps text and binary values that are large beside the memory of a task in a file, or in memory
 * while nothing else needs that, while a token stands for them in vectors.
 *
 * <pre>
 *   token := the value's first bytes, as many as make a value large
 *            int64 label      order among values that begin with the same bytes, big-endian
 *            int32 number     of the value
 * </pre>
 *
 * Where tokens are used, every value that is as long as a token's beginning is one, so nothing else
 * is needed to tell them apart; and tokens equal, hash and compare as the values do, with one
 * another and with values that aren't large. Of equal values one is kept and all have the same
 * token. Labels of unequal values with the same beginning are made when the later one comes, by
 * comparing it with those before.
 *
 * <p>So whoever copies, compares or groups values needn't know. Whoever computes with them, or
 * gives them to another task, has to {@link #restoring restore} them. Confined to a task's thread.
 */
public final class LargeValues implements RowHash.LargeTexts, AutoCloseable {
  /** Values below aren't large. */
  private static final int SMALLEST_LARGE_BYTES = 256 << 10;

  private static final int LARGEST_TOKEN_BYTES = 128 << 20;

  /** Memory beyond this, of which a value may be a part of one 32nd without being large. */
  private static final long SMALL_MEMORY_BYTES = 64 << 20;

  private static final int PARTS_OF_MEMORY = 32;

  /** A half of the memory at the most holds values that nothing else needed room for. */
  private static final int KEPT_PART_OF_MEMORY = 2;

  private static final int SUFFIX_BYTES = Long.BYTES + Integer.BYTES;
  private static final int ENTRY_BYTES = 128;

  // Labels: the first one, how far apart those at the ends are, and where they end.
  private static final long FIRST_LABEL = 1L << 61;
  private static final long LABEL_DISTANCE = 1L << 40;
  private static final long LAST_LABEL = 1L << 62;

  private final int leastBytes;
  private final ReservedArrays arrays;
  private final ValueFile file;
  private final CRC32C checksum = new CRC32C();
  private final RowHash.TextHash hash = new RowHash.TextHash();

  /** By checksum of the beginning, in order. */
  private final Map<Long, List<Entry>> byBeginning = new HashMap<>();

  private final List<Entry> entries = new ArrayList<>();

  private boolean hasCome;
  private boolean areForgotten;

  /** Of the value that is stored. */
  private byte[] beginning = {};

  private int length;

  /** How many of the entries stand for values that haven't been forgotten. */
  private int numLive;

  /** A value in the file. */
  private static final class Entry {
    final int number;
    final long beginning;
    final long position;
    final int length;
    final long label;

    /** How often it has been stored without having been forgotten. */
    int uses;

    Entry(int number, long beginning, long position, int length, long label) {
      this.number = number;
      this.beginning = beginning;
      this.position = position;
      this.length = length;
      this.label = label;
    }
  }

  /**
   * @param memory of which what is held here is a part
   */
  public LargeValues(OperatorMemory memory, LocalDisks disks, TaskMetrics metrics) {
    this(
        memory,
        disks,
        metrics,
        leastBytes(memory.largestShareBytes()),
        new ValueFile.Layout(
            ValueFile.PIECE_BYTES, memory.largestShareBytes() / KEPT_PART_OF_MEMORY));
  }

  /**
   * @param leastBytes of a value that is large
   */
  public LargeValues(OperatorMemory memory, LocalDisks disks, TaskMetrics metrics, int leastBytes) {
    this(memory, disks, metrics, leastBytes, new ValueFile.Layout(ValueFile.PIECE_BYTES, 0));
  }

  /**
   * @param leastBytes of a value that is large
   * @param layout how values are held
   */
  public LargeValues(
      OperatorMemory memory,
      LocalDisks disks,
      TaskMetrics metrics,
      int leastBytes,
      ValueFile.Layout layout) {
    this.leastBytes = leastBytes;
    this.arrays = memory.arrays();
    this.file = new ValueFile(memory, disks, metrics, arrays, layout);
  }

  private LargeValues() {
    this.leastBytes = Integer.MAX_VALUE;
    this.arrays = ReservedArrays.uncounted();
    this.file = null;
  }

  /** For values of which none counts as large: those that no task works with. */
  public static LargeValues none() {
    return new LargeValues();
  }

  private static int leastBytes(long memoryBytes) {
    long part = (memoryBytes - SMALL_MEMORY_BYTES) / PARTS_OF_MEMORY;
    return (int) Math.max(SMALLEST_LARGE_BYTES, Math.min(part, LARGEST_TOKEN_BYTES));
  }

  /** Whether no value counts as large. */
  public boolean areNone() {
    return file == null;
  }

  /**
   * Says that no token is kept for longer than the batch that it came in, so that whoever makes
   * batches {@link #forget forgets} the values of the last one.
   */
  public void forgetWithBatches() {
    areForgotten = true;
  }

  /** Whether values are to be forgotten with their batch. */
  public boolean areForgotten() {
    return areForgotten;
  }

  /** From how many bytes on a value is large. */
  @Override
  public int leastBytes() {
    return leastBytes;
  }

  /** How many bytes a token has. */
  public int tokenBytes() {
    return leastBytes + SUFFIX_BYTES;
  }

  /** Whether no large value has come. */
  public boolean isEmpty() {
    return !hasCome;
  }

  /**
   * Exchanges large values in vectors for their tokens.
   *
   * @param allocated counts the vectors
   */
  public ExchangedTexts storing(ReservedArrays allocated) {
    return new ExchangedTexts(
        leastBytes,
        allocated,
        new ExchangedTexts.Replacement() {
          @Override
          public int length(byte[] data, int start) {
            return tokenBytes();
          }

          @Override
          public void put(byte[] data, int start, int valueLength, byte[] target, int at) {
            begin();
            append(data, start, valueLength);
            end(target, at);
          }
        });
  }

  /**
   * Exchanges tokens in vectors for the values.
   *
   * @param allocated counts the vectors
   */
  public ExchangedTexts restoring(ReservedArrays allocated) {
    return new ExchangedTexts(
        leastBytes,
        allocated,
        new ExchangedTexts.Replacement() {
          @Override
          public int length(byte[] data, int start) {
            return entryOf(data, start).length;
          }

          @Override
          public void put(byte[] data, int start, int tokenLength, byte[] target, int at) {
            Entry entry = entryOf(data, start);
            file.read(entry.position, entry.length, target, at);
          }
        });
  }

  /** Of how many bytes the value is for which a token stands. */
  public int valueBytes(byte[] data, int start) {
    return entryOf(data, start).length;
  }

  /** Reads the value for which a token stands piece by piece, while another may be stored. */
  public <E extends Exception> void read(byte[] data, int start, ValueFile.Pieces<E> pieces)
      throws E {
    Entry entry = entryOf(data, start);
    file.read(entry.position, entry.length, pieces);
  }

  /** The hash of the value for which a token stands. */
  @Override
  public long hash(byte[] data, int start) {
    hash.begin(valueBytes(data, start));
    read(data, start, hash::add);
    return hash.end();
  }

  /** Begins to store a value that comes part by part. */
  public void begin() {
    beginning = arrays.bytes(beginning, leastBytes);
    length = 0;
    file.begin();
  }

  /** Stores the next part of the value. */
  public void append(byte[] data, int start, int count) {
    if (length < leastBytes) {
      int kept = Math.min(count, leastBytes - length);
      System.arraycopy(data, start, beginning, length, kept);
    }
    length = ReservedArrays.checkedLength((long) length + count);
    file.write(data, start, count);
  }

  /** As {@link #append}, of a value for which a token stands if it is large. */
  public void appendValue(byte[] data, int start, int count) {
    if (count < leastBytes) {
      append(data, start, count);
    } else {
      read(data, start, this::append);
    }
  }

  /** Forgets the value that has begun. */
  public void abandon() {
    file.abandon();
  }

  /** Ends the value, which must be large by now, and writes its token of {@link #tokenBytes}. */
  public void end(byte[] target, int at) {
    Entry entry = stored(file.end());
    entry.uses++;
    hasCome = true;
    System.arraycopy(beginning, 0, target, at, leastBytes);
    ByteBuffer.wrap(target)
        .putLong(at + leastBytes, entry.label)
        .putInt(at + leastBytes + Long.BYTES, entry.number);
  }

  /** The entry of the value that was written last, which is forgotten if it has come before. */
  private Entry stored(long position) {
    checksum.reset();
    checksum.update(beginning, 0, leastBytes);
    long key = checksum.getValue();
    List<Entry> sorted = byBeginning.computeIfAbsent(key, unseen -> new ArrayList<>(1));
    int from = 0;
    int to = sorted.size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      Entry other = sorted.get(middle);
      int order = file.compare(position, length, other.position, other.length);
      if (order == 0) {
        file.forgetLast();
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
    Entry entry = new Entry(entries.size(), key, position, length, label);
    numLive++;
    entries.add(entry);
    sorted.add(from, entry);
    return entry;
  }

  /** A label for what comes before the entry at an index. */
  private static long label(List<Entry> sorted, int index) {
    if (sorted.isEmpty()) {
      return FIRST_LABEL;
    }
    long below = index == 0 ? 0 : sorted.get(index - 1).label;
    long above = index == sorted.size() ? LAST_LABEL : sorted.get(index).label;
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

  /** The number of the value that a token stands for. */
  public int number(byte[] data, int start) {
    return ByteBuffer.wrap(data).getInt(start + leastBytes + Long.BYTES);
  }

  /**
   * Forgets a value that was stored for a token which nobody has any more. It stays if it has been
   * stored for others.
   *
   * @param number of the value
   */
  public void forget(int number) {
    Entry entry = entries.get(number);
    if (--entry.uses > 0) {
      return;
    }
    List<Entry> sorted = byBeginning.get(entry.beginning);
    sorted.remove(entry);
    if (sorted.isEmpty()) {
      byBeginning.remove(entry.beginning);
    }
    entries.set(entry.number, null);
    file.forget(entry.position, entry.length);
    arrays.released(ENTRY_BYTES);
    if (--numLive == 0) {
      entries.clear();
    }
  }

  /** How many bytes each piece of a value has, but for the last one. */
  public int pieceBytes() {
    return file.pieceBytes();
  }

  /** Where the value lies that a token stands for. */
  public long position(byte[] data, int start) {
    return entryOf(data, start).position;
  }

  /**
   * Reads a piece of a value, while another one may be stored.
   *
   * @param position the value's
   * @param number of the piece within it
   * @param length of the piece: {@link #pieceBytes}, of a value's last one what is left
   */
  public void readPiece(long position, int number, byte[] target, int at, int length) {
    file.readPiece(position, number, target, at, length);
  }

  /** Reads the value that a token stands for as a whole. */
  public void read(byte[] data, int start, byte[] target) {
    Entry entry = entryOf(data, start);
    file.read(entry.position, entry.length, target, 0);
  }

  private Entry entryOf(byte[] data, int start) {
    return entries.get(number(data, start));
  }

  @Override
  public void close() {
    entries.clear();
    byBeginning.clear();
    try {
      if (file != null) {
        file.close();
      }
    } finally {
      arrays.close();
    }
  }
}
