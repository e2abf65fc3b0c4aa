package io.distaff.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.transport.BlockSource.BlockBytes;
import io.distaff.transport.BlockSource.BlockRegion;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Both ends over loopback, with epoll and with NIO. */
@ParameterizedClass(name = "native={0}")
@ValueSource(booleans = {true, false})
@Timeout(60)
class TransportTest {
  private static final int FRAME_BYTES = TransportOptions.defaults().limits().frameBytes();
  @Parameter boolean nativeTransport;
  @TempDir Path directory;

  /** What one end of a connection has heard. */
  private static final class Recorder implements ConnectionListener {
    final Connection connection;
    final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    final CountDownLatch closed = new CountDownLatch(1);

    Recorder(Connection connection) {
      this.connection = connection;
    }

    @Override
    public void onMessage(Connection from, byte[] payload) {
      String message = text(payload);
      if (message.equals("throw")) {
        throw new IllegalStateException("cannot handle it");
      }
      messages.add(message);
    }

    @Override
    public CompletableFuture<byte[]> onRequest(Connection from, byte[] payload) {
      String question = text(payload);
      return switch (question) {
        case "never" -> new CompletableFuture<>();
        case "throw" -> throw new DistaffException(ErrorCode.TABLE_NOT_FOUND, "no table t");
        case "fail" -> CompletableFuture.failedFuture(new IllegalStateException("broken"));
        case "null" -> null;
        case "later" ->
            CompletableFuture.supplyAsync(
                () -> utf8("later"), CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS));
        case "too long" -> CompletableFuture.completedFuture(new byte[FRAME_BYTES + 1]);
        default -> CompletableFuture.completedFuture(utf8("re: " + question));
      };
    }

    @Override
    public void onClosed(Connection from) {
      closed.countDown();
    }

