package io.distaff.broadcast;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.ids.BroadcastId;
import io.distaff.memory.Evictor;
import io.distaff.memory.MemoryManager;
import io.distaff.memory.StorageMemory;
import io.distaff.shuffle.ChunkHolder;
import io.distaff.storage.LocalDisks;
import io.distaff.transport.BlockSource.Block;
import io.distaff.transport.BlockSource.BlockBytes;
import io.distaff.transport.BlockSource.BlockRegion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chunks of broadcasts in one process, as stored: in storage memory, or in one file a broadcast on
 * a local disk, where they go when there is no memory for them or tasks need it. The broadcast that
 * is here longest gives way first.
 *
 * <p>Thread-safe by its monitor, which isn't held while files are read and written.
 */
public final class ChunkStore implements Evictor, ChunkHolder, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ChunkStore.class);

  private final StorageMemory storage;
  private final LocalDisks disks;
  private final Map<BroadcastId, Chunks> held = new LinkedHashMap<>();

  /** Guarded by the monitor of the store. */
  private static final class Chunks {
    final BroadcastId broadcast;
    final Map<Integer, Chunk> chunks = new HashMap<>();

    /** Null while none is on disk. */
    Path file;

    long fileBytes;
    boolean released;

    Chunks(BroadcastId broadcast) {
      this.broadcast = broadcast;
    }
  }

  /** One chunk, in memory or on disk. Guarded by the monitor of the store. */
  private static final class Chunk {
    final int length;

    /** Null when it is on disk, or released. */
    byte[] memory;

    /** Null when it is in memory. */
    BlockRegion region;

    boolean moving;

    Chunk(byte[] memory, BlockRegion region, int length) {
      this.memory = memory;
      this.region = region;
      this.length = length;
    }
  }

  public ChunkStore(MemoryManager memory, LocalDisks disks) {
    this.disks = disks;
    this.storage = memory.storage(this);
  }

  /** Takes memory for a chunk that is on its way, if it is free. */
  boolean tryReserve(int bytes) {
    return storage.tryReserve(bytes);
  }

  /** Gives back what {@link #tryReserve} took. */
  void unreserve(int bytes) {
    storage.release(bytes);
  }

  /**
   * Keeps a chunk: in memory if it is free, else on disk. Nothing is kept of a broadcast that is
   * released meanwhile. Throws WRITE_FAILED.
   */
  void put(BroadcastId broadcast, int number, byte[] bytes) {
    if (storage.tryReserve(bytes.length)) {
      putReserved(broadcast, number, bytes);
      return;
    }
    Chunks chunks;
    synchronized (this) {
      chunks = chunks(broadcast);
    }
    Optional<BlockRegion> region = write(chunks, bytes);
    synchronized (this) {
      if (region.isPresent() && !chunks.released) {
        keep(chunks, number, new Chunk(null, region.get(), bytes.length));
      }
    }
  }

  /** Keeps a chunk in memory, which {@link #tryReserve} took. */
  synchronized void putReserved(BroadcastId broadcast, int number, byte[] bytes) {
    keep(chunks(broadcast), number, new Chunk(bytes, null, bytes.length));
  }

  private void keep(Chunks chunks, int number, Chunk chunk) {
    Chunk before = chunks.chunks.put(number, chunk);
    if (before != null) {
      releaseMemory(before);
    }
  }

  private Chunks chunks(BroadcastId broadcast) {
    return held.computeIfAbsent(broadcast, Chunks::new);
  }

  private void releaseMemory(Chunk chunk) {
    if (chunk.memory != null) {
      chunk.memory = null;
      storage.release(chunk.length);
    }
  }

  /** Appends a chunk to the broadcast's file; empty when the broadcast is released meanwhile. */
  private Optional<BlockRegion> write(Chunks chunks, byte[] bytes) {
    Optional<BlockRegion> place = place(chunks, bytes.length);
    if (place.isEmpty()) {
      return place;
    }
    BlockRegion region = place.get();
    // Without CREATE: a file that was deleted meanwhile stays so.
    try (FileChannel out = FileChannel.open(region.file(), StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        int unused = out.write(buffer, region.offset() + buffer.position());
      }
      return place;
    } catch (IOException e) {
      synchronized (this) {
        if (chunks.released) {
          return Optional.empty();
        }
      }
      throw cantWrite(chunks.broadcast, region.file(), e);
    }
  }

  private synchronized Optional<BlockRegion> place(Chunks chunks, int length) {
    if (chunks.released) {
      return Optional.empty();
    }
    if (chunks.file == null) {
      Path file = disks.newFile(chunks.broadcast.toString());
      try {
        chunks.file = Files.createFile(file);
      } catch (IOException e) {
        throw cantWrite(chunks.broadcast, file, e);
      }
    }
    BlockRegion region = new BlockRegion(chunks.file, chunks.fileBytes, length);
    chunks.fileBytes += length;
    return Optional.of(region);
  }

  private static DistaffException cantWrite(BroadcastId broadcast, Path file, IOException e) {
    return new DistaffException(
        ErrorCode.WRITE_FAILED,
        "can't write a chunk of %s to %s: %s".formatted(broadcast, file, e),
        e);
  }

  @Override
  public synchronized Optional<Block> find(BroadcastId broadcast, int number) {
    Chunk chunk = chunk(broadcast, number);
    if (chunk == null) {
      return Optional.empty();
    }
    return Optional.of(chunk.memory != null ? new BlockBytes(chunk.memory) : chunk.region);
  }

  private Chunk chunk(BroadcastId broadcast, int number) {
    Chunks chunks = held.get(broadcast);
    return chunks == null ? null : chunks.chunks.get(number);
  }

  /**
   * A chunk's bytes, not to be changed; empty when it isn't here. Throws READ_FAILED when its file
   * can't be read.
   */
  public Optional<byte[]> read(BroadcastId broadcast, int number) {
    Optional<Block> found = find(broadcast, number);
    if (found.isEmpty() || found.get() instanceof BlockBytes) {
      return found.map(block -> ((BlockBytes) block).bytes());
    }
    BlockRegion region = (BlockRegion) found.get();
    ByteBuffer buffer = ByteBuffer.allocate(region.length());
    try (FileChannel in = FileChannel.open(region.file(), StandardOpenOption.READ)) {
      while (buffer.hasRemaining()) {
        if (in.read(buffer, region.offset() + buffer.position()) < 0) {
          throw new IOException("the file ends early");
        }
      }
      return Optional.of(buffer.array());
    } catch (IOException e) {
      if (find(broadcast, number).isEmpty()) {
        return Optional.empty(); // released meanwhile, with its file
      }
      throw new DistaffException(
          ErrorCode.READ_FAILED,
          "can't read chunk %d of %s from %s: %s".formatted(number, broadcast, region.file(), e),
          e);
    }
  }

  /** The numbers, below {@code numChunks}, of the chunks that aren't here. */
  synchronized BitSet missing(BroadcastId broadcast, int numChunks) {
    BitSet missing = new BitSet(numChunks);
    missing.set(0, numChunks);
    Chunks chunks = held.get(broadcast);
    if (chunks != null) {
      chunks.chunks.keySet().forEach(missing::clear);
    }
    return missing;
  }

  /** Forgets a chunk that is damaged. */
  synchronized void drop(BroadcastId broadcast, int number) {
    Chunks chunks = held.get(broadcast);
    Chunk chunk = chunks == null ? null : chunks.chunks.remove(number);
    if (chunk != null) {
      releaseMemory(chunk);
    }
  }

  /** Bytes of memory that chunks hold. */
  public synchronized long memoryBytes() {
    return held.values().stream()
        .flatMap(chunks -> chunks.chunks.values().stream())
        .filter(chunk -> chunk.memory != null)
        .mapToLong(chunk -> chunk.length)
        .sum();
  }

  // ---- giving way ----

  private record Victim(Chunks chunks, Chunk chunk, byte[] bytes) {}

  @Override
  public long evict(long wantedBytes) {
    long freed = 0;
    while (freed < wantedBytes) {
      Optional<Victim> victim = victim();
      long bytes = victim.map(this::evict).orElse(0L);
      if (bytes == 0) {
        break;
      }
      freed += bytes;
    }
    return freed;
  }

  private synchronized Optional<Victim> victim() {
    for (Chunks chunks : held.values()) {
      for (Chunk chunk : chunks.chunks.values()) {
        if (chunk.memory != null && !chunk.moving) {
          chunk.moving = true;
          return Optional.of(new Victim(chunks, chunk, chunk.memory));
        }
      }
    }
    return Optional.empty();
  }

  /** Moves a chunk to disk; 0 when that can't be written: it stays then. */
  private long evict(Victim victim) {
    Chunk chunk = victim.chunk();
    Optional<BlockRegion> region = Optional.empty();
    try {
      region = write(victim.chunks(), victim.bytes());
    } catch (DistaffException e) {
      log.warn("{}: a chunk stays in memory: {}", victim.chunks().broadcast, e.getMessage());
    }
    synchronized (this) {
      chunk.moving = false;
      if (chunk.memory != null && region.isEmpty()) {
        return 0;
      }
      // What was released meanwhile is free as well.
      chunk.region = region.orElse(null);
      releaseMemory(chunk);
      return chunk.length;
    }
  }

  // ---- the end ----

  /** Frees all chunks of a broadcast. */
  public void release(BroadcastId broadcast) {
    Chunks chunks;
    synchronized (this) {
      chunks = held.remove(broadcast);
      if (chunks == null) {
        return;
      }
      chunks.released = true;
      chunks.chunks.values().forEach(this::releaseMemory);
    }
    if (chunks.file != null) {
      try {
        Files.deleteIfExists(chunks.file);
      } catch (IOException e) {
        log.warn("{}: can't delete {}: {}", broadcast, chunks.file, e.toString());
      }
    }
  }

  /** Frees everything. */
  @Override
  public void close() {
    while (true) {
      BroadcastId next;
      synchronized (this) {
        if (held.isEmpty()) {
          return;
        }
        next = held.keySet().iterator().next();
      }
      release(next);
    }
  }
}
