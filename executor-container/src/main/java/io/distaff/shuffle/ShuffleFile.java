package io.distaff.shuffle;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.transport.BlockSource.Block;
import io.distaff.transport.BlockSource.BlockRegion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * One map task's output on a local disk. Immutable.
 *
 * @param data the blocks
 * @param offsets where each partition begins in the data, then where the last one ends
 */
public record ShuffleFile(Path data, long[] offsets) implements ServedOutput {
  private static final String INDEX_SUFFIX = ".index";
  static final String DATA_SUFFIX = ".data";

  public int numPartitions() {
    return offsets.length - 1;
  }

  @Override
  public Block block(long offset, int length) {
    return new BlockRegion(data, offset, length);
  }

  /** Writes the index beside the data. */
  void writeIndex() throws IOException {
    ByteBuffer index = ByteBuffer.allocate(offsets.length * 8 + 4).order(ByteOrder.LITTLE_ENDIAN);
    for (long offset : offsets) {
      index.putLong(offset);
    }
    CRC32C checksum = new CRC32C();
    checksum.update(index.array(), 0, index.position());
    index.putInt((int) checksum.getValue());
    Files.write(indexOf(data), index.array());
  }

  /** Reads a file's index; throws CORRUPT_BLOCK when it isn't what was written. */
  static ShuffleFile open(Path data) throws IOException {
    byte[] bytes = Files.readAllBytes(indexOf(data));
    ByteBuffer index = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int count = (bytes.length - 4) / 8;
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, Math.max(0, count * 8));
    if (count < 1
        || bytes.length != count * 8 + 4
        || index.getInt(count * 8) != (int) checksum.getValue()) {
      throw new DistaffException(
          ErrorCode.CORRUPT_BLOCK, "the shuffle index " + indexOf(data) + " is damaged");
    }
    long[] offsets = new long[count];
    index.asLongBuffer().get(offsets);
    return new ShuffleFile(data, offsets);
  }

  /** Deletes data and index. */
  public void delete() throws IOException {
    Files.deleteIfExists(data);
    Files.deleteIfExists(indexOf(data));
  }

  private static Path indexOf(Path data) {
    String name = data.getFileName().toString();
    return data.resolveSibling(
        name.substring(0, name.length() - DATA_SUFFIX.length()) + INDEX_SUFFIX);
  }
}
