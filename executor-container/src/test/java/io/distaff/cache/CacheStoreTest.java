package io.distaff.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.codec.RecordCodec;
import io.distaff.ids.AttemptId;
import io.distaff.ids.CacheId;
import io.distaff.ids.ExecutorId;
import io.distaff.ids.QueryId;
import io.distaff.ids.StageId;
import io.distaff.ids.TaskId;
import io.distaff.memory.MemoryManager;
import io.distaff.memory.MemoryReservation;
import io.distaff.memory.TaskMemory;
import io.distaff.metrics.Counter;
import io.distaff.metrics.TaskMetrics;
import io.distaff.plan.Sink.CacheSink;
import io.distaff.plan.StorageLevel;
import io.distaff.rpc.ControlMessage.MapOutputLocation;
import io.distaff.rpc.TaskProduct.CachedPartition;
import io.distaff.shuffle.BlockFetcher;
import io.distaff.shuffle.OutputHolder;
import io.distaff.shuffle.ShuffleBlockServer;
import io.distaff.shuffle.ShuffleFetchException;
import io.distaff.shuffle.ShufflePeers;
import io.distaff.storage.LocalDisks;
import io.distaff.transport.TransportClient;
import io.distaff.transport.TransportOptions;
import io.distaff.transport.TransportSecret;
import io.distaff.transport.TransportServer;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import io.distaff.vector.large.LargeValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheStoreTest {
  private static final Schema SCHEMA =
      Schema.of(
          new Field("number", DataType.BIGINT, false),
          new Field("text", DataType.STRING, false),
          new Field("noise", DataType.BIGINT, false));
  private static final CacheId CACHE = new CacheId(1);
  private static final List<Integer> ALL = List.of(0, 1, 2);

  @TempDir Path directory;

  private final List<AttemptId> dropped = new ArrayList<>();
  private final Random random = new Random(11);
  private MemoryManager memory;
  private CacheStore store;
  private LocalDisks disks;

  @BeforeEach
  void open() {
    withPool(64 << 20, 0);
  }

  private void withPool(long poolBytes, long floorBytes) {
    memory = new MemoryManager(poolBytes, floorBytes);
    disks = new LocalDisks(List.of(directory));
    store = new CacheStore(memory, disks, dropped::add);
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    store.close();
    assertThat(memory.usedBytes()).isZero();
    try (var left = Files.list(directory)) {
      assertThat(left).isEmpty();
    }
  }

  // ---- rows ----

  private static AttemptId attempt(int partition) {
    return new AttemptId(new TaskId(new StageId(new QueryId(1), 0), partition), 0);
  }

  private record Written(CachedPartition product, List<String> rows) {}

  private Written write(AttemptId attempt, CacheId cache, StorageLevel level, int batches) {
    List<String> rows = new ArrayList<>();
    TaskMetrics metrics = new TaskMetrics();
    try (TaskMemory task = memory.startTask("write");
        CacheWriter writer =
            new CacheWriter(
                new CacheSink(cache, level),
                attempt,
                SCHEMA,
                store,
                disks,
                task.operator("cache writer"),
                metrics,
                LargeValues.none())) {
      for (int b = 0; b < batches; b++) {
        VectorBatch batch = batch(b);
        for (int i = 0; i < batch.numSelected(); i++) {
          rows.add(row(batch, ALL, batch.selectedRow(i)));
        }
        writer.write(batch);
      }
      CachedPartition product = (CachedPartition) writer.finish();
      assertThat(product.rows()).isEqualTo(rows.size());
      assertThat(metrics.count(Counter.CACHE_MISSES)).isEqualTo(1);
      return new Written(product, rows);
    }
  }

  private Written write(int partition, StorageLevel level, int batches) {
    return write(attempt(partition), CACHE, level, batches);
  }

  /** Every third batch has all rows selected, the others a few. */
  private VectorBatch batch(int number) {
    int count = 4000;
    long[] numbers = new long[count];
    long[] noise = new long[count];
    byte[] data = new byte[count];
    int[] starts = new int[count];
    int[] lengths = new int[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = number * 10_000L + i;
      noise[i] = random.nextLong();
      data[i] = (byte) ('a' + random.nextInt(26));
      starts[i] = i;
      lengths[i] = random.nextInt(2);
    }
    ColumnVector[] columns = {
      new LongVector(DataType.BIGINT, numbers, null, count),
      new BytesVector(DataType.STRING, data, starts, lengths, null, count),
      new LongVector(DataType.BIGINT, noise, null, count)
    };
    if (number % 3 == 0) {
      return new VectorBatch(count, columns);
    }
    int[] selected = new int[100 * (number % 3)];
    for (int i = 0; i < selected.length; i++) {
      selected[i] = 7 * i;
    }
    return new VectorBatch(count, new SelectionVector(selected, selected.length), columns);
  }

  private static String row(VectorBatch batch, List<Integer> columns, int row) {
    StringBuilder text = new StringBuilder();
    for (int c : columns) {
      text.append(Vectors.value(batch.column(c), row)).append('|');
    }
    return text.toString();
  }

  private List<String> read(AttemptId attempt, List<Integer> columns) {
    return read(attempt, columns, store, 0, new ShufflePeers(null), new TaskMetrics());
  }

  private List<String> read(
      AttemptId attempt,
      List<Integer> columns,
      CacheStore own,
      int port,
      ShufflePeers peers,
      TaskMetrics metrics) {
    MapOutputLocation location =
        new MapOutputLocation(attempt, new ExecutorId("executor-0"), "127.0.0.1", port, "");
    List<String> rows = new ArrayList<>();
    MemoryManager reading = new MemoryManager(64 << 20);
    try (TaskMemory task = reading.startTask("read");
        CacheReader reader =
            new CacheReader(
                new CacheReader.Request(
                    List.of(location), columns, SCHEMA.select(columns), new QueryId(2)),
                new CacheReader.Access(
                    own,
                    new BlockFetcher.Access(
                        "127.0.0.1", OutputHolder.none(), peers, RecordCodec.cbor())),
                task.operator("cached scan"),
                metrics,
                LargeValues.none())) {
      for (VectorBatch batch = reader.next(); batch != null; batch = reader.next()) {
        List<Integer> places = List.of(0, 1, 2).subList(0, columns.size());
        for (int i = 0; i < batch.numRows(); i++) {
          rows.add(row(batch, places, i));
        }
      }
      assertThat(reader.next()).isNull();
    }
    assertThat(reading.usedBytes()).isZero();
    return rows;
  }

  private long filesOnDisk() {
    try (var files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".data")).count();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  // ---- tests ----

  @Test
  void rowsComeBackInOrderFromMemory() {
    Written written = write(0, StorageLevel.MEMORY_AND_DISK, 20);
    assertThat(written.product().kept()).isTrue();
    assertThat(memory.usedBytes()).isEqualTo(store.memoryBytes()).isPositive();
    assertThat(filesOnDisk()).isZero();
    assertThat(read(attempt(0), ALL).equals(written.rows())).isTrue();
  }

  @Test
  void anEmptyPartitionIsAPartition() {
    assertThat(write(0, StorageLevel.MEMORY_ONLY, 0).product().kept()).isTrue();
    assertThat(read(attempt(0), ALL)).isEmpty();
    write(1, StorageLevel.DISK_ONLY, 0);
    assertThat(read(attempt(1), ALL)).isEmpty();
  }

  @Test
  void columnsThatNobodyAsksForAreNotRead() {
    CachedPartition product = write(0, StorageLevel.MEMORY_AND_DISK, 9).product();
    TaskMetrics metrics = new TaskMetrics();
    List<String> rows = read(attempt(0), List.of(1), store, 0, new ShufflePeers(null), metrics);
    assertThat(rows).hasSize((int) product.rows());
    assertThat(metrics.count(Counter.CACHE_BYTES_READ)).isEqualTo(product.columnBytes()[1]);
    assertThat(product.columnBytes()[2]).isGreaterThan(2 * product.columnBytes()[1]);
    assertThat(metrics.count(Counter.CACHE_HITS)).isEqualTo(1);
  }

  @Test
  void theLevelDiskTakesNoStorageMemory() {
    Written written = write(0, StorageLevel.DISK_ONLY, 20);
    assertThat(memory.usedBytes()).isZero();
    assertThat(filesOnDisk()).isEqualTo(1);
    assertThat(read(attempt(0), ALL).equals(written.rows())).isTrue();
  }

  @Test
  void executionMovesWhatWasReadLongestAgoToDiskUntilTheFloorIsLeft() {
    withPool(2_000_000, 500_000);
    List<Written> written = new ArrayList<>();
    for (int p = 0; p < 4; p++) {
      written.add(write(p, StorageLevel.MEMORY_AND_DISK, 10));
    }
    long partitionBytes = store.memoryBytes() / 4;
    assertThat(partitionBytes).isBetween(150_000L, 400_000L);
    read(attempt(0), List.of(0));
    try (TaskMemory task = memory.startTask("hungry");
        MemoryReservation reservation = task.operator("sort").reservation(null)) {
      // Less than all four leave; partitions differ by a few bytes.
      reservation.add(2_000_000 - 3 * partitionBytes - 5_000);
      assertThat(filesOnDisk()).isEqualTo(1);
      assertThat(store.find(attempt(1))).get().isNotInstanceOf(CachedColumns.class);
      assertThat(store.find(attempt(0))).get().isInstanceOf(CachedColumns.class);
      while (reservation.tryAdd(10_000)) {
        assertThat(reservation.bytes()).isLessThanOrEqualTo(1_500_000 + partitionBytes);
      }
      assertThat(reservation.bytes()).isGreaterThan(1_500_000 - 10_000);
      assertThat(store.memoryBytes()).isPositive();
    }
    for (int p = 0; p < 4; p++) {
      assertThat(read(attempt(p), ALL).equals(written.get(p).rows())).isTrue();
    }
    assertThat(dropped).isEmpty();
  }

  @Test
  void executionDropsWhatHasNoDisk() {
    withPool(2_000_000, 0);
    write(0, StorageLevel.MEMORY_ONLY, 10);
    write(1, StorageLevel.MEMORY_ONLY, 10);
    try (TaskMemory task = memory.startTask("hungry");
        MemoryReservation reservation = task.operator("sort").reservation(null)) {
      reservation.add(2_000_000 - store.memoryBytes() + 1);
      assertThat(dropped).containsExactly(attempt(0));
    }
    assertThat(filesOnDisk()).isZero();
    assertThat(store.numPartitions()).isEqualTo(1);
    assertThatThrownBy(() -> read(attempt(0), ALL))
        .isInstanceOfSatisfying(
            ShuffleFetchException.class, e -> assertThat(e.lost()).isEqualTo(attempt(0)));
  }

  @Test
  void whatNoDiskTakesIsDropped() throws IOException {
    write(0, StorageLevel.MEMORY_AND_DISK, 5);
    Path inTheWay = directory.resolve("cache-1-1.data");
    Files.createFile(inTheWay);
    disks.newFile("one");
    assertThat(store.evict(1)).isPositive();
    assertThat(dropped).containsExactly(attempt(0));
    assertThat(memory.usedBytes()).isZero();
    Files.delete(inTheWay);
  }

  @Test
  void aPartitionThatIsReadStaysInMemory() {
    withPool(2_000_000, 0);
    write(0, StorageLevel.MEMORY_ONLY, 10);
    CacheStore.Lease lease = store.open(attempt(0)).orElseThrow();
    assertThat(store.evict(1)).isZero();
    // Uncached while it is read: freed when the reader is done.
    store.release(CACHE);
    assertThat(store.open(attempt(0))).isEmpty();
    assertThat(memory.usedBytes()).isPositive();
    lease.close();
    lease.close();
    assertThat(memory.usedBytes()).isZero();
  }

  @Test
  void whatHasNoRoomGoesToDiskAndLeavesItsOwnDataSetAlone() {
    withPool(1_000_000, 0);
    Written first = write(0, StorageLevel.MEMORY_AND_DISK, 10);
    long held = store.memoryBytes();
    Written large = write(1, StorageLevel.MEMORY_AND_DISK, 60);
    assertThat(large.product().kept()).isTrue();
    assertThat(store.memoryBytes()).isEqualTo(held);
    assertThat(filesOnDisk()).isEqualTo(1);
    assertThat(read(attempt(0), ALL).equals(first.rows())).isTrue();
    assertThat(read(attempt(1), ALL).equals(large.rows())).isTrue();
  }

  @Test
  void aNewDataSetTakesTheRoomOfOthers() {
    withPool(900_000, 0);
    write(attempt(0), new CacheId(1), StorageLevel.MEMORY_ONLY, 20);
    write(attempt(1), new CacheId(2), StorageLevel.MEMORY_ONLY, 20);
    assertThat(dropped).containsExactly(attempt(0));
    assertThat(store.find(attempt(1))).get().isInstanceOf(CachedColumns.class);
  }

  @Test
  void whatHasNoRoomAndNoDiskIsThereForItsOwnQuery() {
    withPool(1_000_000, 0);
    Written large = write(0, StorageLevel.MEMORY_ONLY, 60);
    assertThat(large.product().kept()).isFalse();
    assertThat(read(attempt(0), ALL).equals(large.rows())).isTrue();
    store.release(new QueryId(2));
    assertThat(store.numPartitions()).isEqualTo(1);
    store.release(new QueryId(1));
    assertThat(store.numPartitions()).isZero();
  }

  @Test
  void aSecondAttemptWithoutDiskCanNotBeEvicted() {
    AttemptId second = new AttemptId(attempt(0).task(), 1);
    assertThat(write(second, CACHE, StorageLevel.MEMORY_ONLY, 5).product().kept()).isFalse();
    assertThat(store.memoryBytes()).isZero();
    assertThat(write(1, StorageLevel.MEMORY_AND_DISK, 5).product().kept()).isTrue();
  }

  @Test
  void releasingADataSetFreesAllOfIt() {
    write(attempt(0), new CacheId(1), StorageLevel.MEMORY_AND_DISK, 5);
    write(attempt(1), new CacheId(1), StorageLevel.DISK_ONLY, 5);
    write(attempt(2), new CacheId(2), StorageLevel.MEMORY_AND_DISK, 5);
    store.release(new CacheId(1));
    assertThat(filesOnDisk()).isZero();
    assertThat(store.numPartitions()).isEqualTo(1);
    // The end of the query that made it frees nothing that is cached.
    store.release(new QueryId(1));
    assertThat(store.numPartitions()).isEqualTo(1);
    store.release(new CacheId(2));
    assertThat(memory.usedBytes()).isZero();
  }

  @Test
  void aDamagedFileNamesTheAttemptThatWroteIt() throws IOException {
    write(0, StorageLevel.DISK_ONLY, 10);
    Path data;
    try (var files = Files.list(directory)) {
      data = files.filter(file -> file.toString().endsWith(".data")).findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(data);
    bytes[bytes.length - 100] ^= 1;
    Files.write(data, bytes);
    assertThatThrownBy(() -> read(attempt(0), ALL))
        .isInstanceOfSatisfying(
            ShuffleFetchException.class, e -> assertThat(e.lost()).isEqualTo(attempt(0)))
        .hasMessageContaining("checksum");
    assertThat(read(attempt(0), List.of(0))).isNotEmpty();
  }

  @Test
  void peersReadWhatIsInMemoryAndWhatIsOnDisk() {
    Written inMemory = write(0, StorageLevel.MEMORY_AND_DISK, 40);
    Written onDisk = write(1, StorageLevel.DISK_ONLY, 40);
    CacheStore elsewhere = new CacheStore(new MemoryManager(1 << 20), disks, dropped::add);
    TransportSecret secret = TransportSecret.random();
    ShuffleBlockServer blocks = new ShuffleBlockServer(OutputHolder.none(), RecordCodec.cbor());
    blocks.alsoServe(store);
    try (TransportServer server =
            new TransportServer(TransportOptions.defaults(), secret, connection -> blocks, blocks);
        TransportClient client = new TransportClient(TransportOptions.defaults(), secret)) {
      int port = server.bind("127.0.0.1", 0).getPort();
      ShufflePeers peers = new ShufflePeers(client);
      TaskMetrics metrics = new TaskMetrics();
      assertThat(read(attempt(0), ALL, elsewhere, port, peers, metrics).equals(inMemory.rows()))
          .isTrue();
      assertThat(read(attempt(1), ALL, elsewhere, port, peers, metrics).equals(onDisk.rows()))
          .isTrue();
      assertThat(store.evict(1)).isPositive();
      assertThat(read(attempt(0), ALL, elsewhere, port, peers, metrics).equals(inMemory.rows()))
          .isTrue();
      assertThat(metrics.count(Counter.SHUFFLE_BYTES_READ)).isZero();
    }
  }
}
