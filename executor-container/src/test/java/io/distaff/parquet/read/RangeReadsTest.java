package io.distaff.parquet.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.memory.MemoryManager;
import io.distaff.memory.TaskMemory;
import io.distaff.metrics.Counter;
import io.distaff.metrics.TaskMetrics;
import io.distaff.parquet.write.ParquetFileWriter;
import io.distaff.parquet.write.ParquetWriteOptions;
import io.distaff.storage.FileInfo;
import io.distaff.storage.FileStore;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.vector.LongVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.large.LargeValues;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many reads a scan makes of a file, how large they are, and what memory they go to. */
final class RangeReadsTest {
  private static final int COLUMNS = 12;
  private static final int GROUPS = 3;
  private static final int GROUP_ROWS = 20_000;

  /** Nothing of it can be compressed. */
  private static final int CHUNK_BYTES = GROUP_ROWS * Long.BYTES;

  private static final int PAGES = GROUP_ROWS / 500;
  private static final FileStore FILES = new FileStore(CountingFileSystem.configuration());

  @TempDir private static Path directory;
  private static Path file;

  @BeforeAll
  static void write() throws IOException {
    file = directory.resolve("noise.parquet");
    Schema schema = schema(IntStream.range(0, COLUMNS).toArray());
    Random random = new Random(1);
    MemoryManager manager = new MemoryManager(64 << 20);
    try (TaskMemory memory = manager.startTask("test")) {
      ParquetFileWriter writer =
          new ParquetFileWriter(
              new BufferedOutputStream(Files.newOutputStream(file)),
              file.toString(),
              schema,
              ParquetWriteOptions.of(Map.of("pageRows", "500", "rowGroupRows", "" + GROUP_ROWS)),
              memory.operator("writer"));
      for (int done = 0; done < GROUPS * GROUP_ROWS; done += 4000) {
        LongVector[] columns = new LongVector[COLUMNS];
        Arrays.setAll(
            columns,
            c -> new LongVector(DataType.BIGINT, random.longs(4000).toArray(), null, 4000));
        writer.write(new VectorBatch(4000, columns));
      }
      writer.close();
    }
  }

  private static Schema schema(int... columns) {
    return new Schema(
        Arrays.stream(columns).mapToObj(c -> new Field("c" + c, DataType.BIGINT, false)).toList());
  }

  /**
   * Reads columns with so much memory.
   *
   * @return the most memory that was held
   */
  private static long scan(long memoryBytes, int... columns) {
    FileInfo info = FILES.file("counted:" + file).orElseThrow();
    TaskMetrics metrics = new TaskMetrics();
    MemoryManager manager = new MemoryManager(memoryBytes);
    CountingFileSystem.READS.clear();
    long rows = 0;
    long peak;
    try (TaskMemory memory = manager.startTask("test");
        ParquetReader reader =
            new ParquetReader(
                new ParquetReader.Files(FILES, new FooterCache(0), ParquetScans.READ_AHEAD),
                new ParquetReader.Request(
                    List.of(ParquetScans.split(info, 0, info.sizeBytes())), schema(columns), null),
                new ParquetReader.Resources(memory.operator("scan"), metrics, LargeValues.none()),
                () -> {})) {
      peak = 0;
      for (VectorBatch batch = reader.next(); batch != null; batch = reader.next()) {
        rows += batch.numSelected();
        peak = Math.max(peak, manager.usedBytes());
      }
    }
    assertThat(rows).isEqualTo(GROUPS * GROUP_ROWS);
    assertThat(manager.usedBytes()).isZero();
    assertThat(CountingFileSystem.READS.stream().mapToLong(Integer::longValue).sum())
        .isEqualTo(metrics.count(Counter.BYTES_READ));
    return peak;
  }

  /** Without the one of the footer. */
  private static List<Integer> reads() {
    return List.copyOf(CountingFileSystem.READS.subList(1, CountingFileSystem.READS.size()));
  }

  @Test
  void columnsThatLieTogetherAreOneReadForEachRowGroup() {
    long peak = scan(64 << 20, IntStream.range(0, COLUMNS).toArray());
    int group = COLUMNS * CHUNK_BYTES;
    assertThat(reads())
        .hasSize(GROUPS)
        .allSatisfy(bytes -> assertThat(bytes).isBetween(group, group * 11 / 10));
    // The row group that is read, the next one, and a page of each column.
    assertThat(peak).isBetween(2L * group, 3L * group);
  }

  @Test
  void smallGapsAreReadAndLargeOnesAreNot() {
    scan(64 << 20, 0, 2);
    assertThat(reads()).hasSize(GROUPS);
    scan(64 << 20, 0, COLUMNS - 1);
    assertThat(reads())
        .hasSize(2 * GROUPS)
        .allSatisfy(bytes -> assertThat(bytes).isBetween(CHUNK_BYTES, CHUNK_BYTES * 11 / 10));
  }

  /** Through a window for each column, that still holds many pages. */
  @Test
  void whereMemoryIsShortReadsAreSmallerButNotOneAPage() {
    long memory = 2L << 20;
    long peak = scan(memory, IntStream.range(0, COLUMNS).toArray());
    assertThat(peak).isLessThanOrEqualTo(memory);
    assertThat(reads()).hasSizeBetween(GROUPS * COLUMNS, GROUPS * COLUMNS * PAGES / 8);
  }
}
