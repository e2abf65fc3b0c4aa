package io.distaff.eval;

import static io.distaff.eval.Domain.any;
import static io.distaff.eval.Domain.literal;
import static io.distaff.eval.Domain.oneOf;
import static io.distaff.eval.Domain.texts;

import io.distaff.expression.Expression;
import io.distaff.expression.InputRef;
import io.distaff.expression.Literal;
import io.distaff.types.DataType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the fields, units, moves and distances of dates and timestamps must agree with. */
final class TimeLines {
  static final long MICROS_PER_DAY = 86_400_000_000L;
  private static final DataType NTZ = DataType.TIMESTAMP_LOCAL;
  private static final List<DataType> TIMESTAMPS = List.of(DataType.TIMESTAMP, NTZ);
  private static final Domain DATES = any(DataType.DATE);

  private TimeLines() {}

  static void addTo(OracleTable table) {
    TIMESTAMPS.forEach(type -> addWindows(table, any(type)));
    addFields(table);
    addUnits(table);
    addMoves(table);
    addDistances(table);
    addMakers(table);
  }

  static LocalDateTime time(Object micros) {
    return ExpressionOracle.timestamp((Long) micros);
  }

  static long micros(LocalDateTime time) {
    return ExpressionOracle.micros(time);
  }

  private static void addWindows(OracleTable table, Domain times) {
    long minute = 60_000_000;
    table
        .of("window", times, literal("7 minutes"))
        .java(a -> window((Long) a[0], 7 * minute, 7 * minute, 0));
    table
        .of("window", times, literal("1 day"), literal("24 Hours"), literal("-2 hours -3 minutes"))
        .java(a -> window((Long) a[0], 1440 * minute, 1440 * minute, -123 * minute));
    table
        .of("window", times, literal("1 week"), literal("7 days"))
        .java(a -> window((Long) a[0], 10_080 * minute, 10_080 * minute, 0));
    table
        .of("time_windows", times, literal("1 minute 40 seconds"), literal("interval 30 seconds"))
        .java(a -> windows((Long) a[0], 100 * minute / 60, minute / 2, 0));
    table
        .of("time_windows", times, literal("4 hours"), literal("4 hours"), literal("1 minute"))
        .java(a -> windows((Long) a[0], 240 * minute, 240 * minute, minute));
    table
        .of("session_window", times, literal("1 minute 30 seconds"))
        .java(a -> List.of(a[0], (Long) a[0] + 3 * minute / 2));
    table.of("session_window", times, literal("-1 minute")).java(a -> null);
    Expression window =
        OracleTable.bound(
            "window",
            List.of(new InputRef(0, times.type()), Literal.of(DataType.STRING, "7 minutes")));
    table
        .call("window_time", List.of(window), times)
        .java(a -> window((Long) a[0], 7 * minute, 7 * minute, 0).get(1) - 1);
  }

  /** The last window that a moment is in. */
  private static List<Long> window(long micros, long length, long slide, long origin) {
    long start = Math.floorDiv(micros - origin, slide) * slide + origin;
    return List.of(start, start + length);
  }

  private static List<List<Long>> windows(long micros, long length, long slide, long origin) {
    List<List<Long>> windows = new ArrayList<>();
    List<Long> window = window(micros, length, slide, origin);
    while (window.get(1) > micros) {
      windows.add(0, window);
      window = List.of(window.get(0) - slide, window.get(1) - slide);
    }
    return windows;
  }

  private static LocalDate day(Object days) {
    return LocalDate.ofEpochDay((Long) days);
  }

