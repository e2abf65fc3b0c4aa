package io.distaff.vector;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.types.MapType;
import io.distaff.types.StructType;
import java.util.Arrays;

/**
 * Arrays for one output column, reused from batch to batch: begin, copy rows in, take the vector;
 * or begin with no rows and {@link #append}. Rows that nothing was copied to hold values that are
 * safe to compute with. A buffer of a nested type has buffers of the types within it: for a struct
 * as many rows, for arrays and maps the entries one range after the other in the order in which
 * they were copied. Confined to a task's thread.
 */
public final class ColumnBuffer {
  /** Bytes of an array's header and padding, rounded up. */
  private static final int ARRAY_HEADER_BYTES = 24;

  /** Somewhat less than the longest array. */
  private static final int MOST_ROWS = Integer.MAX_VALUE - 64;

  /** Rows that an array has room for when the first is appended. */
  private static final int SMALLEST_CAPACITY = 16;

  private final DataType type;
  private final ColumnVector.Form form;
  private final ReservedArrays arrays;
  private final CopyScratch scratch;
  private final ColumnBuffer[] children;
  private int length;
  private boolean startsNull;
  private boolean copies;
  private boolean keepsDictionaries;

  /** Of which the starts are ids; null where they are none. */
  private BytesVector dictionary;

  private long[] validity;
  private long[] spareValidity = new long[0];
  private byte[] ownData = new byte[0];
  private int dataLength;
  byte[] bytes = new byte[0];
  int[] ints = new int[0];
  long[] longs = new long[0];
  long[] highs;
  private long[] spareHighs = new long[0];
  float[] floats = new float[0];
  double[] doubles = new double[0];
  byte[] data;
  int[] starts = new int[0];
  int[] lengths = new int[0];

  /**
   * @param arrays counts what the rows are kept in
   */
  public ColumnBuffer(DataType type, ReservedArrays arrays) {
    this(type, new CopyScratch(type), arrays);
  }

  /**
   * A buffer that shares its scratch with others, and whose owner counts its memory.
   *
   * @param scratch of this type
   */
  ColumnBuffer(DataType type, CopyScratch scratch) {
    this(type, scratch, ReservedArrays.uncounted());
  }

  private ColumnBuffer(DataType type, CopyScratch scratch, ReservedArrays arrays) {
    this.type = type;
    this.arrays = arrays;
    this.form = formOf(type);
    this.scratch = scratch;
    this.children = new ColumnBuffer[scratch.children.length];
    for (int c = 0; c < children.length; c++) {
      children[c] =
          new ColumnBuffer(CopyScratch.childTypes(type).get(c), scratch.children[c], arrays);
    }
  }

  /** The buffers of several columns. */
  public static ColumnBuffer[] of(java.util.List<DataType> types, ReservedArrays arrays) {
    return types.stream().map(type -> new ColumnBuffer(type, arrays)).toArray(ColumnBuffer[]::new);
  }

  /** The flat form in which values of a type are kept; INT128 for wide decimals. */
  static ColumnVector.Form formOf(DataType type) {
    return switch (type.kind()) {
      case BOOLEAN -> ColumnVector.Form.BOOLEAN;
      case NULL, TINYINT, SMALLINT, INT, DATE -> ColumnVector.Form.INT;
      case BIGINT, TIMESTAMP, TIMESTAMP_LOCAL -> ColumnVector.Form.LONG;
      case FLOAT -> ColumnVector.Form.FLOAT;
      case DOUBLE -> ColumnVector.Form.DOUBLE;
      case DECIMAL ->
          ((DecimalType) type).isLong() ? ColumnVector.Form.LONG : ColumnVector.Form.INT128;
      case STRING, BINARY -> ColumnVector.Form.BYTES;
      case ARRAY -> ColumnVector.Form.ARRAY;
      case MAP -> ColumnVector.Form.MAP;
      case STRUCT -> ColumnVector.Form.STRUCT;
    };
  }

  /** Makes room for {@code numRows} rows that all have a value, to be copied in. */
  public void begin(int numRows) {
    begin(numRows, false);
  }