    String next() throws InterruptedException {
      String message = messages.poll(20, TimeUnit.SECONDS);
      assertThat(message).isNotNull();
      return message;
    }
  }

  private final TransportSecret secret = TransportSecret.random();
  private final BlockingQueue<Recorder> accepted = new LinkedBlockingQueue<>();
  private TransportOptions options;
  private TransportServer server;
  private TransportClient client;

  @BeforeEach
  void start() {
    options = TransportOptions.defaults();
    if (!nativeTransport) {
      options = options.withoutNativeTransport();
    }
    client = new TransportClient(options, secret);
  }

  @AfterEach
  void close() {
    client.close();
    assertThat(client.numUnreleasedBuffers()).isZero();
    if (server != null) {
      server.close();
      assertThat(server.numUnreleasedBuffers()).isZero();
    }
  }

  private InetSocketAddress listen(TransportOptions serverOptions) {
    server =
        new TransportServer(
            serverOptions,
            secret,
            connection -> {
              Recorder recorder = new Recorder(connection);
              accepted.add(recorder);
              return recorder;
            },
            this::locate);
    return server.bind("127.0.0.1", 0);
  }

  /** Blocks are asked for as "file offset length", or as "heap seed length". */
  private BlockSource.Block locate(byte[] request) {
    List<String> words = Arrays.asList(text(request).split(" ", -1));
    if (words.get(0).equals("heap")) {
      byte[] bytes = new byte[Integer.parseInt(words.get(2))];
      new Random(Long.parseLong(words.get(1))).nextBytes(bytes);
      return new BlockBytes(bytes);
    }
    return new BlockRegion(
        directory.resolve(words.get(0)),
        Long.parseLong(words.get(1)),
        Integer.parseInt(words.get(2)));
  }

  private Connection connect() {
    return join(client.connect(listen(options)));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private static <T> T join(CompletableFuture<T> future) {
    return future.orTimeout(20, TimeUnit.SECONDS).join();
  }

  private static org.assertj.core.api.AbstractThrowableAssert<?, ?> assertFails(
      CompletableFuture<?> future, ErrorCode code) {
    return assertThatThrownBy(() -> join(future))
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(DistaffException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private Recorder otherEnd() throws InterruptedException {
    Recorder recorder = accepted.poll(20, TimeUnit.SECONDS);
    assertThat(recorder).isNotNull();
    return recorder;
  }

  @Test
  void messagesArriveInOrder() throws Exception {
    Connection connection = connect();
    for (int i = 0; i < 1000; i++) {
      CompletableFuture<Void> sent = connection.send(utf8("message " + i));
      if (i == 999) {
        join(sent);
      }
    }
    Recorder other = otherEnd();
    for (int i = 0; i < 1000; i++) {
      assertThat(other.next()).isEqualTo("message " + i);
    }
  }

  @Test
  void requestsAreAnsweredAndFailuresKeepTheirCode() {
    Connection connection = connect();
    assertThat(text(join(connection.request(utf8("a"))))).isEqualTo("re: a");
    assertThat(text(join(connection.request(utf8("later"))))).isEqualTo("later");
    assertFails(connection.request(utf8("throw")), ErrorCode.TABLE_NOT_FOUND)
        .hasMessage("no table t");
    assertFails(connection.request(utf8("fail")), ErrorCode.INTERNAL_ERROR)
        .hasMessage("IllegalStateException: broken");
    assertFails(connection.request(utf8("null")), ErrorCode.INTERNAL_ERROR);
    assertFails(connection.request(utf8("too long")), ErrorCode.LIMIT_EXCEEDED);
    assertThat(text(join(connection.request(utf8("b"))))).isEqualTo("re: b");
  }

  @Test
  void concurrentRequestsGetTheirOwnAnswers() throws Exception {
    Connection connection = connect();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<CompletableFuture<Void>> checks = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        int first = thread * 1000;
        checks.add(
            CompletableFuture.runAsync(
                () -> {
                  List<CompletableFuture<byte[]>> answers = new ArrayList<>();
                  for (int i = first; i < first + 500; i++) {
                    answers.add(connection.request(utf8("question " + i)));
                  }
                  for (int i = first; i < first + 500; i++) {
                    assertThat(text(join(answers.get(i - first)))).isEqualTo("re: question " + i);
                  }
                },
                threads));
      }
      checks.forEach(TransportTest::join);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void theServerCanPushAndAsk() throws Exception {
    InetSocketAddress address = listen(options);
    List<Recorder> own = new ArrayList<>();
    join(
        client.connect(
            address,
            connection -> {
              own.add(new Recorder(connection));
              return own.get(0);
            }));
    Recorder other = otherEnd();
    join(other.connection.send(utf8("pushed")));
    assertThat(own.get(0).next()).isEqualTo("pushed");
    assertThat(text(join(other.connection.request(utf8("x"))))).isEqualTo("re: x");
    assertFails(other.connection.fetchBlock(utf8("f 0 1")), ErrorCode.NOT_SUPPORTED);
  }

  @Test
  void messagesUpToTheLimitPassAndLongerOnesFailAtTheSender() {
    Connection connection = connect();
    byte[] longest = new byte[FRAME_BYTES];
    Arrays.fill(longest, (byte) 'x');
    System.arraycopy(utf8("q"), 0, longest, 0, 1);
    assertFails(connection.request(longest), ErrorCode.LIMIT_EXCEEDED)
        .hasMessageContaining("limit " + FRAME_BYTES);
    byte[] answer = join(connection.request(Arrays.copyOf(longest, longest.length - 4)));
    assertThat(answer).hasSize(FRAME_BYTES).startsWith(utf8("re: qxxx"));
    byte[] tooLong = new byte[FRAME_BYTES + 1];
    assertFails(connection.send(tooLong), ErrorCode.LIMIT_EXCEEDED);
    assertThatThrownBy(() -> connection.post(tooLong))
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED));
    assertThat(connection.isOpen()).isTrue();
    assertThat(client.directMemoryBytes()).isLessThan(8 << 20);
    assertThat(server.directMemoryBytes()).isLessThan(8 << 20);
  }

  @Test
  void aLargeBlockArrivesIdentical() throws Exception {
    byte[] content = new byte[50 << 20];
    new Random(7).nextBytes(content);
    Files.write(directory.resolve("large"), content);
    Connection connection = connect();
    assertThat(join(connection.fetchBlock(utf8("large 0 " + content.length)))).isEqualTo(content);
    assertThat(client.directMemoryBytes()).isLessThan(8 << 20);
    assertThat(server.directMemoryBytes()).isLessThan(8 << 20);
    assertThat(client.counters().blocksReceived().sum()).isEqualTo(1);
    assertThat(client.counters().bytesReceived().sum()).isGreaterThan(content.length);
    server.close();
    assertThat(server.counters().blocksSent().sum()).isEqualTo(1);
  }

  @Test
  void manyBlocksAndMessagesShareAConnection() throws Exception {
    byte[] content = new byte[1 << 20];
    new Random(8).nextBytes(content);
    Files.write(directory.resolve("f"), content);
    Connection connection = connect();
    Random random = new Random(9);
    List<Runnable> checks = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      int offset = random.nextInt(content.length);
      int length = i % 10 == 0 ? 0 : random.nextInt(content.length - offset);
      CompletableFuture<byte[]> block = connection.fetchBlock(utf8("f " + offset + " " + length));
      CompletableFuture<byte[]> answer = connection.request(utf8("q" + i));
      String expected = "re: q" + i;
      checks.add(
          () -> {
            assertThat(join(block)).isEqualTo(Arrays.copyOfRange(content, offset, offset + length));
            assertThat(text(join(answer))).isEqualTo(expected);
          });
    }
    checks.forEach(Runnable::run);
  }

  @Test
  void blocksOnTheHeapTravelBetweenFilesAndMessages() throws Exception {
    Files.write(directory.resolve("f"), new byte[1 << 20]);
    Connection connection = connect();
    List<Runnable> checks = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      int seed = i;
      int length = i % 7 == 0 ? 0 : (1 << 20) + i;
      byte[] expected = new byte[length];
      new Random(seed).nextBytes(expected);
      CompletableFuture<byte[]> block = connection.fetchBlock(utf8("heap " + seed + " " + length));
      CompletableFuture<byte[]> file = connection.fetchBlock(utf8("f 5 " + i));
      CompletableFuture<byte[]> answer = connection.request(utf8("q" + i));
      checks.add(
          () -> {
            assertThat(join(block)).isEqualTo(expected);
            assertThat(join(file)).isEqualTo(new byte[seed]);
            assertThat(text(join(answer))).isEqualTo("re: q" + seed);
          });
    }
    checks.forEach(Runnable::run);
    assertThat(client.counters().blocksReceived().sum()).isEqualTo(120);
    assertThat(server.directMemoryBytes()).isLessThan(8 << 20);
  }

  @Test
  void blocksThatCannotBeReadFailWithTheReason() throws Exception {
    Files.write(directory.resolve("short"), new byte[10]);
    Connection connection = connect();
    assertFails(connection.fetchBlock(utf8("missing 0 1")), ErrorCode.READ_FAILED)
        .hasMessageContaining("missing");
    assertFails(connection.fetchBlock(utf8("short 5 6")), ErrorCode.READ_FAILED)
        .hasMessageContaining("has 10 bytes, too few for 6 bytes at 5");
    assertFails(connection.fetchBlock(utf8("nonsense 0 x")), ErrorCode.READ_FAILED);
    assertThat(join(connection.fetchBlock(utf8("short 5 5")))).hasSize(5);
  }

  @Test
  void aRequestTimesOutAndItsConnectionLives() {
    Connection connection = connect();
    assertFails(connection.request(utf8("never"), 50), ErrorCode.CONNECTION_LOST)
        .hasMessageContaining("within 50 ms");
    assertThat(text(join(connection.request(utf8("a"))))).isEqualTo("re: a");
  }

  @Test
  void lateAnswersAreDropped() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Connection> connected =
          client.connect((InetSocketAddress) listener.getLocalSocketAddress());
      try (RawPeer peer = RawPeer.accept(listener).acceptHandshake(secret)) {
        Connection connection = join(connected);
        assertFails(connection.request(utf8("first"), 20), ErrorCode.CONNECTION_LOST);
        CompletableFuture<byte[]> second = connection.request(utf8("second"));
        peer.read(2 * FrameReader.HEADER_BYTES + "firstsecond".length());
        peer.send(
            RawPeer.frame(FrameKind.RESPONSE, 1, utf8("late")),
            RawPeer.frame(FrameKind.BLOCK, 1, new byte[] {0, 0, 0, 3}),
            new byte[3],
            RawPeer.frame(FrameKind.FAILURE, 1, new Failure(ErrorCode.TASK_FAILED, "").toBytes()),
            RawPeer.frame(FrameKind.RESPONSE, 2, utf8("in time")));
        assertThat(text(join(second))).isEqualTo("in time");
      }
    }
  }

  @Test
  void theEndOfAPeerFailsWhatIsPending() throws Exception {
    Connection connection = connect();
    CompletableFuture<byte[]> pending = connection.request(utf8("never"));
    Recorder other = otherEnd();
    other.connection.close();
    assertFails(pending, ErrorCode.CONNECTION_LOST).hasMessageContaining("127.0.0.1");
    join(connection.closed());
    assertThat(connection.isOpen()).isFalse();
    assertThat(other.closed.await(20, TimeUnit.SECONDS)).isTrue();
    assertFails(connection.request(utf8("a")), ErrorCode.CONNECTION_LOST);
    assertFails(connection.send(utf8("a")), ErrorCode.CONNECTION_LOST);
  }

  @Test
  void aPeerThatDiesInTheMiddleOfABlockFailsTheFetch() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Connection> connected =
          client.connect((InetSocketAddress) listener.getLocalSocketAddress());
      CompletableFuture<byte[]> block;
      try (RawPeer peer = RawPeer.accept(listener).acceptHandshake(secret)) {
        block = join(connected).fetchBlock(utf8("b"));
        peer.read(FrameReader.HEADER_BYTES + 1);
        peer.send(RawPeer.frame(FrameKind.BLOCK, 1, new byte[] {0, 0, 1, 0}), new byte[255]);
      }
      assertFails(block, ErrorCode.CONNECTION_LOST);
    }
  }

  @Test
  void closingTheServerEndsItsConnectionsAndThreads() throws Exception {
    Connection connection = connect();
    CompletableFuture<byte[]> pending = connection.request(utf8("never"));
    Recorder other = otherEnd();
    assertFails(other.connection.request(utf8("a")), ErrorCode.PROTOCOL_ERROR)
        .hasMessageContaining("no request is expected");
    server.close();
    assertFails(pending, ErrorCode.CONNECTION_LOST);
    assertThat(other.closed.await(20, TimeUnit.SECONDS)).isTrue();
    client.close();
    assertFails(connection.send(utf8("a")), ErrorCode.CONNECTION_LOST);
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      String name = thread.getName();
      if (name.startsWith("distaff-server") || name.startsWith("distaff-client")) {
        assertThat(thread.isDaemon()).isTrue();
        thread.join(20_000);
        assertThat(thread.isAlive()).as(name).isFalse();
      }
    }
  }

  @Test
  void aMessageThatCannotBeHandledEndsTheConnection() throws Exception {
    Connection connection = connect();
    join(connection.send(utf8("throw")));
    join(connection.closed());
    assertThat(otherEnd().closed.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void violationsAfterAuthenticationEndTheConnection() throws Exception {
    InetSocketAddress address = listen(options);
    try (RawPeer oversize = RawPeer.connect(address).authenticate(secret)) {
      oversize.send(ByteBuffer.allocate(13).putInt(FRAME_BYTES + 10).put((byte) 1).array());
      assertThat(oversize.readToEnd()).isZero();
    }
    assertThat(otherEnd().closed.await(20, TimeUnit.SECONDS)).isTrue();
    try (RawPeer unknown = RawPeer.connect(address).authenticate(secret)) {
      unknown.send(ByteBuffer.allocate(13).putInt(9).put((byte) 77).array());
      assertThat(unknown.readToEnd()).isZero();
    }
    try (RawPeer wrongAnswer = RawPeer.connect(address).authenticate(secret)) {
      otherEnd();
      Recorder recorder = otherEnd();
      CompletableFuture<byte[]> block = recorder.connection.fetchBlock(utf8("b"));
      wrongAnswer.read(FrameReader.HEADER_BYTES + 1);
      wrongAnswer.send(RawPeer.frame(FrameKind.RESPONSE, 1, utf8("r")));
      assertFails(block, ErrorCode.PROTOCOL_ERROR).hasMessageContaining("BLOCK_REQUEST");
    }
  }

  @Test
  void aPeerThatNeverReadsIsCutOffWhenTheQueueIsFull() throws Exception {
    TransportOptions.Limits small =
        new TransportOptions.Limits(1 << 20, 1 << 20, 8 << 20, 2 << 20, 1 << 20);
    InetSocketAddress address = listen(options.withLimits(small));
    try (RawPeer deaf = RawPeer.connect(address).authenticate(secret)) {
      Recorder other = otherEnd();
      List<CompletableFuture<Void>> sent = new ArrayList<>();
      boolean turnedUnwritable = false;
      while (other.connection.isOpen() && sent.size() < 1000) {
        sent.add(other.connection.send(new byte[1 << 20]));
        turnedUnwritable |= !other.connection.isWritable();
      }
      assertThat(turnedUnwritable).isTrue();
      assertFails(sent.get(sent.size() - 1), ErrorCode.CONNECTION_LOST)
          .hasMessageContaining("reads too slowly");
      assertThat(other.closed.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(server.directMemoryBytes()).isLessThan(8 << 20);
      deaf.readToEnd();
    }
  }

  @Test
  void aSenderThatWaitsIsNeverCutOff() throws Exception {
    TransportOptions.Limits small =
        new TransportOptions.Limits(1 << 20, 1 << 20, 1 << 20, 1 << 20, 1 << 20);
    Connection connection = join(client.connect(listen(options.withLimits(small))));
    Recorder other = otherEnd();
    String megabyte = "x".repeat(1 << 20);
    for (int i = 0; i < 100; i++) {
      join(connection.send(utf8(megabyte)));
    }
    for (int i = 0; i < 100; i++) {
      assertThat(other.next()).hasSize(1 << 20);
    }
  }

  @Test
  void aSilentPeerIsGivenUp() throws Exception {
    InetSocketAddress address =
        listen(
            options.withTimeouts(new TransportOptions.Timeouts(10_000, 10_000, 60_000, 20, 200)));
    try (RawPeer silent = RawPeer.connect(address).authenticate(secret)) {
      Recorder other = otherEnd();
      CompletableFuture<byte[]> pending = other.connection.request(utf8("a"));
      assertFails(pending, ErrorCode.CONNECTION_LOST).hasMessageContaining("silent");
      assertThat(other.closed.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(silent.readToEnd()).isGreaterThan(FrameReader.HEADER_BYTES);
    }
  }

  @Test
  void pingsKeepAnIdleConnection() throws Exception {
    InetSocketAddress address =
        listen(
            options.withTimeouts(new TransportOptions.Timeouts(10_000, 10_000, 60_000, 50, 5_000)));
    try (RawPeer peer = RawPeer.connect(address).authenticate(secret)) {
      byte[] ping = RawPeer.frame(FrameKind.PING, 0, new byte[0]);
      assertThat(peer.read(ping.length)).isEqualTo(ping);
      assertThat(peer.read(ping.length)).isEqualTo(ping);
      peer.send(RawPeer.frame(FrameKind.PING, 5, new byte[0]));
      byte[] pong = RawPeer.frame(FrameKind.PONG, 5, new byte[0]);
      byte[] read = peer.read(ping.length);
      while (Arrays.equals(read, ping)) {
        read = peer.read(ping.length);
      }
      assertThat(read).isEqualTo(pong);
      assertThat(otherEnd().connection.isOpen()).isTrue();
    }
  }

  @Test
  void aPortInUseIsAClearError() {
    InetSocketAddress address = listen(options);
    try (TransportServer second =
        new TransportServer(
            options, secret, c -> ConnectionListener.expectingNothing(), BlockSource.none())) {
      assertThatThrownBy(() -> second.bind("127.0.0.1", address.getPort()))
          .isInstanceOf(DistaffException.class)
          .hasMessageContaining("cannot listen on 127.0.0.1:" + address.getPort());
    }
  }

  @Test
  void aListenerThatCannotBeMadeEndsTheConnection() {
    server =
        new TransportServer(
            options,
            secret,
            c -> {
              throw new IllegalStateException("full");
            },
            BlockSource.none());
    Connection connection = join(client.connect(server.bind("127.0.0.1", 0)));
    join(connection.closed());
  }
}
