package io.distaff.operator.join;

import io.distaff.vector.RowStore;

/**
 * A complete build side: its rows and their index. Nothing of it changes any more, so that tasks
 * share it, each by readers of its own.
 *
 * @param rows those with a key
 * @param hasRow whether there was a row, with a key or without
 * @param hasNullKey whether a null-aware join has seen a null key
 */
record BuildTable(RowStore rows, JoinIndex index, boolean hasRow, boolean hasNullKey) {}