  /** Makes room for {@code numRows} rows that are null as long as nothing is copied to them. */
  public void beginNull(int numRows) {
    begin(numRows, true);
  }

  private void begin(int numRows, boolean allNull) {
    length = numRows;
    startsNull = allNull;
    validity = null;
    highs = null;
    dictionary = null;
    data = ownData;
    dataLength = 0;
    ensureCapacity(numRows == 0 ? 0 : Math.max(numRows, VectorBatch.TARGET_ROWS));
    switch (form) {
      case BYTES -> clearRanges();
      case ARRAY, MAP -> {
        clearRanges();
        for (ColumnBuffer child : children) {
          child.begin(0, false);
        }
      }
      case STRUCT -> {
        for (ColumnBuffer child : children) {
          child.begin(numRows, allNull);
        }
      }
      case BOOLEAN, INT, LONG, INT128, FLOAT, DOUBLE -> {}
      case DICTIONARY, CONSTANT -> throw new IllegalStateException(form.name());
    }
    if (allNull) {
      validity = freshValidity(0L);
    }
  }

  private void clearRanges() {
    Arrays.fill(starts, 0, length, 0);
    Arrays.fill(lengths, 0, length, 0);
  }

  /**
   * Makes room for {@link #length} rows, keeping what is there.
   *
   * @param capacity of an array that has to be replaced
   */
  private void ensureCapacity(int capacity) {
    switch (form) {
      case BOOLEAN ->
          bytes =
              bytes.length < length
                  ? Arrays.copyOf(bytes, counted(bytes.length, capacity, 1))
                  : bytes;
      case INT ->
          ints =
              ints.length < length ? Arrays.copyOf(ints, counted(ints.length, capacity, 4)) : ints;
      case LONG, INT128 ->
          longs =
              longs.length < length
                  ? Arrays.copyOf(longs, counted(longs.length, capacity, 8))
                  : longs;
      case FLOAT ->
          floats =
              floats.length < length
                  ? Arrays.copyOf(floats, counted(floats.length, capacity, 4))
                  : floats;
      case DOUBLE ->
          doubles =
              doubles.length < length
                  ? Arrays.copyOf(doubles, counted(doubles.length, capacity, 8))
                  : doubles;
      case BYTES, ARRAY, MAP -> {
        starts =
            starts.length < length
                ? Arrays.copyOf(starts, counted(starts.length, capacity, 4))
                : starts;
        lengths =
            lengths.length < length
                ? Arrays.copyOf(lengths, counted(lengths.length, capacity, 4))
                : lengths;
      }
      case STRUCT -> {}
      case DICTIONARY, CONSTANT -> throw new IllegalStateException(form.name());
    }
  }

  /** The new length of an array that is about to grow to it, after having it reserved. */
  private int counted(int oldLength, int newLength, int width) {
    arrays.reserve((newLength - oldLength) * (long) width);
    return newLength;
  }

  /** Adds rows, to be copied to, behind those that are there. */
  private void extend(int moreRows) {
    int before = length;
    if (moreRows > MOST_ROWS - before) {
      throw new DistaffException(
          ErrorCode.LIMIT_EXCEEDED,
          "the arrays and maps of one batch hold more than %d values of type %s"
              .formatted(MOST_ROWS, type.sqlName()));
    }
    length = before + moreRows;
    int capacity = (int) Math.min(Math.max(SMALLEST_CAPACITY, 2L * before), MOST_ROWS);
    ensureCapacity(Math.max(length, capacity));
    if (highs != null) {
      spareHighs =
          highs.length < length
              ? Arrays.copyOf(highs, counted(highs.length, longs.length, 8))
              : highs;
      highs = spareHighs;
    }
    if (validity != null) {
      int words = Validity.words(length);
      if (validity.length < words) {
        spareValidity =
            Arrays.copyOf(
                validity, counted(validity.length, Math.max(words, 2 * validity.length), 8));
        validity = spareValidity;
      }
      Arrays.fill(validity, Validity.words(before), words, -1L);
    }
    if (form == ColumnVector.Form.STRUCT) {
      for (ColumnBuffer child : children) {
        child.extend(moreRows);
      }
    }
  }

