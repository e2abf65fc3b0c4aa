package io.distaff.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.distaff.broadcast.ChunkStore;
import io.distaff.cluster.ExecutorListener;
import io.distaff.cluster.ExecutorLoss;
import io.distaff.codec.RecordCodec;
import io.distaff.config.DistaffConfig;
import io.distaff.config.OptionRegistry;
import io.distaff.executor.DriverChannel;
import io.distaff.executor.Executor;
import io.distaff.ids.BroadcastId;
import io.distaff.ids.Epoch;
import io.distaff.memory.MemoryManager;
import io.distaff.metrics.Counter;
import io.distaff.parquet.read.FooterCache;
import io.distaff.planner.Parallelism;
import io.distaff.rpc.ControlMessage;
import io.distaff.rpc.ControlMessage.StatementStatistics;
import io.distaff.shuffle.OutputHolder;
import io.distaff.shuffle.ShuffleBlockServer;
import io.distaff.shuffle.ShuffleFiles;
import io.distaff.shuffle.ShufflePeers;
import io.distaff.storage.FileStore;
import io.distaff.storage.LocalDisks;
import io.distaff.transport.TransportClient;
import io.distaff.transport.TransportOptions;
import io.distaff.transport.TransportSecret;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cached data sets on two executors, each with memory, disk and a block server of its own. */
class CachingExecutorsTest {
  private static final String CACHED =
      "TABLE c %s AS SELECT l_orderkey, l_linenumber, l_comment FROM tpch.`sf0.1`.lineitem";
  private static final String COUNTED =
      "SELECT count(*), sum(l_orderkey), max(l_comment) FROM c WHERE l_linenumber < 5";
  private static final long PLENTY = 256 << 20;

  @TempDir Path directory;

  private final TransportSecret secret = TransportSecret.random();
  private final List<Node> nodes = new ArrayList<>();
  private Driver driver;
  private ExecutorListener listener;
  private StatementStatistics last;

  private final class Node extends NetworkExecutor {
    final MemoryManager memory;
    final Executor executor;

    Node(String name, String host, long poolBytes) {
      super(name, host, secret);
      memory = new MemoryManager(poolBytes, poolBytes / 2);
      LocalDisks disks = new LocalDisks(List.of(directory.resolve(name)));
      ShuffleFiles files = new ShuffleFiles(disks);
      executor =
          new Executor(
              new Executor.Identity(new Epoch(1), id, host, 2),
              new Executor.Resources(
                  DistaffConfig.empty(),
                  memory,
                  disks,
                  FileStore.open(Map.of()),
                  new FooterCache(0),
                  files,
                  new ShufflePeers(client),
                  CachingExecutorsTest.class::getClassLoader),
              new DriverChannel() {
                @Override
                public void send(ControlMessage.FromExecutor message) {
                  listener.messageReceived(message);
                }

                @Override
                public CompletableFuture<byte[]> fetchChunk(BroadcastId broadcast, int chunk) {
                  throw new UnsupportedOperationException();
                }

                @Override
                public <A extends ControlMessage.ToExecutor> CompletableFuture<A> ask(
                    ControlMessage.Question<A> question) {
                  return listener.asked(question);
                }
              },
              RecordCodec.cbor());
      ShuffleBlockServer blocks = new ShuffleBlockServer(files, RecordCodec.cbor());
      blocks.alsoServe(executor.cache());
      serve(blocks);
    }

    void kill() {
      nodes.remove(this);
      close();
      listener.executorLost(id, new ExecutorLoss(false, "killed"));
    }

    @Override
    public int slots() {
      return 2;
    }

    @Override
    public void send(ControlMessage.ToExecutor message) {
      executor.handle(message);
    }

    @Override
    public void close() {
      executor.close();
      super.close();
    }
  }

  private final class Nodes extends StillCluster {
    @Override
    public void start(ExecutorListener hears) {
      listener = hears;
      nodes.forEach(listener::executorRegistered);
    }

    @Override
    public void close() {
      nodes.forEach(Node::close);
    }
  }

  private void start(long poolBytes) {
    nodes.add(new Node("e1", "127.0.0.1", poolBytes));
    nodes.add(new Node("e2", "localhost", poolBytes));
    TransportClient client = new TransportClient(TransportOptions.defaults(), secret);
    driver =
        new Driver(
            new Driver.Environment(
                "app",
                new Epoch(1),
                new Parallelism(2, 2),
                FileStore.open(Map.of()),
                new FooterCache(0),
                new Nodes(),
                new ShuffleResultFetcher(
                    "driver",
                    OutputHolder.none(),
                    new ShufflePeers(client),
                    new MemoryManager(PLENTY)),
                new ChunkStore(
                    new MemoryManager(PLENTY),
                    new LocalDisks(List.of(directory.resolve("driver")))),
                PLENTY),
            DistaffConfig.of(
                Map.of(
                    "distaff.sql.single-task.threshold", "0b",
                    "distaff.sql.single-task.rows", "0",
                    // Tasks take the first free slot, so that some read from the other executor.
                    "distaff.locality.waitMillis", "0")),
            new OptionRegistry(EngineOptions.FAMILIES));
    driver.start(2);
  }

