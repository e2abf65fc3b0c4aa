package io.distaff.parquet.read;

import io.distaff.parquet.read.PageStream.CorruptDataException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Decodes data that consists of literal bytes and of copies of what came up to 64 KiB before, as a
 * stream.
 *
 * <pre>
 *   window   | history, given | given | decoded, not given | free |
 *                                     given                filled
 * </pre>
 */
abstract class BackReferences extends InputStream {
  /** What a stream holds. */
  static final int BUFFER_BYTES = 256 << 10;

  private static final int HISTORY_BYTES = 64 << 10;

  final InputStream in;
  private final byte[] window = new byte[BUFFER_BYTES];
  private int given;
  private int filled;

  // The element in progress.
  private int literalLeft;
  private int copyLeft;
  private int copyOffset;

  BackReferences(InputStream in) {
    this.in = in;
  }

  /** Reads the next element, and starts it; false at the end. */
  abstract boolean nextElement() throws IOException;

  final void startLiteral(int length) throws IOException {
    if (length < 0) {
      throw new CorruptDataException("a literal of " + Integer.toUnsignedString(length) + " bytes");
    }
    literalLeft = length;
  }

  final void startCopy(int offset, int length) throws IOException {
    if (offset <= 0 || offset > Math.min(filled, HISTORY_BYTES) || length < 0) {
      throw new CorruptDataException(
          "a copy of %d bytes from %d bytes before".formatted(length, offset));
    }
    copyOffset = offset;
    copyLeft = length;
  }

  final int readByte() throws IOException {
    int b = in.read();
    if (b < 0) {
      throw new CorruptDataException("it ends within an element");
    }
    return b;
  }

  @Override
  public final int read() throws IOException {
    return given < filled || fill() ? window[given++] & 0xff : -1;
  }

  @Override
  public final int read(byte[] out, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (given == filled && !fill()) {
      return -1;
    }
    int n = Math.min(length, filled - given);
    System.arraycopy(window, given, out, offset, n);
    given += n;
    return n;
  }

  /** Decodes more, all before being given; false at the end. */
  private boolean fill() throws IOException {
    if (filled == window.length) {
      System.arraycopy(window, filled - HISTORY_BYTES, window, 0, HISTORY_BYTES);
      filled = HISTORY_BYTES;
      given = HISTORY_BYTES;
    }
    while (filled < window.length) {
      int room = window.length - filled;
      if (literalLeft > 0) {
        takeLiteral(Math.min(literalLeft, room));
      } else if (copyLeft > 0) {
        takeCopy(Math.min(copyLeft, room));
      } else if (!nextElement()) {
        break;
      }
    }
    return given < filled;
  }

  private void takeLiteral(int length) throws IOException {
    if (in.readNBytes(window, filled, length) < length) {
      throw new CorruptDataException("it ends within a literal");
    }
    filled += length;
    literalLeft -= length;
  }

  private void takeCopy(int length) {
    if (copyOffset >= length) {
      System.arraycopy(window, filled - copyOffset, window, filled, length);
    } else {
      // What is copied begins to repeat itself.
      for (int i = filled; i < filled + length; i++) {
        window[i] = window[i - copyOffset];
      }
    }
    filled += length;
    copyLeft -= length;
  }

  @Override
  public final void close() {}
}
