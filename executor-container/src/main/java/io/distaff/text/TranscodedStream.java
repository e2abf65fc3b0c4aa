package io.distaff.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Text of any encoding as UTF-8. What isn't text in that encoding becomes U+FFFD. Confined to the
 * task's thread.
 */
final class TranscodedStream extends InputStream {
  private static final int BUFFER_CHARS = 8 << 10;
  private static final int MOST_BYTES_PER_CHAR = 3;

  private final Reader in;
  private final CharsetEncoder encoder =
      StandardCharsets.UTF_8
          .newEncoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private final CharBuffer chars = CharBuffer.allocate(BUFFER_CHARS);
  private final ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES_PER_CHAR * BUFFER_CHARS);
  private boolean ended;

  /**
   * @param in owned from here on
   */
  TranscodedStream(InputStream in, Charset charset) {
    this.in = new InputStreamReader(in, charset);
    bytes.limit(0);
  }

  @Override
  public int read() throws IOException {
    return fill() ? bytes.get() & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, bytes.remaining());
    bytes.get(target, offset, count);
    return count;
  }

  /** False at the end. */
  private boolean fill() throws IOException {
    while (!bytes.hasRemaining() && !ended) {
      ended = in.read(chars) < 0;
      chars.flip();
      bytes.clear();
      // A half of a pair stays until the other one comes.
      var unused = encoder.encode(chars, bytes, ended);
      chars.compact();
      bytes.flip();
    }
    return bytes.hasRemaining();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
