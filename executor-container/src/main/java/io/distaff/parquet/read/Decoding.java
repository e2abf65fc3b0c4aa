package io.distaff.parquet.read;

import io.distaff.metrics.TaskMetrics;
import io.distaff.vector.large.LargeValues;

/**
 * What the columns of a reader have in common.
 *
 * @param metrics where pages that are skipped are counted
 * @param values for which tokens stand in vectors
 */
record Decoding(PageDecompressor decompressor, TaskMetrics metrics, LargeValues values) {}
