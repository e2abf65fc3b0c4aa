package io.distaff.text;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.memory.MemoryReservation;
import io.distaff.memory.OperatorMemory;
import io.distaff.memory.ReservedArrays;
import io.distaff.plan.FileFormat;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.large.LargeValues;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes batches to a CSV or JSON lines file. A file that was given up may read as valid as far as
 * it goes: nothing but the commit makes it visible. Confined to the task's thread.
 *
 * <p>Errors: WRITE_FAILED when the stream fails. After an error only {@link #abort} may follow.
 */
public final class TextFileWriter {
  private static final Logger LOG = LoggerFactory.getLogger(TextFileWriter.class);

  private final String path;
  private final CountingStream counter;
  private final OutputStream compressed;
  private final OutputBuffer out;
  private final RowEncoder encoder;
  private final MemoryReservation memory;
  private boolean ended;
  private long rows;

  /**
   * @param stream owned from here on; should be buffered for small writes
   * @param path for messages
   * @param large for which tokens stand in batches
   */
  public TextFileWriter(
      OutputStream stream,
      String path,
      Schema schema,
      TextWriteOptions options,
      OperatorMemory memory,
      LargeValues large) {
    requireWritable(schema, options);
    this.path = path;
    this.memory = memory.reservation(null);
    this.memory.add(OutputBuffer.BYTES);
    this.counter = new CountingStream(stream);
    ReservedArrays arrays = ReservedArrays.sharing(this.memory);
    this.encoder =
        options.format().isDelimited()
            ? new CsvEncoder(options, schema, arrays, large)
            : new JsonEncoder(schema, options, arrays, large);
    try {
      this.compressed = options.compression().compress(counter);
      this.out = new OutputBuffer(compressed);
      encoder.begin(out);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Throws NOT_SUPPORTED for a column that the format has no place for. */
  public static void requireWritable(Schema schema, TextWriteOptions options) {
    boolean isLines = options.format() == FileFormat.TEXT;
    if (isLines && (schema.size() != 1 || !schema.type(0).equals(DataType.STRING))) {
      throw new DistaffException(
          ErrorCode.NOT_SUPPORTED,
          "text holds one column, a string, and not %s: concat_ws() makes one of several"
              .formatted(schema));
    }
    boolean csv = options.format().isDelimited();
    for (Field field : schema.fields()) {
      if (!(csv ? CsvEncoder.takes(field.type()) : JsonEncoder.takes(field.type()))) {
        throw new DistaffException(
            ErrorCode.NOT_SUPPORTED,
            "%s can't hold column %s of type %s"
                .formatted(options.format().label(), field.name(), field.type().sqlName()));
      }
    }
  }

  /** Appends the selected rows. Keeps nothing of the batch. */
  public void write(VectorBatch batch) {
    try {
      encoder.write(batch, out);
      rows += batch.numSelected();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Writes what is left, and closes the stream. */
  public void close() {
    try {
      out.flush();
      compressed.close();
    } catch (IOException e) {
      throw failed(e);
    }
    ended = true;
    memory.close();
  }

  /** Gives up: closes the stream, and gives memory back. Does nothing after {@link #close}. */
  public void abort() {
    if (ended) {
      return;
    }
    ended = true;
    memory.close();
    try {
      compressed.close();
    } catch (IOException e) {
      LOG.warn("{}: closing an abandoned file failed: {}", path, e.toString());
    }
  }

  public String path() {
    return path;
  }

  public long rows() {
    return rows;
  }

  /** Bytes in the file so far. */
  public long sizeBytes() {
    return counter.bytes;
  }

  private DistaffException failed(IOException e) {
    return new DistaffException(
        ErrorCode.WRITE_FAILED,
        "writing " + path + " at offset " + counter.bytes + " failed: " + e.getMessage(),
        e);
  }

  /** Counts what goes into the file. */
  private static final class CountingStream extends FilterOutputStream {
    private long bytes;

    CountingStream(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      bytes++;
    }

    @Override
    public void write(byte[] from, int start, int length) throws IOException {
      out.write(from, start, length);
      bytes += length;
    }
  }
}
