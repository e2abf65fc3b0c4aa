package io.distaff.parquet.read;

/**
 * What to read of a row group.
 *
 * @param rows at least one
 * @param pages by column wanted, where its pages are; null where that isn't known or of no use
 */
record RowGroupPlan(
    FileAccess file,
    RowGroup group,
    ColumnMapping mapping,
    RowRanges rows,
    ChunkPageIndex[] pages) {}
