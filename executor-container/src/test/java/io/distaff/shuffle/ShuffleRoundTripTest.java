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
import io.distaff.memory.ReservedArrays;
import io.distaff.memory.TaskMemory;
import io.distaff.metrics.Counter;
import io.distaff.metrics.TaskMetrics;
import io.distaff.rpc.ControlMessage.MapOutputLocation;
import io.distaff.storage.LocalDisks;
import io.distaff.transport.BlockSource;
import io.distaff.transport.Connection;
import io.distaff.transport.ConnectionListener;
import io.distaff.transport.TransportClient;
import io.distaff.transport.TransportOptions;
import io.distaff.transport.TransportSecret;
import io.distaff.transport.TransportServer;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.MapType;
import io.distaff.types.Schema;
import io.distaff.vector.ArrayVector;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.RowHash;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import io.distaff.vector.large.ExchangedTexts;
import io.distaff.vector.large.LargeValues;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShuffleRoundTripTest {
  private static final Schema SCHEMA =
      Schema.of(
          new Field("key", DataType.BIGINT, false), new Field("text", DataType.STRING, false));
  private static final int PARTITIONS = 5;

  @TempDir Path directory;

  private final RecordCodec codec = RecordCodec.cbor();
  private ShuffleFiles files;
  private final TransportSecret secret = TransportSecret.random();
  private TransportServer server;
  private TransportClient client;
  private int port;
  private volatile boolean blocksServed = true;

  /** Of where outputs are. */
  private final AtomicInteger questions = new AtomicInteger();

  /** Of blocks. */
  private final AtomicInteger fetches = new AtomicInteger();

  @BeforeEach
  void serve() {
    files = new ShuffleFiles(new LocalDisks(List.of(directory)));
    ShuffleBlockServer blocks = new ShuffleBlockServer(files, codec);
    BlockSource source =
        request -> {
          assertThat(blocksServed).isTrue();
          fetches.incrementAndGet();
          return blocks.locate(request);
        };
    ConnectionListener listener =
        new ConnectionListener() {
          @Override
          public CompletableFuture<byte[]> onRequest(Connection connection, byte[] payload) {
            questions.incrementAndGet();
            return blocks.onRequest(connection, payload);
          }
        };
    server =
        new TransportServer(TransportOptions.defaults(), secret, connection -> listener, source);
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
    roundTrip(64 << 20, 30, elsewhere());
  }

  @Test
  void whatIsHereIsReadWithoutAnyPeer() {
    server.close();
    roundTrip(
        64 << 20, 30, new BlockFetcher.Access("elsewhere", files, new ShufflePeers(null), codec));
  }

  /** Those of another executor, which says where in them an output is and sends no blocks. */
  @Test
  void filesOfTheSameHostAreReadDirectly() {
    blocksServed = false;
    roundTrip(
        64 << 20,
        30,
        new BlockFetcher.Access("127.0.0.1", OutputHolder.none(), new ShufflePeers(client), codec));
    assertThat(questions).as("one a reader, of all 30 outputs").hasValue(PARTITIONS);
  }

  private static AttemptId attempt(int query, int partition) {
    return new AttemptId(new TaskId(new StageId(new QueryId(query), 0), partition), 0);
  }

  private long filesOnDisk() throws IOException {
    try (var left = Files.list(directory)) {
      return left.count();
    }
  }

  private static ShuffleFile text(AppendedFile file, String text) {
    return file.append(
        1,
        (out, p) ->
            SpilledPartitions.writeFully(
                out, text.getBytes(StandardCharsets.US_ASCII), text.length()));
  }

  @Test
  void outputsOfAQueryShareAFileThatGoesWithTheLastOfThem() throws IOException {
    for (int p = 0; p < 100; p++) {
      files.write(attempt(1, p), file -> text(file, "some"));
    }
    files.write(attempt(2, 0), file -> text(file, "other"));
    assertThat(filesOnDisk()).isEqualTo(2);
    assertThat(files.find(attempt(1, 99)).orElseThrow().offsets()).containsExactly(396, 400);
    files.release(attempt(1, 99));
    assertThat(files.find(attempt(1, 99))).isEmpty();
    assertThat(files.find(attempt(1, 98))).isPresent();
    files.release(attempt(2, 0));
    assertThat(filesOnDisk()).isEqualTo(1);
    files.release(new QueryId(1));
    assertThat(filesOnDisk()).isZero();
  }

  @Test
  void tasksThatWriteAtATimeHaveAFileEach() throws IOException {
    files.write(
        attempt(1, 0),
        first -> {
          ShuffleFile other = files.write(attempt(1, 1), second -> text(second, "second"));
          ShuffleFile own = text(first, "first");
          assertThat(own.data()).isNotEqualTo(other.data());
          return own;
        });
    files.write(attempt(1, 2), file -> text(file, "third"));
    assertThat(filesOnDisk()).isEqualTo(2);
  }

  @Test
  void outputsAreSpreadOverTheDisks() {
    List<Path> directories = List.of(directory.resolve("a"), directory.resolve("b"));
    try (ShuffleFiles spread = new ShuffleFiles(new LocalDisks(directories))) {
      List<Path> used = new ArrayList<>();
      for (int p = 0; p < 6; p++) {
        used.add(spread.write(attempt(1, p), file -> text(file, "some")).data());
      }
      assertThat(used.stream().distinct()).hasSize(2);
      assertThat(used.stream().filter(path -> path.startsWith(directories.get(0)))).hasSize(3);
    }
    directories.forEach(path -> assertThat(path.toFile().delete()).isTrue());
  }

  @Test
  void anOutputThatFailsLeavesNothingAndItsFileIsntUsedAgain() throws IOException {
    Path before = files.write(attempt(1, 0), file -> text(file, "before")).data();
    assertThatThrownBy(
            () ->
                files.write(
                    attempt(1, 1),
                    file ->
                        file.append(
                            2,
                            (out, p) -> {
                              SpilledPartitions.writeFully(out, new byte[7], 7);
                              if (p == 1) {
                                throw new IOException("no space left on device");
                              }
                            })))
        .hasMessageContaining("can't write the shuffle file " + before)
        .hasMessageContaining("no space left");
    assertThat(files.find(attempt(1, 1))).isEmpty();
    assertThat(Files.readString(before)).isEqualTo("before");
    assertThat(files.write(attempt(1, 1), file -> text(file, "after")).data()).isNotEqualTo(before);
  }

  /** The query has ended while a task of it, which is cancelled, goes on a little. */
  @Test
  void whatIsWrittenAfterTheEndOfItsQueryGoesWithItsAttempt() throws IOException {
    files.write(attempt(1, 0), file -> text(file, "early"));
    files.write(
        attempt(1, 1),
        file -> {
          files.release(new QueryId(1));
          return text(file, "late");
        });
    files.write(attempt(1, 2), file -> text(file, "later"));
    files.release(attempt(1, 1));
    assertThat(files.find(attempt(1, 2))).isPresent();
    files.release(attempt(1, 2));
    assertThat(filesOnDisk()).isZero();
  }

  @Test
  void spillsWhenMemoryIsRefusedAndLosesNothing() {
    TaskMetrics metrics = roundTrip(3 << 19, 120, elsewhere());
    assertThat(metrics.count(Counter.BYTES_SPILLED)).isPositive();
  }

  private static final Schema LARGE_SCHEMA =
      Schema.of(
          new Field("k", DataType.BIGINT, false),
          new Field("t", DataType.STRING, true),
          new Field("u", DataType.BINARY, true),
          new Field("l", new ArrayType(DataType.STRING), true),
          new Field("m", new MapType(DataType.STRING, DataType.BINARY), true));

  private static String text(int bytes, int seed) {
    byte[] noise = new byte[bytes];
    Random random = new Random(seed);
    for (int i = 0; i < bytes; i++) {
      noise[i] = (byte) (' ' + random.nextInt(90));
    }
    return new String(noise, StandardCharsets.US_ASCII);
  }

  /** Rows without large values, with some, and with more than the memory has room for. */
  private static List<List<Object>> largeRows() {
    String large = text(1_500_000, 1);
    String other = text(1_400_000, 2);
    String some = text(400_000, 3);
    byte[] binary = other.getBytes(StandardCharsets.US_ASCII);
    List<List<Object>> rows = new ArrayList<>();
    for (long key = 0; key < 60; key++) {
      int kind = (int) key % 12;
      String t = kind == 3 ? large : kind == 5 ? some : kind == 7 ? null : "t" + key;
      byte[] u = kind == 3 || kind == 9 ? binary : null;
      List<String> l =
          kind == 3
              ? Arrays.asList("", large, null, other, some, "small", other)
              : kind == 5 ? List.of() : kind == 6 ? List.of(some) : null;
      Map<String, byte[]> m = kind == 9 ? Map.of(large, binary) : Map.of();
      rows.add(Arrays.asList(key, t, u, l, m));
    }
    return rows;
  }

  private static VectorBatch batch(List<List<Object>> rows) {
    ColumnVector[] columns = new ColumnVector[LARGE_SCHEMA.size()];
    for (int c = 0; c < columns.length; c++) {
      int column = c;
      List<Object> values = rows.stream().map(row -> row.get(column)).toList();
      columns[c] = Vectors.of(LARGE_SCHEMA.type(c), values);
    }
    return new VectorBatch(rows.size(), columns);
  }

  private LargeValues largeValues(TaskMemory task, int leastBytes) {
    LocalDisks disks = new LocalDisks(List.of(directory));
    return new LargeValues(task.operator("values"), disks, new TaskMetrics(), leastBytes);
  }

  /** Each is little, and as many as make a block by their number are more than the memory. */
  @Test
  void rowsOfLongArraysMakeBlocksThatHaveRoom() {
    int numRows = 600;
    int length = 8192;
    ArrayType type = new ArrayType(DataType.BIGINT);
    long[] noise = new Random(3).longs(length).toArray();
    VectorBatch row =
        new VectorBatch(
            1,
            new ArrayVector(
                type,
                new int[] {0},
                new int[] {length},
                new LongVector(DataType.BIGINT, noise, null, length),
                null,
                1));
    MemoryManager manager = new MemoryManager(24 << 20);
    TaskMetrics metrics = new TaskMetrics();
    try (TaskMemory task = manager.startTask("write");
        ShuffleWriter writer =
            new ShuffleWriter(
                1,
                RowPartitioner.of(List.of(), 1, LargeValues.none()),
                Schema.of(new Field("l", type, true)),
                "arrays",
                task.operator("writing"),
                new LocalDisks(List.of(directory)),
                metrics,
                LargeValues.none())) {
      for (int i = 0; i < numRows; i++) {
        writer.write(row);
      }
      files.write(attempt(1, 0), writer::finish);
      assertThat(writer.partitionRows()).containsExactly(numRows);
    }
    assertThat(metrics.count(Counter.SHUFFLE_BYTES_WRITTEN)).isGreaterThan(24L << 20);
    assertThat(metrics.count(Counter.BYTES_SPILLED)).isPositive();
    assertThat(manager.usedBytes()).isZero();
  }

  /** Much longer than a piece that is fetched, than the budget for pieces, and than the memory. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void rowsOfLargeValuesTravelAndTakeNotMuchMoreThanAPiece(int partitions) {
    List<List<Object>> rows = largeRows();
    List<List<Object>> texts = rows.stream().map(ShuffleRoundTripTest::comparable).toList();
    MemoryManager manager = new MemoryManager(7 << 20);
    TaskMetrics metrics = new TaskMetrics();
    AttemptId attempt = new AttemptId(new TaskId(new StageId(new QueryId(1), 0), 0), 0);
    ShuffleFile file;
    try (TaskMemory task = manager.startTask("write");
        LargeValues values = largeValues(task, 100_000);
        ShuffleWriter writer =
            new ShuffleWriter(
                partitions,
                RowPartitioner.of(partitions == 1 ? List.of() : List.of(1, 3), partitions, values),
                LARGE_SCHEMA,
                "large",
                task.operator("writing"),
                new LocalDisks(List.of(directory)),
                metrics,
                values)) {
      ExchangedTexts stored = values.storing(ReservedArrays.uncounted());
      for (int from = 0; from < rows.size(); from += 20) {
        VectorBatch part = batch(rows.subList(from, from + 20));
        writer.write(
            part.withColumns(
                Arrays.stream(part.columns()).map(stored::of).toArray(ColumnVector[]::new)));
      }
      file = files.write(attempt, writer::finish);
    }
    long[] hashes = new long[rows.size()];
    new RowHash(1, 3).hash(batch(rows), hashes);
    // A task that takes other values for large, and one for which none is.
    for (int leastBytes : new int[] {1_000, 1_450_000, Integer.MAX_VALUE}) {
      boolean none = leastBytes == Integer.MAX_VALUE;
      MemoryManager reading = new MemoryManager(leastBytes == 1_000 ? 8 << 20 : 64 << 20);
      for (int p = 0; p < partitions; p++) {
        int partition = p;
        List<List<Object>> expected =
            texts.stream()
                .filter(
                    row ->
                        partitions == 1
                            || RowHash.partition(hashes[(int) (long) row.get(0)], partitions)
                                == partition)
                .toList();
        try (TaskMemory task = reading.startTask("read");
            LargeValues values = none ? LargeValues.none() : largeValues(task, leastBytes)) {
          List<List<Object>> read = readLarge(attempt, file, partition, task, values);
          // In the order in which they were written.
          assertThat(read.equals(expected)).as("partition %s, %s", p, leastBytes).isTrue();
        }
      }
      assertThat(reading.usedBytes()).isZero();
    }
    assertThat(manager.usedBytes()).isZero();
  }

  private List<List<Object>> readLarge(
      AttemptId attempt, ShuffleFile file, int partition, TaskMemory task, LargeValues values) {
    MapOutputLocation location =
        new MapOutputLocation(
            attempt, new ExecutorId("executor-0"), "127.0.0.1", port, file.data().toString());
    List<List<Object>> rows = new ArrayList<>();
    try (ShuffleReader reader =
        new ShuffleReader(
            LARGE_SCHEMA,
            new BlockFetcher(
                List.of(new BlockFetcher.Source(location, partition)),
                new BlockFetcher.Access(
                    "elsewhere", OutputHolder.none(), new ShufflePeers(client), codec),
                task.operator("fetching"),
                new TaskMetrics()),
            task.operator("decoding"),
            values)) {
      for (VectorBatch batch = reader.next(); batch != null; batch = reader.next()) {
        ExchangedTexts restored = values.restoring(ReservedArrays.uncounted());
        ColumnVector[] columns =
            Arrays.stream(batch.columns()).map(restored::of).toArray(ColumnVector[]::new);
        for (int row = 0; row < batch.numRows(); row++) {
          List<Object> found = new ArrayList<>();
          for (ColumnVector column : columns) {
            found.add(Vectors.value(column, row));
          }
          rows.add(comparable(found));
        }
        reader.release();
      }
    }
    return rows;
  }

  private static List<Object> comparable(List<Object> row) {
    return row.stream().map(ShuffleRoundTripTest::comparable).toList();
  }

  /** Bytes as text. */
  private static Object comparable(Object value) {
    if (value instanceof Long) {
      return value;
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> List.of(comparable(entry.getKey()), comparable(entry.getValue())))
          .toList();
    }
    return value instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.ISO_8859_1)
        : String.valueOf(value);
  }

  @Test
  void damagedBlocksNameTheAttemptThatWroteThem() throws IOException {
    MemoryManager memory = new MemoryManager(64 << 20);
    try (TaskMemory task = memory.startTask("test")) {
      List<MapOutputLocation> locations = writeTwo(task, new TaskMetrics(), 30, new ArrayList<>());
      Path data = Path.of(locations.get(1).dataPath());
      long[] offsets = files.find(locations.get(1).attempt()).orElseThrow().offsets();
      byte[] bytes = Files.readAllBytes(data);
      bytes[(int) (offsets[0] + offsets[PARTITIONS]) / 2] ^= 1;
      Files.write(data, bytes);
      assertThatThrownBy(
              () -> {
                for (int p = 0; p < PARTITIONS; p++) {
                  read(locations, p, elsewhere(), task, new TaskMetrics());
                }
              })
          .isInstanceOfSatisfying(
              ShuffleFetchException.class,
              e -> assertThat(e.lost()).isEqualTo(locations.get(1).attempt()))
          .hasMessageContaining("checksum");
    }
  }

  /**
   * Outputs of one partition, each a text in a block, some of them too large to come with others.
   */
  private List<MapOutputLocation> writeTexts(int numOutputs) {
    MemoryManager memory = new MemoryManager(64 << 20);
    List<MapOutputLocation> locations = new ArrayList<>();
    try (TaskMemory task = memory.startTask("test")) {
      for (int map = 0; map < numOutputs; map++) {
        String text = map % 10 == 7 ? text(300 << 10, map) : "text " + map;
        try (ShuffleWriter writer =
            new ShuffleWriter(
                1,
                RowPartitioner.of(List.of(0), 1, LargeValues.none()),
                SCHEMA,
                "map-" + map,
                task.operator("shuffle"),
                new LocalDisks(List.of(directory)),
                new TaskMetrics(),
                LargeValues.none())) {
          writer.write(
              new VectorBatch(
                  1,
                  Vectors.single(DataType.BIGINT, (long) map),
                  Vectors.single(DataType.STRING, text)));
          ShuffleFile file = files.write(attempt(1, map), writer::finish);
          locations.add(
              new MapOutputLocation(
                  attempt(1, map),
                  new ExecutorId("executor-0"),
                  "127.0.0.1",
                  port,
                  file.data().toString()));
        }
      }
    }
    return locations;
  }

  @Test
  void smallPiecesOfAPeerComeTogether() {
    List<MapOutputLocation> locations = writeTexts(100);
    try (TaskMemory task = new MemoryManager(64 << 20).startTask("test")) {
      List<String> rows = read(locations, 0, elsewhere(), task, new TaskMetrics());
      assertThat(rows).hasSize(100);
      for (int map = 0; map < 100; map++) {
        assertThat(rows.get(map)).startsWith(map % 10 == 7 ? map + " " : map + " text " + map);
      }
    }
    assertThat(fetches).as("the ten large ones, and what is between them").hasValue(21);
  }

  @Test
  void ofPiecesThatComeTogetherTheOneThatIsGoneIsTold() {
    List<MapOutputLocation> locations = writeTexts(7);
    AttemptId gone = locations.get(4).attempt();
    MemoryManager memory = new MemoryManager(64 << 20);
    try (TaskMemory task = memory.startTask("test")) {
      List<BlockFetcher.Source> sources =
          locations.stream().map(at -> new BlockFetcher.Source(at, 0)).toList();
      try (BlockFetcher fetcher =
          new BlockFetcher(sources, elsewhere(), task.operator("shuffle"), new TaskMetrics())) {
        files.release(gone);
        for (int map = 0; map < 4; map++) {
          assertThat(fetcher.next()).isTrue();
        }
        assertThatThrownBy(fetcher::next)
            .isInstanceOfSatisfying(
                ShuffleFetchException.class, e -> assertThat(e.lost()).isEqualTo(gone));
      }
    }
    assertThat(memory.usedBytes()).isZero();
  }

  /** As a task of an executor on another host. */
  private BlockFetcher.Access elsewhere() {
    return new BlockFetcher.Access(
        "elsewhere", OutputHolder.none(), new ShufflePeers(client), codec);
  }

  private TaskMetrics roundTrip(long poolBytes, int batches, BlockFetcher.Access reader) {
    MemoryManager memory = new MemoryManager(poolBytes);
    TaskMetrics metrics = new TaskMetrics();
    List<String> written = new ArrayList<>();
    List<String> read = new ArrayList<>();
    try (TaskMemory task = memory.startTask("test")) {
      List<MapOutputLocation> locations = writeTwo(task, metrics, batches, written);
      List<Set<String>> keys = new ArrayList<>();
      for (int p = 0; p < PARTITIONS; p++) {
        List<String> rows = read(locations, p, reader, task, metrics);
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
              PARTITIONS,
              RowPartitioner.of(List.of(0), PARTITIONS, LargeValues.none()),
              SCHEMA,
              "map-" + map,
              task.operator("shuffle"),
              new LocalDisks(List.of(directory)),
              metrics,
              LargeValues.none())) {
        for (int b = 0; b < batches; b++) {
          VectorBatch batch = batch(random, 1 + random.nextInt(8000));
          for (int i = 0; i < batch.numRows(); i++) {
            written.add(
                Vectors.value(batch.column(0), i) + " " + Vectors.value(batch.column(1), i));
          }
          writer.write(batch);
        }
        file = files.write(attempt, writer::finish);
      }
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
      BlockFetcher.Access access,
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
                access,
                task.operator("shuffle"),
                metrics),
            task.operator("decoding"),
            LargeValues.none())) {
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
