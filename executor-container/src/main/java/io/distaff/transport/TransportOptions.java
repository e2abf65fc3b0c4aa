package io.distaff.transport;

/**
 * How a server or client behaves. Immutable.
 *
 * @param ioThreads event loop threads
 * @param nativeTransport use epoll where the platform has it; otherwise NIO
 */
public record TransportOptions(
    int ioThreads, boolean nativeTransport, Timeouts timeouts, Limits limits) {

  public TransportOptions {
    require(ioThreads > 0, "ioThreads", ioThreads);
  }

  /**
   * Times, in milliseconds.
   *
   * @param connectMillis until the TCP connection stands
   * @param handshakeMillis from there until both ends have proved themselves
   * @param requestMillis from a request to the first byte of its answer, unless the caller says
   *     otherwise
   * @param pingMillis between two pings; each end pings the other
   * @param silenceMillis after which a peer that has sent nothing, not even a pong, is given up
   */
  public record Timeouts(
      int connectMillis,
      int handshakeMillis,
      long requestMillis,
      long pingMillis,
      long silenceMillis) {
    public Timeouts {
      require(connectMillis > 0, "connectMillis", connectMillis);
      require(handshakeMillis > 0, "handshakeMillis", handshakeMillis);
      require(requestMillis > 0, "requestMillis", requestMillis);
      require(pingMillis > 0, "pingMillis", pingMillis);
      require(silenceMillis > pingMillis, "silenceMillis", silenceMillis);
    }
  }

  /**
   * Sizes, in bytes.
   *
   * @param frameBytes the longest payload of a frame, both ways
   * @param blockBytes the longest block, both ways
   * @param queuedBytes what may wait to be sent on one connection before it is closed as too slow
   * @param writableBytes above which a connection says that it isn't writable
   * @param allocatorChunkBytes the piece in which direct memory is taken from the system; a power
   *     of two, at least 256 KiB
   */
  public record Limits(
      int frameBytes,
      int blockBytes,
      long queuedBytes,
      long writableBytes,
      int allocatorChunkBytes) {
    public Limits {
      require(frameBytes >= 64 << 10 && frameBytes <= 1 << 30, "frameBytes", frameBytes);
      require(blockBytes > 0, "blockBytes", blockBytes);
      require(queuedBytes >= frameBytes, "queuedBytes", queuedBytes);
      require(writableBytes > 0 && writableBytes <= queuedBytes, "writableBytes", writableBytes);
      require(
          allocatorChunkBytes >= 256 << 10 && Integer.bitCount(allocatorChunkBytes) == 1,
          "allocatorChunkBytes",
          allocatorChunkBytes);
    }
  }

  /** What the engine runs with unless it is configured otherwise. */
  public static TransportOptions defaults() {
    return new TransportOptions(
        2,
        true,
        new Timeouts(10_000, 10_000, 60_000, 10_000, 30_000),
        new Limits(64 << 20, 1 << 30, 128 << 20, 4 << 20, 1 << 20));
  }

  public TransportOptions withIoThreads(int threads) {
    return new TransportOptions(threads, nativeTransport, timeouts, limits);
  }

  /** The same over NIO, also where epoll is available. */
  public TransportOptions withoutNativeTransport() {
    return new TransportOptions(ioThreads, false, timeouts, limits);
  }

  public TransportOptions withTimeouts(Timeouts changed) {
    return new TransportOptions(ioThreads, nativeTransport, changed, limits);
  }

  public TransportOptions withLimits(Limits changed) {
    return new TransportOptions(ioThreads, nativeTransport, timeouts, changed);
  }

  private static void require(boolean holds, String name, long value) {
    if (!holds) {
      throw new IllegalArgumentException("transport option " + name + ": " + value);
    }
  }
}
