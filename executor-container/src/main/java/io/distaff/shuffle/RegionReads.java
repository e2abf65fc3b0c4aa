package io.distaff.shuffle;

import io.distaff.transport.BlockSource.BlockRegion;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/** Reads pieces of files, each of which is opened once: many outputs are in few files. */
final class RegionReads implements AutoCloseable {
  private final Map<Path, FileChannel> files = new HashMap<>();

  /** Reads the whole region to where it shall be. */
  void read(BlockRegion region, byte[] target, int at) throws IOException {
    FileChannel in = open(region.file());
    ByteBuffer buffer = ByteBuffer.wrap(target, at, region.length());
    long position = region.offset();
    while (buffer.hasRemaining()) {
      int size = in.read(buffer, position);
      if (size < 0) {
        throw new EOFException(
            "%s ends before %d bytes at %d"
                .formatted(region.file(), region.length(), region.offset()));
      }
      position += size;
    }
  }

  private FileChannel open(Path file) throws IOException {
    FileChannel channel = files.get(file);
    if (channel == null) {
      channel = FileChannel.open(file, StandardOpenOption.READ);
      files.put(file, channel);
    }
    return channel;
  }

  @Override
  public void close() throws IOException {
    for (FileChannel file : files.values()) {
      file.close();
    }
    files.clear();
  }
}
