package io.distaff.shuffle;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.transport.Connection;
import io.distaff.transport.TransportClient;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Connections to the block servers of other executors, one a peer, made when first needed.
 * Thread-safe.
 */
public final class ShufflePeers {
  private final TransportClient transport;
  private final Map<String, CompletableFuture<Connection>> connections = new ConcurrentHashMap<>();

  /**
   * @param transport null where there are no peers: an executor that is alone
   */
  public ShufflePeers(TransportClient transport) {
    this.transport = transport;
  }

  /** The connection to a peer, a new one when the last has ended or failed. */
  CompletableFuture<Connection> connect(String host, int port) {
    if (transport == null) {
      return CompletableFuture.failedFuture(
          new DistaffException(
              ErrorCode.SHUFFLE_FETCH_FAILED, "no peer is known at " + host + ":" + port));
    }
    return connections.compute(
        host + ":" + port,
        (address, known) -> {
          boolean usable =
              known != null
                  && !known.isCompletedExceptionally()
                  && (!known.isDone() || known.join().isOpen());
          return usable ? known : transport.connect(new InetSocketAddress(host, port));
        });
  }
}
