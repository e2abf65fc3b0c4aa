package io.distaff.parquet.read;

import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.PageType;

/**
 * Where a file has what helps to skip parts of a column chunk, as its footer says.
 *
 * @param bloomFilter its length may be unknown: 0
 * @param firstDataPage offset in the file
 * @param dictionaryOnly true when every data page has dictionary ids
 */
record ChunkIndexes(
    Place columnIndex,
    Place offsetIndex,
    Place bloomFilter,
    long firstDataPage,
    boolean dictionaryOnly) {

  static final ChunkIndexes NONE =
      new ChunkIndexes(Place.NOWHERE, Place.NOWHERE, Place.NOWHERE, 0, false);

  /** Bytes of the file; nowhere when the offset is 0. */
  record Place(long offset, int length) {
    static final Place NOWHERE = new Place(0, 0);

    boolean exists() {
      return offset > 0;
    }

    /** True when it lies in a file of this size. */
    boolean isWithin(long fileBytes) {
      return offset > 0 && length >= 0 && length <= fileBytes - offset;
    }
  }

  static ChunkIndexes of(org.apache.parquet.format.ColumnChunk chunk) {
    ColumnMetaData metaData = chunk.meta_data;
    return new ChunkIndexes(
        chunk.isSetColumn_index_offset() && chunk.isSetColumn_index_length()
            ? new Place(chunk.column_index_offset, chunk.column_index_length)
            : Place.NOWHERE,
        chunk.isSetOffset_index_offset() && chunk.isSetOffset_index_length()
            ? new Place(chunk.offset_index_offset, chunk.offset_index_length)
            : Place.NOWHERE,
        metaData.isSetBloom_filter_offset()
            ? new Place(metaData.bloom_filter_offset, metaData.bloom_filter_length)
            : Place.NOWHERE,
        metaData.data_page_offset,
        dictionaryOnly(metaData));
  }

  /** Without the column index: of a file that doesn't say how it orders values. */
  ChunkIndexes withoutBounds() {
    return new ChunkIndexes(Place.NOWHERE, offsetIndex, bloomFilter, firstDataPage, dictionaryOnly);
  }

  private static boolean dictionaryOnly(ColumnMetaData metaData) {
    if (!metaData.isSetEncoding_stats()) {
      return false;
    }
    boolean any = false;
    for (PageEncodingStats pages : metaData.encoding_stats) {
      boolean dataPages =
          pages.page_type == PageType.DATA_PAGE || pages.page_type == PageType.DATA_PAGE_V2;
      if (dataPages && pages.count != 0) {
        if (pages.encoding != Encoding.RLE_DICTIONARY
            && pages.encoding != Encoding.PLAIN_DICTIONARY) {
          return false;
        }
        any = true;
      }
    }
    return any;
  }
}
