package io.distaff.eval;

import static io.distaff.eval.FunctionOracle.any;
import static io.distaff.eval.FunctionOracle.literal;
import static io.distaff.eval.FunctionOracle.numbers;
import static io.distaff.eval.FunctionOracle.oneOf;

import io.distaff.types.DataType;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The functions of dates and timestamps over every form of vector. */
class TimeFunctionsTest {
  private static final DataType NTZ = DataType.TIMESTAMP_LOCAL;

  /** From 1900 to 2100. */
  private static final FunctionOracle.Values TIMES =
      new FunctionOracle.Values(
          NTZ,
          random -> -2_208_988_800_000_000L + Math.abs(random.nextLong() % 6_311_433_600_000_000L));

  private static final FunctionOracle.Values DATES = any(DataType.DATE);

  private static FunctionOracle.Values text(String value) {
    return literal(DataType.STRING, value);
  }

  private static LocalDateTime time(Object micros) {
    return LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC).plus((Long) micros, ChronoUnit.MICROS);
  }

  private static long micros(LocalDateTime time) {
    return ExpressionOracle.micros(time);
  }

  @Test
  void fieldsAgreeWithDuckDb() throws SQLException {
    for (String field :
        new String[] {
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
          "millisecond",
          "microsecond"
        }) {
      FunctionOracle.of("date_part", text(field), TIMES)
          .agreesWithDuckDb("date_part(?, ?::TIMESTAMP)");
    }
    FunctionOracle.of("date_part", text("epoch"), DATES).agreesWith(a -> (Long) a[1] * 86_400);
  }

  @Test
  void unitsAgreeWithDuckDb() throws SQLException {
    for (String unit :
        new String[] {
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
          "decade"
        }) {
      FunctionOracle.of("date_trunc", text(unit), TIMES)
          .agreesWithDuckDb("date_trunc(?, ?::TIMESTAMP)::TIMESTAMP");
    }
  }

  /** Which DuckDB lets begin in years that end in 0. */
  @Test
  void centuriesBeginInTheYearThatEndsInOne() {
    FunctionOracle.of("date_trunc", text("century"), TIMES)
        .agreesWith(
            a ->
                micros(
                    LocalDate.of((time(a[1]).getYear() - 1) / 100 * 100 + 1, 1, 1).atStartOfDay()));
    FunctionOracle.of("date_trunc", text("millennium"), TIMES)
        .agreesWith(
            a ->
                micros(
                    LocalDate.of((time(a[1]).getYear() - 1) / 1000 * 1000 + 1, 1, 1)
                        .atStartOfDay()));
  }

  @Test
  void distancesAreWholeUnits() {
    for (ChronoUnit unit :
        new ChronoUnit[] {
          ChronoUnit.MICROS,
          ChronoUnit.HOURS,
          ChronoUnit.DAYS,
          ChronoUnit.WEEKS,
          ChronoUnit.MONTHS,
          ChronoUnit.YEARS
        }) {
      String name =
          unit == ChronoUnit.MICROS
              ? "microsecond"
              : unit.name().toLowerCase(Locale.ROOT).replaceAll("s$", "");
      FunctionOracle.of("timestampdiff", text(name), TIMES, TIMES)
          .agreesWith(a -> unit.between(time(a[1]), time(a[2])));
    }
  }

  @Test
  void datesMove() throws SQLException {
    FunctionOracle.of("last_day", DATES).agreesWithDuckDb("last_day(?)");
    FunctionOracle.of("date_add", DATES, numbers(-999, 999))
        .agreesWith(a -> (Long) a[0] + (Long) a[1]);
    FunctionOracle.of("date_sub", DATES, numbers(-999, 999))
        .agreesWith(a -> (Long) a[0] - (Long) a[1]);
    FunctionOracle.of("datediff", DATES, DATES).agreesWith(a -> (Long) a[0] - (Long) a[1]);
    FunctionOracle.of("add_months", DATES, numbers(-99, 99))
        .agreesWith(a -> LocalDate.ofEpochDay((Long) a[0]).plusMonths((Long) a[1]).toEpochDay());
    FunctionOracle.of("timestampadd", text("hour"), numbers(-999, 999), TIMES)
        .agreesWith(a -> micros(time(a[2]).plusHours((Long) a[1])));
    FunctionOracle.of("timestampadd", text("year"), numbers(-99, 99), TIMES)
        .agreesWith(a -> micros(time(a[2]).plusYears((Long) a[1])));
    FunctionOracle.of("next_day", DATES, oneOf(DataType.STRING, "mo", "TUE", "Sunday"))
        .agreesWith(
            a -> {
              int wanted =
                  switch ((String) a[1]) {
                    case "mo" -> 1;
                    case "TUE" -> 2;
                    default -> 7;
                  };
              LocalDate day = LocalDate.ofEpochDay((Long) a[0]).plusDays(1);
              while (day.getDayOfWeek().getValue() != wanted) {
                day = day.plusDays(1);
              }
              return day.toEpochDay();
            });
    FunctionOracle.of("make_date", numbers(1, 9999), numbers(1, 12), numbers(1, 28))
        .agreesWithDuckDb("make_date(?, ?, ?)");
  }

  @Test
  void textOfPatterns() {
    DateTimeFormatter formatter =
        DateTimeFormatter.ofPattern("EEE d MMM uuuu h:mm:ss.SSS a", Locale.US);
    FunctionOracle.of("date_format", TIMES, text("EEE d MMM yyyy h:mm:ss.SSS a"))
        .agreesWith(a -> formatter.format(time(a[0])));
    FunctionOracle.of("from_unixtime", numbers(-10_000_000_000L, 10_000_000_000L))
        .agreesWith(
            a ->
                DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss")
                    .format(LocalDateTime.ofEpochSecond((Long) a[0], 0, ZoneOffset.UTC)));
    FunctionOracle.Values texts =
        oneOf(DataType.STRING, "29.2.2024", "1.1.1900", "30.2.2023", "soon", "");
    FunctionOracle.of("try_to_date", texts, text("d.M.yyyy"))
        .agreesWith(
            a ->
                switch ((String) a[0]) {
                  case "29.2.2024" -> LocalDate.of(2024, 2, 29).toEpochDay();
                  case "1.1.1900" -> LocalDate.of(1900, 1, 1).toEpochDay();
                  default -> null;
                });
  }

  @Test
  void zonesAgreeWithJava() {
    for (String name : new String[] {"Europe/Berlin", "America/New_York", "+05:30", "UTC"}) {
      ZoneId zone = ZoneId.of(name);
      FunctionOracle.of(
              "wall_clock",
              new FunctionOracle.Values(DataType.TIMESTAMP, TIMES.source()),
              text(name))
          .agreesWith(
              a -> {
                Instant instant = Instant.EPOCH.plus((Long) a[0], ChronoUnit.MICROS);
                return micros(LocalDateTime.ofInstant(instant, zone));
              });
      FunctionOracle.of("instant", TIMES, text(name))
          .agreesWith(
              a -> ChronoUnit.MICROS.between(Instant.EPOCH, time(a[0]).atZone(zone).toInstant()));
    }
  }
}
