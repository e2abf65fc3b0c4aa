package io.distaff.shuffle;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.storage.LocalDisks;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The way of partitions' blocks from memory to one {@link ShuffleFile}: now and then all that is in
 * memory goes to a spill file; at the end the parts of each partition are put together. Confined to
 * one thread.
 */
public final class SpilledPartitions implements AutoCloseable {
  private final LocalDisks disks;
  private final String name;
  private final int numPartitions;
  private final List<SpillFile> spills = new ArrayList<>();

  /** What is in memory. */
  public interface Held {
    /** Appends a partition's blocks. */
    void writeTo(FileChannel out, int partition) throws IOException;
  }

  /** All partitions' blocks at the time of a spill. */
  private record SpillFile(Path path, long[] offsets) {}

  /**
   * @param name of the files, unique in the application
   */
  public SpilledPartitions(LocalDisks disks, String name, int numPartitions) {
    this.disks = disks;
    this.name = name;
    this.numPartitions = numPartitions;
  }

  public boolean isEmpty() {
    return spills.isEmpty();
  }

  /** Writes what is in memory, which the caller then drops; gives the bytes written. */
  public long spill(Held held) {
    Path path = disks.newFile(name + ".spill");
    try (FileChannel out =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      spills.add(new SpillFile(path, new long[numPartitions + 1]));
      long[] offsets = spills.get(spills.size() - 1).offsets();
      for (int p = 0; p < numPartitions; p++) {
        held.writeTo(out, p);
        offsets[p + 1] = out.position();
      }
      return offsets[numPartitions];
    } catch (IOException e) {
      throw new DistaffException(
          ErrorCode.WRITE_FAILED, "can't spill to " + path + ": " + e.getMessage(), e);
    }
  }

  /** Appends to a file, of each partition, what was spilled, then what is in memory. */
  public ShuffleFile finish(Held held, AppendedFile file) {
    return file.append(
        numPartitions,
        (out, partition) -> {
          for (SpillFile spill : spills) {
            copy(spill, partition, out);
          }
          held.writeTo(out, partition);
        });
  }

  /**
   * As {@link #finish(Held, AppendedFile)}, to a file of its own, of which nothing stays either.
   */
  public ShuffleFile finish(Held held) {
    AppendedFile file = AppendedFile.create(disks, name);
    try (file) {
      return finish(held, file);
    } catch (RuntimeException | Error e) {
      try {
        file.delete();
      } catch (IOException again) {
        e.addSuppressed(again);
      }
      throw e;
    }
  }

  private static void copy(SpillFile spill, int partition, FileChannel out) throws IOException {
    long position = spill.offsets()[partition];
    long end = spill.offsets()[partition + 1];
    if (position == end) {
      return;
    }
    try (FileChannel in = FileChannel.open(spill.path(), StandardOpenOption.READ)) {
      while (position < end) {
        long copied = in.transferTo(position, end - position, out);
        if (copied == 0 && position >= in.size()) {
          throw new EOFException(
              "%s ends at %d bytes, before %d".formatted(spill.path(), in.size(), end));
        }
        position += copied;
      }
    }
  }

  /** Appends bytes to a file. */
  public static void writeFully(FileChannel out, byte[] bytes, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
    while (buffer.hasRemaining()) {
      int unused = out.write(buffer);
    }
  }

  /** Deletes the spill files. */
  @Override
  public void close() {
    for (SpillFile spill : spills) {
      try {
        Files.deleteIfExists(spill.path());
      } catch (IOException e) {
        throw new DistaffException(
            ErrorCode.WRITE_FAILED, "can't delete " + spill.path() + ": " + e.getMessage(), e);
      }
    }
    spills.clear();
  }
}
