package io.distaff.eval;

import io.distaff.types.DataType;
import io.distaff.vector.RandomBatches;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The values that a column of arguments takes, beside null. Immutable.
 *
 * @param values in the classes of {@link io.distaff.vector.Vectors#value}, the most telling first
 * @param form whether all of the values matter
 */
public record Domain(DataType type, List<Object> values, Form form) {
  /** What may be done to a domain. */
  public enum Form {
    /** Where there are many columns, the first values will do. */
    SAMPLE,
    /** All of them are needed. */
    WHOLE,
    /** One value, which isn't a column but a literal of the expression. */
    LITERAL
  }

  private static final long SEED = 20_240_229;
  private static final int SAMPLE_SIZE = 48;

  public static final List<DataType> INTEGRAL =
      List.of(DataType.TINYINT, DataType.SMALLINT, DataType.INT, DataType.BIGINT);
  public static final List<DataType> FLOATING = List.of(DataType.FLOAT, DataType.DOUBLE);

  /** Of one digit, of longs, of the first that isn't, and of the widest. */
  public static final List<DataType> DECIMALS =
      List.of(
          DataType.decimal(1, 0),
          DataType.decimal(9, 2),
          DataType.decimal(18, 6),
          DataType.decimal(19, 4),
          DataType.decimal(38, 0),
          DataType.decimal(38, 10));

  public static final List<DataType> TEMPORAL =
      List.of(DataType.DATE, DataType.TIMESTAMP, DataType.TIMESTAMP_LOCAL);
  public static final List<DataType> NUMERIC =
      Stream.of(INTEGRAL, FLOATING, DECIMALS).flatMap(List::stream).toList();
  public static final List<DataType> SCALARS =
      Stream.of(NUMERIC, TEMPORAL, List.of(DataType.BOOLEAN, DataType.STRING, DataType.BINARY))
          .flatMap(List::stream)
          .toList();

  /** The edges of a type, and values between them. */
  public static Domain any(DataType type) {
    Random random = new Random(SEED);
    List<Object> values = new ArrayList<>();
    if (type.isNested()) {
      for (int k = 0; k < SAMPLE_SIZE; k++) {
        values.add(RandomBatches.value(type, 3 + 2 * k));
      }
    } else if (type.kind() != DataType.Kind.NULL) {
      values.addAll(EdgeValues.of(type));
      while (values.size() < SAMPLE_SIZE) {
        values.add(EvalFixture.value(type, random));
      }
    }
    return new Domain(type, values, Form.SAMPLE);
  }

  /** Short texts of one to four bytes a character. */
  public static Domain text() {
    return any(DataType.STRING);
  }

  /** BIGINTs from low to high. */
  public static Domain numbers(long low, long high) {
    return numbers(DataType.BIGINT, low, high);
  }

  /** Integers from low to high. */
  public static Domain numbers(DataType type, long low, long high) {
    List<Object> values = new ArrayList<>();
    long count = Math.min(high - low + 1, SAMPLE_SIZE);
    Random random = new Random(SEED);
    for (long i = 0; i < count; i++) {
      values.add(
          high - low < SAMPLE_SIZE
              ? low + i
              : i < 2
                  ? i == 0 ? low : high
                  : low + Math.floorMod(random.nextLong(), high - low + 1));
    }
    if (high - low < SAMPLE_SIZE) {
      java.util.Collections.shuffle(values, random);
    }
    return new Domain(type, values, Form.SAMPLE);
  }

  /** These values. */
  public static Domain oneOf(DataType type, Object... values) {
    return new Domain(type, Arrays.asList(values), Form.WHOLE);
  }

  /** These texts. */
  static Domain texts(String... values) {
    return oneOf(DataType.STRING, (Object[]) values);
  }

  /** A literal. */
  static Domain literal(DataType type, Object value) {
    return new Domain(type, Arrays.asList(value), Form.LITERAL);
  }

  /** A literal text. */
  static Domain literal(String value) {
    return literal(DataType.STRING, value);
  }

  boolean isLiteral() {
    return form == Form.LITERAL;
  }

  /** With not more than so many values, unless all are needed. */
  Domain atMost(int size) {
    return form == Form.SAMPLE && values.size() > size
        ? new Domain(type, values.subList(0, size), form)
        : this;
  }
}
