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

/**
 * What a query takes from the moment and the session that it runs in, written into its algebra, so
 * that executors need neither: the time becomes literals, the same for all rows; and where an
 * instant (TIMESTAMP) meets a wall clock (TIMESTAMP_NTZ, DATE, text, or a field such as the hour)
 * the session's time zone becomes an argument of {@code wall_clock} and {@code instant}. In UTC
 * both are the same number, and nothing is written. What is constant becomes a literal then, with
 * which statistics can be compared; where it might be null to its type, only in comparisons, as
 * Calcite's rules don't keep a cast of it that allows null. Immutable.
 *
 * <p>Casts of arrays, maps and structs that hold instants stay those of UTC.
 */
final class SessionTime {
  /** Where make_timestamp has its time zone. */
  private static final int MAKE_ZONE = 6;

  private static final String DEFAULT_PATTERN = "yyyy-MM-dd HH:mm:ss";

  /** Functions of instants that no wall clock has a part in. */
  private static final Set<String> ZONELESS =
      Set.of(
          "from_utc_timestamp",
          "to_utc_timestamp",
          "wall_clock",
          "window",
          "time_windows",
          "session_window",
          "window_time");

  /** Functions of instants, to which a wall clock is one. */
  private static final Set<String> OF_INSTANTS =
      Set.of("unix_seconds", "unix_millis", "unix_micros");

  /** Of time among others. */
  private static final String TO_CHAR = "to_char";

  /** To any type; that to text is an operator of its own. */
  private static final String CAST = "CAST";

  /** Which argument of sequence is its steps' unit. */
  private static final int SEQUENCE_UNIT = 3;

  private static final Set<SqlKind> COMPARISONS =
      Set.of(
          SqlKind.EQUALS,
          SqlKind.NOT_EQUALS,
          SqlKind.LESS_THAN,
          SqlKind.LESS_THAN_OR_EQUAL,
          SqlKind.GREATER_THAN,
          SqlKind.GREATER_THAN_OR_EQUAL,
          SqlKind.IS_DISTINCT_FROM,
          SqlKind.IS_NOT_DISTINCT_FROM);

  private static final Set<String> SHORT_UNITS =
      Set.of("microsecond", "millisecond", "second", "minute", "hour");

  private final RexBuilder rexBuilder;
  private final ConstantTimes constants;
  private final Instant now;
  private final ZoneId zone;

  private SessionTime(RexBuilder rexBuilder, Instant now, ZoneId zone) {
    this.rexBuilder = rexBuilder;
    this.constants = new ConstantTimes(rexBuilder);
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
      if (!bound.getType().isNullable()) {
        bound = constants.folded(bound);
      }
      return bound.equals(whole) ? whole : rexBuilder.ensureType(call.getType(), bound, true);
    }
  }

  private RexNode bound(RexCall call) {
    boolean registered = call.getOperator() instanceof RegistryFunction;
    if (registered && call.getOperands().isEmpty()) {
      RexNode literal = moment(call);
      return literal == null ? call : literal;
    }
    if (COMPARISONS.contains(call.getKind())) {
      return comparison(call);
    }
    if (isUtc()) {
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
    boolean shifts = call.getKind() == SqlKind.PLUS || call.getKind() == SqlKind.MINUS;
    return shifts && isInstant(call) && call.getOperands().stream().anyMatch(this::isByCalendar)
        ? onWallClock(call, new ArrayList<>(call.getOperands()))
        : call;
  }

  private boolean isUtc() {
    return zone.normalized().equals(ZoneOffset.UTC);
  }

  /** Whether it is an interval of whole days, months or years, which differ in length. */
  private boolean isByCalendar(RexNode node) {
    return switch (node.getType().getSqlTypeName()) {
      case INTERVAL_YEAR, INTERVAL_YEAR_MONTH, INTERVAL_MONTH, INTERVAL_DAY -> true;
      default -> false;
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
          rexBuilder.makeTimestampLiteral(
              ConstantTimes.text(local), ConstantTimes.MICROSECOND_DIGITS);
      case "current_timestamp" ->
          rexBuilder.makeTimestampWithLocalTimeZoneLiteral(
              ConstantTimes.text(utc), ConstantTimes.MICROSECOND_DIGITS);
      case "current_timezone" -> text(zone.getId());
      default -> null;
    };
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
        if (isClock(operands.get(0))) {
          operands.set(0, instant(operands.get(0)));
          return rexBuilder.makeCall(call.getOperator(), operands);
        }
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
        if (OF_INSTANTS.contains(name)) {
          operands.replaceAll(o -> isClock(o) || isText(o) ? instant(o) : o);
          return rexBuilder.makeCall(call.getOperator(), operands);
        }
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

  /**
   * Of an instant and a wall clock. A constant becomes what the other is, so that the other, which
   * may be a column with statistics, stays as it is; where an hour comes twice a year, the order of
   * clocks isn't that of instants.
   */
  private RexNode comparison(RexCall call) {
    List<RexNode> operands = new ArrayList<>(call.getOperands());
    operands.replaceAll(constants::folded);
    if (operands.stream().anyMatch(SessionTime::isInstant)) {
      boolean byClocks =
          zone.normalized() instanceof ZoneOffset
              && operands.stream().anyMatch(RexLiteral.class::isInstance)
              && operands.stream().allMatch(o -> o instanceof RexLiteral || isClock(asClock(o)));
      if (byClocks) {
        operands.replaceAll(
            o -> o instanceof RexLiteral && isInstant(o) ? wallClock(o) : asClock(o));
      } else {
        operands.replaceAll(o -> isClock(o) && needsZone(o) ? instant(o) : o);
      }
      operands.replaceAll(constants::folded);
    }
    return operands.equals(call.getOperands())
        ? call
        : rexBuilder.makeCall(call.getOperator(), operands);
  }

  private boolean needsZone(RexNode clock) {
    return clock instanceof RexLiteral || !isUtc();
  }

  /** The clock of which an instant was made in this zone; else the node. */
  private RexNode asClock(RexNode node) {
    if (!(node instanceof RexCall call) || !isInstant(node)) {
      return node;
    }
    RexNode first = call.getOperands().get(0);
    boolean isMade =
        call.isA(SqlKind.CAST)
            || (call.getOperator() instanceof RegistryFunction function
                && function.definition().name().equals("instant")
                && call.getOperands().get(1).equals(text(zone.getId())));
    return isMade && isClock(first) ? first : node;
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
