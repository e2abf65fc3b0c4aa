package io.distaff.metrics;

import java.util.Locale;
import java.util.Optional;

/**
 * What is counted of a task attempt. A counter is listed here and added to where it happens; what
 * tasks report, what EXPLAIN ANALYZE says of a stage and what {@code --timing} prints follow from
 * the list, in its order. Sizes are in bytes; those of exchanges, caches, broadcasts and outputs as
 * stored, compressed.
 */
public enum Counter {
  /** Of files. */
  BYTES_READ(Unit.BYTES, Line.READ, "%s read from files"),
  /** Of files, from the memory of an executor that had read it before. */
  BYTES_FROM_FILE_CACHE(Unit.BYTES, Line.READ, "%s of files still in memory"),
  SHUFFLE_BYTES_READ(Unit.BYTES, Line.READ, "%s read from exchanges"),
  /** By scans, those that their predicates left out included. */
  ROWS_READ(Unit.NUMBER, Line.READ, "%s rows read"),
  /** Of those read, the rows for which a scan's predicate isn't true. */
  ROWS_FILTERED(Unit.NUMBER, Line.READ, "%s of them filtered"),
  /** Malformed records of text files that were left out. */
  RECORDS_DROPPED(Unit.NUMBER, Line.READ, "%s malformed records dropped"),
  /** Malformed records of text files in which what couldn't be read is null. */
  RECORDS_WITH_NULLS(Unit.NUMBER, Line.READ, "%s malformed records read with nulls"),

  ROW_GROUPS_READ(Unit.NUMBER, Line.PRUNED, "%s row groups read"),
  /** By whatever tells that nothing in them is wanted; statistics unless it is said below. */
  ROW_GROUPS_PRUNED(Unit.NUMBER, Line.PRUNED, "%s row groups pruned"),
  /** By the bounds of pages. */
  ROW_GROUPS_PRUNED_BY_PAGE_INDEX(Unit.NUMBER, Line.PRUNED, "%s of these by page index"),
  ROW_GROUPS_PRUNED_BY_DICTIONARY(Unit.NUMBER, Line.PRUNED, "%s by dictionary"),
  ROW_GROUPS_PRUNED_BY_BLOOM_FILTER(Unit.NUMBER, Line.PRUNED, "%s by Bloom filter"),
  /**
   * Of row groups that were read, the data pages that were not decompressed; those at the end of a
   * chunk without a page index count as one.
   */
  PAGES_SKIPPED(Unit.NUMBER, Line.PRUNED, "%s pages skipped"),
  PAGE_BYTES_SKIPPED(Unit.BYTES, Line.PRUNED, "%s in them"),
  /** Not opened, because the joins above the scan look for nothing in their partitions. */
  FILES_PRUNED(Unit.NUMBER, Line.PRUNED, "%s files not opened"),
  /** The parts that such files would have been read in. */
  SPLITS_PRUNED(Unit.NUMBER, Line.PRUNED, "%s splits not read"),

  /** Spent in functions of the user's, and on making objects for them and of what they give. */
  USER_FUNCTION_NANOS(Unit.NANOS, Line.MADE, "%s in functions of the program"),
  SHUFFLE_BYTES_WRITTEN(Unit.BYTES, Line.MADE, "%s written"),
  BYTES_WRITTEN(Unit.BYTES, Line.MADE, "%s written to files"),

  SHUFFLE_ROWS_WRITTEN(Unit.NUMBER),
  ROWS_WRITTEN(Unit.NUMBER),
  /** Said of each operator. */
  BYTES_SPILLED(Unit.BYTES),
  /** Reserved at once, in the task that reserved most. */
  PEAK_MEMORY_BYTES(Unit.BYTES),
  /** Cached partitions read that an earlier query had made. */
  CACHE_HITS(Unit.NUMBER),
  /** Cached partitions that this query had to make. */
  CACHE_MISSES(Unit.NUMBER),
  /** Of the columns read. */
  CACHE_BYTES_READ(Unit.BYTES),
  /** Of all columns of the partitions made. */
  CACHE_BYTES_WRITTEN(Unit.BYTES),
  /** Each chunk counts for the task that fetched it for its executor. */
  BROADCAST_BYTES_FROM_DRIVER(Unit.BYTES),
  BROADCAST_BYTES_FROM_PEERS(Unit.BYTES);

  /** What it is a number of. */
  public enum Unit {
    NUMBER,
    BYTES,
    NANOS
  }

  /** A line that EXPLAIN ANALYZE has of a stage. */
  public enum Line {
    MADE,
    READ,
    PRUNED
  }

  private final Unit unit;
  private final Line line;
  private final String words;
  private final String key;

  Counter(Unit unit) {
    this(unit, null, "");
  }

  /**
   * @param line of EXPLAIN ANALYZE that has it
   * @param words around it there
   */
  Counter(Unit unit, Line line, String words) {
    this.unit = unit;
    this.line = line;
    this.words = words;
    this.key = camelCase(name());
  }

  private static String camelCase(String name) {
    StringBuilder key = new StringBuilder();
    for (String word : name.split("_", -1)) {
      String lower = word.toLowerCase(Locale.ROOT);
      key.append(
          key.length() == 0 ? lower : Character.toUpperCase(lower.charAt(0)) + lower.substring(1));
    }
    return key.toString();
  }

  public Unit unit() {
    return unit;
  }

  /** The line of EXPLAIN ANALYZE that has it; empty when none has. */
  public Optional<Line> line() {
    return Optional.ofNullable(line);
  }

  /** What EXPLAIN ANALYZE says, {@code %s} being the number. */
  public String words() {
    return words;
  }

  /** What it is called in JSON, such as {@code rowsRead}. */
  public String key() {
    return key;
  }

  /** Of two that are counted separately. */
  public long merged(long left, long right) {
    return this == PEAK_MEMORY_BYTES ? Math.max(left, right) : left + right;
  }
}
