package io.distaff.scalar;

import io.distaff.collection.SteppedElements;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.kernel.Calendar;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.TextFormat;
import io.distaff.kernel.ZoneClock;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import java.util.Locale;

/**
 * SEQUENCE of dates or timestamps in steps of a unit of time, from the first argument to the
 * second. The k-th element is k steps after the first, so that months that are shorter don't cut
 * the days of those that follow. Steps of days and longer go by the clocks of a zone, if there is
 * one.
 */
final class TimeSequence extends SteppedElements {
  private static final int UNIT = 3;
  private static final int ZONE = 4;

  private final boolean isDate;
  private final TimeUnit unit;

  /** Null when timestamps are what a clock shows, or steps are the same on all clocks. */
  private final ZoneClock clock;

  /** Of the array: where it ends, whether upwards, and where steps are counted from. */
  private long last;

  private boolean isUpwards;
  private long start;
  private long step;

  /** The next value, which isn't one when there are no more, and how many steps lead there. */
  private long value;

  private long stepsDone;
  private boolean hasMore;

  TimeSequence(CallSite site) {
    super(((ArrayType) site.type()).element(), site.arrays());
    this.isDate = ((ArrayType) site.type()).element().kind() == DataType.Kind.DATE;
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
  }

  private static ZoneClock clock(CallSite site) {
    String zone = site.constantText(ZONE);
    return ZoneClock.of(zone)
        .orElseThrow(
            () ->
                new DistaffException(
                    ErrorCode.INVALID_ARGUMENT, "sequence: '" + zone + "' is no time zone"));
  }

  /** How many elements there are shows as they are made. */
  @Override
  public void ensureRoom(RowSet rows, long[] validity) {}

  @Override
  public void moveTo(int row) {
    value = first(row);
    last = last(row);
    isUpwards = value <= last;
    step = step(row);
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
  public int add(int most) {
    int n = 0;
    for (; n < most && hasMore; n++) {
      append(value);
      advance();
    }
    return n;
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
