/**
 * Writing Parquet: {@link io.distaff.parquet.write.ParquetFileWriter} takes batches, {@link
 * io.distaff.parquet.write.ParquetWriteOptions} says how, {@link
 * io.distaff.parquet.write.WrittenFile} is what comes of it.
 *
 * <p>In reading order: {@code ParquetFileWriter} (row groups, indexes, footer), {@code
 * ParquetColumn} (types), {@code NestedColumnWriter} (arrays, maps and structs to the {@code
 * Entries} of leaves), {@code ColumnChunkWriter} (slices, pages, dictionary or not), {@code
 * ValueEncoder} and one encoder a physical type ({@code HashedEncoder} and {@code IdTable} for
 * dictionaries), {@code HybridEncoder} (ids and levels), {@code BloomFilterBuilder}, {@code
 * PendingChunk} ({@code PageContent} to {@code EncodedPage}), {@code PageCompressor}, {@code
 * LargePage} (a row whose values are streamed), {@code ChunkMetadata} (statistics and page indexes,
 * {@code BoundTruncation}).
 *
 * <p>Vectors go to pages directly: no rows, no records. Pages are V1 or V2, ids RLE_DICTIONARY,
 * each page with a CRC. The structures of footer and headers are parquet-java's.
 *
 * <p>May import error, memory, config, types, vector, vector.large, plan's SortKey, parquet.read's
 * BloomBlocks, and parquet-format's structures. Confined to the task's thread.
 */
package io.distaff.parquet.write;
