package io.distaff.function;

import java.io.Serializable;

/** Two objects side by side; as a row the columns {@code _1} and {@code _2}. */
public record Tuple2<T1, T2>(T1 _1, T2 _2) implements Serializable {}
