package io.distaff.text;

import io.distaff.error.DistaffException;
import io.distaff.eval.Evaluator;
import io.distaff.eval.ExpressionCompiler;
import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.InputRef;
import io.distaff.expression.Literal;
import io.distaff.memory.ReservedArrays;
import io.distaff.text.record.OptionReader;
import io.distaff.types.DataType;
import io.distaff.vector.VectorBatch;
import java.util.List;
import java.util.Optional;

/**
 * How values stand in text: dates and timestamps in patterns where there are any, all else as CAST
 * reads and writes it. Timestamps are of UTC where a pattern doesn't say otherwise. Immutable.
 *
 * @param date pattern, as {@code to_date} takes it
 * @param timestamp as {@code to_timestamp} takes it
 */
record TimeFormats(Optional<String> date, Optional<String> timestamp) {
  static final List<String> KEYS = List.of("dateFormat", "timestampFormat");

  private static final String READS_DATES = "try_to_date";
  private static final String READS_TIMESTAMPS = "try_to_timestamp";
  private static final String WRITES = "date_format";
  private static final Literal UTC = new Literal(DataType.STRING, "UTC");

  /** Throws INVALID_CONFIGURATION for what is no pattern. */
  static TimeFormats of(OptionReader options) {
    TimeFormats formats =
        new TimeFormats(
            Optional.ofNullable(options.text(KEYS.get(0), null)),
            Optional.ofNullable(options.text(KEYS.get(1), null)));
    formats.check(options, KEYS.get(0), DataType.DATE);
    formats.check(options, KEYS.get(1), DataType.TIMESTAMP);
    return formats;
  }

  private void check(OptionReader options, String key, DataType type) {
    if (pattern(type).isEmpty()) {
      return;
    }
    try {
      var unused =
          ExpressionCompiler.compile(written(new Literal(type, "0")), ReservedArrays.uncounted())
              .evaluate(new VectorBatch(1), null);
    } catch (DistaffException e) {
      throw options.invalid(key, e.getMessage());
    }
  }

  /** The pattern of a type's values. */
  Optional<String> pattern(DataType type) {
    return switch (type.kind()) {
      case DATE -> date;
      case TIMESTAMP, TIMESTAMP_LOCAL -> timestamp;
      default -> Optional.empty();
    };
  }

  /** Reads the text of column 0 as values; null for what can't be read. */
  Evaluator reader(DataType type, ReservedArrays arrays) {
    InputRef text = new InputRef(0, DataType.STRING);
    Expression value =
        pattern(type)
            .<Expression>map(pattern -> read(text, new Literal(DataType.STRING, pattern), type))
            .orElseGet(() -> new Call(FunctionNames.TRY_CAST, type, text));
    return ExpressionCompiler.compile(value, arrays);
  }

  private static Expression read(InputRef text, Literal pattern, DataType type) {
    if (type.kind() == DataType.Kind.DATE) {
      return new Call(READS_DATES, type, text, pattern);
    }
    Expression instant = new Call(READS_TIMESTAMPS, DataType.TIMESTAMP, text, pattern, UTC);
    return type.kind() == DataType.Kind.TIMESTAMP
        ? instant
        : new Call(FunctionNames.CAST, type, instant);
  }

  /** Writes the values of column 0 as text. */
  Evaluator writer(DataType type, ReservedArrays arrays) {
    return ExpressionCompiler.compile(written(new InputRef(0, type)), arrays);
  }

  private Expression written(Expression value) {
    DataType type = value.type();
    Optional<String> pattern = pattern(type);
    if (pattern.isEmpty()) {
      return new Call(FunctionNames.CAST, DataType.STRING, value);
    }
    Literal text = new Literal(DataType.STRING, pattern.get());
    return switch (type.kind()) {
      case TIMESTAMP -> new Call(WRITES, DataType.STRING, value, text, UTC);
      case DATE ->
          new Call(
              WRITES,
              DataType.STRING,
              new Call(FunctionNames.CAST, DataType.TIMESTAMP_LOCAL, value),
              text);
      default -> new Call(WRITES, DataType.STRING, value, text);
    };
  }
}
