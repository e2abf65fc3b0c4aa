package io.distaff.api;

import io.distaff.function.Aggregator;
import io.distaff.function.Encoder;
import io.distaff.function.UDF0;
import io.distaff.function.UDF1;
import io.distaff.function.UDF10;
import io.distaff.function.UDF2;
import io.distaff.function.UDF3;
import io.distaff.function.UDF4;
import io.distaff.function.UDF5;
import io.distaff.function.UDF6;
import io.distaff.function.UDF7;
import io.distaff.function.UDF8;
import io.distaff.function.UDF9;
import io.distaff.planner.SqlSession;
import io.distaff.types.DataType;

/** Gives functions of a program names for SQL; {@link Session#udf}. Thread-safe. */
public final class UdfRegistration {
  private final SqlSession session;

  UdfRegistration(SqlSession session) {
    this.session = session;
  }

  /**
   * Lets SQL of this session call a function; an old one of the name is replaced. Throws USAGE for
   * a name that the engine has a function of.
   */
  public UserDefinedFunction register(String name, UserDefinedFunction function) {
    String given = Required.of(name, "the function's name");
    UserDefinedFunction named = Required.of(function, "the function").withName(given);
    session.register(named.function());
    return named;
  }

  /** As {@link #register(String, UserDefinedFunction)}, of an aggregate. */
  public UserDefinedAggregate register(String name, UserDefinedAggregate aggregate) {
    String given = Required.of(name, "the aggregate's name");
    UserDefinedAggregate named = Required.of(aggregate, "the aggregate").withName(given);
    session.register(named.aggregate());
    return named;
  }

  /**
   * As {@link #register(String, UserDefinedAggregate)}.
   *
   * @param input what the aggregator takes
   */
  public <T, B, R> UserDefinedAggregate register(
      String name, Aggregator<T, B, R> aggregator, Class<T> input) {
    return register(name, Functions.udaf(aggregator, input));
  }

  /** As {@link #register(String, Aggregator, Class)}. */
  public <T, B, R> UserDefinedAggregate register(
      String name, Aggregator<T, B, R> aggregator, Encoder<T> input) {
    return register(name, Functions.udaf(aggregator, input));
  }

  /** As {@link #register(String, UserDefinedFunction)}. */
  public <R> UserDefinedFunction register(String name, UDF0<R> function, DataType type) {
    return register(name, Functions.udf(function, type));
  }

  /** As {@link #register(String, UserDefinedFunction)}. */
  public <T1, R> UserDefinedFunction register(String name, UDF1<T1, R> function, DataType type) {
    return register(name, Functions.udf(function, type));
  }

  /** As {@link #register(String, UserDefinedFunction)}. */
  public <T1, T2, R> UserDefinedFunction register(
      String name, UDF2<T1, T2, R> function, DataType type) {
    return register(name, Functions.udf(function, type));
  }

  /** As {@link #register(String, UserDefinedFunction)}. */
  public <T1, T2, T3, R> UserDefinedFunction register(
      String name, UDF3<T1, T2, T3, R> function, DataType type) {
    return register(name, Functions.udf(function, type));
  }

  /** As {@link #register(String, UserDefinedFunction)}. */
  public <T1, T2, T3, T4, R> UserDefinedFunction register(
      String name, UDF4<T1, T2, T3, T4, R> function, DataType type) {
    return register(name, Functions.udf(function, type));
  }

  /** As {@link #register(String, UserDefinedFunction)}. */
  public <T1, T2, T3, T4, T5, R> UserDefinedFunction register(
      String name, UDF5<T1, T2, T3, T4, T5, R> function, DataType type) {
    return register(name, Functions.udf(function, type));
  }

  /** As {@link #register(String, UserDefinedFunction)}. */
  public <T1, T2, T3, T4, T5, T6, R> UserDefinedFunction register(
      String name, UDF6<T1, T2, T3, T4, T5, T6, R> function, DataType type) {
    return register(name, Functions.udf(function, type));
  }

  /** As {@link #register(String, UserDefinedFunction)}. */
  public <T1, T2, T3, T4, T5, T6, T7, R> UserDefinedFunction register(
      String name, UDF7<T1, T2, T3, T4, T5, T6, T7, R> function, DataType type) {
    return register(name, Functions.udf(function, type));
  }

  /** As {@link #register(String, UserDefinedFunction)}. */
  public <T1, T2, T3, T4, T5, T6, T7, T8, R> UserDefinedFunction register(
      String name, UDF8<T1, T2, T3, T4, T5, T6, T7, T8, R> function, DataType type) {
    return register(name, Functions.udf(function, type));
  }

  /** As {@link #register(String, UserDefinedFunction)}. */
  public <T1, T2, T3, T4, T5, T6, T7, T8, T9, R> UserDefinedFunction register(
      String name, UDF9<T1, T2, T3, T4, T5, T6, T7, T8, T9, R> function, DataType type) {
    return register(name, Functions.udf(function, type));
  }

  /** As {@link #register(String, UserDefinedFunction)}. */
  public <T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, R> UserDefinedFunction register(
      String name, UDF10<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, R> function, DataType type) {
    return register(name, Functions.udf(function, type));
  }
}
