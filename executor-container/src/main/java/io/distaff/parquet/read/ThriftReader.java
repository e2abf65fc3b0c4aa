package io.distaff.parquet.read;

import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import shaded.parquet.org.apache.thrift.TBase;
import shaded.parquet.org.apache.thrift.TConfiguration;
import shaded.parquet.org.apache.thrift.TException;
import shaded.parquet.org.apache.thrift.protocol.TCompactProtocol;
import shaded.parquet.org.apache.thrift.transport.TTransport;
import shaded.parquet.org.apache.thrift.transport.TTransportException;

/**
 * Thrift structures out of byte arrays. Strings and lists that say to be longer than what is left
 * of the bytes are refused before anything is allocated for them.
 */
final class ThriftReader {
  private ThriftReader() {}

  static FileMetaData fileMetaData(byte[] bytes, int start, int end) throws MalformedException {
    FileMetaData metaData = new FileMetaData();
    read(metaData, new Bytes(bytes, start, end));
    return metaData;
  }

  /**
   * A page header.
   *
   * @return where it ends, or -1 when it doesn't end before {@code end}
   */
  static int pageHeader(PageHeader into, byte[] bytes, int start, int end)
      throws MalformedException {
    Bytes transport = new Bytes(bytes, start, end);
    into.clear();
    try {
      read(into, transport);
    } catch (MalformedException e) {
      if (transport.exhausted) {
        return -1;
      }
      throw e;
    }
    return transport.position;
  }

  /**
   * Any structure.
   *
   * @return where it ends
   */
  static int structure(TBase<?, ?> into, byte[] bytes, int start, int end)
      throws MalformedException {
    Bytes transport = new Bytes(bytes, start, end);
    read(into, transport);
    return transport.position;
  }

  private static void read(TBase<?, ?> structure, Bytes transport) throws MalformedException {
    int length = transport.getBytesRemainingInBuffer();
    try {
      structure.read(new TCompactProtocol(transport, length, length));
    } catch (TException | RuntimeException e) {
      throw new MalformedException("its Thrift structure can't be decoded: " + e.getMessage(), e);
    } catch (StackOverflowError e) {
      // Unknown fields may be nested to any depth, and Thrift skips them recursively.
      throw new MalformedException("its Thrift structure is nested too deeply", e);
    }
  }

  /** Bytes {@code [position, end)} of an array. */
  private static final class Bytes extends TTransport {
    private final byte[] bytes;
    private final int end;
    private int position;

    /** True once more was asked for than there is. */
    private boolean exhausted;

    Bytes(byte[] bytes, int start, int end) {
      this.bytes = bytes;
      this.position = start;
      this.end = end;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws TTransportException {
      checkReadBytesAvailable(length);
      System.arraycopy(bytes, position, target, offset, length);
      position += length;
      return length;
    }

    @Override
    public void checkReadBytesAvailable(long wanted) throws TTransportException {
      if (wanted < 0 || wanted > end - position) {
        exhausted |= wanted >= 0;
        throw new TTransportException(
            TTransportException.END_OF_FILE,
            wanted + " bytes wanted where " + (end - position) + " are left");
      }
    }

    @Override
    public byte[] getBuffer() {
      return bytes;
    }

    @Override
    public int getBufferPosition() {
      return position;
    }

    @Override
    public int getBytesRemainingInBuffer() {
      return end - position;
    }

    @Override
    public void consumeBuffer(int length) {
      position += length;
    }

    @Override
    public TConfiguration getConfiguration() {
      return TConfiguration.DEFAULT;
    }

    @Override
    public void updateKnownMessageSize(long size) {}

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void open() {}

    @Override
    public void close() {}

    @Override
    public void write(byte[] source, int offset, int length) {
      throw new UnsupportedOperationException();
    }
  }
}
