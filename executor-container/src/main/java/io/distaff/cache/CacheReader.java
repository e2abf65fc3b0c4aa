package io.distaff.cache;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.ids.QueryId;
import io.distaff.memory.OperatorMemory;
import io.distaff.memory.ReservedArrays;
import io.distaff.metrics.Counter;
import io.distaff.metrics.TaskMetrics;
import io.distaff.rpc.ControlMessage.MapOutputLocation;
import io.distaff.serde.BlockReader;
import io.distaff.shuffle.BlockFetcher;
import io.distaff.shuffle.OutputHolder;
import io.distaff.shuffle.ShuffleFetchException;
import io.distaff.shuffle.ShuffleFile;
import io.distaff.types.Schema;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.large.LargeValues;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Gives columns of cached partitions, one partition after the other: blocks in this executor's
 * memory as they are there, those in files and at other executors through a {@link BlockFetcher} a
 * column. Every block is verified before use; what can't be had ends in a {@link
 * ShuffleFetchException}. A partition stays in its place while it is read. Confined to the task's
 * thread.
 */
public final class CacheReader implements AutoCloseable {
  /** Of all columns together, fetched at a time. */
  private static final int PIECE_BYTES = 1 << 20;

  private static final int SMALLEST_PIECE_BYTES = 64 << 10;

  private final Request request;
  private final Access access;
  private final OperatorMemory memory;
  private final TaskMetrics metrics;
  private final ArrayDeque<MapOutputLocation> left;
  private final ReservedArrays[] arrays;
  private final BlockReader[] readers;
  private MapOutputLocation current;
  private CacheStore.Lease lease;
  private final ColumnBlocks[] columns;

  /**
   * What to read.
   *
   * @param partitions in this order
   * @param columns positions within the partitions, at least one
   * @param schema of these columns
   * @param reader the query that reads
   */
  public record Request(
      List<MapOutputLocation> partitions, List<Integer> columns, Schema schema, QueryId reader) {}

  /** How to get at partitions that are here, and at those that aren't. */
  public record Access(CacheStore store, BlockFetcher.Access blocks) {}

  /**
   * @param large takes large values, for which tokens are given
   */
  public CacheReader(
      Request request,
      Access access,
      OperatorMemory memory,
      TaskMetrics metrics,
      LargeValues large) {
    this.request = request;
    this.access = access;
    this.memory = memory;
    this.metrics = metrics;
    this.left = new ArrayDeque<>(request.partitions());
    this.columns = new ColumnBlocks[request.columns().size()];
    this.arrays = new ReservedArrays[columns.length];
    this.readers = new BlockReader[columns.length];
    for (int i = 0; i < readers.length; i++) {
      arrays[i] = memory.arrays();
      readers[i] = new BlockReader(request.schema().select(List.of(i)), arrays[i], large);
    }
  }

  /** The next rows, valid until the next call; null at the end. */
  public VectorBatch next() {
    while (true) {
      if (current == null) {
        if (left.isEmpty()) {
          return null;
        }
        open(left.remove());
      }
      VectorBatch batch = nextOfPartition();
      if (batch != null) {
        metrics.add(Counter.ROWS_READ, batch.numRows());
        return batch;
      }
      closePartition();
    }
  }

  /** The last batch isn't used any more: lets go of large values in it. */
  public void release() {
    for (BlockReader reader : readers) {
      reader.release();
    }
  }

  private void open(MapOutputLocation location) {
    current = location;
    if (!location.attempt().task().stage().query().equals(request.reader())) {
      metrics.add(Counter.CACHE_HITS, 1);
    }
    Optional<CacheStore.Lease> here = access.store().open(location.attempt());
    lease = here.orElse(null);
    for (int i = 0; i < columns.length; i++) {
      int column = request.columns().get(i);
      columns[i] =
          lease != null && lease.columns() != null
              ? new HeldBlocks(lease.columns().blocks().get(column))
              : new FetchedBlocks(fetcher(column));
    }
  }

