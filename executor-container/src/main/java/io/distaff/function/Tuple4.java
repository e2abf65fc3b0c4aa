package io.distaff.function;

import java.io.Serializable;

/** Four objects side by side; as a row the columns {@code _1} to {@code _4}. */
public record Tuple4<T1, T2, T3, T4>(T1 _1, T2 _2, T3 _3, T4 _4) implements Serializable {}
