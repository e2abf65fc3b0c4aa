package io.distaff.parquet.write;

/**
 * A page ready for the file.
 *
 * @param header serialized
 * @param body what follows the header, compressed as far as it is; null if it is in the file
 *     already
 * @param bodyBytes of the body
 * @param uncompressedBytes of the body
 * @param counts all 0 in a dictionary page
 * @param range bounds, shortened for the column index; both null when every value is null
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record EncodedPage(
    byte[] header,
    byte[] body,
    int bodyBytes,
    int uncompressedBytes,
    PageContent.Counts counts,
    ValueRange range) {
  int storedBytes() {
    return header.length + bodyBytes;
  }

  int rows() {
    return counts.rows();
  }

  int values() {
    return counts.values();
  }

  int nulls() {
    return counts.nulls();
  }
}
