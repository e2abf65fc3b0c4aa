package io.distaff.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.ids.AttemptId;
import io.distaff.ids.QueryId;
import io.distaff.ids.StageId;
import io.distaff.ids.TaskId;
import io.distaff.operator.OperatorContext;
import io.distaff.operator.OperatorFixture;
import io.distaff.parquet.read.FooterCache;
import io.distaff.parquet.read.FooterMemory;
import io.distaff.parquet.write.ParquetFooters;
import io.distaff.plan.FileFormat;
import io.distaff.plan.SortKey;
import io.distaff.rpc.TaskProduct;
import io.distaff.rpc.TaskProduct.OutputFile;
import io.distaff.storage.FileInfo;
import io.distaff.storage.FileStore;
import io.distaff.storage.TaskOutput;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.format.SortingColumn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionedTaskSinkTest {
  private static final Schema SCHEMA =
      Schema.of(
          new Field("id", DataType.BIGINT, false),
          new Field("region", DataType.STRING, true),
          new Field("day", DataType.DATE, true));

  @TempDir Path spills;
  @TempDir Path directory;

  private PartitionedTaskSink sink(OperatorFixture fixture, int maxOpenWriters) {
    return sink(fixture, maxOpenWriters, new RowLayout(SCHEMA, List.of(1, 2), List.of()));
  }

  private PartitionedTaskSink sink(OperatorFixture fixture, int maxOpenWriters, RowLayout layout) {
    AttemptId attempt = new AttemptId(new TaskId(new StageId(new QueryId(1), 0), 3), 1);
    FileStore store = new FileStore(new Configuration());
    FileOutput output =
        new FileOutput(
            new TaskOutput(store, "file:" + directory, attempt),
            SCHEMA.select(List.of(0)),
            TaskFileWriter.of(FileFormat.PARQUET, Map.of(), layout.fileOrder()),
            1 << 20,
            fixture.context());
    return new PartitionedTaskSink(output, layout, maxOpenWriters, fixture.context());
  }

  private static String hiveName(Object region, Object day) {
    String nothing = "__HIVE_DEFAULT_PARTITION__";
    return "region="
        + (region == null || region.equals("") ? nothing : region.toString().replace("/", "%2F"))
        + "/day="
        + (day == null ? nothing : java.time.LocalDate.ofEpochDay((Long) day));
  }

  /** Rows of random partitions, every third not selected. */
  private static List<VectorBatch> batches(Random random, int partitions, Map<Long, String> in) {
    List<VectorBatch> batches = new ArrayList<>();
    long id = 0;
    for (int b = 0; b < 8; b++) {
      List<Object> ids = new ArrayList<>();
      List<Object> regions = new ArrayList<>();
      List<Object> days = new ArrayList<>();
      int[] selected = new int[300];
      int count = 0;
      for (int row = 0; row < selected.length; row++) {
        int partition = random.nextInt(partitions);
        ids.add(id);
        regions.add(partition == 0 ? null : partition == 1 ? "" : "r/" + partition);
        days.add(partition % 5 == 2 ? null : (Long) (long) (partition % 3));
        if (row % 3 != 0) {
          selected[count++] = row;
          in.put(id, hiveName(regions.get(row), days.get(row)));
        }
        id++;
      }
      ColumnVector[] columns = {
        Vectors.of(DataType.BIGINT, ids),
        Vectors.of(DataType.STRING, regions),
        Vectors.of(DataType.DATE, days)
      };
      batches.add(new VectorBatch(selected.length, new SelectionVector(selected, count), columns));
    }
    return batches;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 100})
  void everyRowLiesInTheDirectoryOfItsValues(int maxOpenWriters) throws Exception {
    TreeMap<Long, String> expected = new TreeMap<>();
    try (OperatorFixture fixture = new OperatorFixture(spills, 1L << 28)) {
      TaskProduct.OutputFiles files;
      try (PartitionedTaskSink sink = sink(fixture, maxOpenWriters)) {
        batches(new Random(7), 40, expected).forEach(sink::write);
        files = (TaskProduct.OutputFiles) sink.finish();
      }
      Set<String> partitions = new TreeSet<>(expected.values());
      assertThat(files.files()).hasSize(partitions.size());
      assertThat(files.files().stream().mapToLong(OutputFile::rows).sum())
          .isEqualTo(expected.size());
      assertThat(fixture.bytesSpilled() > 0).isEqualTo(maxOpenWriters < partitions.size());
      TreeMap<Long, String> written = new TreeMap<>();
      try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
          Statement statement = connection.createStatement()) {
        for (OutputFile file : files.files()) {
          String path = file.path().replaceFirst("^file:/*", "/");
          String below = path.substring(path.indexOf("task-3.1/") + "task-3.1/".length());
          try (ResultSet rows =
              statement.executeQuery(
                  "SELECT * FROM read_parquet('" + path + "', hive_partitioning=false)")) {
            assertThat(rows.getMetaData().getColumnCount()).isEqualTo(1);
            while (rows.next()) {
              written.put(rows.getLong(1), below.substring(0, below.lastIndexOf('/')));
            }
          }
        }
      }
      assertThat(written).isEqualTo(expected);
    }
  }

  /**
   * A process that is killed while its task writes leaves behind what has reached the disk by then.
   * A task that ends without a product leaves nothing.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 100})
  void whatIsNotFinishedDoesNotReadAsAFile(int maxOpenWriters) throws Exception {
    FileStore store = new FileStore(new Configuration());
    try (OperatorFixture fixture = new OperatorFixture(spills, 1L << 28)) {
      int begun = 0;
      try (TaskSink sink = unfinishedSink(fixture, maxOpenWriters)) {
        // Enough of them for the file system's own buffers.
        List<VectorBatch> batches = batches(new Random(7), 4, new TreeMap<>());
        for (int i = 0; i < 5 * batches.size(); i++) {
          sink.write(batches.get(i % batches.size()));
          for (Path file : files()) {
            begun += Files.size(file) > 4 ? 1 : 0;
            assertThatThrownBy(() -> read(store, file))
                .as(file.toString())
                .isInstanceOfSatisfying(
                    DistaffException.class,
                    e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_FILE));
          }
        }
      }
      assertThat(begun).isPositive();
      assertThat(files()).isEmpty();
    }
  }

  /**
   * Writes row groups as they come, to the disk at once.
   *
   * @param maxOpenWriters 0 for files that lie side by side
   */
  private TaskSink unfinishedSink(OperatorFixture fixture, int maxOpenWriters) {
    AttemptId attempt = new AttemptId(new TaskId(new StageId(new QueryId(1), 0), 3), 1);
    List<Integer> partitionColumns = maxOpenWriters == 0 ? List.of() : List.of(1, 2);
    RowLayout layout = new RowLayout(SCHEMA, partitionColumns, List.of());
    Map<String, String> options = Map.of("rowGroupRows", "20", "compression", "uncompressed");
    FileOutput output =
        new FileOutput(
            new TaskOutput(new FileStore(new Configuration()), "file:" + directory, attempt),
            SCHEMA.select(layout.fileColumns()),
            unbuffered(TaskFileWriter.of(FileFormat.PARQUET, options, List.of())),
            1 << 20,
            fixture.context());
    return maxOpenWriters == 0
        ? new FileTaskSink(output, true)
        : new PartitionedTaskSink(output, layout, maxOpenWriters, fixture.context());
  }

  private static TaskFileWriter.Factory unbuffered(TaskFileWriter.Factory factory) {
    return new TaskFileWriter.Factory() {
      @Override
      public String extension() {
        return factory.extension();
      }

      @Override
      public TaskFileWriter start(
          OutputStream out, String path, Schema schema, OperatorContext context) {
        OutputStream unbuffered =
            new FilterOutputStream(out) {
              @Override
              public void write(byte[] bytes, int from, int length) throws IOException {
                out.write(bytes, from, length);
                out.flush();
              }
            };
        return factory.start(unbuffered, path, schema, context);
      }
    };
  }

  private static void read(FileStore store, Path path) {
    FileInfo file = store.file("file:" + path).orElseThrow();
    try (FooterMemory.Reading reading = FooterMemory.halfOfHeap().begin()) {
      reading.read(store, file, new FooterCache(0));
    }
  }

  /** Of the task, without the file system's own checksums. */
  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .toList();
    }
  }

  /** With 1, most rows are set aside first. */
  @ParameterizedTest
  @ValueSource(ints = {1, 100})
  void rowsThatComeSortedStaySortedAndTheFootersSaySo(int maxOpenWriters) throws Exception {
    RowLayout layout =
        new RowLayout(
            SCHEMA,
            List.of(1, 2),
            // The partition column before it has one value in a file.
            List.of(new SortKey(1, false, false), new SortKey(0, true, false)));
    List<VectorBatch> batches = new ArrayList<>();
    for (long region = 0; region < 20; region++) {
      List<Object> ids = new ArrayList<>();
      List<Object> regions = new ArrayList<>();
      List<Object> days = new ArrayList<>();
      for (long id = 500; id > 0; id--) {
        ids.add(id * 3);
        regions.add("r" + (char) ('a' + region));
        days.add(id % 2);
      }
      batches.add(
          new VectorBatch(
              500,
              Vectors.of(DataType.BIGINT, ids),
              Vectors.of(DataType.STRING, regions),
              Vectors.of(DataType.DATE, days)));
    }
    try (OperatorFixture fixture = new OperatorFixture(spills, 1L << 28)) {
      TaskProduct.OutputFiles files;
      try (PartitionedTaskSink sink = sink(fixture, maxOpenWriters, layout)) {
        batches.forEach(sink::write);
        files = (TaskProduct.OutputFiles) sink.finish();
      }
      assertThat(files.files()).hasSize(40);
      assertThat(fixture.bytesSpilled() > 0).isEqualTo(maxOpenWriters == 1);
      try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
          Statement statement = connection.createStatement()) {
        for (OutputFile file : files.files()) {
          Path path = Path.of(file.path().replaceFirst("^file:/*", "/"));
          List<Long> ids = new ArrayList<>();
          try (ResultSet rows =
              statement.executeQuery("SELECT id FROM read_parquet('" + path + "')")) {
            while (rows.next()) {
              ids.add(rows.getLong(1));
            }
          }
          assertThat(ids).hasSize(250).isSortedAccordingTo(Comparator.reverseOrder());
          assertThat(ParquetFooters.read(path).row_groups)
              .allSatisfy(
                  group ->
                      assertThat(group.sorting_columns)
                          .containsExactly(new SortingColumn(0, true, false)));
        }
      }
    }
  }

  @Test
  void anAttemptThatIsGivenUpLeavesNothing() throws Exception {
    try (OperatorFixture fixture = new OperatorFixture(spills, 1L << 28)) {
      try (PartitionedTaskSink sink = sink(fixture, 2)) {
        batches(new Random(8), 10, new TreeMap<>()).forEach(sink::write);
      }
      try (var files = Files.list(directory)) {
        assertThat(files.filter(Files::exists)).isEmpty();
      }
    }
  }
}
