package io.distaff.eval;

import static io.distaff.eval.Domain.any;
import static io.distaff.eval.Domain.literal;
import static io.distaff.eval.Domain.numbers;
import static io.distaff.eval.Domain.oneOf;
import static io.distaff.eval.Domain.texts;

import io.distaff.types.DataType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What instants in time zones, and dates and timestamps as text must agree with. */
final class InstantLines {
  private static final DataType NTZ = DataType.TIMESTAMP_LOCAL;
  private static final Domain INSTANTS = any(DataType.TIMESTAMP);
  private static final Domain ZONES =
      texts("Europe/Berlin", "America/New_York", "+05:30", "UTC", "Mars/Base");

  private InstantLines() {}

  static void addTo(OracleTable table) {
    addCounts(table);
    addZones(table);
    addReading(table);
    addWriting(table);
  }

  static long instant(LocalDateTime local, ZoneId zone) {
    return micros(local.atZone(zone).toInstant());
  }

  private static long micros(Instant instant) {
    return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
  }

  private static long wallClock(Object micros, ZoneId zone) {
    Instant instant = Instant.EPOCH.plus((Long) micros, ChronoUnit.MICROS);
    return TimeLines.micros(LocalDateTime.ofInstant(instant, zone));
  }

  private static ZoneId zone(Object name) {
    return ZoneId.of((String) name);
  }

  private static void addCounts(OracleTable table) {
    Map.of("seconds", 1_000_000L, "millis", 1000L, "micros", 1L)
        .forEach(
            (unit, micros) -> {
              table.of("unix_" + unit, INSTANTS).java(a -> Math.floorDiv((Long) a[0], micros));
              table
                  .of("timestamp_" + unit, any(DataType.BIGINT))
                  .java(a -> Math.multiplyExact((Long) a[0], micros));
            });
    table.of("unix_date", any(DataType.DATE)).java(a -> a[0]);
    table.of("date_from_unix_date", any(DataType.INT)).java(a -> a[0]);
  }

  private static void addZones(OracleTable table) {
    for (DataType type : List.of(DataType.TIMESTAMP, NTZ)) {
      table.of("from_utc_timestamp", any(type), ZONES).java(a -> wallClock(a[0], zone(a[1])));
      table
          .of("to_utc_timestamp", any(type), ZONES)
          .java(a -> instant(TimeLines.time(a[0]), zone(a[1])));
    }
    table.of("wall_clock", INSTANTS, ZONES).java(a -> wallClock(a[0], zone(a[1])));
    table.of("instant", any(NTZ), ZONES).java(a -> instant(TimeLines.time(a[0]), zone(a[1])));
    table
        .of("convert_timezone", ZONES, ZONES, any(NTZ))
        .java(a -> wallClock(instant(TimeLines.time(a[2]), zone(a[0])), zone(a[1])));
    Domain texts =
        texts(
            "2024-07-01 12:00:00",
            "2024-03-31 02:30:00",
            "2024-10-27 02:30:00",
            "2024-07-01T12:00:00+02:00",
            "soon");
    table.of("instant", texts, ZONES).java(a -> read((String) a[0], a[1]));
    table
        .of("try_instant", texts, texts("Europe/Berlin", "+05:30"))
        .java(a -> TimeLines.orNull(() -> read((String) a[0], a[1])));
  }

  private static Object read(String text, Object zone) {
    if (text.contains("+")) {
      return micros(OffsetDateTime.parse(text).toInstant());
    }
    return instant(LocalDateTime.parse(text.replace(' ', 'T')), zone(zone));
  }

  private static void addReading(OracleTable table) {
    Domain dates = texts("29.2.2024", "1.1.1900", "30.2.2023", "soon", "");
    Domain pattern = literal("d.M.yyyy");
    table.of("to_date", dates, pattern).java(a -> day((String) a[0]));
    table.of("try_to_date", dates, pattern).java(a -> TimeLines.orNull(() -> day((String) a[0])));
    Domain iso = texts("2024-02-29", "1582-10-15", "0001-01-01", "9999-12-31", "2023-02-29", "x");
    table.of("to_date", iso).java(a -> LocalDate.parse((String) a[0]).toEpochDay());
    table
        .of("try_to_date", iso)
        .java(a -> TimeLines.orNull(() -> LocalDate.parse((String) a[0]).toEpochDay()));
    for (DataType type : Domain.TEMPORAL) {
      long days = type.kind() == DataType.Kind.DATE ? TimeLines.MICROS_PER_DAY : 1;
      table.of("to_date", any(type)).java(a -> TimeLines.date(a[0], type).toEpochDay());
      table.of("to_timestamp", any(type)).java(a -> (Long) a[0] * days);
      table.of("to_timestamp_ntz", any(type)).java(a -> (Long) a[0] * days);
    }
    addTimestamps(table, dates, pattern, iso);
  }

