package io.distaff.planner;

import io.distaff.config.DistaffConfig;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.FunctionDefinition.Category;
import io.distaff.sql.EngineFunctions;
import io.distaff.sql.RegistryFunction;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.TimestampString;

/**
 * What a query takes from the moment and the session that it runs in, written into its algebra, so
 * that executors need neither: the time becomes literals, the same for all rows; and where an
 * instant (TIMESTAMP) meets a wall clock (TIMESTAMP_NTZ, DATE, text, or a field such as the hour)
 * the session's time zone becomes an argument of {@code wall_clock} and {@code instant}. In UTC
 * both are the same number, and nothing is written. Immutable.
 *
 * <p>Casts of arrays, maps and structs that hold instants stay those of UTC.
 */
final class SessionTime {
  private static final int MICROSECOND_DIGITS = 6;

  /** Where make_timestamp has its time zone. */
  private static final int MAKE_ZONE = 6;

  private static final String DEFAULT_PATTERN = "yyyy-MM-dd HH:mm:ss";

  /** Functions of instants that no wall clock has a part in. */
  private static final Set<String> ZONELESS =
      Set.of(
          "unix_seconds",
          "unix_millis",
          "unix_micros",
          "from_utc_timestamp",
          "to_utc_timestamp",
          "wall_clock",
          "window",
          "time_windows",
          "window_time");

  /** Of time among others. */
  private static final String TO_CHAR = "to_char";

  /** To any type; that to text is an operator of its own. */
  private static final String CAST = "CAST";

  /** Which argument of sequence is its steps' unit. */
  private static final int SEQUENCE_UNIT = 3;

  private static final Set<String> SHORT_UNITS =
      Set.of("microsecond", "millisecond", "second", "minute", "hour");

  private final RexBuilder rexBuilder;
  private final Instant now;
  private final ZoneId zone;

  private SessionTime(RexBuilder rexBuilder, Instant now, ZoneId zone) {
    this.rexBuilder = rexBuilder;
    this.now = now;
    this.zone = zone;
  }

  /**
   * A query's algebra for a moment and a zone.
   *
   * @param now what current_timestamp is
   */
  static RelNode bind(RelNode query, Instant now, ZoneId zone) {
    SessionTime time = new SessionTime(query.getCluster().getRexBuilder(), now, zone);
    return query.accept(time.new Trees());
  }

  /** The zone of a session; throws INVALID_CONFIGURATION when there is none of the name. */
  static ZoneId zone(DistaffConfig config) {
    String name = config.value(PlannerOptions.TIME_ZONE);
    try {
      return ZoneId.of(name, ZoneId.SHORT_IDS);
    } catch (DateTimeException e) {
      throw new DistaffException(
          ErrorCode.INVALID_CONFIGURATION,
          PlannerOptions.TIME_ZONE.key()
              + ": '"
              + name
              + "' is no time zone. Use a name such as Europe/Berlin, UTC or +02:00.",
          e);
    }
  }

  private final class Trees extends RelHomogeneousShuttle {
    @Override
    public RelNode visit(RelNode other) {
      return super.visit(other).accept(new Expressions());
    }
  }

  private final class Expressions extends RexShuttle {
    @Override
    public RexNode visitSubQuery(RexSubQuery subQuery) {
      RexSubQuery visited = (RexSubQuery) super.visitSubQuery(subQuery);
      RelNode bound = visited.rel.accept(new Trees());
      return bound == visited.rel ? visited : visited.clone(bound);
    }

    @Override
    public RexNode visitCall(RexCall call) {
      RexNode visited = super.visitCall(call);
      if (!(visited instanceof RexCall whole)) {
        return visited;
      }
      RexNode bound = bound(whole);
      return bound.equals(whole) ? whole : rexBuilder.ensureType(call.getType(), bound, true);
    }
  }

  private RexNode bound(RexCall call) {
    boolean registered = call.getOperator() instanceof RegistryFunction;
    if (registered && call.getOperands().isEmpty()) {
      RexNode literal = moment(call);
      return literal == null ? call : literal;
    }
    if (zone.normalized().equals(ZoneOffset.UTC)) {
      return call;
    }
    if (registered) {
      RegistryFunction function = (RegistryFunction) call.getOperator();
      if (function.definition().name().equals("sequence") && isInstant(call.getOperands().get(0))) {
        return sequence(call);
      }
      boolean isOfTime =
          function.definition().category() == Category.TIME
              || function.definition().name().equals(TO_CHAR);
      return isOfTime ? ofTime(call, function) : call;
    }
    if (call.getOperator().getName().equals(CAST) || call.getKind() == SqlKind.SAFE_CAST) {
      return cast(call);
    }
    return switch (call.getKind()) {
      case EQUALS,
          NOT_EQUALS,
          LESS_THAN,
          LESS_THAN_OR_EQUAL,
          GREATER_THAN,
          GREATER_THAN_OR_EQUAL,
          IS_DISTINCT_FROM,
          IS_NOT_DISTINCT_FROM ->
          comparison(call);
      default -> call;
    };
  }

  /** With its steps by the clocks of the zone. */
  private RexNode sequence(RexCall call) {
    List<RexNode> operands = new ArrayList<>(call.getOperands());
    boolean stepped = operands.size() > SEQUENCE_UNIT;
    return stepped ? withZone(call, operands, SEQUENCE_UNIT + 1) : call;
  }

