package io.distaff.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.distaff.broadcast.Broadcasts;
import io.distaff.broadcast.ChunkDirectory;
import io.distaff.broadcast.ChunkStore;
import io.distaff.cluster.ExecutorLoss;
import io.distaff.codec.RecordCodec;
import io.distaff.concurrent.Clock;
import io.distaff.config.DistaffConfig;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.event.EventBus;
import io.distaff.function.Broadcast;
import io.distaff.function.FunctionCodec;
import io.distaff.function.TaskScope;
import io.distaff.ids.BroadcastId;
import io.distaff.ids.Epoch;
import io.distaff.ids.ExecutorId;
import io.distaff.memory.MemoryManager;
import io.distaff.memory.TaskMemory;
import io.distaff.metrics.Counter;
import io.distaff.metrics.TaskMetrics;
import io.distaff.rpc.ControlMessage.ChunkHeld;
import io.distaff.rpc.ControlMessage.ChunkLocation;
import io.distaff.rpc.ControlMessage.ChunkNotFetched;
import io.distaff.rpc.ControlMessage.LocateChunk;
import io.distaff.rpc.ControlMessage.ReleaseBroadcast;
import io.distaff.rpc.ControlMessage.ToExecutor;
import io.distaff.scheduler.QueryScheduler;
import io.distaff.scheduler.ResultLimit;
import io.distaff.scheduler.SchedulerPolicy;
import io.distaff.shuffle.ChunkFetcher;
import io.distaff.shuffle.OutputHolder;
import io.distaff.shuffle.ShuffleBlockServer;
import io.distaff.shuffle.ShufflePeers;
import io.distaff.storage.LocalDisks;
import io.distaff.transport.TransportOptions;
import io.distaff.transport.TransportSecret;
import io.distaff.transport.TransportServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Broadcasts from a driver to executors that reach it, and each other, through the network. */
class BroadcastExecutorsTest {
  private static final Epoch EPOCH = new Epoch(1);
  private static final String HOST = "127.0.0.1";
  private static final int CHUNK_BYTES = 32 << 10;
  private static final int CHUNKS = 20;
  private static final long PLENTY = 64 << 20;
  private static final BroadcastId FIRST = new BroadcastId(1);

  @TempDir Path directory;

  private final TransportSecret secret = TransportSecret.random();
  private final ExecutorService tasks = Executors.newCachedThreadPool();
  private final List<Node> nodes = new ArrayList<>();
  private final MemoryManager driverMemory = new MemoryManager(PLENTY);
  private final QueryScheduler scheduler =
      new QueryScheduler(
          EPOCH,
          SchedulerPolicy.of(DistaffConfig.empty(), ResultLimit.of(DistaffConfig.empty(), PLENTY)),
          new StillCluster(),
          new EventBus(),
          location -> {
            throw new AssertionError("no query runs");
          },
          Clock.system());
  private ChunkStore driverChunks;
  private DriverBroadcasts broadcasts;
  private TransportServer driverServer;
  private int driverPort;

  @BeforeEach
  void start() {
    driverChunks = new ChunkStore(driverMemory, disks("driver"));
    broadcasts = new DriverBroadcasts(driverChunks, scheduler, CHUNK_BYTES);
    ShuffleBlockServer blocks = blocks(driverChunks);
    driverServer =
        new TransportServer(TransportOptions.defaults(), secret, connection -> blocks, blocks);
    driverPort = driverServer.bind(HOST, 0).getPort();
  }

  @AfterEach
  void stop() throws IOException {
    tasks.shutdownNow();
    nodes.forEach(Node::close);
    broadcasts.close();
    scheduler.close();
    driverServer.close();
    assertThat(driverMemory.usedBytes()).isZero();
    assertThat(nodes).allMatch(node -> node.memory.usedBytes() == 0);
    assertThat(filesOnDisk()).isZero();
  }

  private LocalDisks disks(String name) {
    return new LocalDisks(List.of(directory.resolve(name)));
  }

  private static ShuffleBlockServer blocks(ChunkStore chunks) {
    ShuffleBlockServer blocks = new ShuffleBlockServer(OutputHolder.none(), RecordCodec.cbor());
    blocks.alsoServe(chunks);
    return blocks;
  }

  private int filesOnDisk() throws IOException {
    return RegularFiles.count(directory);
  }

  /** What an executor has for broadcasts. */
  private final class Node extends NetworkExecutor implements ChunkDirectory {
    final MemoryManager memory;
    final ChunkStore chunks;
    final Broadcasts values;
    final ChunkFetcher fetcher = new ChunkFetcher(new ShufflePeers(client), RecordCodec.cbor());

