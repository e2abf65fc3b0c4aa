package io.distaff.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.ids.Epoch;
import io.distaff.ids.ExecutorId;
import io.distaff.ids.QueryId;
import io.distaff.ids.StageId;
import io.distaff.memory.MemoryUse;
import io.distaff.rpc.ControlCodec;
import io.distaff.rpc.ControlMessage;
import io.distaff.rpc.ControlMessage.ExecutorAccepted;
import io.distaff.rpc.ControlMessage.Heartbeat;
import io.distaff.rpc.ControlMessage.RegisterExecutor;
import io.distaff.transport.BlockSource;
import io.distaff.transport.Connection;
import io.distaff.transport.ConnectionListener;
import io.distaff.transport.TransportClient;
import io.distaff.transport.TransportOptions;
import io.distaff.transport.TransportSecret;
import io.distaff.transport.TransportServer;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExecutorEndpointTest {
  private static final MemoryUse MEMORY = new MemoryUse(100, 12, 3, 4, 5, 97, 20);
  private static final ExecutorId EXPECTED = new ExecutorId("executor-2.1");

  private final ControlCodec codec = new ControlCodec();
  private final TransportSecret secret = TransportSecret.random();
  private final Recorder recorder = new Recorder();
  private TransportServer server;
  private TransportClient client;
  private InetSocketAddress address;

  @BeforeEach
  void listen() {
    ExecutorEndpoint endpoint =
        new ExecutorEndpoint(
            new Epoch(2),
            Map.of("distaff.key", "value"),
            codec,
            recorder,
            registration ->
                registration.executor().equals(EXPECTED) ? Optional.of("/r1") : Optional.empty());
    server =
        new TransportServer(
            TransportOptions.defaults(), secret, endpoint::accept, BlockSource.none());
    address = server.bind("127.0.0.1", 0);
    client = new TransportClient(TransportOptions.defaults(), secret);
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void anExpectedExecutorIsAcceptedAndHeard() {
    Connection connection = client.connect(address).join();
    ControlMessage answer = codec.decode(connection.request(registration(2, EXPECTED)).join());
    assertThat(answer)
        .isEqualTo(new ExecutorAccepted(new Epoch(2), Map.of("distaff.key", "value")));
    assertThat(recorder.registered).containsExactly(EXPECTED);
    assertThat(recorder.handles.get(0).rack()).isEqualTo("/r1");
    connection.send(codec.encode(new Heartbeat(new Epoch(2), EXPECTED, MEMORY, List.of()))).join();
    await().until(() -> recorder.messages.size() == 1);
    connection.close();
    await().until(() -> recorder.lost.contains(EXPECTED));
  }

  @Test
  void aMessageThatIsTooLongFailsAtTheSenderAndHarmsNothing() {
    Connection connection = client.connect(address).join();
    var unused = connection.request(registration(2, EXPECTED)).join();
    byte[] tooLong = new byte[TransportOptions.defaults().limits().frameBytes() + 1];
    ExecutorHandle executor = recorder.handles.get(0);
    assertThatThrownBy(() -> executor.send(fragment(tooLong)))
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED));
    connection.send(codec.encode(new Heartbeat(new Epoch(2), EXPECTED, MEMORY, List.of()))).join();
    await().until(() -> recorder.messages.size() == 1);
    assertThat(recorder.lost).isEmpty();
  }

  @Test
  void aLongPlanArrivesWholeAndEachPlanAsItself() {
    BlockingQueue<ControlMessage> heard = new LinkedBlockingQueue<>();
    ConnectionListener listener =
        new ConnectionListener() {
          @Override
          public void onMessage(Connection from, byte[] payload) {
            heard.add(codec.decode(payload));
          }
        };
    Connection connection = client.connect(address, connected -> listener).join();
    var unused = connection.request(registration(2, EXPECTED)).join();
    ExecutorHandle executor = recorder.handles.get(0);
    byte[] longPlan = new byte[40 << 20];
    byte[] shortPlan = {1, 2, 3};
    for (byte[] plan : List.of(longPlan, longPlan, shortPlan)) {
      executor.send(fragment(plan));
    }
    executor.send(new ControlMessage.ReleaseQuery(new Epoch(2), new QueryId(1)));
    executor.send(fragment(shortPlan));
    for (byte[] plan : List.of(longPlan, longPlan, shortPlan)) {
      assertThat(plan(heard)).hasSize(plan.length);
    }
    assertThat(take(heard)).isInstanceOf(ControlMessage.ReleaseQuery.class);
    assertThat(plan(heard)).containsExactly(1, 2, 3);
  }

  private static ControlMessage.InstallFragment fragment(byte[] plan) {
    return new ControlMessage.InstallFragment(
        new Epoch(2), new StageId(new QueryId(1), plan.length % 7), plan, List.of());
  }

  private static byte[] plan(BlockingQueue<ControlMessage> heard) {
    return ((ControlMessage.InstallFragment) take(heard)).fragment();
  }

  private static ControlMessage take(BlockingQueue<ControlMessage> heard) {
    await().until(() -> !heard.isEmpty());
    return heard.remove();
  }

  @Test
  void anotherEpochIsRefused() {
    assertRefused(registration(1, EXPECTED), "driver attempt 1");
  }

  @Test
  void anExecutorThatWasNotLaunchedIsRefused() {
    assertRefused(registration(2, new ExecutorId("executor-2.9")), "executor-2.9");
  }

  @Test
  void nothingIsHeardBeforeTheRegistration() {
    Connection connection = client.connect(address).join();
    connection.send(codec.encode(new Heartbeat(new Epoch(2), EXPECTED, MEMORY, List.of()))).join();
    connection.closed().join();
    assertThat(recorder.messages).isEmpty();
    assertThat(recorder.lost).isEmpty();
  }

  private void assertRefused(byte[] registration, String message) {
    Connection connection = client.connect(address).join();
    assertThatThrownBy(() -> connection.request(registration).join())
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PROTOCOL_ERROR))
        .hasMessageContaining(message);
    assertThat(recorder.registered).isEmpty();
  }

  private byte[] registration(int epoch, ExecutorId executor) {
    return codec.encode(
        new RegisterExecutor(new Epoch(epoch), executor, "container", "localhost", 1, 1, 1));
  }

  private static final class Recorder implements ExecutorListener {
    final List<ExecutorId> registered = new CopyOnWriteArrayList<>();
    final List<ExecutorHandle> handles = new CopyOnWriteArrayList<>();
    final List<ExecutorId> lost = new CopyOnWriteArrayList<>();
    final List<ControlMessage> messages = new CopyOnWriteArrayList<>();

    @Override
    public void executorRegistered(ExecutorHandle executor) {
      registered.add(executor.id());
      handles.add(executor);
    }

    @Override
    public void executorLost(ExecutorId executor, ExecutorLoss loss) {
      lost.add(executor);
    }

    @Override
    public void messageReceived(ControlMessage.FromExecutor message) {
      messages.add(message);
    }

    @Override
    public <A extends ControlMessage.ToExecutor> CompletableFuture<A> asked(
        ControlMessage.Question<A> question) {
      return new CompletableFuture<>();
    }

    @Override
    public void clusterFailed(RuntimeException reason) {
      throw reason;
    }
  }
}
