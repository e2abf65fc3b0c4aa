package io.distaff.shuffle;

import io.distaff.transport.BlockSource.Block;
import io.distaff.transport.BlockSource.BlockRegion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One output on a local disk: a part of a file, which may have others. Immutable.
 *
 * @param data the file
 * @param offsets where each partition begins in the file, then where the last one ends
 */
public record ShuffleFile(Path data, long[] offsets) implements ServedOutput {
  public int numPartitions() {
    return offsets.length - 1;
  }

  @Override
  public Block block(long offset, int length) {
    return new BlockRegion(data, offset, length);
  }

  /** Deletes the file, all of which is this output. */
  public void delete() throws IOException {
    Files.deleteIfExists(data);
  }
}
