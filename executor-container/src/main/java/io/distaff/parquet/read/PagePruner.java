package io.distaff.parquet.read;

import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.InputRef;
import io.distaff.memory.ReservedArrays;
import io.distaff.parquet.read.ChunkIndexes.Place;
import io.distaff.storage.RangeReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.OffsetIndex;

/**
 * Tells from the page indexes of a row group in which of its rows a predicate may be true. The
 * bounds of each page of a column rule out row ranges; AND intersects them and OR unites them,
 * whatever the pages of other columns are. An index that is missing, that can't be decoded or that
 * doesn't fit its chunk rules nothing out.
 *
 * <p>Confined to the task's thread.
 */
final class PagePruner {
  /** Larger indexes aren't looked at. */
  private static final int MAX_INDEX_BYTES = 4 << 20;

  private final ReservedArrays buffers;
  private byte[] bytes = {};

  PagePruner(ReservedArrays buffers) {
    this.buffers = buffers;
  }

  /** What is known of the pages of one row group. */
  final class Group {
    private final RowGroup group;
    private final FileColumn[] columns;
    private final FileAccess file;

    /** By leaf of the file; null where nothing is known. */
    private final Map<Integer, ChunkPageIndex> pages = new HashMap<>();

    private final Map<Integer, ColumnIndex> values = new HashMap<>();

    /**
     * @param columns the file's column for each column wanted; null where nothing is read
     */
    Group(RowGroup group, FileColumn[] columns, FileAccess file) {
      this.group = group;
      this.columns = columns;
      this.file = file;
    }

    /**
     * The rows in which a condition may be true.
     *
     * @param condition over values in these places
     */
    RowRanges rows(Expression condition, ValuePlace[] places) throws IOException {
      Map<Integer, FileColumn> leaves = new LinkedHashMap<>();
      for (ValuePlace place : places) {
        if (place.leaf() != null && usable(group.chunk(place.leaf()).indexes().columnIndex())) {
          leaves.put(place.leaf().leaf(), place.leaf());
        }
      }
      readIndexes(leaves.values(), true);
      return rowsOf(condition, places);
    }

    /** By leaf of the file, where its pages are, as far as that is known. */
    Map<Integer, ChunkPageIndex> pages() throws IOException {
      return pages(false);
    }

    /** The same, of the leaves of nested columns alone. */
    Map<Integer, ChunkPageIndex> nestedPages() throws IOException {
      return pages(true);
    }

    private Map<Integer, ChunkPageIndex> pages(boolean ofNestedAlone) throws IOException {
      List<FileColumn> leaves = new ArrayList<>();
      for (FileColumn column : columns) {
        if (column != null && (column.isNested() || !ofNestedAlone)) {
          leaves.addAll(column.leaves());
        }
      }
      readIndexes(leaves, false);
      Map<Integer, ChunkPageIndex> byLeaf = new HashMap<>();
      for (FileColumn leaf : leaves) {
        if (pages.get(leaf.leaf()) != null) {
          byLeaf.put(leaf.leaf(), pages.get(leaf.leaf()));
        }
      }
      return byLeaf;
    }

    private RowRanges rowsOf(Expression expression, ValuePlace[] places) {
      if (expression instanceof Call call && call.function().equals(FunctionNames.AND)) {
        return call.arguments().stream()
            .map(part -> rowsOf(part, places))
            .reduce(RowRanges.of(0, group.numRows()), RowRanges::intersect);
      }
      if (expression instanceof Call call && call.function().equals(FunctionNames.OR)) {
        return call.arguments().stream()
            .map(part -> rowsOf(part, places))
            .reduce(RowRanges.NONE, RowRanges::union);
      }
      int path = PredicateColumns.only(expression);
      ValuePlace place = path < 0 ? null : places[path];
      ColumnIndex bounds =
          place == null || place.leaf() == null ? null : values.get(place.leaf().leaf());
      if (bounds == null) {
        return RowRanges.of(0, group.numRows());
      }
      ChunkPageIndex index = pages.get(place.leaf().leaf());
      RowRanges.Builder rows = new RowRanges.Builder();
      for (int page = 0; page < index.size(); page++) {
        PageSource source =
            new PageSource(
                place.statistics(index.statistics(bounds, page, place.leaf()), index.rows(page)),
                index.rows(page));
        if (RowGroupPruner.mayMatch(expression, source)) {
          rows.add(index.firstRow(page), index.firstRow(page + 1));
        }
      }
      return rows.build();
    }

