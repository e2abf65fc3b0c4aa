package io.distaff.parquet.read;

import java.util.Map;

/**
 * What to read of a row group.
 *
 * @param rows at least one
 * @param pages by leaf of the file, where its pages are; of those of which that is known and of use
 */
record RowGroupPlan(
    FileAccess file,
    RowGroup group,
    ColumnMapping mapping,
    RowRanges rows,
    Map<Integer, ChunkPageIndex> pages) {}
