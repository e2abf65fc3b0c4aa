package io.distaff.parquet.read;

import java.util.Arrays;

/** Dictionary ids of a data page: a byte with their width, then runs. */
final class IdReader extends RunReader {
  private int dictionarySize;

  void start(byte[] source, int start, int end, int numEntries) throws MalformedException {
    if (start >= end) {
      // A page of nulls may have no ids, not even their width.
      startRuns(source, start, end, 1);
    } else {
      int idWidth = source[start];
      if (idWidth < 0 || idWidth > BitPacking.MAX_WIDTH) {
        throw new MalformedException("its dictionary ids say to be " + idWidth + " bits wide");
      }
      startRuns(source, start + 1, end, idWidth);
    }
    dictionarySize = numEntries;
  }

  /** Reads the next {@code count} ids, all valid positions in the dictionary. */
  void read(int[] ids, int at, int count) throws MalformedException {
    if (count == 0) {
      return;
    }
    if (width == 0) {
      Arrays.fill(ids, at, at + count, 0);
    } else {
      decode(ids, at, count);
    }
    if (anyBeyond(ids, at, count, dictionarySize - 1)) {
      int largest = Arrays.stream(ids, at, at + count).max().getAsInt();
      throw new MalformedException(
          "it uses entry " + largest + " of a dictionary of " + dictionarySize + " entries");
    }
  }

  /** Whether an id is larger than the last; by a bit, because C2 makes no SIMD of a maximum. */
  private static boolean anyBeyond(int[] ids, int at, int count, int last) {
    int signs = 0;
    for (int i = at, end = at + count; i < end; i++) {
      signs |= last - ids[i];
    }
    return signs < 0;
  }

  private void decode(int[] ids, int at, int count) throws MalformedException {
    int to = at;
    int left = count;
    while (left > 0) {
      if (runLeft == 0) {
        nextRun();
      }
      int n = Math.min(left, runLeft);
      if (packed) {
        unpack(ids, to, n);
        packedIndex += n;
      } else {
        Arrays.fill(ids, to, to + n, runValue);
      }
      runLeft -= n;
      to += n;
      left -= n;
    }
  }

  private void unpack(int[] ids, int at, int count) {
    int done = 0;
    while (done < count && (packedIndex + done & 7) != 0) {
      ids[at + done] = BitPacking.unpackOne(bytes, packedStart, packedIndex + done, width);
      done++;
    }
    int groups = (count - done) >>> 3;
    if (groups > 0) {
      int start = packedStart + (int) ((long) ((packedIndex + done) >>> 3) * width);
      BitPacking.unpack(bytes, start, width, ids, at + done, groups);
      done += groups * 8;
    }
    while (done < count) {
      ids[at + done] = BitPacking.unpackOne(bytes, packedStart, packedIndex + done, width);
      done++;
    }
  }
}
