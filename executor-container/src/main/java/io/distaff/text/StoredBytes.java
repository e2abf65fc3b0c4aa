package io.distaff.text;

import io.distaff.memory.ReservedArrays;
import io.distaff.storage.ValueFile;
import java.util.Arrays;

/**
 * Bytes that are appended part by part, on a local disk until their number is known, so that there
 * is never more than one copy of them in memory. Several may share a file. Confined to the task's
 * thread.
 */
final class StoredBytes {
  private static final int PIECE_BYTES = 32 << 10;

  private final ValueFile file;
  private final ReservedArrays arrays;
  private byte[] piece = {};
  private int used;

  // Of the pieces in the file: their places there, and lengths.
  private long[] begins = new long[16];
  private int[] lengths = new int[16];
  private int numPieces;
  private long written;

  StoredBytes(ValueFile file, ReservedArrays arrays) {
    this.file = file;
    this.arrays = arrays;
  }

  /** Forgets what was appended; the file is cleared by its owner. */
  void clear() {
    numPieces = 0;
    used = 0;
    written = 0;
  }

  long length() {
    return written + used;
  }

  void append(byte[] data, int from, int length) {
    if (used + length > PIECE_BYTES) {
      flush();
    }
    if (length > PIECE_BYTES) {
      write(data, from, length);
    } else if (length > 0) {
      piece = arrays.bytes(piece, PIECE_BYTES);
      System.arraycopy(data, from, piece, used, length);
      used += length;
    }
  }

  private void flush() {
    if (used > 0) {
      write(piece, 0, used);
      used = 0;
    }
  }

  private void write(byte[] data, int from, int length) {
    if (numPieces == begins.length) {
      begins = Arrays.copyOf(begins, 2 * numPieces);
      lengths = Arrays.copyOf(lengths, 2 * numPieces);
    }
    file.begin();
    file.write(data, from, length);
    begins[numPieces] = file.end();
    lengths[numPieces++] = length;
    written += length;
  }

  /** Puts all of it in one array. */
  void read(byte[] target, int at) {
    int position = at;
    for (int i = 0; i < numPieces; i++) {
      file.read(begins[i], lengths[i], target, position);
      position += lengths[i];
    }
    System.arraycopy(piece, 0, target, position, used);
  }

  /** Reads it piece by piece. */
  <E extends Exception> void read(ValueFile.Pieces<E> pieces) throws E {
    for (int i = 0; i < numPieces; i++) {
      file.read(begins[i], lengths[i], pieces);
    }
    pieces.take(piece, 0, used);
  }
}
