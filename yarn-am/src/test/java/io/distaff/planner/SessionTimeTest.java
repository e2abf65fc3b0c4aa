package io.distaff.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.catalog.TpchFixture;
import io.distaff.config.DistaffConfig;
import io.distaff.error.DistaffException;
import io.distaff.eval.ExpressionCompiler;
import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionNames;
import io.distaff.memory.ReservedArrays;
import io.distaff.sql.SqlAnalyzer;
import io.distaff.sql.SqlText;
import io.distaff.types.DataType;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dates and timestamps in SQL, in sessions of several time zones. */
class SessionTimeTest {
  private static final Instant NOW = Instant.parse("2024-06-30T22:30:00.25Z");

  private final SqlAnalyzer analyzer = new SqlAnalyzer(new TpchFixture(1).catalog());

  private String run(String zone, String sql) {
    RelNode rel =
        SessionTime.bind(
            analyzer.analyze(SqlText.of("SELECT CAST(" + sql + " AS STRING)")).rel(),
            NOW,
            ZoneId.of(zone));
    RexNode node =
        rel instanceof Project project
            ? project.getProjects().get(0)
            : ((Values) rel).getTuples().get(0).get(0);
    Expression value =
        new ExpressionTranslator(analyzer.cluster().getRexBuilder(), column -> column)
            .translate(node);
    Expression printed =
        value.type().kind() == DataType.Kind.STRING
            ? value
            : new Call(FunctionNames.CAST, DataType.STRING, value);
    Object text =
        Vectors.value(
            ExpressionCompiler.compile(printed, ReservedArrays.uncounted())
                .evaluate(new VectorBatch(1), null),
            0);
    return text == null ? "NULL" : (String) text;
  }

  private String run(String sql) {
    return run("UTC", sql);
  }

  @Test
  void theTimeIsThatAtWhichTheQueryBegan() {
    assertThat(run("current_timestamp")).isEqualTo("2024-06-30 22:30:00.25");
    assertThat(run("now()")).isEqualTo("2024-06-30 22:30:00.25");
    assertThat(run("Europe/Berlin", "current_timestamp()")).isEqualTo("2024-07-01 00:30:00.25");
    assertThat(run("Europe/Berlin", "localtimestamp")).isEqualTo("2024-07-01 00:30:00.25");
    assertThat(run("current_date")).isEqualTo("2024-06-30");
    assertThat(run("Europe/Berlin", "current_date()")).isEqualTo("2024-07-01");
    assertThat(run("Europe/Berlin", "current_timezone()")).isEqualTo("Europe/Berlin");
  }

  @Test
  void instantsHaveTheFieldsOfTheSessionsZone() {
    assertThat(run("Asia/Tokyo", "hour(timestamp_seconds(0))")).isEqualTo("9");
    assertThat(run("Asia/Tokyo", "EXTRACT(HOUR FROM timestamp_seconds(0))")).isEqualTo("9");
    assertThat(run("Asia/Tokyo", "timestamp_seconds(0)")).isEqualTo("1970-01-01 09:00:00");
    assertThat(run("Asia/Tokyo", "CAST(timestamp_seconds(-32401) AS DATE)"))
        .isEqualTo("1969-12-31");
    assertThat(run("Asia/Tokyo", "unix_seconds(CAST('1970-01-01 09:00:00' AS TIMESTAMP_LTZ))"))
        .isEqualTo("0");
    assertThat(run("Asia/Tokyo", "unix_seconds(CAST('1970-01-01 09:00:00Z' AS TIMESTAMP_LTZ))"))
        .isEqualTo("32400");
    assertThat(run("Asia/Tokyo", "unix_timestamp('1970-01-01 09:00:00')")).isEqualTo("0");
    assertThat(run("Asia/Tokyo", "from_unixtime(0)")).isEqualTo("1970-01-01 09:00:00");
    assertThat(run("Asia/Tokyo", "date_format(timestamp_seconds(0), 'HH:mm XXX')"))
        .isEqualTo("09:00 +09:00");
    assertThat(run("Asia/Tokyo", "to_char(timestamp_seconds(0), 'HH:mm')")).isEqualTo("09:00");
    assertThat(run("Asia/Tokyo", "to_char(9, '00')")).isEqualTo("09");
    assertThat(run("Asia/Tokyo", "unix_seconds(date_trunc('day', timestamp_seconds(54000)))"))
        .isEqualTo("54000");
    assertThat(run("Asia/Tokyo", "unix_seconds(make_timestamp(1970, 1, 1, 9, 0, 0))"))
        .isEqualTo("0");
    assertThat(run("Asia/Tokyo", "timestamp_seconds(0) = TIMESTAMP '1970-01-01 09:00:00'"))
        .isEqualTo("true");
  }

