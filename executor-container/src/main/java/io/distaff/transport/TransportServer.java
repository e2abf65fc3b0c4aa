package io.distaff.transport;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.net.InetSocketAddress;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port that accepts connections of this application. A peer that doesn't prove the application's
 * secret in time is closed and costs one line in the log; nothing above hears of it. Thread-safe.
 */
public final class TransportServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TransportServer.class);

  private final Endpoint endpoint;
  private final BlockSource blocks;
  private final Function<Connection, ConnectionListener> listeners;

  /**
   * @param listeners makes the listener of each connection; called on its event loop after the
   *     handshake, and before the peer's first message is read
   * @param blocks what peers may fetch
   */
  public TransportServer(
      TransportOptions options,
      TransportSecret secret,
      Function<Connection, ConnectionListener> listeners,
      BlockSource blocks) {
    this.endpoint = new Endpoint("distaff-server", options, secret);
    this.listeners = listeners;
    this.blocks = blocks;
  }

  /**
   * Starts to listen.
   *
   * @param host the address to listen on
   * @param port 0 for any free one
   * @return where it listens
   */
  public InetSocketAddress bind(String host, int port) {
    ChannelFuture bound =
        endpoint
            .acceptor(
                endpoint.handshake(
                    Handshake.Role.ACCEPTOR,
                    blocks,
                    listeners,
                    connection -> log.debug("accepted {}", connection),
                    cause -> log.warn("refused: {}", cause.getMessage(), cause.getCause())))
            .bind(new InetSocketAddress(host, port))
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new DistaffException(
          ErrorCode.INVALID_CONFIGURATION,
          "cannot listen on " + host + ":" + port + ": " + bound.cause().getMessage(),
          bound.cause());
    }
    Channel channel = bound.channel();
    return (InetSocketAddress) channel.localAddress();
  }

  public TransportCounters counters() {
    return endpoint.counters;
  }

  /** Direct memory that this server's buffers hold, in bytes. */
  public long directMemoryBytes() {
    return endpoint.directMemoryBytes();
  }

  long numUnreleasedBuffers() {
    return endpoint.numUnreleasedBuffers();
  }

  /** Stops to listen and ends all connections; returns within seconds. */
  @Override
  public void close() {
    endpoint.close();
  }
}
