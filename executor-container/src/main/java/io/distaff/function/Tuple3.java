package io.distaff.function;

import java.io.Serializable;

/** Three objects side by side; as a row the columns {@code _1}, {@code _2} and {@code _3}. */
public record Tuple3<T1, T2, T3>(T1 _1, T2 _2, T3 _3) implements Serializable {}