  private static void addTimestamps(OracleTable table, Domain dates, Domain pattern, Domain iso) {
    Domain zones = texts("Europe/Berlin", "UTC");
    for (String name : List.of("to_timestamp", "to_timestamp_ntz", "try_to_timestamp")) {
      boolean tries = name.startsWith("try");
      table
          .of(name, dates, pattern)
          .java(a -> orFail(tries, () -> start(day((String) a[0]), ZoneOffset.UTC)));
      table
          .of(name, iso)
          .java(
              a ->
                  orFail(
                      tries,
                      () -> start(LocalDate.parse((String) a[0]).toEpochDay(), ZoneOffset.UTC)));
      if (!name.endsWith("ntz")) {
        table
            .of(name, dates, pattern, zones)
            .java(a -> orFail(tries, () -> start(day((String) a[0]), zone(a[2]))));
      }
    }
    table
        .of("unix_timestamp", dates, pattern)
        .java(a -> start(day((String) a[0]), ZoneOffset.UTC) / 1_000_000);
    table
        .of("unix_timestamp", dates, pattern, zones)
        .java(a -> start(day((String) a[0]), zone(a[2])) / 1_000_000);
    table
        .of("unix_timestamp", texts("2024-02-29 13:14:15", "1969-12-31 23:59:59", "2024-02-29"))
        .java(
            a ->
                LocalDateTime.parse(((String) a[0]).replace(' ', 'T'))
                    .toEpochSecond(ZoneOffset.UTC));
    table.of("unix_timestamp", INSTANTS).java(a -> Math.floorDiv((Long) a[0], 1_000_000L));
  }

  private static Object orFail(boolean tries, java.util.function.Supplier<Object> value) {
    return tries ? TimeLines.orNull(value) : value.get();
  }

  private static long day(String text) {
    return switch (text) {
      case "29.2.2024" -> LocalDate.of(2024, 2, 29).toEpochDay();
      case "1.1.1900" -> LocalDate.of(1900, 1, 1).toEpochDay();
      default -> throw new DateTimeException(text);
    };
  }

  private static long start(long day, ZoneId zone) {
    return instant(LocalDate.ofEpochDay(day).atStartOfDay(), zone);
  }

  private static void addWriting(OracleTable table) {
    String pattern = "EEE d MMM yyyy h:mm:ss.SSS a";
    DateTimeFormatter formatter =
        DateTimeFormatter.ofPattern(pattern.replace("yyyy", "uuuu"), Locale.US);
    Domain zones = texts("Europe/Berlin", "+05:30", "UTC");
    DateTimeFormatter plain = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    table
        .of("date_format", any(NTZ), literal(pattern))
        .java(a -> formatter.format(TimeLines.time(a[0])));
    table
        .of("date_format", INSTANTS, literal(pattern))
        .java(a -> formatter.format(TimeLines.time(a[0])));
    table
        .of("date_format", INSTANTS, literal(pattern), zones)
        .java(a -> formatter.format(TimeLines.time(wallClock(a[0], zone(a[2])))));
    Domain seconds =
        oneOf(
            DataType.BIGINT,
            0L,
            -1L,
            1_709_212_455L,
            -10_000_000_000L,
            253_402_300_799L,
            Long.MAX_VALUE);
    table.of("from_unixtime", seconds).java(a -> plain.format(ofSeconds(a[0], "UTC")));
    table
        .of("from_unixtime", seconds, literal(pattern))
        .java(a -> formatter.format(ofSeconds(a[0], "UTC")));
    table
        .of("from_unixtime", seconds, literal(pattern), zones)
        .java(a -> formatter.format(ofSeconds(a[0], a[2])));
    table
        .of("from_unixtime", numbers(-9_000_000_000L, 9_000_000_000L))
        .java(a -> plain.format(ofSeconds(a[0], "UTC")));
  }

  private static LocalDateTime ofSeconds(Object seconds, Object zone) {
    Math.multiplyExact((Long) seconds, 1_000_000L);
    return LocalDateTime.ofInstant(Instant.ofEpochSecond((Long) seconds), zone(zone));
  }
}
