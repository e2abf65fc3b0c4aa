/**
 * Reading Parquet into vectors. What is ours here is everything that is hot or has to be bounded:
 * finding and fetching bytes, decompression, and decoding pages straight into the arrays of a
 * batch. What comes from parquet-java is the Thrift structures of the format.
 *
 * <p>In order of reading:
 *
 * <ul>
 *   <li>{@link io.distaff.parquet.read.FooterMemory}, {@link
 *       io.distaff.parquet.read.ParquetFooter}, {@link io.distaff.parquet.read.RowGroup}, {@link
 *       io.distaff.parquet.read.ColumnStatistics}, {@link io.distaff.parquet.read.FooterCache}:
 *       what a file says about itself; also what the catalog reads. {@code FooterReader} and {@code
 *       SchemaReader} make them of the Thrift structures.
 *   <li>{@link io.distaff.parquet.read.ParquetReader}: splits to batches. {@code ColumnMapping}
 *       finds the columns of a table in a file, and widens their types as {@link
 *       io.distaff.parquet.read.TypeWidening} allows; {@code RowGroupPlanner} decides what is
 *       wanted of a row group. A {@link io.distaff.parquet.read.LearntCondition} is what comes to
 *       be known of wanted rows while others are read. A {@code ValuePredicate} is what a predicate
 *       says of single values, each at the end of a {@code ColumnPath}, for which a file has a
 *       {@code ValuePlace}: {@code RowGroupPruner} judges bounds, {@code ValuePruner} dictionaries
 *       and a {@code BloomFilter}, {@code PagePruner} the indexes of pages ({@code
 *       ChunkPageIndex}), which gives {@code RowRanges}. {@code ChunkFetch} gets its bytes, perhaps
 *       ahead of time; {@code RowGroupReader} decodes the filter's columns, filters, and decodes
 *       the others where rows are left.
 *   <li>{@code ChunkInput}, {@code PageDecompressor} with {@code SnappyDecoder}: the bytes of a
 *       column chunk, page by page.
 *   <li>{@code PageStream}: a page or dictionary of text that is too large to be held, value by
 *       value; {@code PageInput} is what it reads, {@code ZstdWindow}, {@code SnappyStream} and
 *       {@code Lz4Stream} (both {@code BackReferences}) are its codecs; {@code DeltaStream} makes
 *       PLAIN of its delta encodings ({@code PlainStream}).
 *   <li>{@code ColumnReader}: {@code ColumnChunkReader} makes vectors of the pages of a flat
 *       column; {@code ChunkPages} is its part below levels. {@code LevelReader} decodes nulls and
 *       {@code IdReader} dictionary ids, both on {@code RunReader}; {@code ColumnValues} and its
 *       forms decode PLAIN values, as {@code Conversion} says, and bring them to their rows among
 *       nulls as {@code RowMoves} says; {@code PlainTranscoder} rewrites pages of the rarer
 *       encodings as PLAIN.
 *   <li>{@code ColumnShape}: how arrays, maps and structs lie in a file. {@code NestedMapping}
 *       leaves of it what is wanted, {@code LeafReader} decodes levels ({@code EntryLevels}) and
 *       values of a leaf, {@code NestedColumnReader} puts the vectors of leaves together.
 * </ul>
 *
 * <p>Nothing that a file says is believed: lengths and positions are checked against the bytes that
 * are there before they are used, memory is reserved before it is allocated, and what doesn't fit
 * is an INVALID_FILE that names file, row group, column and page. Buffers carry {@link
 * io.distaff.memory.ReservedArrays#SLACK_BYTES} bytes of slack, so that decoders may load and store
 * eight bytes at a time without looking at the end.
 *
 * <p>Of large values vectors have tokens ({@code vector.large}), which are made as the pages are
 * decoded, so that a row with several such values needs the memory of none.
 *
 * <p>Imports storage, expression, eval, plan, vector, vector.large, memory, metrics, types, error,
 * and parquet-java's format structures. A reader is confined to its task's thread, but for the
 * bytes that {@link io.distaff.storage.ReadAhead} gets for it; footers are immutable, and the cache
 * of footers is thread-safe.
 */
package io.distaff.parquet.read;
