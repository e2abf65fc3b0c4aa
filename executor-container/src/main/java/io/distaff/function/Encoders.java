package io.distaff.function;

import io.distaff.row.Row;
import io.distaff.types.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;

/** The {@link Encoder}s, under the names that Spark's users know. Stateless. */
public final class Encoders {
  private Encoders() {}

  public static Encoder<Boolean> BOOLEAN() {
    return Encoder.of(Boolean.class);
  }

  public static Encoder<Byte> BYTE() {
    return Encoder.of(Byte.class);
  }

  public static Encoder<Short> SHORT() {
    return Encoder.of(Short.class);
  }

  public static Encoder<Integer> INT() {
    return Encoder.of(Integer.class);
  }

  public static Encoder<Long> LONG() {
    return Encoder.of(Long.class);
  }

  public static Encoder<Float> FLOAT() {
    return Encoder.of(Float.class);
  }

  public static Encoder<Double> DOUBLE() {
    return Encoder.of(Double.class);
  }

  public static Encoder<String> STRING() {
    return Encoder.of(String.class);
  }

  /** DECIMAL(38, 18). */
  public static Encoder<BigDecimal> DECIMAL() {
    return Encoder.of(BigDecimal.class);
  }

  public static Encoder<LocalDate> LOCALDATE() {
    return Encoder.of(LocalDate.class);
  }

  public static Encoder<LocalDateTime> LOCALDATETIME() {
    return Encoder.of(LocalDateTime.class);
  }

  public static Encoder<Instant> INSTANT() {
    return Encoder.of(Instant.class);
  }

  public static Encoder<byte[]> BINARY() {
    return Encoder.of(byte[].class);
  }

  /** Objects of a bean, or of a record. */
  public static <T> Encoder<T> bean(Class<T> type) {
    return Encoder.of(type);
  }

  /** Rows of these columns, whose values are of the classes that {@link Row} has for the types. */
  public static Encoder<Row> row(Schema schema) {
    return new Encoder<>(ObjectType.row(schema));
  }

  /** Pairs. */
  public static <T1, T2> Encoder<Tuple2<T1, T2>> tuple(Encoder<T1> first, Encoder<T2> second) {
    return new Encoder<>(ObjectType.of(Tuple2.class, first.type(), second.type()));
  }

  /** As {@link #tuple(Encoder, Encoder)}, of three. */
  public static <T1, T2, T3> Encoder<Tuple3<T1, T2, T3>> tuple(
      Encoder<T1> first, Encoder<T2> second, Encoder<T3> third) {
    return new Encoder<>(ObjectType.of(Tuple3.class, first.type(), second.type(), third.type()));
  }

  /** As {@link #tuple(Encoder, Encoder)}, of four. */
  public static <T1, T2, T3, T4> Encoder<Tuple4<T1, T2, T3, T4>> tuple(
      Encoder<T1> first, Encoder<T2> second, Encoder<T3> third, Encoder<T4> fourth) {
    return new Encoder<>(
        ObjectType.of(Tuple4.class, first.type(), second.type(), third.type(), fourth.type()));
  }

  /** As {@link #LOCALDATE}. */
  public static Encoder<java.sql.Date> DATE() {
    return Encoder.of(java.sql.Date.class);
  }

  /** As {@link #INSTANT}. */
  public static Encoder<java.sql.Timestamp> TIMESTAMP() {
    return Encoder.of(java.sql.Timestamp.class);
  }
}
