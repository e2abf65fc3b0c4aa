package io.distaff.parquet.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.memory.MemoryManager;
import io.distaff.memory.TaskMemory;
import io.distaff.metrics.TaskMetrics;
import io.distaff.parquet.write.ParquetFileWriter;
import io.distaff.parquet.write.ParquetWriteOptions;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.MapType;
import io.distaff.types.Schema;
import io.distaff.types.StructType;
import io.distaff.vector.ArrayVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.DictionaryVector;
import io.distaff.vector.RandomBatches;
import io.distaff.vector.StructVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrays, maps and structs, from us and others to us and others. */
@Timeout(240)
final class NestedColumnsTest {
  @TempDir private Path directory;

  @Test
  void theFooterHasTheStandardForms() throws Exception {
    Schema schema =
        Schema.of(
            new Field("a", new ArrayType(DataType.STRING), true),
            new Field("m", new MapType(DataType.INT, new ArrayType(DataType.decimal(5, 2))), false),
            new Field("s", RandomBatches.struct(DataType.DATE, DataType.TINYINT), false));
    Path file = directory.resolve("footer.parquet");
    write(file, schema, List.of(), Map.of());
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
      assertThat(reader.getFileMetaData().getSchema().toString())
          .isEqualTo(
              """
              message schema {
                optional group a (LIST) {
                  repeated group list {
                    optional binary element (STRING);
                  }
                }
                required group m (MAP) {
                  repeated group key_value {
                    required int32 key;
                    optional group value (LIST) {
                      repeated group list {
                        optional int64 element (DECIMAL(5,2));
                      }
                    }
                  }
                }
                required group s {
                  optional int32 m0 (DATE);
                  optional int32 m1 (INTEGER(8,true));
                }
              }
              """);
    }
  }

  @Test
  void indexesCountRowsAndNulls() throws Exception {
    Schema schema = Schema.of(new Field("a", new ArrayType(DataType.BIGINT), true));
    Path file = directory.resolve("index.parquet");
    List<Object> rows = new ArrayList<>();
    for (long i = 0; i < 100; i++) {
      rows.add(i % 4 == 0 ? null : i % 4 == 1 ? List.of() : Arrays.asList(i, null, i + 1));
    }
    write(
        file,
        schema,
        List.of(new VectorBatch(100, Vectors.of(schema.type(0), rows))),
        Map.of("pageRows", "7"));
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
      var chunk = reader.getFooter().getBlocks().get(0).getColumns().get(0);
      assertThat(chunk.getValueCount()).isEqualTo(50 + 50 * 3);
      assertThat(chunk.getStatistics().getNumNulls()).isEqualTo(50 + 50);
      assertThat(chunk.getStatistics().minAsString()).isEqualTo("2");
      assertThat(chunk.getStatistics().maxAsString()).isEqualTo("100");
      var offsets = reader.readOffsetIndex(chunk);
      assertThat(offsets.getPageCount()).isEqualTo(15);
      assertThat(offsets.getFirstRowIndex(3)).isEqualTo(21);
      assertThat(reader.readColumnIndex(chunk).getNullCounts().stream().mapToLong(n -> n).sum())
          .isEqualTo(100);
    }
    RowGroup group = ParquetScans.footer(file).rowGroups().get(0);
    assertThat(group.statistics(0)).isEqualTo(ColumnStatistics.UNKNOWN);
    assertThat(group.compressedBytes(0)).isEqualTo(group.compressedBytes());
  }

  @Test
  void refusesAMapKeyThatIsNullAndANullWhereThereIsNone() {
    MapType map = new MapType(DataType.INT, DataType.INT);
    Map<Object, Object> nullKey = new LinkedHashMap<>();
    nullKey.put(null, 1L);
    assertNotWritten(map, nullKey, "has a map with a key that is null");
    assertNotWritten(map, null, "takes no nulls");
  }

  private void assertNotWritten(DataType type, Object value, String message) {
    VectorBatch batch = new VectorBatch(1, Vectors.single(type, value));
    Schema schema = Schema.of(new Field("c", type, false));
    assertThatThrownBy(
            () -> write(directory.resolve("no.parquet"), schema, List.of(batch), Map.of()))
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SCHEMA_MISMATCH))
        .hasMessageContaining(message);
  }

  @Test
  void aRowMayBeLongerThanAPageAndABatch() throws Exception {
    Schema schema =
        Schema.of(
            new Field("a", new ArrayType(DataType.BIGINT), true),
            new Field("b", DataType.BIGINT, true));
    List<Object> lists = new ArrayList<>();
    List<Object> numbers = new ArrayList<>();
    Random random = new Random(7);
    for (long i = 0; i < 40; i++) {
      List<Object> list = new ArrayList<>();
      int size = i % 10 == 3 ? 90_000 : random.nextInt(3000);
      for (int k = 0; k < size; k++) {
        list.add(i < 20 ? (Object) (long) random.nextInt(9) : (Object) random.nextLong());
      }
      lists.add(list);
      numbers.add(i);
    }
    Path file = directory.resolve("long.parquet");
    VectorBatch batch =
        new VectorBatch(
            40, Vectors.of(schema.type(0), lists), Vectors.of(DataType.BIGINT, numbers));
    write(file, schema, List.of(batch), Map.of("pageSize", "8k", "dictionarySize", "4k"));
    assertThat(read(file, schema)).isEqualTo(RandomBatches.rows(batch));

    // Large pages: batches are cut by what is in them.
    Path large = directory.resolve("large.parquet");
    write(large, schema, List.of(batch), Map.of("pageSize", "64m"));
    List<Integer> batchRows = new ArrayList<>();
    scan(large, schema, b -> batchRows.add(b.numRows()));
    assertThat(batchRows).hasSizeGreaterThan(4);
    assertThat(batchRows.stream().mapToInt(n -> n).sum()).isEqualTo(40);
    assertThat(read(large, schema)).isEqualTo(RandomBatches.rows(batch));
  }

  @Test
  void dictionariesStayDictionaries() throws Exception {
    Path file = directory.resolve("dictionary.parquet");
    ParquetScans.duckDb(
        "COPY (SELECT ['v' || (i % 5), 'w'] AS a, {'x': 'v' || (i % 3)} AS s FROM range(9000) r(i))"
            + " TO '"
            + file
            + "' (FORMAT parquet)");
    scan(
        file,
        ParquetScans.footer(file).schema(),
        batch -> {
          assertThat(((ArrayVector) batch.column(0)).elements())
              .isInstanceOf(DictionaryVector.class);
          ColumnVector member = ((StructVector) batch.column(1)).member(0);
          assertThat(member).isInstanceOf(DictionaryVector.class);
        });
  }

  @Test
  void onlyTheMembersWantedAreRead() throws Exception {
    Path file = directory.resolve("members.parquet");
    ParquetScans.duckDb(
        "COPY (SELECT CASE WHEN i % 3 > 0 THEN {'Few': i::INTEGER, 'long': repeat('x' || i, 100),"
            + " 'l': [{'p': i, 'q': hash(i)}]} END AS s FROM range(5000) r(i)) TO '"
            + file
            + "' (FORMAT parquet)");
    StructType wanted =
        new StructType(
            List.of(
                new StructType.Member("unknown", DataType.STRING),
                new StructType.Member("few", DataType.BIGINT),
                new StructType.Member(
                    "l",
                    new ArrayType(
                        new StructType(List.of(new StructType.Member("p", DataType.BIGINT)))))));
    TaskMetrics metrics = new TaskMetrics();
    List<List<Object>> rows =
        ParquetScans.read(
            List.of(ParquetScans.whole(file)),
            Schema.of(new Field("S", wanted, true)),
            null,
            metrics,
            1 << 28);
    assertThat(rows).hasSize(5000);
    for (long i = 0; i < 5000; i++) {
      List<Object> struct = i % 3 == 0 ? null : Arrays.asList(null, i, List.of(List.of(i)));
      assertThat(rows.get((int) i).get(0)).isEqualTo(struct);
    }
    // No member that is there, below a list too: its levels alone tell where there are structs.
    StructType none =
        new StructType(
            List.of(
                new StructType.Member(
                    "l",
                    new ArrayType(
                        new StructType(List.of(new StructType.Member("z", DataType.INT)))))));
    assertThat(ParquetScans.read(file, Schema.of(new Field("s", none, true))).subList(0, 3))
        .isEqualTo(
            Arrays.asList(
                Arrays.asList((Object) null),
                List.of(List.of(List.of(Arrays.asList((Object) null)))),
                List.of(List.of(List.of(Arrays.asList((Object) null))))));
    StructType unknown =
        new StructType(List.of(new StructType.Member("zz", new ArrayType(DataType.INT))));
    assertThat(ParquetScans.read(file, Schema.of(new Field("s", unknown, true))).subList(0, 2))
        .isEqualTo(
            Arrays.asList(Arrays.asList((Object) null), List.of(Arrays.asList((Object) null))));
    assertThatThrownBy(
            () ->
                ParquetScans.read(
                    file,
                    Schema.of(
                        new Field(
                            "s",
                            new StructType(
                                List.of(new StructType.Member("l", new ArrayType(DataType.INT)))),
                            true))))
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SCHEMA_MISMATCH))
        .hasMessageContaining("column s.l.element of");
  }

  @Test
  void filesOfOneTableMayDifferInside() throws Exception {
    Path older = directory.resolve("older.parquet");
    Path newer = directory.resolve("newer.parquet");
    ParquetScans.duckDb(
        "COPY (SELECT [{'n': 1::INTEGER, 'f': 0.5::FLOAT}] AS l) TO '" + older + "'",
        "COPY (SELECT [{'f': 0.25::DOUBLE, 'N': 2::BIGINT, 'more': ['x']}, NULL] AS l) TO '"
            + newer
            + "'");
    DataType common =
        TypeWidening.common(
                ParquetScans.footer(older).schema().type(0),
                ParquetScans.footer(newer).schema().type(0))
            .orElseThrow();
    assertThat(common.sqlName()).isEqualTo("array<struct<n:bigint,f:double,more:array<string>>>");
    Schema schema = Schema.of(new Field("l", common, true));
    assertThat(ParquetScans.read(older, schema))
        .isEqualTo(List.of(List.of(List.of(Arrays.asList(1L, 0.5, null)))));
    assertThat(ParquetScans.read(newer, schema))
        .isEqualTo(List.of(List.of(Arrays.asList(List.of(2L, 0.25, List.of("x")), null))));
    assertThat(
            TypeWidening.common(
                new ArrayType(struct("n", DataType.INT)), new ArrayType(DataType.INT)))
        .isEmpty();
    assertThat(
            TypeWidening.isWidening(
                new ArrayType(DataType.INT), new ArrayType(DataType.decimal(20, 2))))
        .isFalse();
  }

  /** The forms of LogicalTypes.md, its section on backward compatibility. */
  @Test
  void readsListsAndMapsOfOldForms() throws Exception {
    assertForm(
        "optional group a (LIST) { repeated int32 element; }",
        new ArrayType(DataType.INT),
        group -> group.addGroup("a").append("element", 1).append("element", 2),
        List.of(1L, 2L));
    assertForm(
        "optional group a (LIST) { repeated group element { required binary s (STRING);"
            + " required int32 n; } }",
        new ArrayType(struct("s", DataType.STRING, "n", DataType.INT)),
        group -> group.addGroup("a").addGroup("element").append("s", "x").append("n", 3),
        List.of(List.of("x", 3L)));
    assertForm(
        "optional group a (LIST) { repeated group array (LIST) { repeated int32 array; } }",
        new ArrayType(new ArrayType(DataType.INT)),
        group -> {
          Group list = group.addGroup("a");
          list.addGroup("array").append("array", 1).append("array", 2);
          list.addGroup("array");
        },
        List.of(List.of(1L, 2L), List.of()));
    assertForm(
        "optional group a (LIST) { repeated group element { required int32 n; } }",
        new ArrayType(DataType.INT),
        group -> group.addGroup("a").addGroup("element").append("n", 1),
        List.of(1L));
    assertForm(
        "optional group a (LIST) { repeated group x { repeated int32 n; } }",
        new ArrayType(struct("n", new ArrayType(DataType.INT))),
        group -> {
          Group list = group.addGroup("a");
          list.addGroup("x").append("n", 1).append("n", 2);
          list.addGroup("x");
        },
        List.of(List.of(List.of(1L, 2L)), List.of(List.of())));
    assertForm(
        "optional group a (LIST) { repeated group array { required int32 n; } }",
        new ArrayType(struct("n", DataType.INT)),
        group -> group.addGroup("a").addGroup("array").append("n", 1),
        List.of(List.of(1L)));
    assertForm(
        "optional group a (LIST) { repeated group a_tuple { required int32 n; } }",
        new ArrayType(struct("n", DataType.INT)),
        group -> group.addGroup("a").addGroup("a_tuple").append("n", 1),
        List.of(List.of(1L)));
    assertForm(
        "required group a (LIST) { repeated group bag { optional int32 n; } }",
        new ArrayType(DataType.INT),
        group -> {
          Group list = group.addGroup("a");
          list.addGroup("bag").append("n", 1);
          list.addGroup("bag");
        },
        Arrays.asList(1L, null));
    assertForm(
        "repeated int32 a;",
        new ArrayType(DataType.INT),
        group -> group.append("a", 4).append("a", 5),
        List.of(4L, 5L));
    assertForm(
        "repeated group a { repeated int32 b; optional int32 c; }",
        new ArrayType(struct("b", new ArrayType(DataType.INT), "c", DataType.INT)),
        group -> {
          group.addGroup("a").append("b", 4).append("b", 5);
          group.addGroup("a").append("c", 6);
        },
        List.of(Arrays.asList(List.of(4L, 5L), null), List.of(List.of(), 6L)));
    assertForm(
        "optional group a (MAP_KEY_VALUE) { repeated group map { required binary key (STRING);"
            + " optional int32 value; } }",
        new MapType(DataType.STRING, DataType.INT),
        group -> {
          Group map = group.addGroup("a");
          map.addGroup("map").append("key", "k").append("value", 1);
          map.addGroup("map").append("key", "l");
        },
        mapOf("k", 1L, "l", null));
    assertForm(
        "optional group a (MAP) { repeated group map (MAP_KEY_VALUE) { optional int32 str;"
            + " required int32 num; } }",
        new MapType(DataType.INT, DataType.INT),
        group -> group.addGroup("a").addGroup("map").append("str", 1).append("num", 2),
        mapOf(1L, 2L));
    assertForm(
        "optional group a (MAP) { repeated group key_value { required int32 key; } }",
        new MapType(DataType.INT, DataType.NULL),
        group -> group.addGroup("a").addGroup("key_value").append("key", 1),
        mapOf(1L, null));
  }

  private static StructType struct(Object... namesAndTypes) {
    List<StructType.Member> members = new ArrayList<>();
    for (int i = 0; i < namesAndTypes.length; i += 2) {
      members.add(
          new StructType.Member((String) namesAndTypes[i], (DataType) namesAndTypes[i + 1]));
    }
    return new StructType(members);
  }

  private static Map<Object, Object> mapOf(Object... keysAndValues) {
    Map<Object, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }

  private void assertForm(String field, DataType type, Consumer<Group> row, Object value)
      throws IOException {
    MessageType schema =
        MessageTypeParser.parseMessageType("message m { " + field + " required int32 after; }");
    Path file = directory.resolve("form.parquet");
    Files.deleteIfExists(file);
    GroupFiles.Spec spec = new GroupFiles.Spec("UNCOMPRESSED", "v1", true, false, 1 << 10, 0, 0);
    try (ParquetWriter<Group> writer = GroupFiles.writer(file, schema, spec)) {
      for (int i = 0; i < 3; i++) {
        Group group = new SimpleGroupFactory(schema).newGroup();
        if (i != 1) {
          row.accept(group);
        } else if (field.startsWith("required")) {
          group.addGroup("a");
        }
        writer.write(group.append("after", i));
      }
    }
    assertThat(ParquetScans.footer(file).schema().type(0)).as(field).isEqualTo(type);
    Object without = field.startsWith("optional") ? null : List.of();
    assertThat(ParquetScans.read(file))
        .as(field)
        .isEqualTo(List.of(List.of(value, 0L), Arrays.asList(without, 1L), List.of(value, 2L)));
  }

  @Test
  void whatIsTooDeepOrMalformedIsSetAside() throws Exception {
    StringBuilder deep = new StringBuilder("message m { required int32 a; ");
    for (int i = 0; i < 70; i++) {
      deep.append("optional group g").append(i).append(" { ");
    }
    deep.append("optional int32 x; ").append("} ".repeat(70));
    deep.append("optional group l (LIST) { required int32 x; } }");
    Path file = directory.resolve("deep.parquet");
    MessageType schema = MessageTypeParser.parseMessageType(deep.toString());
    GroupFiles.Spec spec = new GroupFiles.Spec("UNCOMPRESSED", "v1", true, false, 1 << 10, 0, 0);
    try (ParquetWriter<Group> writer = GroupFiles.writer(file, schema, spec)) {
      writer.write(new SimpleGroupFactory(schema).newGroup().append("a", 7));
    }
    ParquetFooter footer = ParquetScans.footer(file);
    assertThat(footer.unreadableColumns())
        .containsEntry("g0", "nested deeper than 64 levels")
        .containsEntry("l", "a list that isn't one repeated field");
    assertThat(ParquetScans.read(file)).containsExactly(List.of(7L));
    assertThatThrownBy(
            () -> ParquetScans.read(file, Schema.of(new Field("g0", DataType.INT, true))))
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_SUPPORTED))
        .hasMessageContaining("column g0 of");

    DataType type = DataType.INT;
    for (int i = 0; i < 40; i++) {
      type = new ArrayType(type);
    }
    Schema tooDeep = Schema.of(new Field("d", type, true));
    assertThatThrownBy(() -> write(directory.resolve("no.parquet"), tooDeep, List.of(), Map.of()))
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_SUPPORTED));
  }

  /** Pages carry checksums: a flip is seen, or changes nothing that is read. */
  @ParameterizedTest
  @ValueSource(strings = {"uncompressed", "zstd"})
  void aFlippedBitIsATypedErrorOrDoesNoHarm(String compression) throws Exception {
    RandomBatches batches = new RandomBatches(5).withoutSelections();
    List<Field> fields = new ArrayList<>();
    for (DataType type : RandomBatches.NESTED_TYPES) {
      fields.add(new Field("c" + fields.size(), type, true));
    }
    Schema schema = new Schema(fields);
    Path file = directory.resolve("valid.parquet");
    write(
        file,
        schema,
        List.of(batches.batch(RandomBatches.NESTED_TYPES, 200)),
        Map.of("compression", compression, "pageRows", "40"));
    List<List<Object>> valid = read(file, schema);
    ParquetFooter footer = ParquetScans.footer(file);
    byte[] bytes = Files.readAllBytes(file);
    int footerStart = bytes.length - 8 - footer.sizeBytes();
    int errors = flip(bytes, schema, 600, 97, footerStart, valid);
    assertThat(errors).isGreaterThan(150);
  }

  /** Without checksums wrong values may come, but nothing worse. */
  @ParameterizedTest
  @ValueSource(strings = {"V1", "V2"})
  void aFlippedBitWithoutChecksumsIsATypedErrorOrAWrongValue(String version) throws Exception {
    Path file = directory.resolve("duck.parquet");
    ParquetScans.duckDb(
        "COPY (SELECT CASE WHEN i % 7 > 0 THEN [i, NULL, i + 1] END AS a,"
            + " CASE WHEN i % 5 > 0 THEN [['x' || (i % 9)], [], NULL] ELSE [] END AS b,"
            + " MAP {i: {'p': [i % 3], 'q': 'text ' || i}} AS m,"
            + " CASE WHEN i % 3 > 0 THEN {'u': i::DOUBLE, 'v': [{'w': i % 2 = 0}]} END AS s"
            + " FROM range(200) r(i)) TO '"
            + file
            + "' (FORMAT parquet, COMPRESSION uncompressed, PARQUET_VERSION "
            + version
            + ")");
    Schema schema = ParquetScans.footer(file).schema();
    flip(Files.readAllBytes(file), schema, 1500, 5, 0, null);
  }

  /**
   * @param valid the rows to expect of a file that can be read; null for any
   * @return files that couldn't be read
   */
  private int flip(
      byte[] bytes, Schema schema, int flips, long seed, int footerStart, List<List<Object>> valid)
      throws IOException {
    Random random = new Random(seed);
    int errors = 0;
    for (int i = 0; i < flips; i++) {
      byte[] flipped = bytes.clone();
      int changes = valid != null ? 1 : 1 + random.nextInt(3);
      int position = 0;
      for (int change = 0; change < changes; change++) {
        position = random.nextInt(bytes.length);
        flipped[position] ^= (byte) (1 << random.nextInt(8));
      }
      Path corrupt = directory.resolve("corrupt.parquet");
      Files.write(corrupt, flipped);
      try {
        List<List<Object>> rows = read(corrupt, schema);
        if (valid != null && position < footerStart) {
          assertThat(rows).as("byte %d", position).isEqualTo(valid);
        }
      } catch (DistaffException e) {
        errors++;
        assertThat(e.code())
            .as(e.getMessage())
            .isIn(
                ErrorCode.INVALID_FILE,
                ErrorCode.NOT_SUPPORTED,
                ErrorCode.SCHEMA_MISMATCH,
                ErrorCode.MEMORY_EXCEEDED,
                ErrorCode.LIMIT_EXCEEDED);
      }
      Files.delete(corrupt);
    }
    return errors;
  }

  private static void write(
      Path file, Schema schema, List<VectorBatch> batches, Map<String, String> options)
      throws IOException {
    MemoryManager manager = new MemoryManager(256L << 20);
    try (TaskMemory memory = manager.startTask("test")) {
      ParquetFileWriter writer =
          new ParquetFileWriter(
              new BufferedOutputStream(Files.newOutputStream(file)),
              file.toString(),
              schema,
              ParquetWriteOptions.of(options),
              memory.operator("writer"));
      try {
        for (VectorBatch batch : batches) {
          writer.write(batch);
        }
        writer.close();
      } finally {
        writer.abort();
      }
    }
    assertThat(manager.usedBytes()).isZero();
  }

  private static List<List<Object>> read(Path file, Schema schema) {
    List<List<Object>> rows = new ArrayList<>();
    scan(file, schema, batch -> rows.addAll(RandomBatches.rows(batch)));
    return rows;
  }

  private static void scan(Path file, Schema schema, Consumer<VectorBatch> consumer) {
    MemoryManager manager = new MemoryManager(128L << 20);
    try (TaskMemory memory = manager.startTask("test");
        ParquetReader reader =
            ParquetScans.open(
                new ParquetReader.Request(List.of(ParquetScans.whole(file)), schema, null),
                memory.operator("scan"),
                new TaskMetrics())) {
      for (VectorBatch batch = reader.next(); batch != null; batch = reader.next()) {
        consumer.accept(batch);
      }
    }
    assertThat(manager.usedBytes()).isZero();
  }
}
