package io.distaff.operator.spill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.memory.MemoryManager;
import io.distaff.memory.TaskMemory;
import io.distaff.metrics.Counter;
import io.distaff.metrics.TaskMetrics;
import io.distaff.operator.OperatorContext;
import io.distaff.operator.OperatorFixture;
import io.distaff.storage.LocalDisks;
import io.distaff.types.DataType;
import io.distaff.types.Schema;
import io.distaff.vector.LongVector;
import io.distaff.vector.RandomBatches;
import io.distaff.vector.RowHash;
import io.distaff.vector.VectorBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpillFileTest {
  private static final List<DataType> TYPES = RandomBatches.FLAT_AND_NESTED_TYPES;
  private static final Schema SCHEMA = OperatorFixture.schema(TYPES);

  @TempDir Path directory;

  @Test
  void givesBackWhatWasWritten() {
    List<VectorBatch> batches = new RandomBatches(1).batches(TYPES, 20, 4096);
    try (OperatorFixture fixture = new OperatorFixture(directory, 1 << 20)) {
      try (SpillFile file = new SpillFile(fixture.context(), "test", SCHEMA)) {
        batches.forEach(file::write);
        assertThat(file.numRows()).isEqualTo(RandomBatches.rows(batches).size());
        for (int time = 0; time < 2; time++) {
          assertThat(read(file)).isEqualTo(RandomBatches.rows(batches));
        }
        assertThat(fixture.bytesSpilled()).isPositive();
      }
      fixture.assertNothingHeld();
    }
  }

  @Test
  void nothingWrittenMakesNoFile() {
    try (OperatorFixture fixture = new OperatorFixture(directory, 1 << 20);
        SpillFile file = new SpillFile(fixture.context(), "test", SCHEMA)) {
      assertThat(read(file)).isEmpty();
      fixture.assertNothingHeld();
    }
  }

  @Test
  void damageIsNoticed() throws IOException {
    List<VectorBatch> batches = new RandomBatches(1).batches(TYPES, 20, 4096);
    try (OperatorFixture fixture = new OperatorFixture(directory, 1 << 20);
        SpillFile file = new SpillFile(fixture.context(), "test", SCHEMA)) {
      batches.forEach(file::write);
      file.read().close();
      Path path;
      try (Stream<Path> files = Files.list(directory)) {
        path = files.findFirst().orElseThrow();
      }
      byte[] bytes = Files.readAllBytes(path);
      bytes[bytes.length / 2] ^= 1;
      Files.write(path, bytes);
      assertCorrupt(file);
      bytes[bytes.length / 2] ^= 1;
      Files.write(path, java.util.Arrays.copyOf(bytes, bytes.length - 10));
      assertCorrupt(file);
    }
  }

  @Test
  void filesGoToAllDisksInTurnAndAreCompressed() throws IOException {
    List<Path> disks =
        List.of(directory.resolve("a"), directory.resolve("b"), directory.resolve("c"));
    // Half a megabyte of the same number.
    VectorBatch batch =
        new VectorBatch(4096, new LongVector(DataType.BIGINT, new long[4096], null, 4096));
    Schema schema = OperatorFixture.schema(List.of(DataType.BIGINT));
    List<SpillFile> files = new ArrayList<>();
    try (TaskMemory memory = new MemoryManager(1 << 20).startTask("task")) {
      OperatorContext context =
          new OperatorContext(
              memory.operator("operator"), new LocalDisks(disks), new TaskMetrics());
      for (int f = 0; f < 2 * disks.size(); f++) {
        SpillFile file = new SpillFile(context, "test", schema);
        files.add(file);
        for (int i = 0; i < 16; i++) {
          file.write(batch);
        }
        file.endWriting();
      }
      for (Path disk : disks) {
        try (Stream<Path> onDisk = Files.list(disk)) {
          assertThat(onDisk).as(disk.toString()).hasSize(2);
        }
      }
      assertThat(context.metrics().count(Counter.BYTES_SPILLED))
          .isPositive()
          .isLessThan(files.size() * 16L * 4096 * Long.BYTES / 10);
      assertThat(context.memory().counters().bytesSpilled())
          .isEqualTo(context.metrics().count(Counter.BYTES_SPILLED));
      assertThat(context.memory().counters().spillNanos()).isPositive();
      files.forEach(SpillFile::close);
      for (Path disk : disks) {
        assertThat(disk).isEmptyDirectory();
      }
    }
  }

  private static void assertCorrupt(SpillFile file) {
    assertThatThrownBy(() -> read(file))
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT_BLOCK));
  }

  @Test
  void partitionsKeepRowsOfEqualKeysTogether() {
    List<VectorBatch> batches = new RandomBatches(2).numDistinct(500).batches(TYPES, 10, 2000);
    try (OperatorFixture fixture = new OperatorFixture(directory, 1 << 20)) {
      List<List<Object>> all = new ArrayList<>();
      try (PartitionedSpill spill =
          new PartitionedSpill(fixture.context(), "test", SCHEMA, new int[] {4, 11}, 0)) {
        batches.forEach(spill::write);
        List<List<Object>> keysBefore = new ArrayList<>();
        for (int p = 0; p < RowHash.SPILL_PARTITIONS; p++) {
          try (SpillFile file = spill.take(p)) {
            List<List<Object>> rows = read(file);
            all.addAll(rows);
            List<List<Object>> keys = rows.stream().map(SpillFileTest::key).distinct().toList();
            assertThat(keysBefore).doesNotContainAnyElementsOf(keys);
            keysBefore.addAll(keys);
          }
        }
      }
      assertThat(OperatorFixture.counted(all))
          .isEqualTo(OperatorFixture.counted(RandomBatches.rows(batches)));
      fixture.assertNothingHeld();
    }
  }

  private static List<Object> key(List<Object> row) {
    List<Object> key = new ArrayList<>();
    key.add(row.get(4));
    key.add(row.get(11));
    return key;
  }

  private static List<List<Object>> read(SpillFile file) {
    List<List<Object>> rows = new ArrayList<>();
    try (SpillFile.Reader reader = file.read()) {
      for (VectorBatch batch = reader.next(); batch != null; batch = reader.next()) {
        rows.addAll(RandomBatches.rows(batch));
      }
    }
    return rows;
  }
}
