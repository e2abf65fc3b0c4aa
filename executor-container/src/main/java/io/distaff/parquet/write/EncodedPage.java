package io.distaff.parquet.write;

/**
 * A page ready for the file.
 *
 * @param header serialized
 * @param body compressed
 * @param uncompressedBytes of the body
 * @param rows 0 in a dictionary page
 * @param nulls of the rows
 * @param range bounds, shortened for the column index; both null when every row is null
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record EncodedPage(
    byte[] header, byte[] body, int uncompressedBytes, int rows, int nulls, ValueRange range) {
  int storedBytes() {
    return header.length + body.length;
  }
}
