package io.distaff.parquet.write;

/**
 * What a data page holds, uncompressed: repetition levels, definition levels, values.
 *
 * @param buffer of which all is meant; reused by its owner
 * @param repetitionBytes of the levels of a version 2 page, which are never compressed; of a
 *     version 1 page 0, whose levels are taken together with the values
 * @param definitionBytes likewise
 */
record PageContent(PageBuffer buffer, int repetitionBytes, int definitionBytes) {
  /** Where that begins which may be compressed. */
  int compressibleFrom() {
    return repetitionBytes + definitionBytes;
  }

  /**
   * Rows and values of a page.
   *
   * @param values nulls included, and what stands for empty lists
   */
  record Counts(int rows, int values, int nulls) {}
}
