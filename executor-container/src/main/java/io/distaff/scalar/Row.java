package io.distaff.scalar;

import io.distaff.kernel.Argument;
import io.distaff.kernel.BytesKernels;
import io.distaff.kernel.RowSet;
import io.distaff.vector.BytesVector;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/**
 * The arguments of a call in one row, which moves through a batch: what functions of text are
 * written against. Mutable; kept by nobody.
 */
final class Row {
  private Argument[] arguments = {};
  private BytesVector[] bytes = {};
  private long[][] longs = {};
  private double[][] doubles = {};
  private int index;
  private boolean isNullResult;

  /** Takes the arguments of a batch. */
  void load(Argument[] loaded, RowSet rows) {
    if (arguments.length != loaded.length) {
      bytes = new BytesVector[loaded.length];
      longs = new long[loaded.length][];
      doubles = new double[loaded.length][];
    }
    arguments = loaded;
    for (int i = 0; i < loaded.length; i++) {
      switch (loaded[i].type().kind()) {
        case STRING, BINARY -> bytes[i] = loaded[i].bytes(rows);
        case BOOLEAN, TINYINT, SMALLINT, INT, BIGINT, DATE, TIMESTAMP, TIMESTAMP_LOCAL ->
            longs[i] = loaded[i].longs(rows);
        case FLOAT, DOUBLE -> doubles[i] = loaded[i].doubles(rows);
        case NULL, DECIMAL, ARRAY, MAP, STRUCT -> {}
      }
    }
  }

  void moveTo(int row) {
    index = row;
    isNullResult = false;
  }

  int numArguments() {
    return arguments.length;
  }

  /** Whether an optional argument is there. */
  boolean has(int argument) {
    return argument < arguments.length;
  }

  /** Only under NullRule.OWN can it be. */
  boolean isNull(int argument) {
    return arguments[argument].vector().isNull(index);
  }

  /** What holds the bytes of a text or binary, from {@link #from} to {@link #to}. */
  byte[] data(int argument) {
    return bytes[argument].data();
  }

  int from(int argument) {
    return bytes[argument].starts()[index];
  }

  int to(int argument) {
    return bytes[argument].starts()[index] + bytes[argument].lengths()[index];
  }

  int length(int argument) {
    return bytes[argument].lengths()[index];
  }

  byte[] copy(int argument) {
    return BytesKernels.copy(bytes[argument], index);
  }

  String text(int argument) {
    return new String(data(argument), from(argument), length(argument), StandardCharsets.UTF_8);
  }

  /** Of an integer type, BOOLEAN, DATE or a timestamp. */
  long number(int argument) {
    return longs[argument][index];
  }

  /** A number of things: of what is negative 0, and at most the largest int. */
  int count(int argument) {
    return (int) Math.max(0, Math.min(number(argument), Integer.MAX_VALUE));
  }

  double floating(int argument) {
    return doubles[argument][index];
  }

  BigDecimal decimal(int argument) {
    return arguments[argument].decimal(index);
  }

  /** The row's result is null, whatever is computed. */
  void setNull() {
    isNullResult = true;
  }

  boolean isNullResult() {
    return isNullResult;
  }
}
