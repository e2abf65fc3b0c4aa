/**
 * Batches as bytes: what shuffle files, spill files and results hold. {@link
 * io.distaff.serde.BatchSerializer} and {@link io.distaff.serde.BatchDeserializer} for one batch,
 * {@link io.distaff.serde.BlockWriter} and {@link io.distaff.serde.BlockReader} for checked blocks,
 * compressed where {@link io.distaff.serde.Compression} finds that worth it, whose outside {@link
 * io.distaff.serde.BlockEncoder} gives and {@link io.distaff.serde.BlockDecoder} takes, {@link
 * io.distaff.serde.BlockAssembler} for blocks that arrive in pieces, {@link
 * io.distaff.serde.ByteChunks} for those that wait to be written. All numbers are little-endian.
 * Format version 5 (4 compressed all blocks, 3 had pieces before their row, and of flat columns
 * only, 2 all integers at full width and no pieces, 1 no nested forms); files of one application
 * only, never kept.
 *
 * <pre>
 * block   := int32 stored      bytes of the payload
 *            int32 plain       bytes of the payload decompressed, at least stored
 *            int32 rows
 *            int32 crc32c      of the 12 bytes before and the payload
 *            payload           of one batch, or of a piece, or any bytes, if rows is -1: these themselves
 *                              if stored = plain, else an LZ4 block of them
 *
 * piece   := bytes of text and binary values of the one row that is the batch before: those that are
 *            outside, one after the other in the order of the batch, cut anywhere
 * batch   := int32 rows, int32 columns, column*
 * column  := byte form | 0x80 if nulls     the ordinal of ColumnVector.Form
 *            [validity  int64 * ceil(rows / 64)]     if nulls
 *            body
 * body    := BOOLEAN     byte * rows
 *            INT         integers32
 *            LONG        integers64
 *            INT128      integers64 high, integers64 low
 *            FLOAT       4 bytes * rows
 *            DOUBLE      8 bytes * rows
 *            BYTES       int32 total, integers32 lengths, the bytes one after the other
 *                      | int32 -1, integers32 lengths: the bytes are outside
 *            DICTIONARY  int32 entries, column of the entries, then ids: a byte each for up to 256 entries, else integers32
 *            CONSTANT    column of one row
 *            ARRAY       int32 total, integers32 lengths, column of the total elements, row by row
 *            MAP         int32 total, integers32 lengths, column of the keys, column of the values
 *            STRUCT      column * members, each of as many rows
 * integers32 := byte 1, 2 or 3, int32 smallest, as many bytes * rows: what to add to the smallest
 *             | byte 4, int32 * rows
 * integers64 := byte 1 to 7, int64 smallest, as many bytes * rows | byte 8, int64 * rows
 * </pre>
 *
 * <p>Imports error, memory, types, vector, vector.large. Confined to one thread each.
 */
package io.distaff.serde;
