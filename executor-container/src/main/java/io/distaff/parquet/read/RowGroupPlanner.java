package io.distaff.parquet.read;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionNames;
import io.distaff.memory.ReservedArrays;
import io.distaff.metrics.Counter;
import io.distaff.metrics.TaskMetrics;
import io.distaff.types.DataType;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Decides what has to be read of a row group: nothing, where its statistics, Bloom filters,
 * dictionaries or page indexes say that the predicate is true for none of its rows; else the rows
 * of the pages in which it may be true. Asked from the cheapest to the dearest. Confined to the
 * task's thread.
 */
final class RowGroupPlanner implements AutoCloseable {
  /** Null when there is none. */
  private final Expression stated;

  /** Null when there is none. */
  private final LearntCondition learnt;

  /** What was known when the predicate was made. */
  private Expression known;

  /** Of what is stated and known; null when that is nothing. */
  private ValuePredicate predicate;

  private final TaskMetrics metrics;
  private final ValuePruner values;
  private final ReservedArrays buffers;
  private final PagePruner pages;

  /**
   * @param stated predicate over the columns wanted; null when there is none
   * @param learnt what is learnt beside it; null when there is nothing
   */
  RowGroupPlanner(
      Expression stated,
      LearntCondition learnt,
      Supplier<ReservedArrays> columnBuffers,
      TaskMetrics metrics) {
    this.stated = stated;
    this.learnt = learnt;
    this.predicate = stated == null ? null : new ValuePredicate(stated);
    this.metrics = metrics;
    this.values = new ValuePruner(columnBuffers);
    this.buffers = columnBuffers.get();
    this.pages = new PagePruner(buffers);
  }

  /**
   * Null when nothing is to be read.
   *
   * @param within the rows that may be read, one range of them
   * @param mostRows that are wanted, if there is no predicate
   */
  RowGroupPlan plan(
      RowGroup group, RowRanges within, ColumnMapping mapping, FileAccess file, long mostRows)
      throws IOException {
    learn();
    ValuePlace[] places = predicate == null ? null : places(mapping);
    if (predicate != null && !RowGroupPruner.mayMatch(predicate.condition(), group, places)) {
      metrics.add(Counter.ROW_GROUPS_PRUNED, 1);
      return null;
    }
    FileColumn[] columns = mapping.columns();
    long wantedBytes = 0;
    for (FileColumn column : columns) {
      if (column != null) {
        for (FileColumn leaf : column.leaves()) {
          verify(group.chunk(leaf), leaf, group, file);
          wantedBytes += group.chunk(leaf).compressedBytes();
        }
      }
    }
    PagePruner.Group pageIndexes = pages.new Group(group, columns, file);
    RowRanges rows = within;
    if (predicate == null) {
      long first = within.start(0);
      rows = RowRanges.of(first, first + Math.min(mostRows, within.numRows()));
    } else {
      ValuePruner.Group inGroup =
          values.new Group(group, predicate, places, mapping, file, wantedBytes);
      if (!inGroup.bloomFiltersMayMatch()) {
        metrics.add(Counter.ROW_GROUPS_PRUNED, 1);
        metrics.add(Counter.ROW_GROUPS_PRUNED_BY_BLOOM_FILTER, 1);
        return null;
      }
      if (!inGroup.dictionariesMayMatch()) {
        metrics.add(Counter.ROW_GROUPS_PRUNED, 1);
        metrics.add(Counter.ROW_GROUPS_PRUNED_BY_DICTIONARY, 1);
        return null;
      }
      rows = pageIndexes.rows(predicate.condition(), places).intersect(within);
      if (rows.count() == 0) {
        metrics.add(Counter.ROW_GROUPS_PRUNED, 1);
        metrics.add(Counter.ROW_GROUPS_PRUNED_BY_PAGE_INDEX, 1);
        return null;
      }
    }
    boolean all = rows.numRows() == group.numRows();
    // Where all rows may be wanted, the filter may still leave whole pages out. Flat columns skip
    // them by their headers; those of nested ones don't say how many rows they have.
    Map<Integer, ChunkPageIndex> known = Map.of();
    if (!all) {
      known = pageIndexes.pages();
    } else if (predicate != null) {
      known = pageIndexes.nestedPages();
    }
    return new RowGroupPlan(file, group, mapping, rows, known);
  }

  private void learn() {
    Expression condition = learnt == null ? null : learnt.condition();
    if (condition != known) {
      known = condition;
      predicate =
          new ValuePredicate(
              stated == null
                  ? known
                  : new Call(FunctionNames.AND, DataType.BOOLEAN, stated, known));
    }
  }

  private ValuePlace[] places(ColumnMapping mapping) {
    return predicate.paths().stream()
        .map(path -> ValuePlace.of(path, mapping))
        .toArray(ValuePlace[]::new);
  }

  private static void verify(
      ColumnChunk chunk, FileColumn column, RowGroup group, FileAccess file) {
    String place =
        "can't read "
            + file.path()
            + ": row group "
            + group.index()
            + ", column "
            + column.name()
            + " ";
    if (chunk.obstacle() != null) {
      throw new DistaffException(ErrorCode.NOT_SUPPORTED, place + chunk.obstacle());
    }
    if (chunk.codec() == null || !PageDecompressor.supports(chunk.codec())) {
      throw new DistaffException(
          ErrorCode.NOT_SUPPORTED,
          place
              + "is compressed with "
              + Objects.requireNonNullElse(chunk.codec(), "an unknown codec"));
    }
    long fileBytes = file.sizeBytes();
    if (chunk.start() < 0
        || chunk.compressedBytes() < 0
        || chunk.compressedBytes() > fileBytes - chunk.start()) {
      throw new DistaffException(
          ErrorCode.INVALID_FILE,
          place
              + "says to be "
              + chunk.compressedBytes()
              + " bytes at "
              + chunk.start()
              + " in a file of "
              + fileBytes);
    }
    // A row has at least one entry, in lists that are empty too.
    if (chunk.numValues() < group.numRows()
        || (chunk.numValues() > group.numRows() && column.maxRepetition() == 0)) {
      throw new DistaffException(
          ErrorCode.INVALID_FILE,
          place + "has " + chunk.numValues() + " values for " + group.numRows() + " rows");
    }
  }

  @Override
  public void close() {
    values.close();
    buffers.close();
  }
}
