package io.distaff.driver;

import io.distaff.broadcast.ChunkInput;
import io.distaff.broadcast.ChunkOutput;
import io.distaff.broadcast.ChunkStore;
import io.distaff.function.Broadcast;
import io.distaff.function.BroadcastDescription;
import io.distaff.function.BroadcastOwner;
import io.distaff.function.FunctionCodec;
import io.distaff.ids.BroadcastId;
import io.distaff.scheduler.QueryScheduler;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The values that programs have broadcast: their chunks, until they are destroyed. Thread-safe. */
final class DriverBroadcasts implements BroadcastOwner, AutoCloseable {
  private final ChunkStore chunks;
  private final QueryScheduler scheduler;
  private final int largestChunk;
  private final AtomicLong lastId = new AtomicLong();
  private final Set<BroadcastId> live = ConcurrentHashMap.newKeySet();

  /**
   * @param chunks that the driver's port serves
   */
  DriverBroadcasts(ChunkStore chunks, QueryScheduler scheduler) {
    this(chunks, scheduler, ChunkOutput.CHUNK_BYTES);
  }

  /**
   * @param largestChunk in bytes, before compression
   */
  DriverBroadcasts(ChunkStore chunks, QueryScheduler scheduler, int largestChunk) {
    this.largestChunk = largestChunk;
    this.chunks = chunks;
    this.scheduler = scheduler;
  }

  /**
   * Serializes a value, so that tasks can have it. Throws USAGE when that can't be done, and
   * WRITE_FAILED when there is neither memory nor disk for its chunks.
   *
   * @param madeAt the line of the program
   */
  <T> Broadcast<T> make(T value, String madeAt) {
    BroadcastId id = new BroadcastId(lastId.incrementAndGet());
    BroadcastDescription made;
    try {
      ChunkOutput out = new ChunkOutput(id, chunks, largestChunk);
      String what = "the value of %s, made at %s,".formatted(id, madeAt);
      long objects = FunctionCodec.write(what, value, out);
      made =
          new BroadcastDescription(
              id.number(), madeAt, out.plainBytes(), objects, out.chunkBytes());
    } catch (RuntimeException e) {
      chunks.release(id);
      throw e;
    }
    live.add(id);
    scheduler.made(id, made.numChunks());
    return Broadcast.onDriver(made, this, value);
  }

  @Override
  public void check(BroadcastDescription broadcast) {
    if (!live.contains(broadcast.id())) {
      throw broadcast.destroyed();
    }
  }

  @Override
  public Object value(BroadcastDescription broadcast) {
    return FunctionCodec.read(
        broadcast.toString(),
        new ChunkInput(broadcast, chunks),
        broadcast.plainBytes(),
        Thread.currentThread().getContextClassLoader());
  }

  @Override
  public void unpersist(BroadcastDescription broadcast) {
    check(broadcast);
    scheduler.unpersist(broadcast.id());
  }

  @Override
  public void destroy(BroadcastDescription broadcast) {
    destroy(broadcast.id());
  }

  private void destroy(BroadcastId broadcast) {
    if (live.remove(broadcast)) {
      scheduler.destroy(broadcast);
      chunks.release(broadcast);
    }
  }

  /** Destroys what is there. */
  void destroyAll() {
    live.forEach(this::destroy);
  }

  /** Frees the chunks; executors have gone, or go. */
  @Override
  public void close() {
    live.clear();
    chunks.close();
  }
}
