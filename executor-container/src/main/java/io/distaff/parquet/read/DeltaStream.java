package io.distaff.parquet.read;

import io.distaff.memory.ReservedArrays;
import java.io.IOException;
import org.apache.parquet.format.Encoding;

/**
 * Makes PLAIN of a page of the delta encodings of byte arrays, which begins with the lengths of all
 * values: these are held, and of a value what the next one begins with. The values themselves go
 * by.
 */
final class DeltaStream implements PlainStream {
  /** What is read first of a page, in which the lengths are looked for. */
  private static final int FIRST_BYTES = 64 << 10;

  private final PageStream page;
  private final ReservedArrays buffers;
  private final PlainTranscoder.Lengths lengths;

  // What has been read of the page behind the lengths, and isn't used yet.
  private final byte[] ahead;
  private int aheadStart;
  private final int aheadEnd;

  /** Begins as the next value does, as far as it says. */
  private final byte[] prefix;

  /** The value that is read. */
  private int index;

  /** Bytes of it that have been read, its length before it included. */
  private int done;

  private long left;

  /**
   * @param page behind the levels
   * @param maxValues that it may have
   */
  DeltaStream(
      PageStream page,
      Encoding encoding,
      PlainTranscoder transcoder,
      int maxValues,
      ReservedArrays buffers)
      throws IOException, MalformedException {
    this.page = page;
    this.buffers = buffers;
    int total = page.left();
    byte[] head = {};
    int read = 0;
    PlainTranscoder.Lengths found = null;
    for (long size = FIRST_BYTES; found == null; size *= 4) {
      int wanted = (int) Math.min(size, total);
      head = buffers.grownBytes(head, wanted, read);
      page.readFully(head, read, wanted - read);
      read = wanted;
      found = lengths(encoding, transcoder, head, read, total, maxValues);
    }
    this.lengths = found;
    this.ahead = head;
    this.aheadStart = found.end();
    this.aheadEnd = read;
    this.prefix = buffers.bytes(new byte[0], verify(total - found.end()));
  }

  /** Null when they may go on behind what has been read. */
  private static PlainTranscoder.Lengths lengths(
      Encoding encoding,
      PlainTranscoder transcoder,
      byte[] head,
      int read,
      int total,
      int maxValues)
      throws MalformedException {
    try {
      PlainTranscoder.Lengths found = transcoder.lengths(encoding, head, 0, read, maxValues);
      // What ends with the bytes at hand may have been cut off.
      return found.end() < read || read == total ? found : null;
    } catch (MalformedException e) {
      if (read == total) {
        throw e;
      }
      return null;
    }
  }

  /**
   * Checks the lengths, and adds up what {@link #left} is.
   *
   * @param suffixBytes of the page behind the lengths
   * @return the longest prefix
   */
  private int verify(int suffixBytes) throws MalformedException {
    long suffixesLeft = suffixBytes;
    int longest = 0;
    int before = 0;
    for (int i = 0; i < lengths.count(); i++) {
      PlainTranscoder.checkLength(lengths.prefix(i), before);
      PlainTranscoder.checkLength(lengths.suffix(i), suffixesLeft);
      suffixesLeft -= lengths.suffix(i);
      longest = Math.max(longest, lengths.prefix(i));
      long value = (long) lengths.prefix(i) + lengths.suffix(i);
      if (value > Integer.MAX_VALUE - Integer.BYTES) {
        throw new MalformedException("a value says to have " + value + " bytes");
      }
      before = (int) value;
      left += Integer.BYTES + value;
    }
    return longest;
  }

  @Override
  public int left() {
    return (int) Math.min(left, Integer.MAX_VALUE);
  }

  @Override
  public void readFully(byte[] out, int offset, int length) throws IOException, MalformedException {
    int at = offset;
    int end = offset + length;
    while (at < end) {
      int prefixEnd = Integer.BYTES + lengths.prefix(index);
      int valueEnd = prefixEnd + lengths.suffix(index);
      if (done < Integer.BYTES) {
        out[at++] = (byte) ((valueEnd - Integer.BYTES) >>> (Byte.SIZE * done));
        done++;
      } else if (done < prefixEnd) {
        int count = Math.min(end - at, prefixEnd - done);
        System.arraycopy(prefix, done - Integer.BYTES, out, at, count);
        at += count;
        done += count;
      } else {
        int count = Math.min(end - at, valueEnd - done);
        readSuffix(out, at, count);
        keep(out, at, count);
        at += count;
        done += count;
      }
      if (done >= Integer.BYTES && done == valueEnd) {
        index++;
        done = 0;
      }
    }
    left -= length;
  }

  private void readSuffix(byte[] out, int offset, int length)
      throws IOException, MalformedException {
    int fromAhead = Math.min(length, aheadEnd - aheadStart);
    System.arraycopy(ahead, aheadStart, out, offset, fromAhead);
    aheadStart += fromAhead;
    page.readFully(out, offset + fromAhead, length - fromAhead);
  }

  /** Keeps of a part of the value what the next one begins with. */
  private void keep(byte[] data, int start, int length) {
    int from = done - Integer.BYTES;
    int wanted = index + 1 < lengths.count() ? lengths.prefix(index + 1) : 0;
    if (from < wanted) {
      System.arraycopy(data, start, prefix, from, Math.min(length, wanted - from));
    }
  }

  @Override
  public int finish(byte[] scratch) throws IOException, MalformedException {
    return page.finish(scratch);
  }

  @Override
  public void close() throws IOException {
    buffers.dropped(ahead);
    buffers.dropped(prefix);
    page.close();
  }
}
