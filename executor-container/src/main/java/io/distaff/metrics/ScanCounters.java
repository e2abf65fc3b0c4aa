package io.distaff.metrics;

/**
 * What scans didn't have to read or decode, beside the row groups that statistics ruled out.
 *
 * @param rowsFiltered of the rows read, those for which the predicate isn't true
 * @param rowGroupsPrunedByPageIndex row groups that the bounds of pages ruled out
 * @param rowGroupsPrunedByDictionary row groups that dictionaries ruled out
 * @param rowGroupsPrunedByBloomFilter row groups that Bloom filters ruled out
 * @param pagesSkipped of row groups that were read, the data pages that were not decompressed;
 *     those at the end of a chunk without a page index count as one
 * @param pageBytesSkipped bytes of these pages as stored
 * @param filesPruned files that weren't opened, because the joins above the scan look for nothing
 *     in their partitions
 * @param splitsPruned the parts that they would have been read in
 * @param bytesFromFileCache read from memory, in which they were still
 */
public record ScanCounters(
    long rowsFiltered,
    long rowGroupsPrunedByPageIndex,
    long rowGroupsPrunedByDictionary,
    long rowGroupsPrunedByBloomFilter,
    long pagesSkipped,
    long pageBytesSkipped,
    long filesPruned,
    long splitsPruned,
    long bytesFromFileCache) {
  public static final ScanCounters ZERO = new ScanCounters(0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** Of parts of files that nothing is read of. */
  public static ScanCounters ofPruned(long files, long splits) {
    return new ScanCounters(0, 0, 0, 0, 0, 0, files, splits, 0);
  }

  /** The sum. */
  public ScanCounters plus(ScanCounters other) {
    return new ScanCounters(
        rowsFiltered + other.rowsFiltered,
        rowGroupsPrunedByPageIndex + other.rowGroupsPrunedByPageIndex,
        rowGroupsPrunedByDictionary + other.rowGroupsPrunedByDictionary,
        rowGroupsPrunedByBloomFilter + other.rowGroupsPrunedByBloomFilter,
        pagesSkipped + other.pagesSkipped,
        pageBytesSkipped + other.pageBytesSkipped,
        filesPruned + other.filesPruned,
        splitsPruned + other.splitsPruned,
        bytesFromFileCache + other.bytesFromFileCache);
  }
}