  @Test
  void timestampIsAnInstantHoweverItIsWritten() {
    for (String zero :
        List.of(
            "TIMESTAMP '1970-01-01 09:00:00'",
            "TIMESTAMP_LTZ '1970-01-01 09:00:00'",
            "TIMESTAMP '1970-01-01 00:00:00Z'",
            "TIMESTAMP '1970-01-01 01:00:00 Europe/Paris'",
            "CAST('1970-01-01 09:00:00' AS TIMESTAMP)",
            "'1970-01-01 09:00:00'::timestamp",
            "TRY_CAST('1970-01-01 02:00:00+02:00' AS timestamp)",
            "CAST(0 AS TIMESTAMP)",
            "timestamp('1970-01-01 09:00:00')",
            "CAST(TIMESTAMP_NTZ '1970-01-01 09:00:00' AS TIMESTAMP)")) {
      assertThat(run("Asia/Tokyo", "typeof(" + zero + ")")).as(zero).isEqualTo("timestamp");
      assertThat(run("Asia/Tokyo", "unix_micros(" + zero + ")")).as(zero).isEqualTo("0");
      assertThat(run("Asia/Tokyo", zero)).as(zero).isEqualTo("1970-01-01 09:00:00");
    }
    for (String clock :
        List.of(
            "TIMESTAMP_NTZ '1970-01-01 09:00:00'",
            "CAST('1970-01-01 09:00:00' AS TIMESTAMP_NTZ)",
            "CAST('1970-01-01 09:00:00' AS TIMESTAMP WITHOUT TIME ZONE)",
            "CAST(timestamp_seconds(0) AS TIMESTAMP_NTZ)")) {
      assertThat(run("Asia/Tokyo", "typeof(" + clock + ")")).as(clock).isEqualTo("timestamp_ntz");
      assertThat(run("Asia/Tokyo", "unix_seconds(" + clock + ")")).as(clock).isEqualTo("0");
      assertThat(run("Asia/Tokyo", "unix_timestamp(" + clock + ")")).as(clock).isEqualTo("0");
      assertThat(run("Asia/Tokyo", clock)).as(clock).isEqualTo("1970-01-01 09:00:00");
    }
  }

  @Test
  void daysAndMonthsAreAddedByTheClocksOfTheZone() {
    assertThat(run("Asia/Tokyo", "TIMESTAMP '2024-01-31 00:30:00' + INTERVAL 1 MONTH"))
        .isEqualTo("2024-02-29 00:30:00");
    assertThat(run("Europe/Berlin", "TIMESTAMP '2024-03-30 12:00:00' + INTERVAL 1 DAY"))
        .isEqualTo("2024-03-31 12:00:00");
    assertThat(run("Europe/Berlin", "TIMESTAMP '2024-03-30 12:00:00' + INTERVAL 24 HOURS"))
        .isEqualTo("2024-03-31 13:00:00");
  }