  private BlockFetcher fetcher(int column) {
    OutputHolder own = OutputHolder.none();
    if (lease != null) {
      ShuffleFile file = lease.file();
      own = attempt -> Optional.of(file);
    }
    int pieceBytes = Math.max(SMALLEST_PIECE_BYTES, PIECE_BYTES / columns.length);
    return new BlockFetcher(
        List.of(new BlockFetcher.Source(current, column)),
        access.blocks().withOwn(own),
        pieceBytes,
        memory,
        bytes -> metrics.add(Counter.CACHE_BYTES_READ, bytes));
  }

  private VectorBatch nextOfPartition() {
    ColumnVector[] vectors = new ColumnVector[columns.length];
    int numRows = -1;
    for (int i = 0; i < columns.length; i++) {
      VectorBatch column = nextBlock(i);
      int rows = column == null ? 0 : column.numRows();
      if (numRows >= 0 && rows != numRows) {
        throw damaged(
            new DistaffException(
                ErrorCode.CORRUPT_BLOCK,
                "column %d has a block of %d rows where the first has %d"
                    .formatted(request.columns().get(i), rows, numRows)));
      }
      numRows = rows;
      vectors[i] = column == null ? null : column.column(0);
    }
    return numRows == 0 ? null : new VectorBatch(numRows, vectors);
  }

  private VectorBatch nextBlock(int i) {
    try {
      VectorBatch batch = readers[i].next();
      while (batch == null && columns[i].next()) {
        readers[i].reset(columns[i].bytes(), 0, columns[i].length());
        batch = readers[i].next();
      }
      if (batch == null && readers[i].isWithinRow()) {
        throw new DistaffException(
            ErrorCode.CORRUPT_BLOCK,
            "the last row of column %d lacks pieces".formatted(request.columns().get(i)));
      }
      return batch;
    } catch (DistaffException e) {
      throw e.code() == ErrorCode.CORRUPT_BLOCK ? damaged(e) : e;
    }
  }

  private ShuffleFetchException damaged(DistaffException cause) {
    return new ShuffleFetchException(
        current.attempt(), "the cache of " + current.executor(), cause);
  }

  private void closePartition() {
    for (int i = 0; i < columns.length; i++) {
      if (columns[i] != null) {
        columns[i].close();
        columns[i] = null;
      }
    }
    if (lease != null) {
      lease.close();
      lease = null;
    }
    current = null;
  }

  @Override
  public void close() {
    closePartition();
    left.clear();
    for (ReservedArrays ofColumn : arrays) {
      ofColumn.close();
    }
  }

  /** The blocks of one column of a partition, some at a time. */
  private interface ColumnBlocks extends AutoCloseable {
    /** Goes to the next whole blocks; false at the end. */
    boolean next();

    byte[] bytes();

    int length();

    @Override
    void close();
  }

  private final class HeldBlocks implements ColumnBlocks {
    private final Iterator<byte[]> blocks;
    private byte[] block;

    HeldBlocks(List<byte[]> blocks) {
      this.blocks = blocks.iterator();
    }

    @Override
    public boolean next() {
      if (!blocks.hasNext()) {
        return false;
      }
      block = blocks.next();
      metrics.add(Counter.CACHE_BYTES_READ, block.length);
      return true;
    }

    @Override
    public byte[] bytes() {
      return block;
    }

    @Override
    public int length() {
      return block.length;
    }

    @Override
    public void close() {}
  }

  private record FetchedBlocks(BlockFetcher fetcher) implements ColumnBlocks {
    @Override
    public boolean next() {
      return fetcher.next();
    }

    @Override
    public byte[] bytes() {
      return fetcher.blocks();
    }

    @Override
    public int length() {
      return fetcher.length();
    }

    @Override
    public void close() {
      fetcher.close();
    }
  }
}
