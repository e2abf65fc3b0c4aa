package io.distaff.operator.aggregation;

import io.distaff.plan.AggregateCall;
import io.distaff.types.DataType;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.DictionaryVector;
import java.util.Arrays;

/** MIN, MAX and ANY_VALUE of STRING and BINARY, by unsigned bytes. */
final class BytesChoice extends Accumulator {
  private static final int ARRAY_HEADER_BYTES = 24;

  private final boolean any;
  private final boolean smallest;
  private byte[][] chosen = new byte[0][];
  private int[] lengths = new int[0];
  private long chosenBytes;

  // Of one group, to which an entry of a dictionary that has come before can add nothing.

  /** The dictionary whose entries are noted; null when none is. */
  private ColumnVector dictionary;

  /** By entry: 1 when it has come. */
  private byte[] hasCome = new byte[0];

  private int longestEntry;

  /** Whether the rows at hand are added as entries of their dictionary. */
  private boolean byEntries;

  BytesChoice(String function, DataType type, boolean groupsBeginEmpty) {
    super(type, groupsBeginEmpty);
    this.any = function.equals(AggregateCall.Function.ANY_VALUE);
    this.smallest = function.equals(AggregateCall.Function.MIN);
  }

  @Override
  int stateBytes() {
    return Long.BYTES + Integer.BYTES;
  }

  @Override
  long extraBytes(AggregateInput in, int newCapacity) {
    BytesVector vector = (BytesVector) in.values();
    boolean isKnown = dictionary == vector;
    byEntries =
        newCapacity == 1
            && in.column(0) instanceof DictionaryVector
            && (isKnown || vector.length() <= in.count());
    if (byEntries) {
      return isKnown ? valueBytes(longestEntry) : vector.length() + valueBytes(longest(vector));
    }
    int[] sizes = vector.lengths();
    int[] positions = in.positions();
    long bytes = 0;
    for (int k = 0, count = in.count(); k < count; k++) {
      bytes += valueBytes(sizes[positions[k]]);
    }
    return bytes;
  }

  private static long valueBytes(int length) {
    return length + (long) ARRAY_HEADER_BYTES;
  }

  private static int longest(BytesVector entries) {
    int[] sizes = entries.lengths();
    int longest = 0;
    for (int id = 0; id < entries.length(); id++) {
      longest = Math.max(longest, sizes[id]);
    }
    return longest;
  }

  @Override
  long extraHeldBytes() {
    return chosenBytes + hasCome.length;
  }

  @Override
  void resize(int before, int wanted) {
    chosen = Arrays.copyOf(chosen, wanted);
    lengths = Arrays.copyOf(lengths, wanted);
    Arrays.fill(lengths, before, wanted, -1);
  }

  @Override
  void addRows(AggregateInput in, int numGroups) {
    if (byEntries && numGroups == 1 && in.column(0) instanceof DictionaryVector) {
      addEntries(in);
      return;
    }
    BytesVector vector = (BytesVector) in.values();
    byte[] data = vector.data();
    int[] starts = vector.starts();
    int[] sizes = vector.lengths();
    int[] groups = in.groups();
    int[] positions = in.positions();
    for (int k = 0, count = in.count(); k < count; k++) {
      int position = positions[k];
      add(groups[k], data, starts[position], sizes[position]);
    }
  }

  /** Adds rows of one group, which have ids. */
  private void addEntries(AggregateInput in) {
    BytesVector entries = (BytesVector) in.values();
    int[] positions = in.positions();
    int count = in.count();
    noteDictionary(entries);
    byte[] come = hasCome;
    int known = 0;
    for (int k = 0; k < count; k++) {
      known += come[positions[k]];
    }
    for (int k = 0; known < count && k < count; k++) {
      int id = positions[k];
      if (come[id] == 0) {
        come[id] = 1;
        add(0, entries.data(), entries.starts()[id], entries.lengths()[id]);
      }
    }
  }

  private void noteDictionary(BytesVector entries) {
    if (dictionary == entries) {
      return;
    }
    dictionary = entries;
    longestEntry = longest(entries);
    if (hasCome.length < entries.length()) {
      hasCome = new byte[entries.length()];
    } else {
      Arrays.fill(hasCome, 0, entries.length(), (byte) 0);
    }
  }

  private void add(int group, byte[] data, int start, int length) {
    if (lengths[group] < 0 || isBetter(data, start, length, group)) {
      set(group, data, start, length);
    }
  }

  private boolean isBetter(byte[] data, int start, int length, int group) {
    if (any) {
      return false;
    }
    int held = lengths[group];
    // Mostly the first byte tells.
    if (length > 0 && held > 0 && data[start] != chosen[group][0]) {
      boolean isLess = Byte.compareUnsigned(data[start], chosen[group][0]) < 0;
      return isLess == smallest;
    }
    int order = Arrays.compareUnsigned(data, start, start + length, chosen[group], 0, held);
    return smallest ? order < 0 : order > 0;
  }

  private void set(int group, byte[] data, int start, int length) {
    byte[] held = chosen[group];
    if (held == null || held.length < length) {
      chosenBytes += valueBytes(length);
      chosenBytes -= held == null ? 0 : valueBytes(held.length);
      held = new byte[length];
      chosen[group] = held;
    }
    System.arraycopy(data, start, held, 0, length);
    lengths[group] = length;
  }

  @Override
  ColumnVector results(int from, int count) {
    long total = 0;
    for (int i = 0; i < count; i++) {
      total += Math.max(0, lengths[from + i]);
    }
    byte[] outData = new byte[Math.toIntExact(total)];
    int[] outStarts = new int[count];
    int[] outLengths = new int[count];
    int at = 0;
    for (int i = 0; i < count; i++) {
      int length = Math.max(0, lengths[from + i]);
      if (length > 0) {
        System.arraycopy(chosen[from + i], 0, outData, at, length);
      }
      outStarts[i] = at;
      outLengths[i] = length;
      at += length;
    }
    return new BytesVector(type, outData, outStarts, outLengths, validity(from, count), count);
  }

  @Override
  void drop() {
    chosen = new byte[0][];
    lengths = new int[0];
    chosenBytes = 0;
    dictionary = null;
    hasCome = new byte[0];
    byEntries = false;
  }
}
