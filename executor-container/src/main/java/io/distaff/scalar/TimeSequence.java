package io.distaff.scalar;

import io.distaff.collection.ElementRows;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.kernel.Argument;
import io.distaff.kernel.Calendar;
import io.distaff.kernel.ElementStream;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.TextFormat;
import io.distaff.kernel.ZoneClock;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.IntVector;
import io.distaff.vector.LongVector;
import java.util.Locale;

/**
 * SEQUENCE of dates or timestamps in steps of a unit of time, from the first argument to the
 * second. The k-th element is k steps after the first, so that months that are shorter don't cut
 * the days of those that follow. Steps of days and longer go by the clocks of a zone, if there is
 * one.
 */
final class TimeSequence implements ElementStream {
  private static final int STEP = 2;
  private static final int UNIT = 3;
  private static final int ZONE = 4;

  private final DataType type;
  private final boolean isDate;
  private final TimeUnit unit;

  /** Null when timestamps are what a clock shows, or steps are the same on all clocks. */
  private final ZoneClock clock;

  private final ReservedArrays arrays;
  private long[] firsts;
  private long[] lasts;
  private long[] steps;

  /** Of the array: where it ends, whether upwards, and where steps are counted from. */
  private long last;

  private boolean isUpwards;
  private long start;
  private long step;

  /** The next value, which isn't one when there are no more, and how many steps lead there. */
  private long value;

  private long stepsDone;
  private boolean hasMore;

  /** What has been added, in one of them. */
  private long[] micros = {};

  private int[] days = {};
  private int count;

  TimeSequence(CallSite site) {
    this.type = ((ArrayType) site.type()).element();
    this.isDate = type.kind() == DataType.Kind.DATE;
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
  public boolean takesTokens() {
    return false;
  }

  @Override
  public void load(Argument[] arguments, RowSet rows) {
    firsts = arguments[0].longs(rows);
    lasts = arguments[1].longs(rows);
    steps = arguments.length > STEP ? arguments[STEP].longs(rows) : null;
  }

  /** How many elements there are shows as they are made. */
  @Override
  public void ensureRoom(RowSet rows, long[] validity) {}

  @Override
  public void moveTo(int row) {
    value = firsts[row];
    last = lasts[row];
    isUpwards = value <= last;
    step = steps != null ? steps[row] : isUpwards ? 1 : -1;
    if (value != last && (step == 0 || (step > 0) != isUpwards)) {
      throw new DistaffException(
          ErrorCode.INVALID_ARGUMENT,
          "sequence: steps of %d %ss don't lead from %s to %s"
              .formatted(step, unit.name().toLowerCase(Locale.ROOT), text(value), text(last)));
    }
    start = clock == null ? value : clock.toLocal(value);
    stepsDone = 0;
    hasMore = true;
  }

  @Override
  public int addAll() {
    return add(Integer.MAX_VALUE);
  }

  @Override
  public int add(int most) {
    int n = 0;
    for (; n < most && hasMore; n++) {
      put(ElementRows.checked(count + 1L));
      advance();
    }
    return n;
  }

  private void put(int newCount) {
    if (isDate) {
      days = arrays.grownInts(days, newCount);
      days[count] = (int) value;
    } else {
      micros = arrays.grownLongs(micros, newCount);
      micros[count] = value;
    }
    count = newCount;
  }

  private void advance() {
    if (value == last) {
      hasMore = false;
      return;
    }
    long next = moved(start, Math.multiplyExact(++stepsDone, step));
    value = clock == null ? next : clock.toInstant(next);
    hasMore = isUpwards ? value <= last : value >= last;
  }

  @Override
  public boolean isFull() {
    return false;
  }

  @Override
  public ColumnVector elements() {
    return isDate
        ? new IntVector(type, days, null, count)
        : new LongVector(type, micros, null, count);
  }

  @Override
  public void clear() {
    count = 0;
  }

  @Override
  public void release() {
    firsts = null;
    lasts = null;
    steps = null;
  }

  private String text(long time) {
    if (!isDate) {
      return TextFormat.timestamp(time);
    }
    StringBuilder date = new StringBuilder();
    TextFormat.appendDate(date, time);
    return date.toString();
  }

  private long moved(long from, long amount) {
    if (isDate) {
      return movedDay(from, amount);
    }
    if (!unit.isOfDays()) {
      return Math.addExact(from, Math.multiplyExact(amount, unit.micros()));
    }
    long day = Math.floorDiv(from, Calendar.MICROS_PER_DAY);
    long time = from - day * Calendar.MICROS_PER_DAY;
    return Math.addExact(Math.multiplyExact(movedDay(day, amount), Calendar.MICROS_PER_DAY), time);
  }

  private long movedDay(long day, long amount) {
    return unit.months() > 0
        ? Calendar.addMonths(day, Math.multiplyExact(amount, unit.months()))
        : day + Math.multiplyExact(amount, unit.micros() / Calendar.MICROS_PER_DAY);
  }
}