    /** While set, the driver gives nothing to this one. */
    volatile boolean driverHangs;

    /** Fetches that the driver hasn't answered because of that. */
    final AtomicInteger hanging = new AtomicInteger();

    Node(long poolBytes) {
      super("e" + nodes.size(), HOST, secret);
      memory = new MemoryManager(poolBytes);
      chunks = new ChunkStore(memory, disks(id.name()));
      values = new Broadcasts(chunks, this, fetcher, memory);
      serve(blocks(chunks));
      nodes.add(this);
      scheduler.executorRegistered(this);
    }

    @Override
    public CompletableFuture<ChunkLocation> locate(BroadcastId broadcast, BitSet wanted) {
      return scheduler.asked(new LocateChunk(EPOCH, id, broadcast, wanted.toByteArray()));
    }

    @Override
    public CompletableFuture<byte[]> fetchFromDriver(BroadcastId broadcast, int chunk) {
      if (driverHangs) {
        hanging.incrementAndGet();
        return new CompletableFuture<>();
      }
      return fetcher.fetch(HOST, driverPort, broadcast, chunk);
    }

    @Override
    public void held(BroadcastId broadcast, int chunk) {
      scheduler.messageReceived(new ChunkHeld(EPOCH, id, broadcast, chunk));
    }

    @Override
    public void notFetched(BroadcastId broadcast, int chunk, ExecutorId failed) {
      scheduler.messageReceived(new ChunkNotFetched(EPOCH, id, broadcast, chunk, failed));
    }

    @Override
    public void send(ToExecutor message) {
      values.release(((ReleaseBroadcast) message).broadcast());
    }

    @Override
    public int slots() {
      return 1;
    }

    /** Runs a task that uses the value, to its end. */
    <T> T value(Broadcast<T> broadcast, TaskMetrics metrics) {
      return value(broadcast, metrics, new AtomicBoolean());
    }

    @SuppressWarnings("unchecked") // what was captured is such a handle
    <T> T value(Broadcast<T> broadcast, TaskMetrics metrics, AtomicBoolean cancelled) {
      return (T) value(FunctionCodec.write("f", broadcast), metrics, cancelled);
    }

    Object value(byte[] captured, TaskMetrics metrics, AtomicBoolean cancelled) {
      try (TaskMemory task = memory.startTask("task 7");
          Broadcasts.Use use = values.use(task, cancelled::get, metrics)) {
        task.operator(0, 0, "project");
        TaskScope scope = TaskScope.open(use);
        try {
          ClassLoader classes = getClass().getClassLoader();
          return ((Broadcast<?>) FunctionCodec.read("f", captured, classes)).value();
        } finally {
          scope.close();
        }
      }
    }

    @Override
    public void close() {
      super.close();
      values.close();
    }
  }

  private static byte[] noise() {
    return noise(CHUNK_BYTES);
  }

  private static byte[] noise(int chunkBytes) {
    byte[] bytes = new byte[CHUNKS * chunkBytes - 100];
    new Random(5).nextBytes(bytes);
    return bytes;
  }

