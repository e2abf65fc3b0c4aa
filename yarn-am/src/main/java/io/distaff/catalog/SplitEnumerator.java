package io.distaff.catalog;

import io.distaff.catalog.TableHandle.ParquetTable;
import io.distaff.catalog.TableHandle.RangeTable;
import io.distaff.catalog.TableHandle.TextTable;
import io.distaff.catalog.TableHandle.TpchTable;
import io.distaff.catalog.TableMetadata.FileMetadata;
import io.distaff.catalog.TableMetadata.RowGroup;
import io.distaff.plan.Split.ParquetSplit;
import io.distaff.plan.Split.RangeSplit;
import io.distaff.plan.Split.TextSplit;
import io.distaff.storage.FileInfo;
import io.distaff.text.TextReadOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Cuts tables into splits. A split of a Parquet file is a run of whole row groups of one file,
 * about {@link #LARGEST_BYTES} long; shorter when the table is so small that some slots would stay
 * idle. Where slots would have to wait for others all the same, as one of two does for the third of
 * three equal row groups, row groups are divided. A file whose footer wasn't read is cut into parts
 * of such a length. Thread-safe.
 */
public final class SplitEnumerator {
  /** A split ends at the row group that brings it nearest to this. */
  static final long LARGEST_BYTES = 96L << 20;

  /** Slots that a table should keep busy get at least this much. */
  static final long SMALLEST_BYTES = 4L << 20;

  /** The slot with most to read may have as much more than its share. */
  private static final double UNEVEN = 1.15;

  /** Of a divided table two splits are meant for each slot, as near as a quarter of one to that. */
  private static final int SPLITS_A_SLOT = 2;

  private static final int TOLERATED_PART = 4;

  /** A part of a row group opens the same columns once more, and so is worth it from here on. */
  private static final long SMALLEST_DIVIDED_BYTES = 8L << 20;

  /** Rows of a generated table that make a task, and with it a file, of a good size. */
  private static final long TPCH_SPLIT_ROWS = 500_000;

  /** More of them would make a task too long. */
  private static final long LARGEST_TPCH_SPLIT_ROWS = 8_000_000;

  private final BlockHosts blockHosts;
  private final TpchSource tpch;

  public SplitEnumerator(BlockHosts blockHosts, TpchSource tpch) {
    this.blockHosts = blockHosts;
    this.tpch = tpch;
  }

  /**
   * The splits of a table, files in order.
   *
   * @param slots tasks that can run at once
   */
  public List<SplitWithHosts> splits(ParquetTable table, int slots) {
    return ranges(table, slots).stream().map(this::located).toList();
  }

  /** A part of a file. */
  private record Range(FileMetadata metadata, long start, long length) {}

  private List<Range> ranges(ParquetTable table, int slots) {
    long bytesPerSlot = table.sizeBytes() / slots + 1;
    long target = Math.max(SMALLEST_BYTES, Math.min(LARGEST_BYTES, bytesPerSlot));
    List<Range> ranges = new ArrayList<>();
    for (FileMetadata file : table.metadata().files()) {
      split(file, target, ranges);
    }
    long even = table.sizeBytes() / slots;
    long longest = longestBytes(ranges, slots);
    if (longest <= even * UNEVEN) {
      return ranges;
    }
    List<Range> divided = divided(table, slots);
    return longestBytes(divided, slots) < longest ? divided : ranges;
  }

  /** What the slot reads that reads most, if each takes the next split when it has done one. */
  private static long longestBytes(List<Range> ranges, int slots) {
    PriorityQueue<Long> busy = new PriorityQueue<>(Collections.nCopies(slots, 0L));
    long longest = 0;
    for (Range range : ranges) {
      long until = busy.remove() + range.length();
      busy.add(until);
      longest = Math.max(longest, until);
    }
    return longest;
  }

  /**
   * Splits that end where a table is divided evenly, or at the end of a row group that is near: of
   * those before and after the end of a file, the planner makes one task.
   */
  private List<Range> divided(ParquetTable table, int slots) {
    long bytesPerSplit = table.sizeBytes() / ((long) SPLITS_A_SLOT * slots);
    long target = Math.max(SMALLEST_DIVIDED_BYTES, Math.min(LARGEST_BYTES, bytesPerSplit));
    long near = target / TOLERATED_PART;
    long room = target;
    List<Range> ranges = new ArrayList<>();
    for (FileMetadata file : table.metadata().files()) {
      if (!file.isRead()) {
        splitUnread(file, target, ranges);
        continue;
      }
      long start = 0;
      List<RowGroup> rowGroups = file.rowGroups();
      for (int i = 0; i < rowGroups.size(); i++) {
        RowGroup rowGroup = rowGroups.get(i);
        long end = rowGroup.start() + rowGroup.sizeBytes();
        long left = rowGroup.sizeBytes();
        while (rowGroup.isDivisible() && left > room + near) {
          left -= room;
          ranges.add(new Range(file, start, end - left - start));
          start = end - left;
          room = target;
        }
        room -= left;
        boolean last = i == rowGroups.size() - 1;
        if (last || room <= near) {
          end = last ? file.file().sizeBytes() : end;
          ranges.add(new Range(file, start, end - start));
          start = end;
        }
        while (room <= near) {
          room += target;
        }
      }
    }
    return ranges;
  }

  private void split(FileMetadata file, long target, List<Range> ranges) {
    if (!file.isRead()) {
      splitUnread(file, target, ranges);
      return;
    }
    List<RowGroup> rowGroups = file.rowGroups();
    long start = 0;
    long pending = 0;
    for (int i = 0; i < rowGroups.size(); i++) {
      RowGroup rowGroup = rowGroups.get(i);
      pending += rowGroup.sizeBytes();
      boolean last = i == rowGroups.size() - 1;
      if (last || pending + rowGroups.get(i + 1).sizeBytes() / 2 > target) {
        long end = last ? file.file().sizeBytes() : rowGroup.start() + rowGroup.sizeBytes();
        ranges.add(new Range(file, start, end - start));
        start = end;
        pending = 0;
      }
    }
  }

  /** Even parts: tasks find out which row groups begin in theirs. */
  private void splitUnread(FileMetadata file, long target, List<Range> ranges) {
    long size = file.file().sizeBytes();
    long parts = Math.max(1, Math.round((double) size / target));
    for (long part = 0; part < parts; part++) {
      long start = size * part / parts;
      ranges.add(new Range(file, start, size * (part + 1) / parts - start));
    }
  }

  private SplitWithHosts located(Range range) {
    FileInfo file = range.metadata().file();
    return new SplitWithHosts(
        new ParquetSplit(
            file.path(),
            file.sizeBytes(),
            file.modificationMillis(),
            range.start(),
            range.length(),
            range.metadata().partition()),
        blockHosts.of(file, range.start(), range.length()));
  }

  /**
   * The splits of text files, files in order: ranges of about {@link #LARGEST_BYTES}; shorter when
   * the table is so small that some slots would stay idle. A file that can't be read from the
   * middle is one split.
   *
   * @param slots tasks that can run at once
   */
  public List<SplitWithHosts> splits(TextTable table, int slots) {
    TextReadOptions options = TextReadOptions.of(table.format(), table.options());
    long bytesPerSlot = table.sizeBytes() / Math.max(1, slots) + 1;
    long target = Math.max(SMALLEST_BYTES, Math.min(LARGEST_BYTES, bytesPerSlot));
    List<SplitWithHosts> splits = new ArrayList<>();
    for (DataFile data : table.files()) {
      FileInfo file = data.file();
      long size = file.sizeBytes();
      long parts = options.isSplittable(file.path()) ? (size + target - 1) / target : 1;
      for (long part = 0; part < parts && size > 0; part++) {
        long start = size * part / parts;
        long length = size * (part + 1) / parts - start;
        splits.add(
            new SplitWithHosts(
                new TextSplit(
                    file.path(), size, file.modificationMillis(), start, length, data.partition()),
                blockHosts.of(file, start, length)));
      }
    }
    return splits;
  }

  /**
   * The splits of a generated table: at least two, and one for each slot, unless they would be
   * smaller than is worthwhile; more for larger tables, so that what is written of them has files
   * of a moderate size.
   */
  public List<SplitWithHosts> splits(TpchTable table, int slots) {
    long forSlots = Math.max(2, slots);
    long forSize = Math.min(table.rows() / TPCH_SPLIT_ROWS, 4L * slots);
    long least = table.rows() / LARGEST_TPCH_SPLIT_ROWS;
    int parts = (int) Math.max(least, Math.max(forSlots, forSize));
    return tpch.splits(table.table(), table.scale(), parts).stream()
        .map(split -> new SplitWithHosts(split, List.of()))
        .toList();
  }

  /** The splits of a range, whose sizes differ by one number at most. */
  public List<SplitWithHosts> splits(RangeTable table, int slots) {
    long wanted = table.parts() > 0 ? table.parts() : Math.max(1, slots);
    long parts = Math.max(1, Math.min(wanted, table.rows()));
    // Parts that are asked for aren't put together again.
    long weight = table.parts() > 0 ? LARGEST_BYTES : table.rows() / parts * Long.BYTES;
    List<SplitWithHosts> splits = new ArrayList<>();
    long start = 0;
    for (long part = 0; part < parts; part++) {
      long count = table.rows() / parts + (part < table.rows() % parts ? 1 : 0);
      long first = table.first() + start * table.step();
      RangeSplit split = new RangeSplit(first, table.step(), count, weight);
      splits.add(new SplitWithHosts(split, List.of()));
      start += count;
    }
    return splits;
  }
}