  private RexNode moment(RexCall call) {
    LocalDateTime local = LocalDateTime.ofInstant(now.truncatedTo(ChronoUnit.MICROS), zone);
    LocalDateTime utc = LocalDateTime.ofInstant(now.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC);
    return switch (((RegistryFunction) call.getOperator()).definition().name()) {
      case "current_date" ->
          rexBuilder.makeDateLiteral(new DateString(local.toLocalDate().toString()));
      case "localtimestamp" ->
          rexBuilder.makeTimestampLiteral(timestamp(local), MICROSECOND_DIGITS);
      case "current_timestamp" ->
          rexBuilder.makeTimestampWithLocalTimeZoneLiteral(timestamp(utc), MICROSECOND_DIGITS);
      case "current_timezone" -> text(zone.getId());
      default -> null;
    };
  }

  private static TimestampString timestamp(LocalDateTime time) {
    TimestampString seconds =
        new TimestampString(
            time.getYear(),
            time.getMonthValue(),
            time.getDayOfMonth(),
            time.getHour(),
            time.getMinute(),
            time.getSecond());
    return seconds.withNanos(time.getNano());
  }

  private RexNode ofTime(RexCall call, RegistryFunction function) {
    String name = function.definition().name();
    List<RexNode> operands = new ArrayList<>(call.getOperands());
    boolean ofText = isText(operands.get(0));
    switch (name) {
      case "to_timestamp", "try_to_timestamp" -> {
        if (ofText && operands.size() == 1) {
          String read = name.startsWith("try") ? "try_instant" : "instant";
          return make(read, List.of(operands.get(0), text(zone.getId())));
        }
        return ofText ? withZone(call, operands, 2) : call;
      }
      case "unix_timestamp" -> {
        return ofText ? withZone(call, operands, 2) : call;
      }
      case "from_unixtime" -> {
        return withZone(call, operands, 2);
      }
      case "date_format", TO_CHAR -> {
        return isInstant(operands.get(0)) ? withZone(call, operands, 2) : call;
      }
      case "make_timestamp", "try_make_timestamp" -> {
        return withZone(call, operands, MAKE_ZONE);
      }
      default -> {
        boolean zoneless = ZONELESS.contains(name) || movesInstants(name, operands);
        return zoneless ? call : onWallClock(call, operands);
      }
    }
  }

  /** With the zone as the argument at a position, where there isn't one yet. */
  private RexNode withZone(RexCall call, List<RexNode> operands, int position) {
    if (operands.size() > position) {
      return call;
    }
    while (operands.size() < position) {
      operands.add(text(DEFAULT_PATTERN));
    }
    operands.add(text(zone.getId()));
    return rexBuilder.makeCall(call.getOperator(), operands);
  }

  /** Whether a function adds, or counts, units that are the same on all clocks. */
  private static boolean movesInstants(String name, List<RexNode> operands) {
    boolean moves =
        switch (name) {
          case "timestampadd", "timestampdiff", "datediff", "date_add" -> true;
          default -> false;
        };
    return moves
        && operands.get(0) instanceof RexLiteral literal
        && isText(literal)
        && SHORT_UNITS.contains(
            literal.getValueAs(String.class).toLowerCase(Locale.ROOT).replaceAll("s$", ""));
  }

  private RexNode onWallClock(RexCall call, List<RexNode> operands) {
    boolean any = false;
    for (int i = 0; i < operands.size(); i++) {
      if (isInstant(operands.get(i))) {
        operands.set(i, wallClock(operands.get(i)));
        any = true;
      }
    }
    if (!any) {
      return call;
    }
    RexNode local = rexBuilder.makeCall(call.getOperator(), operands);
    return isInstant(call) && !isInstant(local) ? instant(local) : local;
  }

  private RexNode cast(RexCall call) {
    RexNode from = call.getOperands().get(0);
    boolean trying = call.getKind() == SqlKind.SAFE_CAST;
    RelDataType type = call.getType();
    if (isInstant(from) && !isInstant(call)) {
      boolean clock =
          switch (type.getSqlTypeName()) {
            case DATE, TIMESTAMP, CHAR, VARCHAR -> true;
            default -> false;
          };
      return clock ? call.clone(type, List.of(wallClock(from))) : call;
    }
    if (isInstant(call) && isText(from)) {
      return make(trying ? "try_instant" : "instant", List.of(from, text(zone.getId())));
    }
    return isInstant(call) && isClock(from) ? instant(from) : call;
  }

  private RexNode comparison(RexCall call) {
    List<RexNode> operands = new ArrayList<>(call.getOperands());
    if (operands.stream().noneMatch(SessionTime::isInstant)) {
      return call;
    }
    operands.replaceAll(operand -> isClock(operand) ? instant(operand) : operand);
    return rexBuilder.makeCall(call.getOperator(), operands);
  }

  private static boolean isInstant(RexNode node) {
    return node.getType().getSqlTypeName() == SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE;
  }

  private static boolean isClock(RexNode node) {
    return node.getType().getSqlTypeName() == SqlTypeName.TIMESTAMP
        || node.getType().getSqlTypeName() == SqlTypeName.DATE;
  }

  private static boolean isText(RexNode node) {
    return SqlTypeName.CHAR_TYPES.contains(node.getType().getSqlTypeName());
  }

  private RexNode wallClock(RexNode instant) {
    return make("wall_clock", List.of(instant, text(zone.getId())));
  }

  private RexNode instant(RexNode clock) {
    return make("instant", List.of(clock, text(zone.getId())));
  }

  private RexNode make(String function, List<RexNode> operands) {
    return rexBuilder.makeCall(EngineFunctions.named(function), operands);
  }

  private RexNode text(String value) {
    return rexBuilder.makeLiteral(value);
  }
}
