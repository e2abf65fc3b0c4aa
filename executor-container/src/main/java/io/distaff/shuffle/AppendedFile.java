package io.distaff.shuffle;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.storage.LocalDisks;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file on a local disk that outputs are appended to, one after the other. Confined to one thread
 * at a time.
 */
public final class AppendedFile implements AutoCloseable {
  private static final String SUFFIX = ".data";

  private final Path path;
  private final FileChannel channel;

  private AppendedFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Makes an empty one.
   *
   * @param name that its name begins with
   */
  static AppendedFile create(LocalDisks disks, String name) {
    Path path = disks.newFile(name);
    path = path.resolveSibling(path.getFileName() + SUFFIX);
    try {
      return new AppendedFile(
          path, FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    } catch (IOException e) {
      throw cantWrite(path, e);
    }
  }

  /** Appends an output; nothing of it stays when that fails. */
  ShuffleFile append(int numPartitions, SpilledPartitions.Held output) {
    long[] offsets = new long[numPartitions + 1];
    try {
      offsets[0] = channel.position();
      try {
        for (int p = 0; p < numPartitions; p++) {
          output.writeTo(channel, p);
          offsets[p + 1] = channel.position();
        }
      } catch (IOException e) {
        try {
          channel.truncate(offsets[0]);
        } catch (IOException again) {
          e.addSuppressed(again);
        }
        throw e;
      }
      return new ShuffleFile(path, offsets);
    } catch (IOException e) {
      throw cantWrite(path, e);
    }
  }

  private static DistaffException cantWrite(Path path, IOException e) {
    return new DistaffException(
        ErrorCode.WRITE_FAILED, "can't write the shuffle file " + path + ": " + e.getMessage(), e);
  }

  /** Ends writing; what was appended stays. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw cantWrite(path, e);
    }
  }

  /** Ends writing, and deletes the file. */
  void delete() throws IOException {
    channel.close();
    Files.deleteIfExists(path);
  }

  Path path() {
    return path;
  }
}