  /** With which the statistics of a column can be compared. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "UTC;       at >= TIMESTAMP '2024-01-01 00:00:00'; >=(at, 2024-01-01 00:00:00)",
        "Asia/Tokyo;at >= TIMESTAMP '2024-01-01 00:00:00'; >=(at, 2023-12-31 15:00:00)",
        "UTC;       at < '2024-01-01'; <(at, 2024-01-01 00:00:00)",
        "Asia/Tokyo;at = to_timestamp('01.01.2024', 'dd.MM.yyyy'); =(at, 2023-12-31 15:00:00)",
        "UTC;       at > current_timestamp - INTERVAL 1 DAY; >(at, 2024-06-29 22:30:00.25)",
        "Asia/Tokyo;at <= DATE '2024-01-01'; <=(at, 2023-12-31 15:00:00)",
        "UTC;       clock >= TIMESTAMP '2024-01-01 00:00:00'; >=(clock, 2024-01-01 00:00:00)",
        "+09:00;    clock >= TIMESTAMP '2024-01-01 00:00:00'; >=(clock, 2024-01-01 00:00:00)",
        "+09:00;    clock > current_timestamp; >(clock, 2024-07-01 07:30:00.25)",
        "Asia/Tokyo;clock < TIMESTAMP_NTZ '2024-01-01 00:00:00'; <(clock, 2024-01-01 00:00:00)",
        "Asia/Tokyo;clock < TIMESTAMP '2024-01-01 00:00:00';"
            + " <(instant(clock, 'Asia/Tokyo'), 2023-12-31 15:00:00)",
      })
  void constantTimesAreLiterals(String zone, String condition, String bound) {
    String values =
        "(VALUES (timestamp_seconds(0), CAST(timestamp_seconds(0) AS timestamp_ntz))) AS v(at,"
            + " clock)";
    RelNode query =
        SessionTime.bind(
            analyzer.analyze(SqlText.of("SELECT 1 FROM " + values + " WHERE " + condition)).rel(),
            NOW,
            ZoneId.of(zone));
    assertThat(RelText.of(query)).contains("Filter " + bound);
  }

  @Test
  void windowsOfInstantsAreTheSameInAllZones() {
    assertThat(run("Asia/Kolkata", "window(timestamp_seconds(1800), '1 hour').start"))
        .isEqualTo("1970-01-01 05:30:00");
    assertThat(run("Asia/Kolkata", "window_time(window(timestamp_seconds(1800), '1 hour'))"))
        .isEqualTo("1970-01-01 06:29:59.999999");
    assertThat(run("Asia/Kolkata", "window(TIMESTAMP_NTZ '1970-01-01 00:30:00', '1 hour').start"))
        .isEqualTo("1970-01-01 00:00:00");
  }

  @Test
  void intervalsMoveTime() {
    assertThat(run("TIMESTAMP '2024-02-28 23:00:00' + INTERVAL '2' HOUR"))
        .isEqualTo("2024-02-29 01:00:00");
    assertThat(run("TIMESTAMP '2024-03-01 00:00:00' - INTERVAL '1 00:00:01' DAY TO SECOND"))
        .isEqualTo("2024-02-28 23:59:59");
    assertThat(run("TIMESTAMP '2024-01-31 12:00:00' + INTERVAL '1' MONTH"))
        .isEqualTo("2024-02-29 12:00:00");
    assertThat(run("DATE '2024-01-31' + INTERVAL '1' MONTH * 2")).isEqualTo("2024-03-31");
    assertThat(run("DATE '2024-01-31' + INTERVAL '1' DAY * 2")).isEqualTo("2024-02-02");
    assertThat(run("timestampadd(DAY, 1, TIMESTAMP '2024-02-28 12:00:00')"))
        .isEqualTo("2024-02-29 12:00:00");
    assertThat(run("timestampdiff(MONTH, DATE '2024-01-31', DATE '2024-03-31')")).isEqualTo("2");
    assertThat(run("datediff('2024-03-01', '2024-02-28')")).isEqualTo("2");
    assertThat(run("datediff(DAY, DATE '2024-02-28', DATE '2024-03-01')")).isEqualTo("2");
    assertThat(run("date_add(DATE '2024-02-28', 2)")).isEqualTo("2024-03-01");
  }

  @Test
  void operatorsOfSparkAreRead() {
    assertThat(run("NULL <=> NULL")).isEqualTo("true");
    assertThat(run("1 <=> NULL")).isEqualTo("false");
    assertThat(run("6 & 5")).isEqualTo("4");
    assertThat(run("6 ^ 5")).isEqualTo("3");
    assertThat(run("decode(2, 1, 'one', 2, 'two', 'many')")).isEqualTo("two");
    assertThat(run("if(1 < 2, 'a', 'b')")).isEqualTo("a");
    assertThat(run("nvl(NULL, 3)")).isEqualTo("3");
    assertThat(run("CAST(TIMESTAMP_SECONDS(5) AS BIGINT)")).isEqualTo("5");
  }

  @Test
  void aZoneThatDoesNotExistIsRefused() {
    DistaffConfig config = DistaffConfig.of(Map.of(PlannerOptions.TIME_ZONE.key(), "Mars/Base"));
    assertThatThrownBy(() -> SessionTime.zone(config))
        .isInstanceOf(DistaffException.class)
        .hasMessageContaining("Mars/Base");
    assertThatThrownBy(() -> run("wall_clock(timestamp_seconds(0), 'Mars/Base')"))
        .hasMessageContaining("'Mars/Base' is no time zone");
  }
}