    /** Reads what isn't there yet of these leaves. */
    private void readIndexes(Collection<FileColumn> wanted, boolean withValues) throws IOException {
      List<FileColumn> leaves = new ArrayList<>();
      List<Place> places = new ArrayList<>();
      for (FileColumn leaf : wanted) {
        ChunkIndexes indexes = group.chunk(leaf).indexes();
        if (!pages.containsKey(leaf.leaf()) && usable(indexes.offsetIndex())) {
          leaves.add(leaf);
          places.add(indexes.offsetIndex());
          if (withValues) {
            places.add(indexes.columnIndex());
          }
        }
      }
      if (places.isEmpty() || !read(places, file.reader())) {
        return;
      }
      int next = 0;
      int start = 0;
      for (FileColumn leaf : leaves) {
        int end = start + places.get(next++).length();
        ChunkPageIndex ofPages = decodePages(leaf, start, end);
        pages.put(leaf.leaf(), ofPages);
        start = end;
        if (withValues) {
          end = start + places.get(next++).length();
          values.put(leaf.leaf(), ofPages == null ? null : decodeValues(ofPages, start, end));
          start = end;
        }
      }
    }

    private boolean usable(Place place) {
      return place.exists()
          && place.length() <= MAX_INDEX_BYTES
          && place.isWithin(file.sizeBytes());
    }

    private ChunkPageIndex decodePages(FileColumn column, int start, int end) {
      OffsetIndex index = new OffsetIndex();
      try {
        ThriftReader.structure(index, bytes, start, end);
      } catch (MalformedException e) {
        // The pages can be found without it.
        return null;
      }
      return ChunkPageIndex.of(index, group.chunk(column), group.numRows());
    }

    private ColumnIndex decodeValues(ChunkPageIndex of, int start, int end) {
      ColumnIndex index = new ColumnIndex();
      try {
        ThriftReader.structure(index, bytes, start, end);
      } catch (MalformedException e) {
        // Then nothing is known of the values.
        return null;
      }
      return of.fits(index) ? index : null;
    }
  }

  private record PageSource(ColumnStatistics statistics, long numValues)
      implements RowGroupPruner.Source {
    @Override
    public ColumnStatistics statistics(InputRef ref) {
      return statistics;
    }

    @Override
    public long numValues(InputRef ref) {
      return numValues;
    }
  }

  /**
   * Brings places of the file into {@link #bytes}, one after the other; false when the memory isn't
   * free.
   */
  private boolean read(List<Place> places, RangeReader file) throws IOException {
    long length = 0;
    long start = Long.MAX_VALUE;
    long end = 0;
    for (Place place : places) {
      length += place.length();
      start = Math.min(start, place.offset());
      end = Math.max(end, place.offset() + place.length());
    }
    // Files have the indexes side by side: one read gets them all, and they are moved apart.
    boolean together = end - start <= Math.max(MAX_INDEX_BYTES, 2 * length);
    byte[] array = buffers.tryBytes(bytes, together ? length + end - start : length);
    if (array == null) {
      return false;
    }
    bytes = array;
    if (together) {
      file.readFully(start, bytes, (int) length, (int) (end - start));
    }
    int at = 0;
    for (Place place : places) {
      if (together) {
        int from = (int) (length + place.offset() - start);
        System.arraycopy(bytes, from, bytes, at, place.length());
      } else {
        file.readFully(place.offset(), bytes, at, place.length());
      }
      at += place.length();
    }
    return true;
  }
}
