package io.distaff.driver;

import io.distaff.cluster.ExecutorHandle;
import io.distaff.cluster.Topology;
import io.distaff.ids.ExecutorId;
import io.distaff.shuffle.ShuffleBlockServer;
import io.distaff.transport.TransportClient;
import io.distaff.transport.TransportOptions;
import io.distaff.transport.TransportSecret;
import io.distaff.transport.TransportServer;

/** An executor in this process that others reach through the network. */
abstract class NetworkExecutor implements ExecutorHandle, AutoCloseable {
  final ExecutorId id;
  final String host;
  final TransportClient client;
  private final TransportSecret secret;
  TransportServer server;
  private int port;

  NetworkExecutor(String name, String host, TransportSecret secret) {
    this.id = new ExecutorId(name);
    this.host = host;
    this.secret = secret;
    this.client = new TransportClient(TransportOptions.defaults(), secret);
  }

  /** Gives others what it holds, from now on. */
  final void serve(ShuffleBlockServer blocks) {
    server = new TransportServer(TransportOptions.defaults(), secret, connection -> blocks, blocks);
    port = server.bind(host, 0).getPort();
  }

  @Override
  public final ExecutorId id() {
    return id;
  }

  @Override
  public final String host() {
    return host;
  }

  @Override
  public final int blockPort() {
    return port;
  }

  @Override
  public final String rack() {
    return Topology.DEFAULT_RACK;
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