  @AfterEach
  void stop() throws IOException {
    driver.close();
    assertThat(filesOnDisk()).isZero();
  }

  private int filesOnDisk() throws IOException {
    return RegularFiles.count(directory);
  }

  private List<Object> run(String sql) {
    List<Object> values = new ArrayList<>();
    try (StatementExecution execution = driver.execute(sql)) {
      for (VectorBatch batch = execution.next(); batch != null; batch = execution.next()) {
        for (int i = 0; i < batch.numSelected(); i++) {
          for (int c = 0; c < batch.numColumns(); c++) {
            values.add(Vectors.value(batch.column(c), batch.selectedRow(i)));
          }
        }
      }
      last = execution.statistics();
    }
    return values;
  }

  private long cachedBytes() {
    return nodes.stream().mapToLong(node -> node.executor.cache().memoryBytes()).sum();
  }

  private int partitions(Node node) {
    return node.executor.cache().numPartitions();
  }

  @Test
  void bothExecutorsHoldPartitionsAndUncachingEmptiesThem() {
    start(PLENTY);
    run("CREATE TEMPORARY VIEW plain AS SELECT * FROM tpch.`sf0.1`.lineitem");
    List<Object> expected = run(COUNTED.replace("FROM c", "FROM plain"));
    run("CACHE " + CACHED.formatted(""));
    assertThat(nodes).allMatch(node -> partitions(node) > 0);
    assertThat(cachedBytes()).isPositive();
    assertThat(run(COUNTED)).isEqualTo(expected);
    assertThat(last.count(Counter.CACHE_MISSES)).isZero();
    assertThat(last.count(Counter.CACHE_HITS))
        .isEqualTo(partitions(nodes.get(0)) + partitions(nodes.get(1)));
    run("UNCACHE TABLE c");
    await().until(() -> nodes.stream().allMatch(node -> node.memory.usedBytes() == 0));
  }

  @Test
  void onlyThePartitionsOfALostExecutorAreMadeAgain() {
    start(PLENTY);
    run("CACHE " + CACHED.formatted(""));
    List<Object> expected = run(COUNTED);
    int lost = partitions(nodes.get(0));
    int kept = partitions(nodes.get(1));
    nodes.get(0).kill();
    assertThat(run(COUNTED)).isEqualTo(expected);
    assertThat(last.count(Counter.CACHE_MISSES)).isEqualTo(lost);
    assertThat(last.count(Counter.CACHE_HITS)).isEqualTo(kept);
    run(COUNTED);
    assertThat(last.count(Counter.CACHE_MISSES)).isZero();
  }

  @Test
  void pressureMovesPartitionsToDiskAndNothingIsMadeAgain() {
    start(PLENTY);
    run("CACHE " + CACHED.formatted(""));
    List<Object> expected = run(COUNTED);
    for (Node node : nodes) {
      while (node.executor.cache().evict(1) > 0) {
        // All of it.
      }
    }
    assertThat(cachedBytes()).isZero();
    assertThat(run(COUNTED)).isEqualTo(expected);
    assertThat(last.count(Counter.CACHE_MISSES)).isZero();
    run("UNCACHE TABLE c");
    await().until(() -> nodes.stream().allMatch(node -> partitions(node) == 0));
  }

  @Test
  void partitionsDroppedFromMemoryAreMadeAgain() {
    start(PLENTY);
    run("CACHE " + CACHED.formatted("OPTIONS ('storageLevel' 'MEMORY_ONLY')"));
    List<Object> expected = run(COUNTED);
    assertThat(nodes.get(1).executor.cache().evict(1)).isPositive();
    assertThat(run(COUNTED)).isEqualTo(expected);
    assertThat(last.count(Counter.CACHE_MISSES)).isEqualTo(1);
    assertThat(last.count(Counter.CACHE_HITS)).isPositive();
    run(COUNTED);
    assertThat(last.count(Counter.CACHE_MISSES)).isZero();
  }

  /** A pool that has room for a fraction of the rows. */
  @Test
  void whatDoesNotFitMemoryIsAnsweredAtEveryLevel() throws IOException {
    start(4 << 20);
    List<List<Object>> answers = new ArrayList<>();
    for (String level : List.of("MEMORY_ONLY", "MEMORY_AND_DISK", "DISK_ONLY")) {
      run("CACHE " + CACHED.formatted("OPTIONS ('storageLevel' '" + level + "')"));
      answers.add(run(COUNTED));
      answers.add(run(COUNTED));
      if (level.equals("MEMORY_ONLY")) {
        assertThat(last.count(Counter.CACHE_MISSES)).isPositive();
      } else {
        assertThat(last.count(Counter.CACHE_MISSES)).isZero();
        assertThat(filesOnDisk()).isPositive();
      }
      run("DROP VIEW c");
      await().until(() -> nodes.stream().allMatch(node -> partitions(node) == 0));
    }
    assertThat(answers).allMatch(answer -> answer.equals(answers.get(0)));
    await().until(() -> nodes.stream().allMatch(node -> node.memory.usedBytes() == 0));
  }
}