  /** Adds rows to a buffer that began without nulls, behind those that are there. */
  void append(FlatView from, int count) {
    int first = length;
    extend(count);
    copy(from, scratch.targets(first, count), count);
  }

  int length() {
    return length;
  }

  /** Makes a row of arrays or maps empty. */
  void clearEntries(int row) {
    if (form == ColumnVector.Form.ARRAY || form == ColumnVector.Form.MAP) {
      lengths[row] = 0;
    }
  }

  /** Bytes of the arrays. */
  long heldBytes() {
    long held =
        bytes.length
            + ownData.length
            + 4L * (ints.length + (long) floats.length + starts.length + lengths.length)
            + 8L * (longs.length + (long) doubles.length)
            + 8L * (spareHighs.length + (long) spareValidity.length);
    for (ColumnBuffer child : children) {
      held += child.heldBytes();
    }
    return held;
  }

  /** What a buffer allocates at least when the first row comes. */
  long smallestBytes() {
    long held =
        4L * ARRAY_HEADER_BYTES
            + 4L * Long.BYTES * SMALLEST_CAPACITY
            + (long) Long.BYTES * Validity.words(VectorBatch.TARGET_ROWS);
    for (ColumnBuffer child : children) {
      held += child.smallestBytes();
    }
    return held;
  }

  /** An upper bound of what copies of these rows take, without room to grow. */
  long valueBytes(FlatView from, int count) {
    ColumnVector values = from.values();
    // Validity, of which a word is the least.
    long total = (long) Long.BYTES * (Validity.words(count) + 1);
    switch (form) {
      case BOOLEAN -> total += count;
      case INT, FLOAT -> total += 4L * count;
      case LONG, DOUBLE -> total += 8L * count;
      case INT128 -> total += 16L * count;
      case BYTES -> {
        int[] sizes = ((BytesVector) values).lengths();
        total += 8L * count;
        for (int i = 0; i < count; i++) {
          total += sizes[from.positions()[i]];
        }
      }
      case ARRAY -> {
        ArrayVector arrays = (ArrayVector) values;
        total +=
            8L * count
                + entryBytes(arrays.starts(), arrays.lengths(), from, count, arrays.elements());
      }
      case MAP -> {
        MapVector maps = (MapVector) values;
        total +=
            8L * count
                + entryBytes(
                    maps.starts(), maps.lengths(), from, count, maps.keys(), maps.values());
      }
      case STRUCT -> {
        for (int m = 0; m < children.length; m++) {
          FlatView member = scratch.children[m].view;
          member.set(((StructVector) values).member(m), from.positions(), count);
          total += children[m].valueBytes(member, count);
        }
      }
      case DICTIONARY, CONSTANT -> throw new IllegalStateException(form.name());
    }
    return total;
  }

  private long entryBytes(
      int[] fromStarts, int[] fromLengths, FlatView from, int count, ColumnVector... sources) {
    EntryRows entries = scratch.entries;
    entries.reset(fromStarts, fromLengths, from, count);
    long total = 0;
    for (int n = entries.next(); n > 0; n = entries.next()) {
      for (int c = 0; c < sources.length; c++) {
        FlatView child = scratch.children[c].view;
        child.set(sources[c], entries.rows(), n);
        total += children[c].valueBytes(child, n);
      }
    }
    return total;
  }

  private long[] freshValidity(long word) {
    int words = Validity.words(length);
    if (spareValidity.length < words) {
      spareValidity =
          new long
              [counted(
                  spareValidity.length,
                  Math.max(words, Validity.words(VectorBatch.TARGET_ROWS)),
                  8)];
    }
    Arrays.fill(spareValidity, 0, words, word);
    return spareValidity;
  }

  boolean startsNull() {
    return startsNull;
  }

  void setNull(int row) {
    if (validity == null) {
      validity = freshValidity(-1L);
    }
    Validity.setNull(validity, row);
  }

  void setValid(int row) {
    Validity.setValid(validity, row);
  }

