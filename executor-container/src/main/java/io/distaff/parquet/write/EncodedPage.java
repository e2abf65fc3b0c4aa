package io.distaff.parquet.write;

/**
 * A page ready for the file.
 *
 * @param header serialized
 * @param body compressed
 * @param uncompressedBytes of the body
 * @param rows 0 in a dictionary page
 * @param values nulls included, and what stands for empty lists
 * @param nulls of the values
 * @param range bounds, shortened for the column index; both null when every value is null
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record EncodedPage(
    byte[] header,
    byte[] body,
    int uncompressedBytes,
    int rows,
    int values,
    int nulls,
    ValueRange range) {
  int storedBytes() {
    return header.length + body.length;
  }
}
