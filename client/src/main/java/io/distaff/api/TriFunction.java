package io.distaff.api;

/** A function of three arguments: what a lambda of three parameters is written as. */
@FunctionalInterface
public interface TriFunction<T, U, V, R> {
  R apply(T first, U second, V third);
}