  /** Upper halves from here on: those of the rows before are the signs of their lower halves. */
  long[] ensureHighs() {
    if (highs == null) {
      if (spareHighs.length < length) {
        spareHighs = new long[counted(spareHighs.length, longs.length, 8)];
      }
      highs = spareHighs;
      for (int i = 0; i < length; i++) {
        highs[i] = longs[i] >> 63;
      }
    }
    return highs;
  }

  /** Makes this buffer copy text also where it could refer to where the text lies. */
  public ColumnBuffer copying() {
    copies = true;
    return this;
  }

  boolean mayShareData() {
    return !copies;
  }

  /**
   * Makes this buffer take ids of a dictionary where text is kept so. Between a begin and the next,
   * rows may then be copied in from one place only.
   */
  public ColumnBuffer keepingDictionaries() {
    keepsDictionaries = true;
    return this;
  }

  boolean keepsDictionaries() {
    return keepsDictionaries;
  }

  /** Makes what is put into {@link #starts} ids; nothing may have been copied in before. */
  void useDictionary(BytesVector entries) {
    dictionary = entries;
  }

  /** Lets the rows lie in somebody else's bytes; nothing may have been copied in before. */
  void shareData(byte[] others) {
    data = others;
  }

  /** Room for more bytes in {@link #data}; gives where they begin. */
  int extendData(int moreBytes) {
    int start = dataLength;
    if (moreBytes > ownData.length - start) {
      long wanted = ReservedArrays.grownLength(ownData.length, (long) start + moreBytes);
      int grown = ReservedArrays.checkedLength(wanted);
      ownData = Arrays.copyOf(ownData, counted(ownData.length, grown, 1));
    }
    data = ownData;
    dataLength = start + moreBytes;
    return start;
  }

  /**
   * Copies values.
   *
   * @param from row i of the view goes to row {@code at[i]}
   * @param at null when it goes to row i
   */
  public void copy(FlatView from, int[] at, int count) {
    copyValues(from, at, count);
    long[] fromValidity = from.validity();
    if (startsNull) {
      for (int i = 0; i < count; i++) {
        if (fromValidity == null || Validity.isValid(fromValidity, from.rows()[i])) {
          setValid(at == null ? i : at[i]);
        }
      }
    } else if (fromValidity != null) {
      for (int i = 0; i < count; i++) {
        if (!Validity.isValid(fromValidity, from.rows()[i])) {
          setNull(at == null ? i : at[i]);
        }
      }
    }
  }

  private void copyValues(FlatView from, int[] at, int count) {
    ColumnVector values = from.values();
    int[] positions = from.positions();
    switch (values.form()) {
      case BOOLEAN -> {
        byte[] source = ((BooleanVector) values).values();
        for (int i = 0; i < count; i++) {
          bytes[at == null ? i : at[i]] = source[positions[i]];
        }
      }
      case INT -> {
        int[] source = ((IntVector) values).values();
        for (int i = 0; i < count; i++) {
          ints[at == null ? i : at[i]] = source[positions[i]];
        }
      }
      case LONG -> copyLongs(((LongVector) values).values(), positions, at, count);
      case INT128 -> {
        Int128Vector source = (Int128Vector) values;
        long[] target = ensureHighs();
        for (int i = 0; i < count; i++) {
          int to = at == null ? i : at[i];
          longs[to] = source.low()[positions[i]];
          target[to] = source.high()[positions[i]];
        }
      }
      case FLOAT -> {
        float[] source = ((FloatVector) values).values();
        for (int i = 0; i < count; i++) {
          floats[at == null ? i : at[i]] = source[positions[i]];
        }
      }
      case DOUBLE -> {
        double[] source = ((DoubleVector) values).values();
        for (int i = 0; i < count; i++) {
          doubles[at == null ? i : at[i]] = source[positions[i]];
        }
      }
      case BYTES ->
          copyBytes((BytesVector) values, positions, from.validity(), from.rows(), at, count);
      case ARRAY -> {
        ArrayVector source = (ArrayVector) values;
        copyRanges(source.starts(), source.lengths(), from, at, count, source.elements());
      }
      case MAP -> {
        MapVector source = (MapVector) values;
        copyRanges(
            source.starts(), source.lengths(), from, at, count, source.keys(), source.values());
      }
      case STRUCT -> {
        for (int m = 0; m < children.length; m++) {
          FlatView member = scratch.children[m].view;
          member.set(((StructVector) values).member(m), positions, count);
          children[m].copy(member, at, count);
        }
      }
      case DICTIONARY, CONSTANT -> throw new IllegalArgumentException("not flat");
    }
  }

