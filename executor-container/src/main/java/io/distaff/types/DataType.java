package io.distaff.types;

import java.io.Serializable;

/**
 * The type of a column or an expression. Closed family; dispatch on {@link #kind()}. Immutable,
 * compared by value.
 */
// Without default methods, so that initialising a subclass doesn't initialise this interface.
@SuppressWarnings("ClassInitializationDeadlock")
public sealed interface DataType extends Serializable
    permits ScalarType, DecimalType, ArrayType, MapType, StructType {
  /** The families of types; the kinds that a switch has to deal with. */
  enum Kind {
    NULL,
    BOOLEAN,
    TINYINT,
    SMALLINT,
    INT,
    BIGINT,
    FLOAT,
    DOUBLE,
    DECIMAL,
    DATE,
    TIMESTAMP,
    TIMESTAMP_LOCAL,
    STRING,
    BINARY,
    ARRAY,
    MAP,
    STRUCT;

    public boolean isIntegral() {
      return this == TINYINT || this == SMALLINT || this == INT || this == BIGINT;
    }

    public boolean isNumeric() {
      return isIntegral() || this == FLOAT || this == DOUBLE || this == DECIMAL;
    }

    public boolean isNested() {
      return this == ARRAY || this == MAP || this == STRUCT;
    }
  }

  /** The type of the literal NULL; casts to every type. */
  DataType NULL = new ScalarType(Kind.NULL);

  DataType BOOLEAN = new ScalarType(Kind.BOOLEAN);
  DataType TINYINT = new ScalarType(Kind.TINYINT);
  DataType SMALLINT = new ScalarType(Kind.SMALLINT);
  DataType INT = new ScalarType(Kind.INT);
  DataType BIGINT = new ScalarType(Kind.BIGINT);
  DataType FLOAT = new ScalarType(Kind.FLOAT);
  DataType DOUBLE = new ScalarType(Kind.DOUBLE);

  /** Days since 1970-01-01 in the proleptic Gregorian calendar. */
  DataType DATE = new ScalarType(Kind.DATE);

  /** Microseconds since 1970-01-01T00:00Z: an instant. */
  DataType TIMESTAMP = new ScalarType(Kind.TIMESTAMP);

  /** Microseconds since 1970-01-01T00:00 of an unnamed zone: what a wall clock shows. */
  DataType TIMESTAMP_LOCAL = new ScalarType(Kind.TIMESTAMP_LOCAL);

  /** UTF-8 text. */
  DataType STRING = new ScalarType(Kind.STRING);

  DataType BINARY = new ScalarType(Kind.BINARY);

  static DecimalType decimal(int precision, int scale) {
    return new DecimalType(precision, scale);
  }

  Kind kind();

  boolean isIntegral();

  boolean isNumeric();

  /** Whether values are made of other values: arrays, maps and structs. */
  boolean isNested();

  /**
   * The SQL spelling, in lower case: {@code bigint}, {@code decimal(15,2)}, {@code
   * array<struct<a:int>>}.
   */
  String sqlName();

  /** As {@link #sqlName}, under the name that Spark's users know. */
  String simpleString();
}
