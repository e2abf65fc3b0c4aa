package io.distaff.parquet.read;

import io.distaff.parquet.read.PageStream.CorruptDataException;
import java.io.IOException;
import java.io.InputStream;

/**
 * {@link SnappyDecoder} as a stream. The format could refer to what is further back than 64 KiB;
 * encoders don't, because they compress in blocks of that size.
 */
final class SnappyStream extends BackReferences {
  SnappyStream(InputStream in, int plainLength) throws IOException {
    super(in);
    long length = 0;
    for (int shift = 0; ; shift += 7) {
      int b = readByte();
      length |= (b & 0x7fL) << shift;
      if (b < 0x80) {
        break;
      }
      if (shift > 21) {
        throw new CorruptDataException("it has no length");
      }
    }
    if (length != plainLength) {
      throw new CorruptDataException(
          "it says to be " + length + " bytes, the page header says " + plainLength);
    }
  }

  @Override
  boolean nextElement() throws IOException {
    int tag = in.read();
    if (tag < 0) {
      return false;
    }
    int length = (tag >>> 2) + 1;
    switch (tag & 3) {
      case 0 -> startLiteral(length > 60 ? little(length - 60) + 1 : length);
      case 1 -> startCopy(((tag & 0xe0) << 3) | readByte(), ((tag >>> 2) & 7) + 4);
      case 2 -> startCopy(little(2), length);
      default -> startCopy(little(4), length);
    }
    return true;
  }

  private int little(int bytes) throws IOException {
    int value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= readByte() << (8 * i);
    }
    return value;
  }
}