  private void copyLongs(long[] source, int[] positions, int[] at, int count) {
    for (int i = 0; i < count; i++) {
      longs[at == null ? i : at[i]] = source[positions[i]];
    }
    if (highs != null) {
      for (int i = 0; i < count; i++) {
        highs[at == null ? i : at[i]] = source[positions[i]] >> 63;
      }
    }
  }

  private void copyBytes(
      BytesVector source, int[] positions, long[] fromValidity, int[] rows, int[] at, int count) {
    for (int i = 0; i < count; i++) {
      boolean isNull = fromValidity != null && !Validity.isValid(fromValidity, rows[i]);
      int size = isNull ? 0 : source.lengths()[positions[i]];
      int start = extendData(size);
      ByteRanges.copy(source.data(), source.starts()[positions[i]], data, start, size);
      int to = at == null ? i : at[i];
      starts[to] = start;
      lengths[to] = size;
    }
  }

  /** Adds the entries of some rows to those that the children have. */
  private void copyRanges(
      int[] fromStarts,
      int[] fromLengths,
      FlatView from,
      int[] at,
      int count,
      ColumnVector... sources) {
    EntryRows entries = scratch.entries;
    entries.reset(fromStarts, fromLengths, from, count);
    int start = children[0].length;
    for (int i = 0; i < count; i++) {
      int to = at == null ? i : at[i];
      starts[to] = start;
      lengths[to] = entries.size(i);
      // Beyond the limit it wraps around, and the children refuse.
      start += lengths[to];
    }
    for (int n = entries.next(); n > 0; n = entries.next()) {
      for (int c = 0; c < sources.length; c++) {
        FlatView child = scratch.children[c].view;
        child.set(sources[c], entries.rows(), n);
        children[c].append(child, n);
      }
    }
  }

  /** What was copied in, valid until the next begin. */
  public ColumnVector vector() {
    return vector(validity, length);
  }

  /** The first rows of what was copied in. */
  public ColumnVector vector(int firstRows) {
    return vector(validity, firstRows);
  }

  /** The first rows of what was copied in, with another bitmap. */
  ColumnVector vector(long[] validity, int length) {
    return switch (form) {
      case BOOLEAN -> new BooleanVector(type, bytes, validity, length);
      case INT -> new IntVector(type, ints, validity, length);
      case LONG -> new LongVector(type, longs, validity, length);
      case INT128 ->
          highs == null
              ? new LongVector(type, longs, validity, length)
              : new Int128Vector(type, highs, longs, validity, length);
      case FLOAT -> new FloatVector(type, floats, validity, length);
      case DOUBLE -> new DoubleVector(type, doubles, validity, length);
      case BYTES ->
          dictionary == null
              ? new BytesVector(type, data, starts, lengths, validity, length)
              : new DictionaryVector(dictionary, starts, validity, length);
      case ARRAY ->
          new ArrayVector(
              (ArrayType) type, starts, lengths, children[0].vector(), validity, length);
      case MAP ->
          new MapVector(
              (MapType) type,
              starts,
              lengths,
              children[0].vector(),
              children[1].vector(),
              validity,
              length);
      case STRUCT -> {
        ColumnVector[] members = new ColumnVector[children.length];
        for (int m = 0; m < members.length; m++) {
          members[m] = children[m].vector(length);
        }
        yield new StructVector((StructType) type, members, validity, length);
      }
      case DICTIONARY, CONSTANT -> throw new IllegalStateException(form.name());
    };
  }
}
