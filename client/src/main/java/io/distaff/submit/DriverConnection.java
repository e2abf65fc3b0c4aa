package io.distaff.submit;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.rpc.ControlCodec;
import io.distaff.rpc.ControlMessage.FollowApplication;
import io.distaff.rpc.ControlMessage.FromClient;
import io.distaff.rpc.ControlMessage.ToClient;
import io.distaff.transport.Connection;
import io.distaff.transport.ConnectionListener;
import io.distaff.transport.TransportClient;
import io.distaff.transport.TransportOptions;
import io.distaff.transport.TransportSecret;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * A client's connection to a driver. Thread-safe; what the driver says comes on the connection's
 * event loop.
 */
public final class DriverConnection implements AutoCloseable {
  private final ControlCodec codec;
  private final Connection connection;

  private DriverConnection(ControlCodec codec, Connection connection) {
    this.codec = codec;
    this.connection = connection;
  }

  /**
   * What a client connects to drivers with. It is slow to make in a JVM that hasn't used the
   * network yet, so it is made while there is no driver to connect to. Thread-safe.
   */
  static final class Connector implements AutoCloseable {
    private final ControlCodec codec = new ControlCodec();
    private final TransportClient transport;

    Connector(TransportSecret secret) {
      this.transport = new TransportClient(TransportOptions.defaults().withIoThreads(1), secret);
      // The codec's first message is slow as well.
      byte[] unused = codec.encode(new FollowApplication());
    }

    /**
     * Connects; throws CLUSTER_UNREACHABLE when the driver can't be reached.
     *
     * @param messages takes what the driver says; must not block
     * @param closed is run once when the connection has ended
     */
    DriverConnection connect(
        InetSocketAddress address, Consumer<ToClient> messages, Runnable closed) {
      ConnectionListener listener =
          new ConnectionListener() {
            @Override
            public void onMessage(Connection from, byte[] payload) {
              messages.accept(codec.decode(ToClient.class, payload));
            }

            @Override
            public void onClosed(Connection from) {
              closed.run();
            }
          };
      try {
        return new DriverConnection(
            codec, transport.connect(address, connected -> listener).join());
      } catch (CompletionException e) {
        throw new DistaffException(
            ErrorCode.CLUSTER_UNREACHABLE,
            "can't reach the driver at "
                + address.getHostString()
                + ":"
                + address.getPort()
                + ": "
                + e.getCause().getMessage(),
            e.getCause());
      }
    }

    @Override
    public void close() {
      transport.close();
    }
  }

  /** Sends; throws LIMIT_EXCEEDED when the message is too long, and nothing was sent. */
  public void send(FromClient message) {
    connection.post(codec.encode(message));
  }

  @Override
  public void close() {
    connection.close();
  }
}
