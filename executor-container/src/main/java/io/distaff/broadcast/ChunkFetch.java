package io.distaff.broadcast;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.function.BroadcastDescription;
import io.distaff.metrics.Counter;
import io.distaff.metrics.TaskMetrics;
import io.distaff.rpc.ControlMessage.ChunkLocation;
import io.distaff.serde.BlockDecoder;
import io.distaff.shuffle.ChunkFetcher;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the chunks of one broadcast that a store lacks, a few at a time, each from where the
 * driver says. What arrives damaged or not at all is asked for again: the driver names somebody
 * else then, in the end itself.
 *
 * <p>Chunks under way are reserved in storage memory; while that isn't free there is one at a time,
 * which goes to disk. Confined to the thread that runs it; what other threads tell it waits in a
 * queue. What is under way when it ends is given up, so that nobody waits for it.
 */
final class ChunkFetch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ChunkFetch.class);

  /** Fetches at a time. */
  private static final int MOST_UNDER_WAY = 4;

  /** How often the driver's own copy of chunks may fail before the broadcast does. */
  private static final int MOST_DRIVER_FAILURES = 4;

  /** How often the thread looks whether it should go on. */
  private static final long WAIT_MILLIS = 50;

  private final BroadcastDescription broadcast;
  private final Access access;
  private final TaskMetrics metrics;
  private final BlockDecoder decoder = new BlockDecoder();
  private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private volatile boolean closed;

  /** Neither here nor under way. */
  private final BitSet missing;

  private boolean asking;
  private final Map<Integer, Fetch> underWay = new HashMap<>();
  private int driverFailures;

  /** What a fetch works with. */
  record Access(ChunkStore store, ChunkDirectory directory, ChunkFetcher peers) {}

  /** What other threads tell. */
  private sealed interface Event {}

  private record Located(ChunkLocation location) implements Event {}

  private record NotLocated(Throwable failure) implements Event {}

  private record Ended(Fetch fetch, byte[] bytes, Throwable failure) implements Event {}

  /** A chunk under way; its memory is reserved, or it is the only one. */
  private record Fetch(ChunkLocation location, boolean reserved, CompletableFuture<byte[]> bytes) {}

  ChunkFetch(BroadcastDescription broadcast, Access access, TaskMetrics metrics) {
    this.broadcast = broadcast;
    this.access = access;
    this.metrics = metrics;
    this.missing = access.store().missing(broadcast.id(), broadcast.numChunks());
  }

  /**
   * Returns when all chunks are in the store. Throws BROADCAST_DESTROYED, READ_FAILED when not even
   * the driver can give one, WRITE_FAILED of the local disk, and CANCELLED.
   */
  void run(BooleanSupplier cancelled) {
    while (!missing.isEmpty() || !underWay.isEmpty()) {
      ask();
      Event event = await();
      if (cancelled.getAsBoolean()) {
        if (event instanceof Located located) {
          giveUp(located.location());
        }
        throw new DistaffException(
            ErrorCode.CANCELLED, "a task that waits for %s ends".formatted(broadcast));
      }
      if (event instanceof Located located) {
        start(located.location());
      } else if (event instanceof NotLocated not) {
        throw notLocated(not.failure());
      } else if (event instanceof Ended ended) {
        take(ended);
      }
    }
  }

  /** One question at a time: the next one depends on what the last one was given. */
  private void ask() {
    if (asking
        || missing.isEmpty()
        || underWay.size() == MOST_UNDER_WAY
        || underWay.values().stream().anyMatch(fetch -> !fetch.reserved())) {
      return;
    }
    asking = true;
    var unused =
        access
            .directory()
            .locate(broadcast.id(), (BitSet) missing.clone())
            .whenComplete(
                (location, failure) ->
                    tell(failure == null ? new Located(location) : new NotLocated(failure)));
  }

  private Event await() {
    try {
      return events.poll(WAIT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DistaffException(ErrorCode.CANCELLED, "interrupted", e);
    }
  }

  private DistaffException notLocated(Throwable failure) {
    DistaffException cause = DistaffException.of(failure, ErrorCode.READ_FAILED);
    return cause.code() == ErrorCode.BROADCAST_DESTROYED
        ? broadcast.destroyed()
        : new DistaffException(
            ErrorCode.READ_FAILED,
            "the driver doesn't say who has %s: %s".formatted(broadcast, cause.getMessage()),
            failure);
  }

  private void start(ChunkLocation location) {
    asking = false;
    int chunk = location.chunk();
    missing.clear(chunk);
    boolean reserved = access.store().tryReserve(broadcast.chunkBytes()[chunk]);
    Fetch fetch = new Fetch(location, reserved, fetch(location));
    underWay.put(chunk, fetch);
    var unused =
        fetch.bytes().whenComplete((bytes, failure) -> tell(new Ended(fetch, bytes, failure)));
  }

  private CompletableFuture<byte[]> fetch(ChunkLocation location) {
    int chunk = location.chunk();
    return location.holder() == null
        ? access.directory().fetchFromDriver(broadcast.id(), chunk)
        : access.peers().fetch(location.host(), location.blockPort(), broadcast.id(), chunk);
  }

  private void take(Ended ended) {
    Fetch fetch = ended.fetch();
    ChunkLocation location = fetch.location();
    int chunk = location.chunk();
    byte[] bytes = ended.bytes();
    if (ended.failure() != null) {
      retry(fetch, ended.failure());
      return;
    }
    try {
      ChunkInput.check(decoder, broadcast, chunk, bytes);
    } catch (DistaffException damaged) {
      retry(fetch, damaged);
      return;
    }
    if (fetch.reserved()) {
      access.store().putReserved(broadcast.id(), chunk, bytes);
    } else {
      access.store().put(broadcast.id(), chunk, bytes);
    }
    underWay.remove(chunk);
    if (location.holder() == null) {
      metrics.add(Counter.BROADCAST_BYTES_FROM_DRIVER, bytes.length);
    } else {
      metrics.add(Counter.BROADCAST_BYTES_FROM_PEERS, bytes.length);
    }
    access.directory().held(broadcast.id(), chunk);
  }

  private void retry(Fetch fetch, Throwable failure) {
    ChunkLocation location = fetch.location();
    underWay.remove(location.chunk());
    unreserve(fetch);
    missing.set(location.chunk());
    access.directory().notFetched(broadcast.id(), location.chunk(), location.holder());
    DistaffException cause = DistaffException.of(failure, ErrorCode.READ_FAILED);
    String from = location.holder() == null ? "the driver" : location.holder().toString();
    log.warn(
        "{}: chunk {} can't be had from {}: {}",
        broadcast.id(),
        location.chunk(),
        from,
        cause.getMessage());
    if (location.holder() == null && ++driverFailures == MOST_DRIVER_FAILURES) {
      throw new DistaffException(
          ErrorCode.READ_FAILED,
          "can't fetch chunk %d of %s from the driver: %s"
              .formatted(location.chunk(), broadcast, cause.getMessage()),
          failure);
    }
  }

  private void unreserve(Fetch fetch) {
    if (fetch.reserved()) {
      access.store().unreserve(broadcast.chunkBytes()[fetch.location().chunk()]);
    }
  }

  private void giveUp(ChunkLocation location) {
    access.directory().notFetched(broadcast.id(), location.chunk(), null);
  }

  private void tell(Event event) {
    events.add(event);
    if (closed) {
      giveUpLocated();
    }
  }

  /** Gives up what is under way, and whatever the driver names from now on. */
  @Override
  public void close() {
    closed = true;
    for (Fetch fetch : underWay.values()) {
      unreserve(fetch);
      fetch.bytes().cancel(false);
      giveUp(fetch.location());
    }
    underWay.clear();
    giveUpLocated();
  }

  private void giveUpLocated() {
    for (Event event = events.poll(); event != null; event = events.poll()) {
      if (event instanceof Located located) {
        giveUp(located.location());
      }
    }
  }
}
