package io.distaff.shuffle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.codec.RecordCodec;
import io.distaff.ids.AttemptId;
import io.distaff.ids.ExecutorId;
import io.distaff.ids.QueryId;
import io.distaff.ids.StageId;
import io.distaff.ids.TaskId;
import io.distaff.memory.MemoryManager;
import io.distaff.memory.TaskMemory;
import io.distaff.metrics.TaskMetrics;
import io.distaff.plan.Sink.ShuffleSink;
import io.distaff.rpc.ControlMessage.MapOutputLocation;
import io.distaff.storage.LocalDisks;
import io.distaff.transport.TransportClient;
import io.distaff.transport.TransportOptions;
import io.distaff.transport.TransportSecret;
import io.distaff.transport.TransportServer;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.vector.BytesVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.RandomBatches;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShuffleRoundTripTest {
  private static final Schema SCHEMA =
      Schema.of(
          new Field("key", DataType.BIGINT, false), new Field("text", DataType.STRING, false));
  private static final int PARTITIONS = 5;

  @TempDir Path directory;

  private final RecordCodec codec = RecordCodec.cbor();
  private final ShuffleFiles files = new ShuffleFiles();
  private final TransportSecret secret = TransportSecret.random();
  private TransportServer server;
  private TransportClient client;
  private int port;

  @BeforeEach
  void serve() {
    ShuffleBlockServer blocks = new ShuffleBlockServer(files, codec);
    server = new TransportServer(TransportOptions.defaults(), secret, connection -> blocks, blocks);
    port = server.bind("127.0.0.1", 0).getPort();
    client = new TransportClient(TransportOptions.defaults(), secret);
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    server.close();
    files.close();
    try (var left = Files.list(directory)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void everyRowArrivesOnceInThePartitionOfItsKey() {
    roundTrip(64 << 20, 30, "elsewhere");
  }

  @Test
  void filesOfTheSameHostAreReadDirectly() {
    server.close();
    roundTrip(64 << 20, 30, "127.0.0.1");
  }

  @Test
  void spillsWhenMemoryIsRefusedAndLosesNothing() {
    TaskMetrics metrics = roundTrip(3 << 19, 120, "elsewhere");
    assertThat(metrics.bytesSpilled).isPositive();
  }

  /** Much longer than a piece that is fetched, and than the budget for pieces. */
  @Test
  void oneValueOfFiftyMegabytesTravelsAndTakesNotMuchMoreThanItsSize() {
    byte[] value = new byte[50 << 20];
    new Random(5).nextBytes(value);
    MemoryManager writing = new MemoryManager(16 << 20);
    TaskMetrics metrics = new TaskMetrics();
    AttemptId attempt = new AttemptId(new TaskId(new StageId(new QueryId(1), 0), 0), 0);
    ShuffleFile file;
    try (TaskMemory task = writing.startTask("write");
        ShuffleWriter writer =
            new ShuffleWriter(
                ShuffleSink.by(1, List.of(0)),
                SCHEMA,
                "large",
                task.operator("fetching"),
                new LocalDisks(List.of(directory)),
                metrics)) {
      writer.write(
          new VectorBatch(
              3,
              new LongVector(DataType.BIGINT, new long[] {1, 2, 3}, null, 3),
              new BytesVector(
                  DataType.STRING,
                  value,
                  new int[] {0, 0, 7},
                  new int[] {4, value.length, 5},
                  null,
                  3)));
      file = writer.finish();
    }
    files.add(attempt, file);
    MapOutputLocation location =
        new MapOutputLocation(
            attempt, new ExecutorId("executor-0"), "127.0.0.1", port, file.data().toString());
    MemoryManager reading = new MemoryManager(64 << 20);
    for (String host : List.of("elsewhere", "127.0.0.1")) {
      try (TaskMemory task = reading.startTask("read");
          ShuffleReader reader =
              new ShuffleReader(
                  SCHEMA,
                  new BlockFetcher(
                      List.of(new BlockFetcher.Source(location, 0)),
                      new BlockFetcher.Access(host, new ShufflePeers(client), codec),
                      task.operator("fetching"),
                      metrics),
                  task.operator("decoding"))) {
        VectorBatch alone = reader.next();
        assertThat(RandomBatches.rows(alone.withColumns(alone.column(0))))
            .isEqualTo(List.of(List.of(2L)));
        BytesVector texts = (BytesVector) alone.column(1);
        assertThat(texts.lengths()[0]).isEqualTo(value.length);
        int start = texts.starts()[0];
        assertThat(Arrays.equals(texts.data(), start, start + value.length, value, 0, value.length))
            .isTrue();
        VectorBatch others = reader.next();
        assertThat(RandomBatches.rows(others.withColumns(others.column(0))))
            .isEqualTo(List.of(List.of(1L), List.of(3L)));
        assertThat(reader.next()).isNull();
      }
    }
    assertThat(reading.usedBytes()).isZero();
  }

  @Test
  void damagedBlocksNameTheAttemptThatWroteThem() throws IOException {
    MemoryManager memory = new MemoryManager(64 << 20);
    try (TaskMemory task = memory.startTask("test")) {
      List<MapOutputLocation> locations = writeTwo(task, new TaskMetrics(), 30, new ArrayList<>());
      Path data = Path.of(locations.get(1).dataPath());
      byte[] bytes = Files.readAllBytes(data);
      bytes[bytes.length / 2] ^= 1;
      Files.write(data, bytes);
      assertThatThrownBy(
              () -> {
                for (int p = 0; p < PARTITIONS; p++) {
                  read(locations, p, "elsewhere", task, new TaskMetrics());
                }
              })
          .isInstanceOfSatisfying(
              ShuffleFetchException.class,
              e -> assertThat(e.lost()).isEqualTo(locations.get(1).attempt()))
          .hasMessageContaining("checksum");
    }
  }

  private TaskMetrics roundTrip(long poolBytes, int batches, String readerHost) {
    MemoryManager memory = new MemoryManager(poolBytes);
    TaskMetrics metrics = new TaskMetrics();
    List<String> written = new ArrayList<>();
    List<String> read = new ArrayList<>();
    try (TaskMemory task = memory.startTask("test")) {
      List<MapOutputLocation> locations = writeTwo(task, metrics, batches, written);
      List<Set<String>> keys = new ArrayList<>();
      for (int p = 0; p < PARTITIONS; p++) {
        List<String> rows = read(locations, p, readerHost, task, metrics);
        read.addAll(rows);
        keys.add(
            rows.stream()
                .map(row -> row.substring(0, row.indexOf(' ')))
                .collect(Collectors.toSet()));
      }
      for (int p = 1; p < PARTITIONS; p++) {
        assertThat(Collections.disjoint(keys.get(p), keys.get(p - 1))).isTrue();
      }
    }
    // Compared as a whole: a diff of half a million rows would take minutes.
    Collections.sort(read);
    Collections.sort(written);
    assertThat(read.equals(written)).isTrue();
    assertThat(memory.usedBytes()).isZero();
    return metrics;
  }

  private List<MapOutputLocation> writeTwo(
      TaskMemory task, TaskMetrics metrics, int batches, List<String> written) {
    List<MapOutputLocation> locations = new ArrayList<>();
    Random random = new Random(11);
    for (int map = 0; map < 2; map++) {
      AttemptId attempt = new AttemptId(new TaskId(new StageId(new QueryId(1), 0), map), 0);
      ShuffleFile file;
      try (ShuffleWriter writer =
          new ShuffleWriter(
              ShuffleSink.by(PARTITIONS, List.of(0)),
              SCHEMA,
              "map-" + map,
              task.operator("shuffle"),
              new LocalDisks(List.of(directory)),
              metrics)) {
        for (int b = 0; b < batches; b++) {
          VectorBatch batch = batch(random, 1 + random.nextInt(8000));
          for (int i = 0; i < batch.numRows(); i++) {
            written.add(
                Vectors.value(batch.column(0), i) + " " + Vectors.value(batch.column(1), i));
          }
          writer.write(batch);
        }
        file = writer.finish();
      }
      files.add(attempt, file);
      locations.add(
          new MapOutputLocation(
              attempt,
              new ExecutorId("executor-" + map),
              "127.0.0.1",
              port,
              file.data().toString()));
    }
    return locations;
  }

  private List<String> read(
      List<MapOutputLocation> locations,
      int partition,
      String host,
      TaskMemory task,
      TaskMetrics metrics) {
    List<String> rows = new ArrayList<>();
    try (ShuffleReader reader =
        new ShuffleReader(
            SCHEMA,
            new BlockFetcher(
                locations.stream()
                    .map(location -> new BlockFetcher.Source(location, partition))
                    .toList(),
                new BlockFetcher.Access(host, new ShufflePeers(client), codec),
                task.operator("shuffle"),
                metrics),
            task.operator("decoding"))) {
      for (VectorBatch batch = reader.next(); batch != null; batch = reader.next()) {
        for (int i = 0; i < batch.numRows(); i++) {
          rows.add(Vectors.value(batch.column(0), i) + " " + Vectors.value(batch.column(1), i));
        }
      }
    }
    return rows;
  }

  private static VectorBatch batch(Random random, int rows) {
    long[] keys = new long[rows];
    byte[] data = "the quick brown fox jumps over the lazy dog".getBytes(StandardCharsets.US_ASCII);
    int[] starts = new int[rows];
    int[] lengths = new int[rows];
    for (int i = 0; i < rows; i++) {
      keys[i] = random.nextInt(10_000);
      starts[i] = random.nextInt(20);
      lengths[i] = random.nextInt(20);
    }
    return new VectorBatch(
        rows,
        new LongVector(DataType.BIGINT, keys, null, rows),
        new BytesVector(DataType.STRING, data, starts, lengths, null, rows));
  }
}
