package io.distaff.scalar;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.kernel.Argument;
import io.distaff.kernel.ByteSearch;
import io.distaff.kernel.ByteValue;
import io.distaff.kernel.BytesBuilder;
import io.distaff.kernel.BytesKernels;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.WholeTexts;
import io.distaff.memory.ReservedArrays;
import io.distaff.vector.BytesVector;
import io.distaff.vector.large.LargeValues;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * The arguments of a call in one row, which moves through a batch: what functions of text are
 * written against. Texts that are large may be tokens, which shows in nothing but how much memory
 * it takes: {@link #value} and {@link #search} go through a text of any size piece by piece; {@link
 * #data}, {@link #copy} and {@link #text} have it in memory as a whole. Mutable; kept by nobody.
 */
final class Row {
  /** What is larger is given back before the next row. */
  private static final int LARGEST_KEPT_BYTES = 1 << 20;

  private static final byte[] NOTHING = {};

  private final String name;
  private final ReservedArrays arrays;
  private final LargeValues values;
  private Argument[] arguments = {};
  private BytesVector[] bytes = {};
  private long[][] longs = {};
  private double[][] doubles = {};
  private ByteValue[] pieces = {};
  private ByteSearch search;
  private int index;
  private boolean isNullResult;

  /** Large texts of the row that are in memory, by argument; else null. */
  private byte[][] wholes = {};

  private boolean hasWholes;

  /** What is counted for copies of large texts. */
  private long copiedBytes;

  /** Of a function that takes tokens. */
  Row(CallSite site) {
    this(site.name(), site.arrays(), site.values());
  }

  private Row(String name, ReservedArrays arrays, LargeValues values) {
    this.name = name;
    this.arrays = arrays;
    this.values = values;
  }

  /** Of a function that is given the values themselves. */
  static Row ofValues(CallSite site) {
    return new Row(site.name(), site.arrays(), LargeValues.none());
  }

  /** Takes the arguments of a batch. */
  void load(Argument[] loaded, RowSet rows) {
    if (arguments.length != loaded.length) {
      bytes = new BytesVector[loaded.length];
      longs = new long[loaded.length][];
      doubles = new double[loaded.length][];
      pieces = new ByteValue[loaded.length];
      wholes = new byte[loaded.length][];
    }
    arguments = loaded;
    for (int i = 0; i < loaded.length; i++) {
      switch (loaded[i].type().kind()) {
        case STRING, BINARY -> bytes[i] = loaded[i].bytes(rows);
        case BOOLEAN, TINYINT, SMALLINT, INT, BIGINT, DATE, TIMESTAMP, TIMESTAMP_LOCAL ->
            longs[i] = loaded[i].longs(rows);
        case FLOAT, DOUBLE -> doubles[i] = loaded[i].doubles(rows);
        case NULL, DECIMAL, ARRAY, MAP, STRUCT -> {}
      }
    }
  }

  void moveTo(int row) {
    index = row;
    isNullResult = false;
    if (hasWholes || copiedBytes > 0) {
      release();
    }
  }

  /** Lets go of what is in memory of large texts. */
  void release() {
    hasWholes = false;
    for (int i = 0; i < wholes.length; i++) {
      if (wholes[i] != null) {
        arrays.dropped(wholes[i]);
        wholes[i] = null;
      }
    }
    arrays.released(copiedBytes);
    copiedBytes = 0;
  }

  int numArguments() {
    return arguments.length;
  }

  /** Whether an optional argument is there. */
  boolean has(int argument) {
    return argument < arguments.length;
  }

  /** Only under NullRule.OWN can it be. */
  boolean isNull(int argument) {
    return arguments[argument].vector().isNull(index);
  }

  /** A text or binary, piece by piece; the same object for each row. */
  ByteValue value(int argument) {
    if (pieces[argument] == null) {
      pieces[argument] = new ByteValue(arrays, values);
    }
    pieces[argument].set(bytes[argument], index);
    return pieces[argument];
  }

  /** As {@link #value}, with a window of the caller's. */
  void set(ByteValue value, int argument) {
    value.set(bytes[argument], index);
  }

  /** Appends a text or binary. */
  void append(int argument, BytesBuilder out) {
    if (isToken(argument)) {
      ByteValue value = value(argument);
      value.copy(0, value.length(), out);
    } else {
      BytesVector vector = bytes[argument];
      out.append(vector.data(), vector.starts()[index], vector.lengths()[index]);
    }
  }

  /** Appends a text or binary so many times. */
  void append(int argument, long times, BytesBuilder out) {
    if (isToken(argument)) {
      for (long i = 0; i < times; i++) {
        append(argument, out);
      }
    } else {
      BytesVector vector = bytes[argument];
      out.append(vector.data(), vector.starts()[index], vector.lengths()[index], times);
    }
  }

  /**
   * Looks for the bytes of one text in another.
   *
   * @param offset from which they may begin
   * @param wanted not empty
   */
  ByteSearch search(int argument, int offset, byte[] wanted) {
    search().begin(bytes[argument], index, offset, wanted);
    return search;
  }

  /** As {@link #search}, where what is found may overlap. */
  ByteSearch searchOverlapping(int argument, byte[] wanted) {
    search().beginOverlapping(bytes[argument], index, wanted);
    return search;
  }

  private ByteSearch search() {
    if (search == null) {
      search = new ByteSearch(arrays, values);
    }
    return search;
  }

  private boolean isToken(int argument) {
    return bytes[argument].lengths()[index] >= values.leastBytes();
  }

  /** What holds the bytes of a text or binary, from {@link #from} to {@link #to}. */
  byte[] data(int argument) {
    return isToken(argument) ? whole(argument) : bytes[argument].data();
  }

  private byte[] whole(int argument) {
    if (wholes[argument] == null) {
      byte[] token = bytes[argument].data();
      int start = bytes[argument].starts()[index];
      int length = values.valueBytes(token, start);
      wholes[argument] =
          WholeTexts.ofArgument(name, argument, length, () -> arrays.bytes(NOTHING, length));
      hasWholes = true;
      values.read(token, start, wholes[argument]);
    }
    return wholes[argument];
  }

  int from(int argument) {
    return isToken(argument) ? 0 : bytes[argument].starts()[index];
  }

  int to(int argument) {
    return from(argument) + length(argument);
  }

  int length(int argument) {
    int length = bytes[argument].lengths()[index];
    return length < values.leastBytes()
        ? length
        : values.valueBytes(bytes[argument].data(), bytes[argument].starts()[index]);
  }

  byte[] copy(int argument) {
    countCopy(argument, 1);
    if (isToken(argument)) {
      byte[] copy = new byte[length(argument)];
      values.read(bytes[argument].data(), bytes[argument].starts()[index], copy);
      return copy;
    }
    return BytesKernels.copy(bytes[argument], index);
  }

  /** The beginning of a text, for messages. */
  String shown(int argument) {
    ByteValue value = value(argument);
    int end = value.skip(0, RowFunctions.MOST_SHOWN);
    BytesBuilder beginning = new BytesBuilder(ReservedArrays.uncounted());
    beginning.reset(0);
    value.copy(0, end, beginning);
    return "'" + beginning.text() + (end < value.length() ? "...'" : "'");
  }

  String text(int argument) {
    // As characters of two bytes, at the worst.
    countCopy(argument, 2);
    return new String(data(argument), from(argument), length(argument), StandardCharsets.UTF_8);
  }

  /** Counts a copy of a text of some size until the next row. */
  private void countCopy(int argument, int times) {
    count(argument, (long) times * length(argument));
  }

  /** Counts bytes that a function takes for a text until the next row. */
  void count(int argument, long size) {
    if (size > LARGEST_KEPT_BYTES) {
      copiedBytes += WholeTexts.ofArgument(name, argument, length(argument), () -> reserved(size));
    }
  }

  /** As {@link #count(int, long)}, for a text of some length that it makes. */
  void countMade(long length, long size) {
    if (size > LARGEST_KEPT_BYTES) {
      copiedBytes += WholeTexts.ofResult(name, length, () -> reserved(size));
    }
  }

  private long reserved(long size) {
    arrays.reserve(size);
    return size;
  }

  /**
   * Throws LIMIT_EXCEEDED where no text can be so long.
   *
   * @param length of what is repeated
   * @param times how often, perhaps negative
   * @param others bytes beside it
   */
  void checkLength(int length, long times, int others) {
    if (times > (ReservedArrays.LONGEST - others) / length) {
      BigInteger bytes =
          BigInteger.valueOf(length)
              .multiply(BigInteger.valueOf(times))
              .add(BigInteger.valueOf(others));
      throw new DistaffException(
          ErrorCode.LIMIT_EXCEEDED,
          "%s: the text would have %d bytes, and no text has more than %d: ask for a shorter one"
              .formatted(name, bytes, ReservedArrays.LONGEST));
    }
  }

  /** Of an integer type, BOOLEAN, DATE or a timestamp. */
  long number(int argument) {
    return longs[argument][index];
  }

  /** A number of things: of what is negative 0, and at most the largest int. */
  int count(int argument) {
    return (int) Math.max(0, Math.min(number(argument), Integer.MAX_VALUE));
  }

  double floating(int argument) {
    return doubles[argument][index];
  }

  BigDecimal decimal(int argument) {
    return arguments[argument].decimal(index);
  }

  /** The row's result is null, whatever is computed. */
  void setNull() {
    isNullResult = true;
  }

  boolean isNullResult() {
    return isNullResult;
  }
}
