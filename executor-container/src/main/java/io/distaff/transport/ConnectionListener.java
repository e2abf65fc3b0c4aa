package io.distaff.transport;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.util.concurrent.CompletableFuture;

/**
 * What one end of a connection does with what the other end says. Made once per connection, after
 * the handshake and before the first message, by the function given to the server or to {@link
 * TransportClient#connect}.
 *
 * <p>Called on the connection's event loop, one call at a time, in the order in which the peer
 * sent: must not block, nor wait for a future of the same connection. The defaults expect nothing.
 */
public interface ConnectionListener {

  /** Takes a one-way message. What it throws closes the connection. */
  default void onMessage(Connection connection, byte[] payload) {
    throw new DistaffException(
        ErrorCode.PROTOCOL_ERROR,
        "no message is expected from " + connection.remoteAddress() + "; it sent one");
  }

  /**
   * Answers a request. A future that fails, or an exception, reaches the asker with its error code
   * and message.
   */
  default CompletableFuture<byte[]> onRequest(Connection connection, byte[] payload) {
    throw new DistaffException(
        ErrorCode.PROTOCOL_ERROR,
        "no request is expected from " + connection.remoteAddress() + "; it sent one");
  }

  /** The connection has ended; nothing else is called after this. Called exactly once. */
  default void onClosed(Connection connection) {}

  /** Expects nothing; for connections that only ask. */
  static ConnectionListener expectingNothing() {
    return new ConnectionListener() {};
  }
}
