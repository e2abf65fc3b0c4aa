package io.distaff.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HandshakeTest {
  private static final byte[] MESSAGE = "hello".getBytes(StandardCharsets.UTF_8);

  private final TransportSecret secret = TransportSecret.random();
  private final BlockingQueue<Connection> connections = new LinkedBlockingQueue<>();
  private final BlockingQueue<byte[]> messages = new LinkedBlockingQueue<>();
  private final TransportOptions options = TransportOptions.defaults();
  private TransportServer server;

  private InetSocketAddress start(TransportOptions serverOptions) {
    server =
        new TransportServer(
            serverOptions,
            secret,
            connection -> {
              connections.add(connection);
              return new ConnectionListener() {
                @Override
                public void onMessage(Connection from, byte[] payload) {
                  messages.add(payload);
                }
              };
            },
            BlockSource.none());
    return server.bind("127.0.0.1", 0);
  }

  private TransportOptions withHandshakeMillis(int millis) {
    return options.withTimeouts(
        new TransportOptions.Timeouts(10_000, millis, 60_000, 10_000, 30_000));
  }

  @AfterEach
  void close() {
    if (server != null) {
      server.close();
      assertThat(server.numUnreleasedBuffers()).isZero();
    }
  }

  private void assertRefused(RawPeer peer, int bytesBefore) throws IOException {
    assertThat(peer.readToEnd()).isEqualTo(bytesBefore);
    server.close();
    assertThat(connections).isEmpty();
    assertThat(messages).isEmpty();
    assertThat(server.counters().handshakesFailed().sum()).isEqualTo(1);
    assertThat(server.counters().connectionsOpened().sum()).isZero();
  }

  @Test
  void deliversWhatFollowsTheProofInTheSamePacket() throws Exception {
    try (RawPeer peer = RawPeer.connect(start(options))) {
      byte[] proof = peer.initiatorProof(secret, RawPeer.nonce(1));
      byte[] frame = RawPeer.frame(FrameKind.ONE_WAY, 0, MESSAGE);
      peer.send(proof, frame, frame);
      assertThat(messages.poll(20, TimeUnit.SECONDS)).isEqualTo(MESSAGE);
      assertThat(messages.poll(20, TimeUnit.SECONDS)).isEqualTo(MESSAGE);
    }
  }

  @Test
  void passesByteByByte() throws Exception {
    try (RawPeer peer = RawPeer.connect(start(options))) {
      byte[] nonce = RawPeer.nonce(1);
      for (byte b : RawPeer.hello(nonce)) {
        peer.send(new byte[] {b});
      }
      byte[] answer = peer.read(Handshake.ANSWER_BYTES);
      byte[] acceptorNonce = Arrays.copyOfRange(answer, 5, 37);
      byte[] proof = Handshake.proof(secret, Handshake.Role.INITIATOR, nonce, acceptorNonce);
      for (byte b : RawPeer.concat(proof, RawPeer.frame(FrameKind.ONE_WAY, 0, MESSAGE))) {
        peer.send(new byte[] {b});
      }
      assertThat(messages.poll(20, TimeUnit.SECONDS)).isEqualTo(MESSAGE);
    }
  }

  @Test
  void acceptorProvesTheSecretOverBothNonces() throws Exception {
    try (RawPeer peer = RawPeer.connect(start(options))) {
      byte[] nonce = RawPeer.nonce(1);
      peer.send(RawPeer.hello(nonce));
      byte[] answer = peer.read(Handshake.ANSWER_BYTES);
      assertThat(Arrays.copyOfRange(answer, 37, 69))
          .isEqualTo(
              Handshake.proof(
                  secret, Handshake.Role.ACCEPTOR, nonce, Arrays.copyOfRange(answer, 5, 37)));
    }
  }

  @Test
  void refusesAnInitiatorWithAnotherSecretAndItsMessages() throws Exception {
    try (RawPeer peer = RawPeer.connect(start(options))) {
      byte[] proof = peer.initiatorProof(TransportSecret.random(), RawPeer.nonce(1));
      peer.send(proof, RawPeer.frame(FrameKind.ONE_WAY, 0, MESSAGE));
      assertRefused(peer, 0);
    }
  }

  @Test
  void refusesAReplayedHandshake() throws Exception {
    InetSocketAddress address = start(options);
    byte[] recordedProof;
    byte[] nonce = RawPeer.nonce(1);
    try (RawPeer honest = RawPeer.connect(address)) {
      recordedProof = honest.initiatorProof(secret, nonce);
      honest.send(recordedProof);
      assertThat(connections.poll(20, TimeUnit.SECONDS)).isNotNull();
    }
    try (RawPeer replaying = RawPeer.connect(address)) {
      replaying.helloFor(nonce);
      replaying.send(recordedProof);
      assertThat(replaying.readToEnd()).isZero();
      server.close();
      assertThat(server.counters().connectionsOpened().sum()).isEqualTo(1);
    }
  }

  @Test
  void refusesItsOwnProofReflected() throws Exception {
    try (RawPeer peer = RawPeer.connect(start(options))) {
      peer.send(RawPeer.hello(RawPeer.nonce(1)));
      byte[] answer = peer.read(Handshake.ANSWER_BYTES);
      peer.send(Arrays.copyOfRange(answer, 37, 69));
      assertRefused(peer, 0);
    }
  }

  @Test
  void refusesAProofMadeByAnotherAcceptorForReflectedNonces() throws Exception {
    InetSocketAddress address = start(options);
    try (RawPeer peer = RawPeer.connect(address);
        RawPeer oracle = RawPeer.connect(address)) {
      byte[] acceptorNonce = peer.helloFor(RawPeer.nonce(1));
      oracle.send(RawPeer.hello(acceptorNonce));
      byte[] oracleAnswer = oracle.read(Handshake.ANSWER_BYTES);
      peer.send(Arrays.copyOfRange(oracleAnswer, 37, 69));
      assertThat(peer.readToEnd()).isZero();
      assertThat(connections).isEmpty();
    }
  }

  @Test
  void closesOnGarbageAtTheFirstWrongByte() throws Exception {
    try (RawPeer peer = RawPeer.connect(start(options))) {
      peer.send("G".getBytes(StandardCharsets.UTF_8));
      assertRefused(peer, 0);
    }
  }

  @Test
  void closesOnAnotherVersion() throws Exception {
    try (RawPeer peer = RawPeer.connect(start(options))) {
      peer.send(Handshake.preamble((byte) 2));
      assertRefused(peer, 0);
    }
  }

  @Test
  void closesOnOversizeFramesBeforeAuthentication() throws Exception {
    try (RawPeer peer = RawPeer.connect(start(options))) {
      byte[] frame = RawPeer.frame(FrameKind.ONE_WAY, 0, new byte[4096]);
      try {
        peer.send(RawPeer.hello(RawPeer.nonce(1)), frame, frame, frame);
      } catch (IOException closedMeanwhile) {
        // The acceptor need not read all of it.
      }
      peer.readToEnd();
      server.close();
      assertThat(connections).isEmpty();
      assertThat(server.counters().handshakesFailed().sum()).isEqualTo(1);
    }
  }

  @Test
  void closesASlowHandshake() throws Exception {
    InetSocketAddress address = start(withHandshakeMillis(200));
    try (RawPeer silent = RawPeer.connect(address);
        RawPeer halfWay = RawPeer.connect(address)) {
      halfWay.helloFor(RawPeer.nonce(1));
      assertThat(silent.readToEnd()).isZero();
      assertThat(halfWay.readToEnd()).isZero();
      assertThat(server.counters().handshakesFailed().sum()).isEqualTo(2);
    }
  }

  @Test
  void theTimeLimitEndsWithTheHandshake() throws Exception {
    InetSocketAddress address = start(withHandshakeMillis(300));
    try (RawPeer peer = RawPeer.connect(address);
        RawPeer late = RawPeer.connect(address)) {
      peer.authenticate(secret);
      late.readToEnd();
      peer.send(RawPeer.frame(FrameKind.ONE_WAY, 0, MESSAGE));
      assertThat(messages.poll(20, TimeUnit.SECONDS)).isEqualTo(MESSAGE);
    }
  }

  @Test
  void initiatorRefusesAnAcceptorWithAnotherSecret() throws Exception {
    InetSocketAddress address = start(options);
    try (TransportClient client = new TransportClient(options, TransportSecret.random())) {
      assertConnectFails(client.connect(address), ErrorCode.AUTHENTICATION_FAILED)
          .hasMessageContaining(address.toString())
          .hasMessageContaining("another secret");
      assertThat(connections).isEmpty();
    }
  }

  @Test
  void initiatorRefusesItsOwnBytesReflected() throws Exception {
    try (ServerSocket mirror = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        TransportClient client = new TransportClient(options, secret)) {
      CompletableFuture<Connection> connected =
          client.connect((InetSocketAddress) mirror.getLocalSocketAddress());
      try (RawPeer peer = RawPeer.accept(mirror)) {
        byte[] hello = peer.read(Handshake.HELLO_BYTES);
        byte[] nonce = Arrays.copyOfRange(hello, 5, 37);
        peer.send(hello, Handshake.proof(secret, Handshake.Role.INITIATOR, nonce, nonce));
        assertConnectFails(connected, ErrorCode.AUTHENTICATION_FAILED);
        assertThat(peer.readToEnd()).isZero();
      }
    }
  }

  @Test
  void initiatorGivesUpAnAcceptorThatIsSilentOrLeaves() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 2, InetAddress.getLoopbackAddress());
        TransportClient client = new TransportClient(withHandshakeMillis(200), secret)) {
      InetSocketAddress address = (InetSocketAddress) listener.getLocalSocketAddress();
      assertConnectFails(client.connect(address), ErrorCode.AUTHENTICATION_FAILED)
          .hasMessageContaining("within 200 ms");
      RawPeer.accept(listener).close();
      CompletableFuture<Connection> connected = client.connect(address);
      RawPeer.accept(listener).close();
      assertConnectFails(connected, ErrorCode.CONNECTION_LOST);
    }
  }

  @Test
  void connectingToNobodyFails() throws Exception {
    InetSocketAddress free;
    try (ServerSocket reserved = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = (InetSocketAddress) reserved.getLocalSocketAddress();
    }
    try (TransportClient client = new TransportClient(options, secret)) {
      assertConnectFails(client.connect(free), ErrorCode.CONNECTION_LOST)
          .hasMessageContaining(Integer.toString(free.getPort()));
      assertConnectFails(
              client.connect(InetSocketAddress.createUnresolved("nowhere.invalid", 1)),
              ErrorCode.CONNECTION_LOST)
          .hasMessageContaining("nowhere.invalid");
    }
  }

  @Test
  void connectingWithAClosedClientFails() {
    TransportClient client = new TransportClient(options, secret);
    client.close();
    assertConnectFails(
        client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1)),
        ErrorCode.CONNECTION_LOST);
  }

  private static org.assertj.core.api.AbstractThrowableAssert<?, ?> assertConnectFails(
      CompletableFuture<Connection> connected, ErrorCode code) {
    return assertThatThrownBy(() -> connected.orTimeout(20, TimeUnit.SECONDS).join())
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(DistaffException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void secretIsNeverShown() {
    TransportSecret shown = TransportSecret.fromBytes(secret.toBytes());
    assertThat(shown.toBytes()).isEqualTo(secret.toBytes()).hasSize(32);
    assertThat(shown.toString()).isEqualTo("TransportSecret[hidden]");
    assertThatThrownBy(() -> TransportSecret.fromBytes(new byte[31]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
