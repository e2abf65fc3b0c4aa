package io.distaff.driver;

import io.distaff.rpc.ControlCodec;
import io.distaff.rpc.ControlMessage;
import io.distaff.transport.Connection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what is sent over it. Thread-safe. */
final class FakeConnection implements Connection {
  final List<ControlMessage> sent = new CopyOnWriteArrayList<>();
  private final ControlCodec codec = new ControlCodec();

  <T extends ControlMessage> List<T> sent(Class<T> type) {
    return sent.stream().filter(type::isInstance).map(type::cast).toList();
  }

  @Override
  public CompletableFuture<Void> send(byte[] payload) {
    sent.add(codec.decode(payload));
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletableFuture<byte[]> request(byte[] payload) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<byte[]> request(byte[] payload, long timeoutMillis) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<byte[]> fetchBlock(byte[] blockRequest) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isWritable() {
    return true;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public InetSocketAddress remoteAddress() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
  }

  @Override
  public CompletableFuture<Void> closed() {
    return new CompletableFuture<>();
  }

  @Override
  public void close() {}
}
