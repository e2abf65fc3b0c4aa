package io.distaff.operator.spill;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.metrics.Counter;
import io.distaff.operator.OperatorContext;
import io.distaff.serde.BlockEncoder;
import io.distaff.serde.BlockReader;
import io.distaff.serde.BlockWriter;
import io.distaff.serde.Compression;
import io.distaff.serde.GrowableBytes;
import io.distaff.types.Schema;
import io.distaff.vector.VectorBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Batches written out to a local disk, to be read back in order, once or more often. Writing ends
 * with {@link #endWriting} or the first {@link #read}. The file is made when there is something to
 * write and deleted by {@link #close}. Confined to a task's thread.
 */
public final class SpillFile implements AutoCloseable {
  /** Written at once, and read at once. */
  static final int BUFFER_BYTES = 1 << 15;

  /** A buffer that a large batch has made larger isn't kept. */
  private static final int LARGEST_KEPT_BYTES = 1 << 20;

  private final OperatorContext context;
  private final String owner;
  private final Schema schema;
  private final int bufferBytes;
  private GrowableBytes buffer = new GrowableBytes(0);
  private BlockWriter writer;
  private Path path;
  private FileChannel channel;
  private long numRows;
  private long sizeBytes;
  private long largestBatchBytes;
  private long largestReadBytes;

  /**
   * @param owner what spills, for the file's name and messages
   * @param schema of every batch
   */
  public SpillFile(OperatorContext context, String owner, Schema schema) {
    this(context, owner, schema, new BlockWriter(Compression.SPACE), BUFFER_BYTES);
  }

  /**
   * @param writer shared by files that are written by turns
   * @param bufferBytes written at once
   */
  SpillFile(
      OperatorContext context, String owner, Schema schema, BlockWriter writer, int bufferBytes) {
    this.context = context;
    this.owner = owner;
    this.schema = schema;
    this.writer = writer;
    this.bufferBytes = bufferBytes;
  }

  /** Appends the selected rows. */
  public void write(VectorBatch batch) {
    if (writer == null) {
      throw new IllegalStateException("a spill file that is being read is written to");
    }
    if (batch.numSelected() == 0) {
      return;
    }
    long start = System.nanoTime();
    numRows += batch.numSelected();
    int storedBytes = writer.write(batch, buffer);
    int plainBytes = writer.plainBytes();
    long vectorBytes = BlockReader.vectorBytes(schema, batch.numSelected(), plainBytes);
    largestReadBytes = Math.max(largestReadBytes, storedBytes + plainBytes + vectorBytes);
    long copyBytes = plainBytes + (long) Integer.BYTES * batch.numSelected() * schema.size();
    largestBatchBytes = Math.max(largestBatchBytes, copyBytes);
    if (buffer.size() >= bufferBytes) {
      flush();
    }
    context.memory().noteSpill(0, System.nanoTime() - start);
  }

  private void flush() {
    if (buffer.size() == 0) {
      return;
    }
    try {
      if (channel == null) {
        path = context.disks().newFile("spill-" + owner);
        channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      }
      ByteBuffer bytes = ByteBuffer.wrap(buffer.array(), 0, buffer.size());
      while (bytes.hasRemaining()) {
        int written = channel.write(bytes);
        sizeBytes += written;
        context.metrics().add(Counter.BYTES_SPILLED, written);
        context.memory().noteSpill(written, 0);
      }
    } catch (IOException e) {
      throw new DistaffException(
          ErrorCode.WRITE_FAILED,
          "can't write the spill file " + path + " at " + sizeBytes + ": " + e.getMessage(),
          e);
    }
    if (buffer.capacity() > LARGEST_KEPT_BYTES) {
      buffer = new GrowableBytes(0);
    }
    buffer.clear();
    writer.trim();
  }

  public long numRows() {
    return numRows;
  }

  /** What a copy of the largest batch takes. */
  public long largestBatchBytes() {
    return largestBatchBytes;
  }

  /** What a reader holds: the largest block as it is stored, serialised, and as vectors. */
  public long readBytes() {
    return BUFFER_BYTES + largestReadBytes;
  }

  /** The rows in the order they were written. The reader must be closed before the file is. */
  public Reader read() {
    endWriting();
    return new Reader();
  }

  /** Writes out what is buffered, and drops the buffers: to be called when no more rows come. */
  public void endWriting() {
    if (writer != null) {
      flush();
      writer = null;
      buffer = null;
      closeChannel();
    }
  }

  private void closeChannel() {
    if (channel == null) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      throw new DistaffException(
          ErrorCode.WRITE_FAILED, "can't close the spill file " + path + ": " + e.getMessage(), e);
    } finally {
      channel = null;
    }
  }

  @Override
  public void close() {
    writer = null;
    buffer = null;
    try {
      closeChannel();
    } finally {
      delete();
    }
  }

  private void delete() {
    if (path == null) {
      return;
    }
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new DistaffException(
          ErrorCode.WRITE_FAILED, "can't delete the spill file " + path + ": " + e.getMessage(), e);
    } finally {
      path = null;
    }
  }

  /** Reads the file from its beginning, in pieces of at least one block. */
  public final class Reader implements AutoCloseable {
    private final BlockReader blocks = new BlockReader(schema);
    private final ByteBuffer header =
        ByteBuffer.allocate(BlockEncoder.HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private byte[] bytes = new byte[BUFFER_BYTES];
    private FileChannel source;
    private long position;
    private int start;
    private int end;

    private Reader() {
      if (path == null) {
        return;
      }
      try {
        source = FileChannel.open(path, StandardOpenOption.READ);
      } catch (IOException e) {
        throw failed(e);
      }
    }

    /** The next batch, null at the end; valid until the next call. */
    public VectorBatch next() {
      if (source == null || (start == end && position == sizeBytes)) {
        return null;
      }
      long startNanos = System.nanoTime();
      ensure(BlockEncoder.HEADER_BYTES);
      header.clear();
      header.put(bytes, start, BlockEncoder.HEADER_BYTES);
      int stored = header.getInt(0);
      long left = end - start + sizeBytes - position;
      if (stored < 0 || stored > left - BlockEncoder.HEADER_BYTES) {
        throw new DistaffException(
            ErrorCode.CORRUPT_BLOCK,
            "the spill file " + path + " has a block of " + stored + " bytes, " + left + " left");
      }
      int length = BlockEncoder.HEADER_BYTES + stored;
      ensure(length);
      blocks.reset(bytes, start, length);
      start += length;
      VectorBatch batch = blocks.next();
      context.memory().noteSpill(0, System.nanoTime() - startNanos);
      return batch;
    }

    /** Reads on until {@code wanted} bytes are at hand. */
    private void ensure(int wanted) {
      if (end - start >= wanted) {
        return;
      }
      byte[] target = wanted > bytes.length ? new byte[wanted] : bytes;
      System.arraycopy(bytes, start, target, 0, end - start);
      bytes = target;
      end -= start;
      start = 0;
      try {
        while (end < wanted) {
          int n = source.read(ByteBuffer.wrap(bytes, end, bytes.length - end), position);
          if (n < 0) {
            throw new DistaffException(
                ErrorCode.CORRUPT_BLOCK,
                "the spill file " + path + " ends at " + position + " of " + sizeBytes);
          }
          end += n;
          position += n;
        }
      } catch (IOException e) {
        throw failed(e);
      }
    }

    private DistaffException failed(IOException e) {
      return new DistaffException(
          ErrorCode.READ_FAILED,
          "can't read the spill file " + path + " at " + position + ": " + e.getMessage(),
          e);
    }

    @Override
    public void close() {
      if (source == null) {
        return;
      }
      try {
        source.close();
      } catch (IOException e) {
        throw failed(e);
      } finally {
        source = null;
      }
    }
  }
}
