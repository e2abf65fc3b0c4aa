package io.distaff.transport;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.netty.channel.ChannelFuture;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/** Connects to ports of this application; all its connections share few threads. Thread-safe. */
public final class TransportClient implements AutoCloseable {
  private final Endpoint endpoint;

  public TransportClient(TransportOptions options, TransportSecret secret) {
    this.endpoint = new Endpoint("distaff-client", options, secret);
  }

  /** Connects, for a caller that only asks. */
  public CompletableFuture<Connection> connect(InetSocketAddress address) {
    return connect(address, connection -> ConnectionListener.expectingNothing());
  }

  /**
   * Connects and authenticates both ends. Fails with {@code CONNECTION_LOST} if the peer can't be
   * reached in time, with {@code AUTHENTICATION_FAILED} if it doesn't know the secret.
   *
   * @param address resolved by the caller, because that may block
   * @param listeners makes the listener of the connection; called on its event loop, before the
   *     peer's first message is read
   */
  public CompletableFuture<Connection> connect(
      InetSocketAddress address, Function<Connection, ConnectionListener> listeners) {
    CompletableFuture<Connection> connected = new CompletableFuture<>();
    if (address.isUnresolved()) {
      connected.completeExceptionally(unreachable(address, "unknown host", null));
      return connected;
    }
    ChannelFuture attempt =
        endpoint
            .initiator(
                endpoint.handshake(
                    Handshake.Role.INITIATOR,
                    BlockSource.none(),
                    listeners,
                    connection -> {
                      if (!connected.complete(connection)) {
                        connection.close();
                      }
                    },
                    connected::completeExceptionally))
            .connect(address);
    attempt.addListener(ended -> failUnreached(connected, address, attempt));
    if (attempt.isDone()) {
      // A closed client has no event loop left that would call the listener.
      failUnreached(connected, address, attempt);
    }
    return connected;
  }

  private static void failUnreached(
      CompletableFuture<Connection> connected, InetSocketAddress address, ChannelFuture attempt) {
    if (!attempt.isSuccess()) {
      Throwable cause = attempt.cause();
      String why =
          cause instanceof RejectedExecutionException ? "the client is closed" : cause.getMessage();
      connected.completeExceptionally(unreachable(address, why, cause));
    }
  }

  private static DistaffException unreachable(
      InetSocketAddress address, String why, Throwable cause) {
    return new DistaffException(
        ErrorCode.CONNECTION_LOST, "cannot connect to " + address + ": " + why, cause);
  }

  public TransportCounters counters() {
    return endpoint.counters;
  }

  /** Direct memory that this client's buffers hold, in bytes. */
  public long directMemoryBytes() {
    return endpoint.directMemoryBytes();
  }

  long numUnreleasedBuffers() {
    return endpoint.numUnreleasedBuffers();
  }

  /** Ends all connections; returns within seconds. */
  @Override
  public void close() {
    endpoint.close();
  }
}
