package io.distaff.scalar;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.kernel.Argument;
import io.distaff.kernel.Bounds;
import io.distaff.kernel.Forms;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.TextFormat;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.Validity;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;

/**
 * CAST and TRY_CAST. Numbers that don't fit are errors; fractions are cut off on the way to an
 * integer and rounded half up on the way to a decimal; text is trimmed and must then be all of a
 * value; instants are read and written in UTC, and as numbers are seconds since 1970. Arrays, maps
 * and structs are cast part by part, and written as Spark shows them: {@code [1, null]}, {@code {k
 * -> v}}, {@code {1, a}}.
 */
public final class Cast implements VectorFunction {
  /** From one type to another. */
  public interface Conversion {
    /**
     * The values, without a bitmap; rows that have no value in the new type are marked, null or
     * not.
     */
    ColumnVector convert(Argument argument, RowSet rows, long[] validity, Failures failures);

    /** See {@link VectorFunction#resultBound}. */
    default long resultBound() {
      return Bounds.UNKNOWN;
    }
  }

  /** Rows whose conversion failed. */
  public static final class Failures {
    private long[] failed = {};
    private boolean any;

    private void reset() {
      any = false;
    }

    void mark(int row, int length) {
      if (!any) {
        failed = new long[Validity.words(length)];
        any = true;
      }
      Validity.setValid(failed, row);
    }

    void markIf(boolean failure, int row, int length) {
      if (failure) {
        mark(row, length);
      }
    }
  }

  private final DataType from;
  private final DataType to;
  private final boolean nullOnFailure;
  private final Conversion conversion;
  private final Failures failures = new Failures();

  private Cast(DataType from, DataType to, boolean nullOnFailure, Conversion conversion) {
    this.from = from;
    this.to = to;
    this.nullOnFailure = nullOnFailure;
    this.conversion = conversion;
  }

  /** The cast, or null when there is none between the types. */
  public static Cast of(DataType from, DataType to, boolean nullOnFailure, ReservedArrays arrays) {
    Conversion conversion = conversion(from, to, nullOnFailure, arrays);
    return conversion == null ? null : new Cast(from, to, nullOnFailure, conversion);
  }

  /** Whether there is a cast between the types. */
  public static boolean exists(DataType from, DataType to) {
    return from.kind() == DataType.Kind.NULL
        || of(from, to, false, ReservedArrays.uncounted()) != null;
  }

  private static Conversion conversion(
      DataType from, DataType to, boolean nullOnFailure, ReservedArrays arrays) {
    if (from.equals(to)) {
      return new NumericConversions.Reinterpret(to);
    }
    boolean numeric = from.isNumeric() || from.kind() == DataType.Kind.BOOLEAN;
    boolean text = from.kind() == DataType.Kind.STRING;
    boolean instant = from.kind() == DataType.Kind.TIMESTAMP;
    if (from.isNested() && to.kind() != DataType.Kind.STRING) {
      return NestedConversions.of(from, to, nullOnFailure, arrays);
    }
    switch (to.kind()) {
      case STRING -> {
        return from.kind() == DataType.Kind.BINARY
            ? new NumericConversions.Reinterpret(to)
            : new TextConversions.ToText(from, arrays);
      }
      case BINARY -> {
        return text ? new NumericConversions.Reinterpret(to) : null;
      }
      case BOOLEAN -> {
        return text
            ? new TextConversions.FromText(to, arrays)
            : numeric ? new NumericConversions.ToBoolean(arrays) : null;
      }
      case TINYINT, SMALLINT, INT, BIGINT -> {
        return text
            ? new TextConversions.FromText(to, arrays)
            : numeric
                ? new NumericConversions.ToInteger(from, to, arrays)
                : instant ? new TimeConversions.ToNumber(to, arrays) : null;
      }
      case FLOAT, DOUBLE -> {
        return text
            ? new TextConversions.FromText(to, arrays)
            : numeric
                ? new NumericConversions.ToFloating(from, to, arrays)
                : instant ? new TimeConversions.ToNumber(to, arrays) : null;
      }
      case DECIMAL -> {
        return text
            ? new TextConversions.FromText(to, arrays)
            : numeric
                ? new NumericConversions.ToDecimal(from, (DecimalType) to, arrays)
                : instant ? new TimeConversions.ToNumber(to, arrays) : null;
      }
      case DATE, TIMESTAMP, TIMESTAMP_LOCAL -> {
        return text
            ? new TextConversions.FromText(to, arrays)
            : isTemporal(from)
                ? new NumericConversions.Temporal(to, arrays)
                : from.isNumeric() && to.kind() == DataType.Kind.TIMESTAMP
                    ? new TimeConversions.FromNumber(from, arrays)
                    : null;
      }
      case NULL, ARRAY, MAP, STRUCT -> {
        return null;
      }
    }
    throw new IllegalStateException(to.sqlName());
  }

  private static boolean isTemporal(DataType type) {
    return type.kind() == DataType.Kind.DATE
        || type.kind() == DataType.Kind.TIMESTAMP
        || type.kind() == DataType.Kind.TIMESTAMP_LOCAL;
  }

  @Override
  public boolean takesTokens() {
    return conversion instanceof NumericConversions.Reinterpret;
  }

  @Override
  public long resultBound() {
    return conversion.resultBound();
  }

  @Override
  public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
    failures.reset();
    ColumnVector values = conversion.convert(arguments[0], rows, validity, failures);
    long[] resultValidity = validity;
    if (failures.any) {
      resultValidity = withoutFailures(arguments[0], rows, validity);
    }
    return Forms.view(values, to, resultValidity);
  }

  private long[] withoutFailures(Argument argument, RowSet rows, long[] validity) {
    if (!nullOnFailure) {
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        if (Validity.isValid(failures.failed, row)
            && (validity == null || Validity.isValid(validity, row))) {
          throw from.kind() == DataType.Kind.STRING
              ? unreadable(RowFunctions.shown(argument.bytes(rows), row))
              : outOfRange(argument.value(row));
        }
      }
      return validity;
    }
    int words = Validity.words(rows.length());
    long[] result =
        validity == null ? Validity.allValid(rows.length()) : Arrays.copyOf(validity, words);
    for (int i = 0; i < words; i++) {
      result[i] &= ~failures.failed[i];
    }
    return result;
  }

  private DistaffException unreadable(String text) {
    return new DistaffException(
        ErrorCode.INVALID_CAST,
        text + " can't be read as " + to.sqlName() + ". try_cast gives null instead.");
  }

  private DistaffException outOfRange(Object value) {
    String shown =
        value instanceof BigDecimal d
            ? d.toPlainString()
            : from.kind() == DataType.Kind.DATE
                ? LocalDate.ofEpochDay((Long) value).toString()
                : from.kind() == DataType.Kind.TIMESTAMP
                    ? TextFormat.timestamp((Long) value)
                    : value.toString();
    return new DistaffException(
        ErrorCode.NUMERIC_OVERFLOW,
        from.sqlName()
            + " "
            + shown
            + " is out of the range of "
            + to.sqlName()
            + ". try_cast gives null instead.");
  }
}
