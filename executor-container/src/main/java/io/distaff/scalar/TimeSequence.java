package io.distaff.scalar;

import io.distaff.collection.ElementRows;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.kernel.Argument;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.Calendar;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.TextFormat;
import io.distaff.kernel.VectorFunction;
import io.distaff.kernel.ZoneClock;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.vector.ArrayVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.IntVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.Validity;
import java.util.Arrays;
import java.util.Locale;

/**
 * SEQUENCE of dates or timestamps in steps of a unit of time, from the first argument to the
 * second. The k-th element is k steps after the first, so that months that are shorter don't cut
 * the days of those that follow. Steps of days and longer go by the clocks of a zone, if there is
 * one.
 */
final class TimeSequence implements VectorFunction {
  private static final int STEP = 2;
  private static final int UNIT = 3;
  private static final int ZONE = 4;

  private final ArrayType type;
  private final boolean isDate;
  private final TimeUnit unit;

  /** Null when timestamps are what a clock shows, or steps are the same on all clocks. */
  private final ZoneClock clock;

  private final ReservedArrays arrays;
  private final Buffers ranges;
  private long[] values = {};
  private int[] days = {};

  TimeSequence(CallSite site) {
    this.type = (ArrayType) site.type();
    this.isDate = type.element().kind() == DataType.Kind.DATE;
    this.unit =
        site.numArguments() > UNIT
            ? TimeUnit.of(site.name(), site.constantText(UNIT))
            : TimeUnit.DAY;
    if (isDate && !unit.isOfDays()) {
      throw new DistaffException(
          ErrorCode.NOT_SUPPORTED,
          "sequence of dates has no steps of '"
              + site.constantText(UNIT)
              + "'. Cast the dates to timestamps.");
    }
    this.clock = site.numArguments() > ZONE && unit.isOfDays() ? clock(site) : null;
    this.arrays = site.arrays();
    this.ranges = new Buffers(site.arrays());
  }

  private static ZoneClock clock(CallSite site) {
    String zone = site.constantText(ZONE);
    return ZoneClock.of(zone)
        .orElseThrow(
            () ->
                new DistaffException(
                    ErrorCode.INVALID_ARGUMENT, "sequence: '" + zone + "' is no time zone"));
  }

  @Override
  public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
    long[] firsts = arguments[0].longs(rows);
    long[] lasts = arguments[1].longs(rows);
    long[] steps = arguments.length > STEP ? arguments[STEP].longs(rows) : null;
    int n = rows.length();
    int[] starts = ranges.ints(n);
    int[] lengths = ranges.lengths(n);
    Arrays.fill(starts, 0, n, 0);
    Arrays.fill(lengths, 0, n, 0);
    int total = 0;
    for (int i = 0; i < rows.count(); i++) {
      int row = rows.row(i);
      if (validity == null || Validity.isValid(validity, row)) {
        starts[row] = total;
        total = add(firsts[row], lasts[row], step(firsts, lasts, steps, row), total);
        lengths[row] = total - starts[row];
      }
    }
    return new ArrayVector(type, starts, lengths, elements(total), validity, n);
  }

  private static long step(long[] firsts, long[] lasts, long[] steps, int row) {
    return steps != null ? steps[row] : firsts[row] <= lasts[row] ? 1 : -1;
  }

  /** Adds the elements of one array behind a number of others; gives the number with them. */
  private int add(long first, long last, long step, int behind) {
    if (first != last && (step == 0 || (step > 0) != (first < last))) {
      throw new DistaffException(
          ErrorCode.INVALID_ARGUMENT,
          "sequence: steps of %d %ss don't lead from %s to %s"
              .formatted(step, unit.name().toLowerCase(Locale.ROOT), text(first), text(last)));
    }
    long start = clock == null ? first : clock.toLocal(first);
    int total = behind;
    long value = first;
    for (long k = 1; first <= last ? value <= last : value >= last; k++) {
      values = arrays.grownLongs(values, ElementRows.checked(total + 1L));
      values[total++] = value;
      if (value == last) {
        break;
      }
      long next = moved(start, Math.multiplyExact(k, step));
      value = clock == null ? next : clock.toInstant(next);
    }
    return total;
  }

  private String text(long value) {
    if (!isDate) {
      return TextFormat.timestamp(value);
    }
    StringBuilder date = new StringBuilder();
    TextFormat.appendDate(date, value);
    return date.toString();
  }

  private long moved(long start, long amount) {
    if (isDate) {
      return movedDay(start, amount);
    }
    if (!unit.isOfDays()) {
      return Math.addExact(start, Math.multiplyExact(amount, unit.micros()));
    }
    long day = Math.floorDiv(start, Calendar.MICROS_PER_DAY);
    long time = start - day * Calendar.MICROS_PER_DAY;
    return Math.addExact(Math.multiplyExact(movedDay(day, amount), Calendar.MICROS_PER_DAY), time);
  }

  private long movedDay(long day, long amount) {
    return unit.months() > 0
        ? Calendar.addMonths(day, Math.multiplyExact(amount, unit.months()))
        : day + Math.multiplyExact(amount, unit.micros() / Calendar.MICROS_PER_DAY);
  }

  private ColumnVector elements(int count) {
    if (!isDate) {
      return new LongVector(type.element(), values, null, count);
    }
    days = arrays.ints(days, count);
    for (int k = 0; k < count; k++) {
      days[k] = (int) values[k];
    }
    return new IntVector(type.element(), days, null, count);
  }
}
