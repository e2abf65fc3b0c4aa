package io.distaff.operator.spill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.operator.OperatorFixture;
import io.distaff.types.DataType;
import io.distaff.types.Schema;
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
