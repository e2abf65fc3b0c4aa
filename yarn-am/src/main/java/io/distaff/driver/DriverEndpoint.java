package io.distaff.driver;

import io.distaff.cluster.ExecutorEndpoint;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.rpc.ControlCodec;
import io.distaff.rpc.ControlMessage;
import io.distaff.rpc.ControlMessage.FromClient;
import io.distaff.rpc.ControlMessage.FromExecutor;
import io.distaff.transport.Connection;
import io.distaff.transport.ConnectionListener;
import java.util.concurrent.CompletableFuture;

/**
 * The driver's port: the first message of a connection says whether an executor or a client is at
 * the other end. Confined to the connection's event loop.
 */
final class DriverEndpoint implements ConnectionListener {
  private final ControlCodec codec;
  private final ExecutorEndpoint executors;
  private final ClientEndpoint clients;
  private ConnectionListener peer;

  DriverEndpoint(ControlCodec codec, ExecutorEndpoint executors, ClientEndpoint clients) {
    this.codec = codec;
    this.executors = executors;
    this.clients = clients;
  }

  @Override
  public void onMessage(Connection connection, byte[] payload) {
    peer(connection, payload).onMessage(connection, payload);
  }

  @Override
  public CompletableFuture<byte[]> onRequest(Connection connection, byte[] payload) {
    return peer(connection, payload).onRequest(connection, payload);
  }

  @Override
  public void onClosed(Connection connection) {
    if (peer != null) {
      peer.onClosed(connection);
    }
  }

  private ConnectionListener peer(Connection connection, byte[] payload) {
    if (peer == null) {
      ControlMessage first = codec.decode(payload);
      if (first instanceof FromExecutor) {
        peer = executors.accept(connection);
      } else if (first instanceof FromClient) {
        peer = clients.accept(connection);
      } else {
        throw new DistaffException(
            ErrorCode.PROTOCOL_ERROR, "a driver isn't told " + first.getClass().getSimpleName());
      }
    }
    return peer;
  }
}
