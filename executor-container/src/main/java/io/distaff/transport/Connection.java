package io.distaff.transport;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;

/**
 * An authenticated connection, the same at both ends: whoever connected, each may send messages and
 * ask. All methods may be called from any thread and return at once; payloads must not be changed
 * after they were given. What one thread sends arrives in the order of sending.
 *
 * <p>Futures complete on the connection's event loop: dependent stages that take time or block
 * belong on an executor of the caller's ({@code thenApplyAsync}). They fail with a {@link
 * io.distaff.error.DistaffException}: with the code that the peer answered, with {@code
 * LIMIT_EXCEEDED} at once when the payload is longer than a frame may be, which harms nothing else,
 * or with {@code CONNECTION_LOST} when the connection ended or the answer took too long.
 *
 * <p>It is an interface so that what is built on it can be tested without sockets.
 */
public interface Connection extends AutoCloseable {

  /**
   * Sends a message that isn't answered. The future completes when the socket has taken the last
   * byte, which is what a sender of many messages should wait for now and then; a sender that goes
   * on against a peer that doesn't read gets its connection closed when the queue is full.
   */
  CompletableFuture<Void> send(byte[] payload);

  /**
   * Sends a message whose loss the end of the connection tells well enough. Throws LIMIT_EXCEEDED
   * when it is too long to be sent: then nothing was, and the connection is as it was.
   */
  default void post(byte[] payload) {
    CompletableFuture<Void> sent = send(payload);
    if (sent.isCompletedExceptionally()) {
      DistaffException failure =
          DistaffException.of(
              sent.handle((nothing, thrown) -> thrown).join(), ErrorCode.CONNECTION_LOST);
      if (failure.code() == ErrorCode.LIMIT_EXCEEDED) {
        throw failure;
      }
    }
  }

  /** Asks, and gives the answer of the peer's {@link ConnectionListener#onRequest}. */
  CompletableFuture<byte[]> request(byte[] payload);

  /** As {@link #request(byte[])}, with a time limit of its own. */
  CompletableFuture<byte[]> request(byte[] payload, long timeoutMillis);

  /**
   * Asks for a block of the peer's {@link BlockSource}, and gives its bytes. Their array is
   * allocated when the block begins to arrive; the caller limits how many bytes it asks for at a
   * time. The time limit holds until the first byte; from then on the connection's own liveness
   * decides.
   */
  CompletableFuture<byte[]> fetchBlock(byte[] blockRequest);

  /** False while more than a few messages wait to be sent; a streaming sender should pause. */
  boolean isWritable();

  boolean isOpen();

  InetSocketAddress remoteAddress();

  /** Completes, never exceptionally, when the connection has ended, for whatever reason. */
  CompletableFuture<Void> closed();

  /**
   * Ends the connection: what waits to be sent is dropped, what waits for an answer fails. Returns
   * at once; does nothing on a closed connection.
   */
  @Override
  void close();
}
