package io.distaff.parquet.write;

import org.apache.parquet.format.ColumnChunk;

/**
 * A column chunk that is in the file, with its indexes, which follow after all row groups.
 *
 * @param metadata still without the places of the indexes
 * @param columnIndex serialized; null when the pages have no usable bounds
 * @param offsetIndex serialized
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record WrittenChunk(ColumnChunk metadata, byte[] columnIndex, byte[] offsetIndex) {
  long indexBytes() {
    return offsetIndex.length + (columnIndex == null ? 0L : columnIndex.length);
  }
}