  /** Of 640 KB in small chunks, and of 20 MB in chunks of 1 MiB. */
  @ParameterizedTest
  @ValueSource(ints = {CHUNK_BYTES, 1 << 20})
  void executorsThatWantItAtTheSameTimeTakeOneCopyFromTheDriver(int chunkBytes) throws Exception {
    byte[] value = noise(chunkBytes);
    broadcasts = new DriverBroadcasts(driverChunks, scheduler, chunkBytes);
    Broadcast<byte[]> broadcast = broadcasts.make(value, "Here.java:1");
    long stored = driverChunks.memoryBytes();
    List<TaskMetrics> metrics = new ArrayList<>();
    List<Future<byte[]>> values = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Node node = new Node(PLENTY);
      TaskMetrics counted = new TaskMetrics();
      metrics.add(counted);
      values.add(tasks.submit(() -> node.value(broadcast, counted)));
    }
    for (Future<byte[]> future : values) {
      assertThat(future.get()).isEqualTo(value);
    }
    assertThat(stored).isGreaterThanOrEqualTo(value.length);
    assertThat(metrics.stream().mapToLong(m -> m.count(Counter.BROADCAST_BYTES_FROM_DRIVER)).sum())
        .isEqualTo(stored);
    assertThat(metrics.stream().mapToLong(m -> m.count(Counter.BROADCAST_BYTES_FROM_PEERS)).sum())
        .isEqualTo(3 * stored);
    // The server counts what a socket has taken, and the other end may be faster than that.
    await().until(() -> driverServer.counters().blocksSent().sum() >= CHUNKS);
    assertThat(driverServer.counters().bytesSent().sum()).isBetween(stored, stored + stored / 20);
  }

  @Test
  void tasksOfOneExecutorFetchOnceAndShareTheObjects() throws Exception {
    Node node = new Node(PLENTY);
    Broadcast<byte[]> broadcast = broadcasts.make(noise(), "Here.java:1");
    CyclicBarrier together = new CyclicBarrier(6);
    List<Future<byte[]>> values = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      values.add(
          tasks.submit(
              () -> {
                together.await();
                return node.value(broadcast, new TaskMetrics());
              }));
    }
    for (Future<byte[]> future : values) {
      assertThat(future.get()).isSameAs(values.get(0).get());
    }
    await().until(() -> driverServer.counters().blocksSent().sum() >= CHUNKS);
    assertThat(driverServer.counters().blocksSent().sum()).isEqualTo(CHUNKS);
    assertThat(node.memory.use().commonBytes()).isGreaterThan(noise().length);
    assertThat(node.memory.use().storageBytes()).isEqualTo(node.chunks.memoryBytes());
  }

  @Test
  void aPeerThatIsGoneIsReplacedByTheDriver() {
    Node first = new Node(PLENTY);
    Node second = new Node(PLENTY);
    Broadcast<byte[]> broadcast = broadcasts.make(noise(), "Here.java:1");
    assertThat(first.value(broadcast, new TaskMetrics())).isEqualTo(noise());
    first.server.close();
    TaskMetrics metrics = new TaskMetrics();
    assertThat(second.value(broadcast, metrics)).isEqualTo(noise());
    assertThat(metrics.count(Counter.BROADCAST_BYTES_FROM_DRIVER))
        .isEqualTo(driverChunks.memoryBytes());
    assertThat(metrics.count(Counter.BROADCAST_BYTES_FROM_PEERS)).isZero();
  }

  /** Whoever waits for a chunk on its way elsewhere gets it when that executor is lost. */
  @Test
  void theLossOfAnExecutorThatFetchesHoldsUpNobody() throws Exception {
    Node first = new Node(PLENTY);
    Node second = new Node(PLENTY);
    Broadcast<byte[]> broadcast = broadcasts.make(noise(), "Here.java:1");
    first.driverHangs = true;
    AtomicBoolean ends = new AtomicBoolean();
    Future<?> hanging = tasks.submit(() -> first.value(broadcast, new TaskMetrics(), ends));
    // Four chunks are on their way to the first one.
    await().until(() -> first.hanging.get() == 4);
    Future<byte[]> waiting = tasks.submit(() -> second.value(broadcast, new TaskMetrics()));
    await().until(() -> driverServer.counters().blocksSent().sum() == CHUNKS - 4);
    assertThat(waiting).isNotDone();
    scheduler.executorLost(first.id, new ExecutorLoss(false, "killed"));
    assertThat(waiting.get()).isEqualTo(noise());
    ends.set(true);
    assertThatThrownBy(hanging::get).hasRootCauseInstanceOf(DistaffException.class);
  }

  @Test
  void aCancelledTaskLeavesWhatHasComeToTheNextOne() throws Exception {
    Node node = new Node(PLENTY);
    Broadcast<byte[]> broadcast = broadcasts.make(noise(), "Here.java:1");
    node.driverHangs = true;
    AtomicBoolean cancelled = new AtomicBoolean();
    Future<?> first = tasks.submit(() -> node.value(broadcast, new TaskMetrics(), cancelled));
    await().until(() -> node.hanging.get() == 4);
    AtomicBoolean waits = new AtomicBoolean(true);
    Future<?> waiting = tasks.submit(() -> node.value(broadcast, new TaskMetrics(), waits));
    assertThatThrownBy(waiting::get)
        .rootCause()
        .hasMessageContaining("a task that waits for broadcast-1, made at Here.java:1, ends");
    Future<byte[]> next = tasks.submit(() -> node.value(broadcast, new TaskMetrics()));
    node.driverHangs = false;
    assertThat(next).isNotDone();
    cancelled.set(true);
    assertThatThrownBy(first::get).hasRootCauseInstanceOf(DistaffException.class);
    assertThat(next.get()).isEqualTo(noise());
  }

  @Test
  void aDamagedChunkIsFetchedFromSomebodyElse() {
    Node first = new Node(PLENTY);
    Node second = new Node(PLENTY);
    Broadcast<byte[]> broadcast = broadcasts.make(noise(), "Here.java:1");
    assertThat(first.value(broadcast, new TaskMetrics())).isEqualTo(noise());
    first.chunks.read(FIRST, 3).orElseThrow()[77] ^= 1;
    TaskMetrics metrics = new TaskMetrics();
    assertThat(second.value(broadcast, metrics)).isEqualTo(noise());
    assertThat(metrics.count(Counter.BROADCAST_BYTES_FROM_DRIVER)).isPositive();
    // The first one notices when it needs the chunk again, and gets it from the second.
    try (TaskMemory task = first.memory.startTask("t")) {
      assertThat(task.operator("o").reservation(null).tryAdd(PLENTY - noise().length)).isTrue();
      assertThat(first.memory.use().commonBytes()).isZero();
    }
    TaskMetrics again = new TaskMetrics();
    assertThat(first.value(broadcast, again)).isEqualTo(noise());
    assertThat(again.count(Counter.BROADCAST_BYTES_FROM_PEERS)).isBetween(1L, CHUNK_BYTES * 2L);
    assertThat(again.count(Counter.BROADCAST_BYTES_FROM_DRIVER)).isZero();
  }

  @Test
  void aValueThatTheDriverHasDamagedFails() {
    Node node = new Node(PLENTY);
    Broadcast<byte[]> broadcast = broadcasts.make(noise(), "Here.java:1");
    driverChunks.read(FIRST, 3).orElseThrow()[77] ^= 1;
    assertThatThrownBy(() -> node.value(broadcast, new TaskMetrics()))
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.READ_FAILED))
        .hasMessageContaining("can't fetch chunk 3 of broadcast-1, made at Here.java:1, from the")
        .hasMessageContaining("fails its checksum");
  }

  @Test
  void chunksGoToDiskWhereMemoryIsNeededAndAreServedFromThere() throws IOException {
    Node first = new Node(PLENTY);
    Node second = new Node(2L * noise().length + (2 << 20));
    Broadcast<byte[]> broadcast = broadcasts.make(noise(), "Here.java:1");
    while (driverChunks.evict(1) > 0) {
      // All of it.
    }
    assertThat(driverMemory.usedBytes()).isZero();
    assertThat(first.value(broadcast, new TaskMetrics())).isEqualTo(noise());
    assertThat(first.chunks.evict(PLENTY)).isGreaterThan(noise().length);
    assertThat(filesOnDisk()).isEqualTo(2);
    TaskMetrics metrics = new TaskMetrics();
    try (TaskMemory task = second.memory.startTask("t")) {
      // Leaves nothing to chunks, and so much to the value.
      task.operator("o").reservation(null).add(second.memory.poolBytes() - noise().length - 4096);
      assertThat(second.value(broadcast, metrics)).isEqualTo(noise());
    }
    assertThat(filesOnDisk()).isEqualTo(3);
    assertThat(metrics.count(Counter.BROADCAST_BYTES_FROM_PEERS)).isGreaterThan(noise().length);
    broadcast.destroy();
    await().until(() -> filesOnDisk() == 0);
  }

  @Test
  void aValueThatIsTooLargeForTheExecutorSaysSo() {
    Node node = new Node(noise().length);
    Broadcast<byte[]> broadcast = broadcasts.make(noise(), "Here.java:1");
    assertThatThrownBy(() -> node.value(broadcast, new TaskMetrics()))
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MEMORY_EXCEEDED))
        .hasMessageContaining(
            "task 7 is out of memory: broadcast-1, made at Here.java:1, as objects, needs ")
        .hasMessageContaining("at most half of the pool")
        .hasMessageContaining("(an execution pool of " + noise().length + " bytes")
        .hasMessageContaining("\n  #0 project: holds 0 bytes\n")
        .hasMessageContaining("distaff.executor.memory");
  }

  @Test
  void destroyingDropsEveryCopyAndRefusesWhoeverComesLater() {
    Node node = new Node(PLENTY);
    Broadcast<byte[]> broadcast = broadcasts.make(noise(), "Here.java:1");
    byte[] captured = FunctionCodec.write("f", broadcast);
    assertThat(node.value(broadcast, new TaskMetrics())).isEqualTo(noise());
    broadcast.destroy();
    await().until(() -> node.memory.usedBytes() == 0);
    assertThat(driverMemory.usedBytes()).isZero();
    assertThatThrownBy(() -> node.value(captured, new TaskMetrics(), new AtomicBoolean()))
        .isInstanceOfSatisfying(
            DistaffException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.BROADCAST_DESTROYED))
        .hasMessageContaining("broadcast-1, made at Here.java:1, can't be used");
  }
}
