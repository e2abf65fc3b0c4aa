package io.distaff.operator.join;

import io.distaff.plan.KeySummary;
import io.distaff.vector.RowStore;
import java.util.Map;

/**
 * A complete build side: its rows and their index. Nothing of it changes any more, so that tasks
 * share it, each by readers of its own.
 *
 * @param rows those with a key
 * @param keys summaries of keys, by number, for scans of the probe side
 * @param largestRowBytes of any row, at most: less than what is large for whoever uses the table
 * @param hasRow whether there was a row, with a key or without
 * @param hasNullKey whether a null-aware join has seen a null key
 */
record BuildTable(
    RowStore rows,
    JoinIndex index,
    Map<Integer, KeySummary> keys,
    long largestRowBytes,
    boolean hasRow,
    boolean hasNullKey) {}
