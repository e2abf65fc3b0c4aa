package io.distaff.metrics;

/**
 * What scans of Parquet files left out, beside the row groups that statistics ruled out.
 *
 * @param rowsFiltered of the rows read, those for which the predicate isn't true
 * @param rowGroupsPrunedByPageIndex row groups that the bounds of pages ruled out
 * @param rowGroupsPrunedByDictionary row groups that dictionaries ruled out
 * @param rowGroupsPrunedByBloomFilter row groups that Bloom filters ruled out
 * @param pagesSkipped of row groups that were read, the data pages that were not decompressed;
 *     those at the end of a chunk without a page index count as one
 * @param pageBytesSkipped bytes of these pages as stored
 */
public record ScanCounters(
    long rowsFiltered,
    long rowGroupsPrunedByPageIndex,
    long rowGroupsPrunedByDictionary,
    long rowGroupsPrunedByBloomFilter,
    long pagesSkipped,
    long pageBytesSkipped) {
  public static final ScanCounters ZERO = new ScanCounters(0, 0, 0, 0, 0, 0);

  /** The sum. */
  public ScanCounters plus(ScanCounters other) {
    return new ScanCounters(
        rowsFiltered + other.rowsFiltered,
        rowGroupsPrunedByPageIndex + other.rowGroupsPrunedByPageIndex,
        rowGroupsPrunedByDictionary + other.rowGroupsPrunedByDictionary,
        rowGroupsPrunedByBloomFilter + other.rowGroupsPrunedByBloomFilter,
        pagesSkipped + other.pagesSkipped,
        pageBytesSkipped + other.pageBytesSkipped);
  }
}
