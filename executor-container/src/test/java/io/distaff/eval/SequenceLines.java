package io.distaff.eval;

import static io.distaff.eval.Domain.literal;
import static io.distaff.eval.Domain.oneOf;

import io.distaff.types.DataType;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** What sequences must agree with. */
final class SequenceLines {
  private static final List<String> UNITS = List.of("day", "week", "month", "year");
  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
  private static final Domain STEPS = oneOf(DataType.BIGINT, -2L, 0L, 1L, 3L);

  private SequenceLines() {}

  static void addTo(OracleTable table) {
    for (DataType type : Domain.INTEGRAL) {
      Domain ends = oneOf(type, -5L, 0L, 3L, 20L, 127L);
      table
          .of("sequence", ends, ends)
          .java(a -> ofNumbers(a[0], a[1], (Long) a[0] <= (Long) a[1] ? 1L : -1L));
      table
          .of("sequence", ends, ends, oneOf(type, -3L, -1L, 0L, 1L, 7L, 127L))
          .java(a -> ofNumbers(a[0], a[1], (Long) a[2]));
    }
    addDates(table);
    addTimes(table);
  }

  private static void addDates(OracleTable table) {
    Domain days = oneOf(DataType.DATE, 0L, 3L, 19_782L, 19_700L, 19_753L);
    table
        .of("sequence", days, days)
        .java(a -> ofNumbers(a[0], a[1], (Long) a[0] <= (Long) a[1] ? 1L : -1L));
    for (String unit : UNITS) {
      table
          .of("sequence", days, days, STEPS, literal(unit))
          .java(
              a ->
                  ofTimes(
                      LocalDate.ofEpochDay((Long) a[0]),
                      LocalDate.ofEpochDay((Long) a[1]),
                      (Long) a[2],
                      unit(unit),
                      LocalDate::toEpochDay));
    }
  }

  private static void addTimes(OracleTable table) {
    List<LocalDateTime> times =
        List.of(
            LocalDateTime.of(2024, 3, 30, 1, 30),
            LocalDateTime.of(2024, 3, 31, 3, 15, 1, 1000),
            LocalDateTime.of(2024, 5, 31, 23, 59));
    Object[] micros = times.stream().map(TimeLines::micros).toArray();
    Domain local = oneOf(DataType.TIMESTAMP_LOCAL, micros);
    table
        .of("sequence", local, local)
        .java(a -> ofWallClocks(a, toEnd(a), ChronoUnit.DAYS, ZoneOffset.UTC));
    Domain instants = oneOf(DataType.TIMESTAMP, micros);
    table
        .of("sequence", instants, instants)
        .java(a -> ofWallClocks(a, toEnd(a), ChronoUnit.DAYS, ZoneOffset.UTC));
    for (String unit : List.of("day", "month")) {
      table
          .of("sequence", local, local, STEPS, literal(unit))
          .java(a -> ofWallClocks(a, (Long) a[2], unit(unit), ZoneOffset.UTC));
      table
          .of("sequence", instants, instants, STEPS, literal(unit))
          .java(a -> ofWallClocks(a, (Long) a[2], unit(unit), ZoneOffset.UTC));
      table
          .of("sequence", instants, instants, STEPS, literal(unit), literal(ZONE.getId()))
          .java(a -> ofWallClocks(a, (Long) a[2], unit(unit), ZONE));
    }
  }

  private static long toEnd(Object[] row) {
    return (Long) row[0] <= (Long) row[1] ? 1 : -1;
  }

  private static ChronoUnit unit(String name) {
    return ChronoUnit.valueOf(name.toUpperCase(Locale.ROOT) + "S");
  }

  private static Object ofNumbers(Object from, Object to, long step) {
    long first = (Long) from;
    long last = (Long) to;
    check(first, last, step);
    List<Object> values = new ArrayList<>();
    for (long value = first; step >= 0 ? value <= last : value >= last; value += step) {
      values.add(value);
      if (step == 0) {
        break;
      }
    }
    return values;
  }

  private static Object ofWallClocks(Object[] row, long step, ChronoUnit unit, ZoneId zone) {
    return ofTimes(
        TimeLines.time(row[0]).atOffset(ZoneOffset.UTC).atZoneSameInstant(zone),
        TimeLines.time(row[1]).atOffset(ZoneOffset.UTC).atZoneSameInstant(zone),
        step,
        unit,
        time -> TimeLines.micros(LocalDateTime.ofInstant(time.toInstant(), ZoneOffset.UTC)));
  }

  /** Steps are counted from the first value. */
  @SuppressWarnings("unchecked")
  private static <T extends Temporal> Object ofTimes(
      T from, T to, long step, ChronoUnit unit, Function<T, Long> value) {
    long first = value.apply(from);
    long last = value.apply(to);
    check(first, last, step);
    List<Object> values = new ArrayList<>();
    for (long k = 0; step != 0 || k == 0; k++) {
      long next = value.apply((T) from.plus(k * step, unit));
      if (step >= 0 ? next > last : next < last) {
        break;
      }
      values.add(next);
    }
    return values;
  }

  private static void check(long first, long last, long step) {
    if (first != last && (step == 0 || (step > 0) != (first < last))) {
      throw new ArithmeticException();
    }
  }
}
