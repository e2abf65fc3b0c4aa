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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How values stand in text: dates and timestamps in patterns where there are any, some numbers in
 * words of their own when they are read, all else as CAST reads and writes it. Timestamps are of
 * UTC where a pattern doesn't say otherwise. Immutable.
 *
 * @param date pattern, as {@code to_date} takes it
 * @param timestamp as {@code to_timestamp} takes it
 * @param numbers words for FLOAT and DOUBLE, each with one that CAST knows
 */
record ValueFormats(
    Optional<String> date, Optional<String> timestamp, Map<String, String> numbers) {
  static final List<String> KEYS = List.of("dateFormat", "timestampFormat");

  /** Of words for numbers. */
  static final List<String> NUMBER_KEYS = List.of("nanValue", "positiveInf", "negativeInf");

  private static final List<String> NUMBERS = List.of("NaN", "Infinity", "-Infinity");

  private static final String READS_DATES = "try_to_date";
  private static final String READS_TIMESTAMPS = "try_to_timestamp";
  private static final String WRITES = "date_format";
  private static final Literal UTC = new Literal(DataType.STRING, "UTC");

  /** Throws INVALID_CONFIGURATION for what is no pattern. */
  static ValueFormats of(OptionReader options) {
    ValueFormats formats =
        new ValueFormats(
            Optional.ofNullable(options.text(KEYS.get(0), null)),
            Optional.ofNullable(options.text(KEYS.get(1), null)),
            numbers(options));
    formats.check(options, KEYS.get(0), DataType.DATE);
    formats.check(options, KEYS.get(1), DataType.TIMESTAMP);
    return formats;
  }

  private static Map<String, String> numbers(OptionReader options) {
    Map<String, String> numbers = new LinkedHashMap<>();
    for (int i = 0; i < NUMBER_KEYS.size(); i++) {
      String word = options.text(NUMBER_KEYS.get(i), null);
      if (word != null) {
        numbers.put(word, NUMBERS.get(i));
      }
    }
    return numbers;
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
            .orElseGet(() -> new Call(FunctionNames.TRY_CAST, type, spelled(text, type)));
    return ExpressionCompiler.compile(value, arrays);
  }

  /** The text, with numbers in the words that CAST knows. */
  private Expression spelled(InputRef text, DataType type) {
    boolean isFloating = type.kind() == DataType.Kind.FLOAT || type.kind() == DataType.Kind.DOUBLE;
    if (!isFloating || numbers.isEmpty()) {
      return text;
    }
    List<Expression> branches = new ArrayList<>();
    numbers.forEach(
        (word, known) -> {
          Literal given = new Literal(DataType.STRING, word);
          branches.add(new Call(FunctionNames.EQUAL, DataType.BOOLEAN, text, given));
          branches.add(new Literal(DataType.STRING, known));
        });
    branches.add(text);
    return new Call(FunctionNames.CASE, branches, DataType.STRING);
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
