package io.distaff.parquet.read;

import java.io.IOException;

/** The bytes of a page that is too large to be held, decompressed, and PLAIN behind its levels. */
interface PlainStream extends AutoCloseable {
  /** Bytes not read yet, or {@link Integer#MAX_VALUE} if they are more. */
  int left();

  /** Reads exactly {@code length} bytes, at most {@link #left()}. */
  void readFully(byte[] out, int offset, int length) throws IOException, MalformedException;

  /** Passes what is left of the page, and gives the checksum of its stored bytes. */
  int finish(byte[] scratch) throws IOException, MalformedException;

  /** The input goes on behind the page. */
  @Override
  void close() throws IOException;
}
