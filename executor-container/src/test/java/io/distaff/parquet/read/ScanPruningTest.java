package io.distaff.parquet.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.error.DistaffException;
import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.InputRef;
import io.distaff.expression.Literal;
import io.distaff.memory.MemoryManager;
import io.distaff.memory.MemoryReservation;
import io.distaff.memory.TaskMemory;
import io.distaff.metrics.Counter;
import io.distaff.metrics.TaskMetrics;
import io.distaff.plan.Split.ParquetSplit;
import io.distaff.types.DataType;
import io.distaff.types.Schema;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a scan leaves out, and that what it gives is what a scan without a predicate has. */
final class ScanPruningTest {
  private static final long MEMORY_BYTES = 1L << 28;

  private static final MessageType FLAT =
      MessageTypeParser.parseMessageType(
          """
          message row {
            required int64 id;
            optional int32 step;
            optional binary word (STRING);
            optional binary text (STRING);
            optional double ratio;
            optional int64 amount (DECIMAL(18,2));
            optional boolean flag;
            required int32 noise;
          }
          """);

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "SNAPPY, v1, true, 500, 1",
    "ZSTD, v2, true, 2000, 2",
    "UNCOMPRESSED, v1, false, 900, 3",
    "SNAPPY, v2, false, 5000, 4",
    "LZ4_RAW, v1, true, 20000, 5",
  })
  void randomPredicatesSelectWhatTheyWouldOfAllRows(
      String codec, String version, boolean dictionary, int pageBytes, long seed) throws Exception {
    Path file = directory.resolve("random.parquet");
    GroupFiles.Spec spec = new GroupFiles.Spec(codec, version, dictionary, false, pageBytes, 0, 0);
    writeFlat(file, 30_000, seed, spec);
    checkRandomPredicates(file, seed);
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 1000, 6000})
  void randomPredicatesSelectWhatTheyWouldInFilesOfOurWriter(int pageRows) throws Exception {
    Path source = directory.resolve("source.parquet");
    writeFlat(
        source, 30_000, pageRows, new GroupFiles.Spec("SNAPPY", "v1", true, false, 9_000, 0, 0));
    Path file = directory.resolve("own.parquet");
    ParquetScans.rewrite(source, file, Map.of("pageRows", "" + pageRows, "rowGroupRows", "12000"));
    TaskMetrics metrics = checkRandomPredicates(file, pageRows);
    assertThat(metrics.count(Counter.PAGES_SKIPPED)).isPositive();
    assertThat(metrics.count(Counter.ROW_GROUPS_PRUNED)).isPositive();
  }

  private TaskMetrics checkRandomPredicates(Path file, long seed) {
    Schema schema = ParquetScans.footer(file).schema();
    List<ParquetSplit> splits = List.of(ParquetScans.whole(file));
    Random random = new Random(seed);
    TaskMetrics total = new TaskMetrics();
    for (int i = 0; i < 20; i++) {
      Expression predicate = predicate(random, schema, 3);
      List<List<Object>> expected = ParquetScans.filtered(splits, schema, predicate);
      TaskMetrics metrics = new TaskMetrics();
      assertThat(ParquetScans.read(splits, schema, predicate, metrics, MEMORY_BYTES))
          .as("seed %d, predicate %d: %s", seed, i, predicate)
          .isEqualTo(expected);
      assertThat(metrics.count(Counter.ROWS_READ) - metrics.count(Counter.ROWS_FILTERED))
          .isEqualTo(expected.size());
      // Through sliding windows, too.
      assertThat(ParquetScans.read(splits, schema, predicate, new TaskMetrics(), 3_000_000))
          .as("seed %d, predicate %d with little memory: %s", seed, i, predicate)
          .isEqualTo(expected);
      total.add(Counter.PAGES_SKIPPED, metrics.count(Counter.PAGES_SKIPPED));
      total.add(Counter.ROW_GROUPS_PRUNED, metrics.count(Counter.ROW_GROUPS_PRUNED));
    }
    assertThat(total.count(Counter.PAGES_SKIPPED)).isPositive();
    return total;
  }

  private static Expression predicate(Random random, Schema schema, int depth) {
    if (depth > 0 && random.nextInt(3) > 0) {
      List<Expression> parts =
          IntStream.range(0, 2 + random.nextInt(2))
              .mapToObj(i -> predicate(random, schema, depth - 1))
              .toList();
      return new Call(
          random.nextInt(3) > 0 ? FunctionNames.AND : FunctionNames.OR, parts, DataType.BOOLEAN);
    }
    int column = random.nextInt(schema.size());
    DataType type = schema.type(column);
    InputRef ref = new InputRef(column, type);
    if (type.kind() == DataType.Kind.BOOLEAN) {
      return random.nextBoolean() ? ref : call(FunctionNames.NOT, ref);
    }
    return switch (random.nextInt(10)) {
      case 0 -> call(FunctionNames.IS_NULL, ref);
      case 1 -> call(FunctionNames.IS_NOT_NULL, ref);
      case 2 -> call(FunctionNames.EQUAL, ref, literal(random, schema, column));
      case 3 ->
          call(
              FunctionNames.IN,
              ref,
              literal(random, schema, column),
              literal(random, schema, column));
      case 4, 5 -> call(FunctionNames.LESS, ref, literal(random, schema, column));
      case 6 -> call(FunctionNames.LESS_OR_EQUAL, ref, literal(random, schema, column));
      case 7, 8 -> call(FunctionNames.GREATER, ref, literal(random, schema, column));
      default -> call(FunctionNames.GREATER_OR_EQUAL, literal(random, schema, column), ref);
    };
  }

  private static Literal literal(Random random, Schema schema, int column) {
    Object value =
        switch (schema.field(column).name()) {
          case "id" -> (long) random.nextInt(30_000);
          case "step" -> (long) random.nextInt(32);
          case "word" -> "w" + random.nextInt(40);
          case "text" -> "text " + random.nextInt(31_000);
          case "ratio" -> random.nextInt(30_000) / 7.0;
          case "amount" -> BigDecimal.valueOf(random.nextInt(3_000_000), 2);
          default -> (long) random.nextInt();
        };
    return Literal.of(schema.type(column), value);
  }

  private static Call call(String function, Expression... arguments) {
    return new Call(function, DataType.BOOLEAN, arguments);
  }

  private static void writeFlat(Path file, int rows, long seed, GroupFiles.Spec spec)
      throws IOException {
    Random random = new Random(seed);
    SimpleGroupFactory groups = new SimpleGroupFactory(FLAT);
    try (ParquetWriter<Group> writer = GroupFiles.writer(file, FLAT, spec, 400 << 10)) {
      for (int i = 0; i < rows; i++) {
        Group group = groups.newGroup();
        group.add("id", (long) i);
        boolean nulls = i / 700 % 5 == 2;
        if (!nulls) {
          group.add("step", i / 1000);
          group.add("text", "text " + i);
        }
        if (random.nextInt(10) > 0) {
          group.add("word", "w" + (i / 900 % 40));
          group.add("ratio", i / 7.0);
          group.add("amount", i * 100L + random.nextInt(100));
        }
        if (i % 3 > 0) {
          group.add("flag", i / 5000 % 2 == 0);
        }
        group.add("noise", random.nextInt());
        writer.write(group);
      }
    }
  }

  @Test
  void readsThePagesOfARangeAndNoOthers() throws Exception {
    Path file = directory.resolve("pages.parquet");
    MessageType type =
        MessageTypeParser.parseMessageType(
            "message m { required int64 id; required int64 a; required binary pad (STRING); }");
    SimpleGroupFactory groups = new SimpleGroupFactory(type);
    Random random = new Random(1);
    GroupFiles.Spec spec = new GroupFiles.Spec("UNCOMPRESSED", "v1", false, false, 64 << 10, 0, 0);
    try (ParquetWriter<Group> writer = GroupFiles.writer(file, type, spec, 256 << 20)) {
      for (int i = 0; i < 100_000; i++) {
        Group group = groups.newGroup();
        group.add("id", (long) i);
        group.add("a", random.nextLong());
        group.add("pad", "x".repeat(100) + i);
        writer.write(group);
      }
    }
    Schema schema = ParquetScans.footer(file).schema();
    InputRef id = new InputRef(0, DataType.BIGINT);
    Expression predicate =
        call(
            FunctionNames.AND,
            call(FunctionNames.GREATER_OR_EQUAL, id, Literal.of(DataType.BIGINT, 50_000L)),
            call(FunctionNames.LESS, id, Literal.of(DataType.BIGINT, 50_010L)));
    TaskMetrics metrics = new TaskMetrics();
    List<List<Object>> rows =
        ParquetScans.read(
            List.of(ParquetScans.whole(file)), schema, predicate, metrics, MEMORY_BYTES);
    assertThat(rows).hasSize(10);
    assertThat(rows.get(3).get(2)).isEqualTo("x".repeat(100) + 50_003);
    assertThat(metrics.count(Counter.ROW_GROUPS_READ)).isEqualTo(1);
    assertThat(metrics.count(Counter.ROWS_READ)).isLessThan(30_000);
    long fileBytes = ParquetScans.info(file).sizeBytes();
    assertThat(metrics.count(Counter.BYTES_READ)).isLessThan(fileBytes / 4);
    assertThat(metrics.count(Counter.PAGE_BYTES_SKIPPED)).isGreaterThan(fileBytes * 9 / 10);
    assertThat(metrics.count(Counter.PAGES_SKIPPED)).isGreaterThan(150);
  }

  @Test
  void columnsAreNotDecompressedWhereNoRowIsLeft() throws Exception {
    Path file = directory.resolve("late.parquet");
    writeFlat(file, 20_000, 7, new GroupFiles.Spec("SNAPPY", "v1", false, false, 2_000, 0, 0));
    Schema schema = ParquetScans.footer(file).schema();
    // No bounds rule this out: the noise is anywhere.
    InputRef noise = new InputRef(7, DataType.INT);
    Expression predicate =
        call(FunctionNames.LESS, noise, Literal.of(DataType.INT, Integer.MIN_VALUE + 3_000_000L));
    List<ParquetSplit> splits = List.of(ParquetScans.whole(file));
    TaskMetrics metrics = new TaskMetrics();
    List<List<Object>> rows = ParquetScans.read(splits, schema, predicate, metrics, MEMORY_BYTES);
    assertThat(rows)
        .isEqualTo(ParquetScans.filtered(splits, schema, predicate))
        .hasSizeBetween(1, 60);
    assertThat(metrics.count(Counter.ROWS_READ)).isPositive();
    assertThat(metrics.count(Counter.PAGES_SKIPPED)).isGreaterThan(100);
    assertThat(metrics.count(Counter.ROWS_FILTERED))
        .isEqualTo(metrics.count(Counter.ROWS_READ) - rows.size());
  }

  /**
   * Nested columns leave out pages that others rule out, and those that a filter leaves no row of.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void nestedColumnsSkipPages(long seed) throws Exception {
    Path source = directory.resolve("source.parquet");
    ParquetScans.duckDb(
        "COPY (SELECT i AS id, CAST(hash(i) % 1000 AS BIGINT) AS noise,"
            + " CASE WHEN i % 11 > 0 THEN range(i % 7) END AS a,"
            + " MAP {'k' || (i % 5): [i, NULL], 'l': []} AS m,"
            + " CASE WHEN i % 3 > 0 THEN {'x': i, 'y': [{'z': 'text ' || i}]} END AS r,"
            + " CASE WHEN i = 5000 THEN 1 ELSE i % 2 * 2 END AS rare"
            + " FROM range(15000) t(i)) TO '"
            + source
            + "' (FORMAT parquet)");
    Path file = directory.resolve("nested.parquet");
    Random random = new Random(seed);
    ParquetScans.rewrite(
        source,
        file,
        Map.of(
            "pageRows",
            Integer.toString(20 + random.nextInt(400)),
            "dataPageVersion",
            seed % 2 == 0 ? "2" : "1",
            "dictionary",
            Boolean.toString(seed < 3),
            "rowGroupRows",
            "9000"));
    Schema schema = ParquetScans.footer(file).schema();
    List<ParquetSplit> splits = List.of(ParquetScans.whole(file));
    for (int i = 0; i < 30; i++) {
      InputRef id = new InputRef(0, DataType.BIGINT);
      InputRef noise = new InputRef(1, DataType.BIGINT);
      long from = random.nextInt(15_000);
      long to = from + random.nextInt(i % 3 == 0 ? 30 : 5000);
      boolean byIndex = i % 2 == 0;
      Expression predicate =
          byIndex
              ? call(
                  FunctionNames.AND,
                  call(FunctionNames.GREATER_OR_EQUAL, id, Literal.of(DataType.BIGINT, from)),
                  call(FunctionNames.LESS, id, Literal.of(DataType.BIGINT, to)))
              : call(FunctionNames.EQUAL, noise, Literal.of(DataType.BIGINT, from % 1000));
      TaskMetrics metrics = new TaskMetrics();
      List<List<Object>> rows = ParquetScans.read(splits, schema, predicate, metrics, MEMORY_BYTES);
      assertThat(rows).isEqualTo(ParquetScans.filtered(splits, schema, predicate));
      if (byIndex && to - from < 1000 && !rows.isEmpty()) {
        // Of the five leaves that are nested, and the flat ones.
        assertThat(metrics.count(Counter.PAGES_SKIPPED)).isGreaterThan(40);
      }
    }
    // One row of all, which no bounds tell of: of the others, pages aren't opened.
    Schema withRare = schema.select(List.of(2, 3, 4, 5));
    Expression rare =
        call(
            FunctionNames.EQUAL,
            new InputRef(3, withRare.type(3)),
            Literal.of(withRare.type(3), 1L));
    TaskMetrics metrics = new TaskMetrics();
    List<List<Object>> rows = ParquetScans.read(splits, withRare, rare, metrics, MEMORY_BYTES);
    assertThat(rows).isEqualTo(ParquetScans.filtered(splits, withRare, rare)).hasSize(1);
    assertThat(metrics.count(Counter.ROWS_READ)).isGreaterThanOrEqualTo(9000);
    assertThat(metrics.count(Counter.PAGES_SKIPPED)).isGreaterThan(5 * (9000 - 4096) / 420 - 10);
  }

  @Test
  void bloomFiltersThatAreWrittenHereRuleRowGroupsOut() throws Exception {
    Path source = directory.resolve("even.parquet");
    ParquetScans.duckDb(
        "COPY (SELECT CAST(2 * i AS INTEGER) AS i, 2 * i AS l, 's' || (2 * i) AS s,"
            + " CAST(2 * i AS DECIMAL(12, 2)) AS d, CAST(-2 * i AS DECIMAL(30, 2)) AS w,"
            + " DATE '2000-01-01' + CAST(2 * i AS INTEGER) AS day FROM range(20000) r(i)) TO '"
            + source
            + "' (FORMAT parquet)");
    Path file = directory.resolve("filtered.parquet");
    ParquetScans.rewrite(
        source, file, Map.of("bloomFilter", "i, l, s, d, w, day", "bloomFilterFpp", "0.001"));
    Schema schema = ParquetScans.footer(file).schema();
    List<ParquetSplit> splits = List.of(ParquetScans.whole(file));
    List<List<Object>> rows = ParquetScans.read(file);
    for (int column = 0; column < schema.size(); column++) {
      InputRef ref = new InputRef(column, schema.type(column));
      Object present = rows.get(7000).get(column);
      // Within the bounds that statistics give.
      Object absent =
          present instanceof Long number
              ? (Object) (number + 1)
              : present instanceof BigDecimal number ? number.add(BigDecimal.ONE) : "s14001";
      TaskMetrics metrics = new TaskMetrics();
      Expression none = call(FunctionNames.EQUAL, ref, Literal.of(schema.type(column), absent));
      assertThat(ParquetScans.read(splits, schema, none, metrics, MEMORY_BYTES)).isEmpty();
      assertThat(metrics.count(Counter.ROW_GROUPS_PRUNED_BY_BLOOM_FILTER))
          .as("%s", schema.field(column))
          .isOne();
      Expression one = call(FunctionNames.EQUAL, ref, Literal.of(schema.type(column), present));
      assertThat(ParquetScans.read(splits, schema, one, new TaskMetrics(), MEMORY_BYTES))
          .containsExactly(rows.get(7000));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void valuesThatAreInNoRowRuleRowGroupsOut(boolean dictionary) throws Exception {
    Path file = directory.resolve("values.parquet");
    MessageType type =
        MessageTypeParser.parseMessageType(
            "message m { required int32 i; optional int64 l; optional binary s (STRING); optional"
                + " int64 d (DECIMAL(12,2)); required binary pad; }");
    SimpleGroupFactory groups = new SimpleGroupFactory(type);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withType(type)
            .withConf(new PlainParquetConfiguration())
            .withDictionaryEncoding(dictionary)
            .withBloomFilterEnabled(!dictionary)
            .withBloomFilterNDV("i", 200)
            .withBloomFilterNDV("l", 200)
            .withBloomFilterNDV("s", 200)
            .withBloomFilterNDV("d", 200)
            .withPageSize(2_000)
            .withRowGroupSize(1L << 20)
            .build()) {
      for (int n = 0; n < 20_000; n++) {
        Group group = groups.newGroup();
        int value = n % 200 * 2;
        group.add("i", value);
        if (n % 7 > 0) {
          group.add("l", (long) value);
          group.add("s", "s" + value);
          group.add("d", value * 100L);
        }
        group.add("pad", "padding of some length, " + n * 31);
        writer.write(group);
      }
    }
    Schema schema = ParquetScans.footer(file).schema();
    DataType decimal = schema.type(3);
    Map<Integer, List<Literal>> absentAndPresent =
        Map.of(
            0, List.of(Literal.of(DataType.INT, 7L), Literal.of(DataType.INT, 8L)),
            1, List.of(Literal.of(DataType.BIGINT, 7L), Literal.of(DataType.BIGINT, 8L)),
            2, List.of(Literal.of(DataType.STRING, "s7"), Literal.of(DataType.STRING, "s8")),
            3,
                List.of(
                    Literal.of(decimal, BigDecimal.valueOf(700, 2)),
                    Literal.of(decimal, BigDecimal.valueOf(800, 2))));
    List<ParquetSplit> splits = List.of(ParquetScans.whole(file));
    absentAndPresent.forEach(
        (column, literals) -> {
          InputRef ref = new InputRef(column, schema.type(column));
          TaskMetrics absent = new TaskMetrics();
          Expression none = call(FunctionNames.IN, ref, literals.get(0), literals.get(0));
          assertThat(ParquetScans.read(splits, schema, none, absent, MEMORY_BYTES)).isEmpty();
          assertThat(absent.count(Counter.ROW_GROUPS_READ)).isZero();
          assertThat(
                  dictionary
                      ? absent.count(Counter.ROW_GROUPS_PRUNED_BY_DICTIONARY)
                      : absent.count(Counter.ROW_GROUPS_PRUNED_BY_BLOOM_FILTER))
              .isEqualTo(ParquetScans.footer(file).rowGroups().size());
          TaskMetrics present = new TaskMetrics();
          Expression some =
              call(
                  FunctionNames.OR,
                  call(FunctionNames.EQUAL, ref, literals.get(0)),
                  call(FunctionNames.EQUAL, literals.get(1), ref));
          assertThat(ParquetScans.read(splits, schema, some, present, MEMORY_BYTES))
              .isEqualTo(ParquetScans.filtered(splits, schema, some))
              .isNotEmpty();
        });
  }

  @Test
  void aLimitWithoutPredicateReadsTheFirstPages() throws Exception {
    Path file = directory.resolve("limit.parquet");
    writeFlat(file, 30_000, 9, new GroupFiles.Spec("UNCOMPRESSED", "v1", false, false, 900, 0, 0));
    Schema schema = ParquetScans.footer(file).schema();
    MemoryManager manager = new MemoryManager(MEMORY_BYTES);
    TaskMetrics metrics = new TaskMetrics();
    try (TaskMemory memory = manager.startTask("test");
        ParquetReader reader =
            ParquetScans.open(
                new ParquetReader.Request(
                    List.of(ParquetScans.whole(file)), schema, null, 10, null),
                memory.operator("scan"),
                metrics)) {
      assertThat(reader.next().numRows()).isEqualTo(10);
    }
    assertThat(metrics.count(Counter.ROW_GROUPS_READ)).isEqualTo(1);
    assertThat(metrics.count(Counter.ROWS_READ)).isEqualTo(10);
    assertThat(manager.usedBytes()).isZero();
  }

  @Test
  void whatIsLearntOnTheWayCountsFromThen() throws Exception {
    Path source = directory.resolve("source.parquet");
    writeFlat(
        source, 30_000, 9, new GroupFiles.Spec("UNCOMPRESSED", "v1", false, false, 900, 0, 0));
    Path file = directory.resolve("own.parquet");
    ParquetScans.rewrite(source, file, Map.of("pageRows", "500", "rowGroupRows", "10000"));
    Schema schema = ParquetScans.footer(file).schema();
    InputRef id = new InputRef(schema.indexOf("id"), DataType.BIGINT);
    for (Expression stated : new Expression[] {null, lessOrEqual(id, 27_000)}) {
      Expression[] known = {null};
      LearntCondition learnt =
          new LearntCondition() {
            @Override
            public Expression value() {
              return id;
            }

            @Override
            public Expression condition() {
              return known[0];
            }
          };
      List<Long> ids = new ArrayList<>();
      MemoryManager manager = new MemoryManager(MEMORY_BYTES);
      TaskMetrics metrics = new TaskMetrics();
      try (TaskMemory memory = manager.startTask("test");
          ParquetReader reader =
              ParquetScans.open(
                  new ParquetReader.Request(
                      List.of(ParquetScans.whole(file)), schema, stated, -1, learnt),
                  memory.operator("scan"),
                  metrics)) {
        for (VectorBatch batch = reader.next(); batch != null; batch = reader.next()) {
          for (int i = 0; i < batch.numSelected(); i++) {
            ids.add((Long) Vectors.value(batch.column(id.index()), batch.selectedRow(i)));
          }
          // Known in the middle of a row group; then more is.
          known[0] = lessOrEqual(id, known[0] == null ? 9_000 : 8_500);
        }
      }
      assertThat(ids).startsWith(0L).doesNotHaveDuplicates().hasSize(8_501);
      assertThat(metrics.count(Counter.ROW_GROUPS_READ)).isEqualTo(2);
      assertThat(metrics.count(Counter.ROW_GROUPS_PRUNED)).isEqualTo(1);
      assertThat(manager.usedBytes()).isZero();
    }
  }

  private static Expression lessOrEqual(InputRef ref, long value) {
    return call(FunctionNames.LESS_OR_EQUAL, ref, Literal.of(DataType.BIGINT, value));
  }

  @Test
  void readingAheadEndsWithTheReaderAndGivesWayToOthers() throws Exception {
    Path file = directory.resolve("ahead.parquet");
    writeFlat(
        file, 60_000, 10, new GroupFiles.Spec("UNCOMPRESSED", "v1", false, false, 9_000, 0, 0));
    Schema schema = ParquetScans.footer(file).schema();
    assertThat(ParquetScans.footer(file).rowGroups().size()).isGreaterThan(3);
    List<List<Object>> all = ParquetScans.read(file, schema);
    assertThat(all).hasSize(60_000);
    MemoryManager manager = new MemoryManager(8 << 20);
    try (TaskMemory memory = manager.startTask("test");
        MemoryReservation other = memory.operator("other").reservation(null);
        ParquetReader reader =
            ParquetScans.open(
                new ParquetReader.Request(List.of(ParquetScans.whole(file)), schema, null),
                memory.operator("scan"),
                new TaskMetrics())) {
      int rows = 0;
      for (VectorBatch batch = reader.next(); rows < 30_000; batch = reader.next()) {
        rows += batch.numRows();
        // All that is left, and what was fetched ahead as well.
        long before = memory.heldBytes();
        other.add((8 << 20) - before);
        assertThat(memory.heldBytes()).isLessThanOrEqualTo(8 << 20);
        other.resize(0);
      }
      assertThat(rows).isGreaterThanOrEqualTo(30_000);
    }
    assertThat(manager.usedBytes()).isZero();
  }

  @Test
  void damagedIndexesAndFiltersGiveTheSameRowsOrATypedError() throws Exception {
    Path file = directory.resolve("valid.parquet");
    writeFlat(file, 6_000, 12, new GroupFiles.Spec("SNAPPY", "v1", true, false, 1_000, 0, 0));
    Schema schema = ParquetScans.footer(file).schema();
    Expression predicate =
        call(
            FunctionNames.AND,
            call(
                FunctionNames.GREATER_OR_EQUAL,
                new InputRef(0, DataType.BIGINT),
                Literal.of(DataType.BIGINT, 2_000L)),
            call(
                FunctionNames.LESS,
                new InputRef(0, DataType.BIGINT),
                Literal.of(DataType.BIGINT, 2_500L)));
    List<List<Object>> expected =
        ParquetScans.filtered(List.of(ParquetScans.whole(file)), schema, predicate);
    byte[] bytes = Files.readAllBytes(file);
    ParquetFooter footer = ParquetScans.footer(file);
    long indexStart = Long.MAX_VALUE;
    for (FileColumn column : footer.columns()) {
      for (RowGroup group : footer.rowGroups()) {
        indexStart = Math.min(indexStart, group.chunk(column).indexes().offsetIndex().offset());
      }
    }
    int from = (int) indexStart;
    int to = bytes.length - 8 - footer.sizeBytes();
    Random random = new Random(13);
    int errors = 0;
    for (int i = 0; i < 200; i++) {
      byte[] damaged = bytes.clone();
      damaged[from + random.nextInt(to - from)] ^= (byte) (1 << random.nextInt(8));
      Path corrupt = directory.resolve("damaged-" + i + ".parquet");
      Files.write(corrupt, damaged);
      try {
        assertThat(
                ParquetScans.read(
                    List.of(ParquetScans.whole(corrupt)),
                    schema,
                    predicate,
                    new TaskMetrics(),
                    MEMORY_BYTES))
            .as("seed 13, change %d", i)
            .isEqualTo(expected);
      } catch (DistaffException e) {
        errors++;
        assertThat(e).hasMessageContaining("damaged-" + i + ".parquet");
      }
      Files.delete(corrupt);
    }
    assertThat(errors).isLessThan(200);
  }

  /** Bounds may lie then, so that any rows may come, but nothing worse. */
  @Test
  void aDamagedFooterGivesRowsOrATypedError() throws Exception {
    Path file = directory.resolve("valid.parquet");
    writeFlat(file, 3_000, 14, new GroupFiles.Spec("SNAPPY", "v1", true, false, 1_000, 0, 0));
    Schema schema = ParquetScans.footer(file).schema();
    byte[] bytes = Files.readAllBytes(file);
    int footerBytes = ParquetScans.footer(file).sizeBytes();
    Random random = new Random(15);
    for (int i = 0; i < 400; i++) {
      byte[] damaged = bytes.clone();
      for (int change = 0; change <= i % 3; change++) {
        int position = bytes.length - 8 - 1 - random.nextInt(footerBytes);
        damaged[position] ^= (byte) (1 << random.nextInt(8));
      }
      Path corrupt = directory.resolve("damaged-" + i + ".parquet");
      Files.write(corrupt, damaged);
      try {
        ParquetScans.read(
            List.of(ParquetScans.whole(corrupt)),
            schema,
            predicate(random, schema, 2),
            new TaskMetrics(),
            MEMORY_BYTES);
      } catch (DistaffException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
      Files.delete(corrupt);
    }
  }
}
