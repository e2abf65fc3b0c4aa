package io.distaff.parquet.read;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.Expression;
import io.distaff.expression.Literal;
import io.distaff.memory.MemoryReservation;
import io.distaff.memory.OperatorMemory;
import io.distaff.memory.ReservedArrays;
import io.distaff.memory.Spillable;
import io.distaff.metrics.Counter;
import io.distaff.metrics.TaskMetrics;
import io.distaff.plan.Split.ParquetSplit;
import io.distaff.storage.FileInfo;
import io.distaff.storage.FileStore;
import io.distaff.storage.RangeReader;
import io.distaff.storage.ReadAhead;
import io.distaff.types.Schema;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.large.LargeValues;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads splits of Parquet files as batches of about {@link VectorBatch#TARGET_ROWS} rows.
 *
 * <p>Columns are found by name, first exactly, then without regard to case; those that a file lacks
 * are null, narrower types are widened, anything else is a SCHEMA_MISMATCH. Columns to which a
 * split gives a value have it in every row. Which rows belong to a split, {@link RowGroup} says.
 * Only rows for which the predicate is true, and what is learnt meanwhile, are selected in the
 * batches, and no batch comes without one; row groups and pages in which it can't be true are not
 * even read.
 *
 * <p>While one row group is read, the bytes of the next one that is small enough are fetched in the
 * background, if memory is free; they are given up when an operator of the task needs it.
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
   * @param limit after how many rows the reader will be closed, about; -1 = after all
   * @param learnt what else rows have to be like, as it comes to be known; null when there is
   *     nothing
   */
  public record Request(
      List<ParquetSplit> splits,
      Schema schema,
      Expression predicate,
      long limit,
      LearntCondition learnt) {
    public Request {
      splits = List.copyOf(splits);
    }

    public Request(List<ParquetSplit> splits, Schema schema, Expression predicate) {
      this(splits, schema, predicate, -1, null);
    }
  }

  /**
   * What the readers of an executor share.
   *
   * @param readAhead null when nothing is fetched in the background
   */
  public record Files(FileStore store, FooterCache footers, ReadAhead readAhead) {}

  /**
   * What of the task is used.
   *
   * @param memory what buffers are reserved from
   * @param metrics where rows, bytes and what is skipped are counted
   * @param values for which tokens stand in batches
   */
  public record Resources(OperatorMemory memory, TaskMetrics metrics, LargeValues values) {}

  private static final long MIN_ROOM_BYTES = 1 << 20;

  private final Files files;
  private final Request request;
  private final TaskMetrics metrics;
  private final Runnable beforeBatch;
  private final MemoryReservation reservation;

  /** Of what is fetched whole. Gives up what is fetched ahead. */
  private final MemoryReservation fetchReservation;

  private final ReservedArrays fetchBuffers;
  private final RowGroupPlanner planner;
  private final RowGroupReader rowGroups;

  // What is planned: the position behind it.
  private int nextSplit;
  private ParquetSplit split;
  private OpenFile plannedFile;
  private int nextRowGroup;

  /** What the row group that is read was fetched to. */
  private List<byte[]> fetched = new ArrayList<>();

  /** What the row group after it is fetched to, and arrays to be used for that. */
  private List<byte[]> fetchedAhead = new ArrayList<>();

  /** The row group after the one that is read; null when it isn't planned yet. */
  private ChunkFetch next;

  /** Of the row group that is read. */
  private OpenFile file;

  private long rowsGiven;
  private boolean closed;

  /**
   * @param beforeBatch is run before each batch that is decoded and each row group that is judged,
   *     and may throw to end the reading
   */
  public ParquetReader(Files files, Request request, Resources resources, Runnable beforeBatch) {
    OperatorMemory memory = resources.memory();
    this.files = files;
    this.request = request;
    this.metrics = resources.metrics();
    this.beforeBatch = beforeBatch;
    this.reservation = memory.reservation(null);
    this.fetchReservation = memory.reservation(new AheadMemory());
    this.fetchBuffers = ReservedArrays.sharing(fetchReservation);
    this.planner =
        new RowGroupPlanner(
            request.predicate(),
            request.learnt(),
            () -> ReservedArrays.sharing(reservation),
            metrics);
    this.rowGroups =
        new RowGroupReader(
            request, () -> ReservedArrays.sharing(reservation), resources, beforeBatch);
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
          rowsGiven += batch.numSelected();
          return batch;
        }
        if (!startNextRowGroup()) {
          return null;
        }
      }
    } catch (IOException e) {
      throw ReadFailures.of(file.path(), e);
    } finally {
      countBytes();
    }
  }

  /** The last batch isn't used any more: lets go of large values in it. */
  public void release() {
    rowGroups.release();
  }

  private void countBytes() {
    // A reader that is in use by another thread is counted later.
    boolean inUse = next != null && next.isAhead();
    if (file != null && !(inUse && file == next.plan().file())) {
      file.countBytes();
    }
    if (plannedFile != null && plannedFile != file && !inUse) {
      plannedFile.countBytes();
    }
  }

  private boolean startNextRowGroup() throws IOException {
    ChunkFetch fetch = next == null ? plan() : next;
    next = null;
    if (fetch == null) {
      return false;
    }
    OpenFile before = file;
    file = (OpenFile) fetch.plan().file();
    if (before != null && before != file) {
      before.close();
    }
    metrics.add(Counter.ROW_GROUPS_READ, 1);
    rowGroups.prepare(fetch.plan());
    boolean whole = fetchWhole(fetch);
    rowGroups.start(fetch, whole);
    if (whole && files.readAhead() != null && request.limit() < 0) {
      readAhead();
    }
    return true;
  }

  private boolean fetchWhole(ChunkFetch fetch) throws IOException {
    if (fetch.isAhead()) {
      List<byte[]> filled = fetchedAhead;
      fetchedAhead = fetched;
      fetched = filled;
      try {
        fetch.read();
      } catch (IOException e) {
        fetch.cancel();
        throw e;
      }
      return true;
    }
    if (allocate(fetch, fetched)) {
      fetch.read();
      return true;
    }
    drop(fetched);
    drop(fetchedAhead);
    return false;
  }

  /** Begins to fetch the row group after the one that was just begun. */
  private void readAhead() throws IOException {
    next = plan();
    if (next == null || next.bytes() == 0) {
      return;
    }
    if (allocate(next, fetchedAhead)) {
      next.readAhead(files.readAhead());
    } else {
      drop(fetchedAhead);
    }
  }

  /** Takes arrays for all that is wanted of a row group; false where memory is short. */
  private boolean allocate(ChunkFetch fetch, List<byte[]> arrays) {
    if (!fetch.fitsWhole() || !fetch.allocate(arrays, fetchBuffers)) {
      return false;
    }
    // What is left has to do for pages, dictionaries, batches and the operators above.
    long room = Math.max(MIN_ROOM_BYTES, fetch.bytes() / 2);
    if (!fetchReservation.tryAdd(room)) {
      fetch.cancel();
      return false;
    }
    fetchReservation.resize(fetchReservation.bytes() - room);
    return true;
  }

  /** Gives up what is fetched ahead, for operators of the task that need the memory. */
  private final class AheadMemory implements Spillable {
    @Override
    public long spill(long wantedBytes) {
      if (next != null) {
        next.cancel();
      }
      return drop(fetchedAhead);
    }

    @Override
    public boolean givesWayToOwnOperator() {
      return true;
    }
  }

  private long drop(List<byte[]> arrays) {
    long bytes = arrays.stream().mapToLong(array -> array.length).sum();
    arrays.forEach(fetchBuffers::dropped);
    arrays.clear();
    return bytes;
  }

  /** What to read next, of this split or those after it; null at the end. */
  private ChunkFetch plan() {
    try {
      return planNext();
    } catch (IOException e) {
      throw ReadFailures.of(split.path(), e);
    }
  }

  private ChunkFetch planNext() throws IOException {
    while (true) {
      while (plannedFile != null && nextRowGroup < plannedFile.footer.rowGroups().size()) {
        RowGroup group = plannedFile.footer.rowGroups().get(nextRowGroup++);
        RowRanges within = group.rowsWithin(split.start(), split.start() + split.length());
        if (within.count() == 0) {
          continue;
        }
        beforeBatch.run();
        long rowsLeft =
            request.limit() < 0 ? Long.MAX_VALUE : Math.max(1, request.limit() - rowsGiven);
        RowGroupPlan plan = planner.plan(group, within, plannedFile.mapping, plannedFile, rowsLeft);
        if (plan != null) {
          return new ChunkFetch(plan);
        }
      }
      if (nextSplit == request.splits().size()) {
        return null;
      }
      startSplit(request.splits().get(nextSplit++));
    }
  }

  private void startSplit(ParquetSplit begun) throws IOException {
    FileInfo info = new FileInfo(begun.path(), begun.fileSizeBytes(), begun.modificationMillis());
    split = begun;
    nextRowGroup = 0;
    if (plannedFile == null || !plannedFile.info.equals(info)) {
      OpenFile before = plannedFile;
      plannedFile = null;
      if (before != null && before != file) {
        before.close();
      }
      verifyUnchanged(info);
      plannedFile = new OpenFile(info, begun.partition());
    }
  }

  private void verifyUnchanged(FileInfo planned) {
    FileInfo now =
        files
            .store()
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

  /** The file of a split. */
  private final class OpenFile implements FileAccess {
    final FileInfo info;
    final ParquetFooter footer;
    final ColumnMapping mapping;

    /** Null until something is read. */
    private RangeReader reader;

    private final ReservedArrays castArrays = ReservedArrays.sharing(reservation);
    private long countedBytes;
    private long countedFromCache;

    /** Reserved for the footer. */
    private long footerBytes;

    OpenFile(FileInfo info, Map<String, Literal> partition) throws IOException {
      this.info = info;
      ParquetFooter cached = files.footers().find(info).orElse(null);
      boolean complete = false;
      try {
        this.footer = cached == null ? readFooter() : cached;
        this.mapping = new ColumnMapping(footer, request.schema(), partition, castArrays);
        complete = true;
      } finally {
        if (!complete) {
          close();
        }
      }
    }

    private ParquetFooter readFooter() throws IOException {
      ParquetFooter read = FooterReader.read(reader(), this::holdFooter);
      files.footers().add(info, read);
      holdFooter(FooterReader.keptBytes(read));
      return read;
    }

    private void holdFooter(long bytes) {
      reservation.resize(reservation.bytes() - footerBytes + bytes);
      footerBytes = bytes;
    }

    @Override
    public String path() {
      return info.path();
    }

    @Override
    public RangeReader reader() {
      if (reader == null) {
        reader = files.store().open(info);
      }
      return reader;
    }

    @Override
    public long sizeBytes() {
      return info.sizeBytes();
    }

    void countBytes() {
      if (reader != null) {
        metrics.add(Counter.BYTES_READ, reader.bytesRead() - countedBytes);
        countedBytes = reader.bytesRead();
        metrics.add(Counter.BYTES_FROM_FILE_CACHE, reader.bytesFromCache() - countedFromCache);
        countedFromCache = reader.bytesFromCache();
      }
    }

    void close() throws IOException {
      castArrays.close();
      holdFooter(0);
      if (reader != null) {
        countBytes();
        reader.close();
        reader = null;
      }
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    // First of all: nobody may write to buffers that are given back.
    if (next != null) {
      next.cancel();
    }
    rowGroups.close();
    planner.close();
    fetched.clear();
    fetchedAhead.clear();
    fetchReservation.close();
    OpenFile read = file;
    OpenFile planned = plannedFile;
    file = null;
    plannedFile = null;
    try {
      if (read != null) {
        read.close();
      }
      if (planned != null && planned != read) {
        planned.close();
      }
    } catch (IOException e) {
      throw ReadFailures.of(split.path(), e);
    } finally {
      reservation.close();
    }
  }
}
