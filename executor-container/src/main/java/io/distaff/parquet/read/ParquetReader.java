package io.distaff.parquet.read;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.Expression;
import io.distaff.expression.Literal;
import io.distaff.memory.MemoryReservation;
import io.distaff.memory.OperatorMemory;
import io.distaff.memory.ReservedArrays;
import io.distaff.metrics.TaskMetrics;
import io.distaff.plan.Split.ParquetSplit;
import io.distaff.storage.FileInfo;
import io.distaff.storage.FileStore;
import io.distaff.storage.RangeReader;
import io.distaff.types.Schema;
import io.distaff.vector.VectorBatch;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Reads splits of Parquet files as batches of about {@link VectorBatch#TARGET_ROWS} rows.
 *
 * <p>Columns are found by name, first exactly, then without regard to case; those that a file lacks
 * are null, narrower types are widened, anything else is a SCHEMA_MISMATCH. Columns to which a
 * split gives a value have it in every row. A row group belongs to the split that holds the middle
 * of its bytes. The predicate only leaves out row groups in which it can't be true: who wants the
 * exact rows filters what comes.
 *
 * <p>Confined to the task's thread.
 */
public final class ParquetReader implements AutoCloseable {
  /**
   * What to read.
   *
   * @param splits any number, of any files; those of one file are best beside each other
   * @param schema the columns wanted; may be empty, for the number of rows
   * @param predicate over {@code schema}; null when there is none
   */
  public record Request(List<ParquetSplit> splits, Schema schema, Expression predicate) {
    public Request {
      splits = List.copyOf(splits);
    }
  }

  private final FileStore files;
  private final FooterCache footers;
  private final Request request;
  private final TaskMetrics metrics;
  private final RowGroupPruner pruner;
  private final MemoryReservation reservation;
  private final RowGroupReader rowGroups;

  private int nextSplit;
  private ParquetSplit split;
  private OpenFile file;
  private int nextRowGroup;
  private boolean closed;

  /**
   * @param footers of the executor; shared
   * @param memory what buffers are reserved from
   * @param metrics where rows, bytes and row groups are counted
   */
  public ParquetReader(
      FileStore files,
      FooterCache footers,
      Request request,
      OperatorMemory memory,
      TaskMetrics metrics) {
    this.files = files;
    this.footers = footers;
    this.request = request;
    this.metrics = metrics;
    this.pruner = new RowGroupPruner(request.predicate());
    this.reservation = memory.reservation(null);
    this.rowGroups =
        new RowGroupReader(request.schema(), () -> ReservedArrays.sharing(reservation));
  }

  /**
   * The next batch, valid until the next call of this method or {@link #close}; null at the end.
   */
  public VectorBatch next() {
    if (closed) {
      return null;
    }
    try {
      while (true) {
        VectorBatch batch = rowGroups.next();
        if (batch != null) {
          metrics.rowsRead += batch.numRows();
          return file.mapping.apply(batch);
        }
        if (!startNextRowGroup()) {
          return null;
        }
      }
    } catch (IOException e) {
      throw ParquetFiles.readFailed(split.path(), e);
    } finally {
      if (file != null) {
        file.countBytes();
      }
    }
  }

  private boolean startNextRowGroup() throws IOException {
    while (true) {
      while (file != null && nextRowGroup < file.footer.rowGroups().size()) {
        RowGroup group = file.footer.rowGroups().get(nextRowGroup++);
        if (group.numRows() == 0 || !belongs(group)) {
          continue;
        }
        if (!pruner.mayMatch(group, file.mapping)) {
          metrics.rowGroupsPruned++;
          continue;
        }
        metrics.rowGroupsRead++;
        rowGroups.startRowGroup(group, file);
        return true;
      }
      if (nextSplit == request.splits().size()) {
        return false;
      }
      startSplit(request.splits().get(nextSplit++));
    }
  }

  private boolean belongs(RowGroup group) {
    long offset = group.middle() - split.start();
    return offset >= 0 && offset < split.length();
  }

  private void startSplit(ParquetSplit next) throws IOException {
    FileInfo info = new FileInfo(next.path(), next.fileSizeBytes(), next.modificationMillis());
    split = next;
    nextRowGroup = 0;
    if (file == null || !file.info.equals(info)) {
      closeFile();
      verifyUnchanged(info);
      file = new OpenFile(info, next.partition());
      rowGroups.startFile(info.path(), file.mapping.columns());
    }
  }

  private void verifyUnchanged(FileInfo planned) {
    FileInfo now =
        files
            .file(planned.path())
            .orElseThrow(
                () ->
                    new DistaffException(
                        ErrorCode.READ_FAILED,
                        "the file "
                            + planned.path()
                            + " is gone since the query was planned; run the query again"));
    if (now.sizeBytes() != planned.sizeBytes()
        || now.modificationMillis() != planned.modificationMillis()) {
      throw new DistaffException(
          ErrorCode.READ_FAILED,
          "the file "
              + planned.path()
              + " has changed since the query was planned: it had "
              + planned.sizeBytes()
              + " bytes of "
              + Instant.ofEpochMilli(planned.modificationMillis())
              + ", and has "
              + now.sizeBytes()
              + " of "
              + Instant.ofEpochMilli(now.modificationMillis())
              + "; run the query again");
    }
  }

  /** The file of the current split. */
  private final class OpenFile implements RowGroupReader.FileAccess {
    final FileInfo info;
    final ParquetFooter footer;
    final ColumnMapping mapping;

    private final ReservedArrays castArrays = ReservedArrays.sharing(reservation);

    /** Null until something is read. */
    private RangeReader reader;

    private long countedBytes;

    OpenFile(FileInfo info, Map<String, Literal> partition) throws IOException {
      this.info = info;
      ParquetFooter cached = footers.find(info).orElse(null);
      boolean complete = false;
      try {
        if (cached == null) {
          cached = FooterReader.read(reader());
          footers.add(info, cached);
        }
        this.footer = cached;
        this.mapping = new ColumnMapping(footer, request.schema(), partition, castArrays);
        complete = true;
      } finally {
        if (!complete) {
          close();
        }
      }
    }

    @Override
    public RangeReader reader() {
      if (reader == null) {
        reader = files.open(info);
      }
      return reader;
    }

    @Override
    public long sizeBytes() {
      return info.sizeBytes();
    }

    void countBytes() {
      if (reader != null) {
        metrics.bytesRead += reader.bytesRead() - countedBytes;
        countedBytes = reader.bytesRead();
      }
    }

    void close() throws IOException {
      castArrays.close();
      if (reader != null) {
        countBytes();
        reader.close();
        reader = null;
      }
    }
  }

  private void closeFile() throws IOException {
    if (file != null) {
      OpenFile open = file;
      file = null;
      open.close();
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    rowGroups.close();
    reservation.close();
    try {
      closeFile();
    } catch (IOException e) {
      throw ParquetFiles.readFailed(split.path(), e);
    }
  }
}