  private static void addFields(OracleTable table) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String field :
        List.of("year", "quarter", "month", "day", "dayofyear", "hour", "minute", "second")) {
      fields.put(field, field + "(?)");
    }
    fields.put("weekofyear", "week(?)");
    fields.put("yearofweek", "isoyear(?)");
    fields.put("weekday", "isodow(?) - 1");
    fields.put("dayname", "dayname(?)[:3]");
    fields.put("monthname", "monthname(?)[:3]");
    // A literal text stands for a timestamp.
    Domain literal = literal("2024-02-29 13:14:15");
    fields.forEach(
        (name, sql) ->
            table.of(name, literal).duckDb(sql.replace("?", "'2024-02-29 13:14:15'::TIMESTAMP")));
    table.of("dayofweek", literal).java(a -> 5L);
    table.of("date_part", literal("dow"), literal).java(a -> 5L);
    for (DataType type : Domain.TEMPORAL) {
      fields.forEach((name, sql) -> table.of(name, any(type)).duckDb(sql));
      table
          .of("dayofweek", any(type))
          .duckDb("dayofweek(?)")
          .except(
              "dayofweek(DATE '2024-03-01')",
              a -> true,
              a -> (long) (date(a[0], type).getDayOfWeek().getValue() % 7 + 1));
      for (String field :
          List.of(
              "millennium",
              "century",
              "decade",
              "year",
              "quarter",
              "month",
              "week",
              "isoyear",
              "day",
              "isodow",
              "doy",
              "hour",
              "minute",
              "second",
              "millisecond",
              "microsecond")) {
        table
            .of("date_part", literal(field), any(type))
            .duckDb("date_part('" + field + "', $2::TIMESTAMP)");
      }
      table
          .of("date_part", literal("epoch"), any(type))
          .java(
              a ->
                  date(a[1], type).toEpochDay() * 86_400
                      + (type.kind() == DataType.Kind.DATE
                          ? 0
                          : time(a[1]).toLocalTime().toSecondOfDay()));
      table.of("date_part", literal("dow"), any(type)).duckDb("dayofweek($2) + 1");
    }
  }

  static LocalDate date(Object value, DataType type) {
    return type.kind() == DataType.Kind.DATE ? day(value) : time(value).toLocalDate();
  }

  private static void addUnits(OracleTable table) {
    for (String unit :
        List.of(
            "microsecond",
            "millisecond",
            "second",
            "minute",
            "hour",
            "day",
            "week",
            "month",
            "quarter",
            "year",
            "decade")) {
      for (DataType type : TIMESTAMPS) {
        table.of("date_trunc", literal(unit), any(type)).duckDb("date_trunc('" + unit + "', $2)");
      }
      if (List.of("week", "month", "quarter", "year", "decade").contains(unit)) {
        table.of("trunc", DATES, literal(unit)).duckDb("date_trunc('" + unit + "', $1)");
      }
    }
    Map.of("century", 100, "millennium", 1000)
        .forEach(
            (unit, years) -> {
              for (DataType type : TIMESTAMPS) {
                table
                    .of("date_trunc", literal(unit), any(type))
                    .duckDb("date_trunc('" + unit + "', $2)")
                    .except(
                        "date_trunc('century', TIMESTAMP '2024-02-29 00:00:00')",
                        a -> true,
                        a -> firstDay(time(a[1]).getYear(), years) * MICROS_PER_DAY);
              }
              table
                  .of("trunc", DATES, literal(unit))
                  .java(a -> firstDay(day(a[0]).getYear(), years));
            });
  }

  private static long firstDay(int year, int years) {
    return LocalDate.of(Math.floorDiv(year - 1, years) * years + 1, 1, 1).toEpochDay();
  }

  private static void addMoves(OracleTable table) {
    Domain amounts =
        oneOf(DataType.BIGINT, 0L, 1L, -1L, 31L, -400L, 999L, 1L << 40, Long.MIN_VALUE);
    for (DataType type : Domain.TEMPORAL) {
      table.of("add_months", any(type), amounts).java(a -> moved(a[0], a[1], "MONTHS", 1, type));
      table.of("date_add", any(type), amounts).java(a -> moved(a[0], a[1], "DAYS", 1, type));
      table.of("date_sub", any(type), amounts).java(a -> moved(a[0], a[1], "DAYS", -1, type));
      for (ChronoUnit unit :
          List.of(
              ChronoUnit.MICROS,
              ChronoUnit.HOURS,
              ChronoUnit.DAYS,
              ChronoUnit.WEEKS,
              ChronoUnit.MONTHS,
              ChronoUnit.YEARS)) {
        if (type.kind() != DataType.Kind.DATE || unit.compareTo(ChronoUnit.DAYS) >= 0) {
          for (String name : List.of("timestampadd", "date_add")) {
            table
                .of(name, literal(name(unit)), amounts, any(type))
                .java(a -> moved(a[2], a[1], unit.name(), 1, type));
          }
        }
      }
    }
    Domain literal = literal("2024-02-29");
    long leapDay = LocalDate.of(2024, 2, 29).toEpochDay();
    DataType date = DataType.DATE;
    table.of("add_months", literal, amounts).java(a -> moved(leapDay, a[1], "MONTHS", 1, date));
    table.of("date_add", literal, amounts).java(a -> moved(leapDay, a[1], "DAYS", 1, date));
    table.of("date_sub", literal, amounts).java(a -> moved(leapDay, a[1], "DAYS", -1, date));
    table.of("datediff", literal, any(NTZ)).java(a -> leapDay - date(a[1], NTZ).toEpochDay());
    table.of("last_day", DATES).duckDb("last_day(?)");
    table
        .of("next_day", DATES, texts("mo", "TUE", "Sunday", "x"))
        .java(
            a -> {
              DayOfWeek wanted =
                  switch ((String) a[1]) {
                    case "mo" -> DayOfWeek.MONDAY;
                    case "TUE" -> DayOfWeek.TUESDAY;
                    case "Sunday" -> DayOfWeek.SUNDAY;
                    default -> throw new DateTimeException("no day");
                  };
              return day(a[0]).with(TemporalAdjusters.next(wanted)).toEpochDay();
            });
  }

  private static String name(ChronoUnit unit) {
    return unit == ChronoUnit.MICROS
        ? "microsecond"
        : unit.name().toLowerCase(Locale.ROOT).replaceAll("s$", "");
  }

  /** In the range of the type: days of an INT, or microseconds of a BIGINT. */
  private static Object moved(Object value, Object amount, String unit, int sign, DataType type) {
    long number = Math.multiplyExact((Long) amount, (long) sign);
    ChronoUnit chronoUnit = ChronoUnit.valueOf(unit);
    if (type.kind() == DataType.Kind.DATE) {
      return (long) Math.toIntExact(day(value).plus(number, chronoUnit).toEpochDay());
    }
    LocalDateTime moved = time(value).plus(number, chronoUnit);
    return BigInteger.valueOf(moved.toLocalDate().toEpochDay())
        .multiply(BigInteger.valueOf(MICROS_PER_DAY))
        .add(BigInteger.valueOf(moved.toLocalTime().toNanoOfDay() / 1000))
        .longValueExact();
  }

  private static void addDistances(OracleTable table) {
    for (DataType end : Domain.TEMPORAL) {
      for (DataType start : Domain.TEMPORAL) {
        table
            .of("datediff", any(end), any(start))
            .java(a -> date(a[0], end).toEpochDay() - date(a[1], start).toEpochDay());
      }
    }
    Domain flags = oneOf(DataType.BOOLEAN, true, false);
    for (DataType type : TIMESTAMPS) {
      for (ChronoUnit unit :
          List.of(
              ChronoUnit.MICROS,
              ChronoUnit.HOURS,
              ChronoUnit.DAYS,
              ChronoUnit.WEEKS,
              ChronoUnit.MONTHS,
              ChronoUnit.YEARS)) {
        for (String name : List.of("timestampdiff", "datediff")) {
          table
              .of(name, literal(name(unit)), any(type), any(type))
              .java(a -> unit.between(time(a[1]), time(a[2])));
        }
      }
      table.of("months_between", any(type), any(type)).java(a -> monthsBetween(a, true));
      table
          .of("months_between", any(type), any(type), flags)
          .java(a -> monthsBetween(a, (Boolean) a[2]));
    }
  }

  private static Object monthsBetween(Object[] a, boolean rounded) {
    LocalDateTime end = time(a[0]);
    LocalDateTime start = time(a[1]);
    long months =
        (end.getYear() - start.getYear()) * 12L + end.getMonthValue() - start.getMonthValue();
    boolean bothLast = isLast(end) && isLast(start);
    if (end.getDayOfMonth() == start.getDayOfMonth() || bothLast) {
      return (double) months;
    }
    long seconds =
        (end.getDayOfMonth() - start.getDayOfMonth()) * 86_400L
            + end.toLocalTime().toSecondOfDay()
            - start.toLocalTime().toSecondOfDay();
    double exact = months + seconds / (31 * 86_400.0);
    return rounded ? Math.round(exact * 1e8) / 1e8 : exact;
  }

  private static boolean isLast(LocalDateTime time) {
    return time.getDayOfMonth() == time.toLocalDate().lengthOfMonth();
  }

  private static void addMakers(OracleTable table) {
    Domain years = oneOf(DataType.BIGINT, 2024L, 0L, -44L, 9999L, 290_001L);
    Domain months = oneOf(DataType.BIGINT, 2L, 13L, 0L, 12L);
    Domain days = oneOf(DataType.BIGINT, 29L, 30L, 0L, 31L);
    table
        .of("make_date", years, months, days)
        .java(a -> LocalDate.of(smallYear(a[0]), number(a[1]), number(a[2])).toEpochDay());
    Domain[] parts = {
      oneOf(DataType.BIGINT, 2024L, -44L),
      oneOf(DataType.BIGINT, 2L, 13L),
      oneOf(DataType.BIGINT, 29L, 30L),
      oneOf(DataType.BIGINT, 23L, 24L),
      oneOf(DataType.BIGINT, 59L, 60L),
      oneOf(
          DataType.decimal(16, 6),
          new BigDecimal("59.999999"),
          new BigDecimal("60.000000"),
          new BigDecimal("60.000001"))
    };
    table.of("make_timestamp_ntz", parts).java(a -> micros(madeTime(a)));
    table.of("make_timestamp", parts).java(a -> micros(madeTime(a)));
    table.of("try_make_timestamp", parts).java(a -> orNull(() -> micros(madeTime(a))));
    Domain[] zoned = java.util.Arrays.copyOf(parts, 7);
    zoned[6] = texts("UTC", "Asia/Tokyo");
    table.of("make_timestamp", zoned).java(TimeLines::madeInstant);
    table.of("try_make_timestamp", zoned).java(a -> orNull(() -> madeInstant(a)));
  }

  private static int number(Object value) {
    return Math.toIntExact((Long) value);
  }

  private static int smallYear(Object value) {
    if (Math.abs((Long) value) > 290_000) {
      throw new DateTimeException("too far");
    }
    return number(value);
  }

  private static LocalDateTime madeTime(Object[] a) {
    long micros = ((BigDecimal) a[5]).movePointRight(6).longValueExact();
    if (micros > 60_000_000) {
      throw new DateTimeException("second");
    }
    return LocalDateTime.of(smallYear(a[0]), number(a[1]), number(a[2]), number(a[3]), number(a[4]))
        .plus(micros, ChronoUnit.MICROS);
  }

  private static Object madeInstant(Object[] a) {
    return InstantLines.instant(madeTime(a), ZoneId.of((String) a[6]));
  }

  static Object orNull(java.util.function.Supplier<Object> value) {
    try {
      return value.get();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
