package io.distaff.parquet.read;

import io.distaff.parquet.read.PageStream.CorruptDataException;
import java.io.IOException;
import java.io.InputStream;

/**
 * An LZ4 block (lz4_Block_format.md) as a stream: sequences of a token, literals, and a copy of
 * what is up to 64 KiB before, which the last sequence lacks.
 */
final class Lz4Stream extends BackReferences {
  private static final int SHORTEST_COPY = 4;
  private static final int GOES_ON = 15;

  /** Of the copy that follows the literals; negative before a token. */
  private int copyCode = -1;

  Lz4Stream(InputStream in) {
    super(in);
  }

  @Override
  boolean nextElement() throws IOException {
    int first = in.read();
    if (first < 0) {
      return false;
    }
    if (copyCode < 0) {
      copyCode = first & 15;
      startLiteral(length(first >>> 4));
    } else {
      int offset = first | readByte() << 8;
      int length = length(copyCode) + SHORTEST_COPY;
      copyCode = -1;
      startCopy(offset, length);
    }
    return true;
  }

  private int length(int code) throws IOException {
    int length = code;
    if (code == GOES_ON) {
      int more;
      do {
        more = readByte();
        length += more;
        if (length < 0) {
          throw new CorruptDataException("a length beyond 2 GiB");
        }
      } while (more == 255);
    }
    return length;
  }
}
