package io.distaff.parquet.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.InputRef;
import io.distaff.expression.Literal;
import io.distaff.memory.MemoryManager;
import io.distaff.memory.TaskMemory;
import io.distaff.metrics.TaskMetrics;
import io.distaff.parquet.write.ParquetFileWriter;
import io.distaff.parquet.write.ParquetWriteOptions;
import io.distaff.types.DataType;
import io.distaff.types.Schema;
import io.distaff.vector.VectorBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is done to a file, reading it gives as many rows as its footer says, or a typed error
 * that says where; nothing else, in bounded time and memory. The rows are the right ones where
 * checksums cover what was changed.
 *
 * <p>More than the usual number is run with {@code -Ddistaff.fuzz.files=20000
 * -Ddistaff.fuzz.seed=1}.
 */
@Timeout(3600)
final class FileFuzzTest {
  private static final long MEMORY_BYTES = 64 << 20;
  private static final long LONGEST_MILLIS = 30_000;
  private static final Set<ErrorCode> TYPED =
      Set.of(
          ErrorCode.INVALID_FILE,
          ErrorCode.NOT_SUPPORTED,
          ErrorCode.SCHEMA_MISMATCH,
          ErrorCode.MEMORY_EXCEEDED,
          ErrorCode.LIMIT_EXCEEDED);

  @TempDir private static Path directory;

  private static final List<Base> BASES = new ArrayList<>();

  /**
   * A valid file.
   *
   * @param checked whether its pages have checksums
   */
  private record Base(
      String name, byte[] bytes, boolean checked, Schema schema, List<List<Object>> rows) {
    static Base of(Path file, boolean checked) throws IOException {
      Schema schema = ParquetScans.footer(file).schema();
      return new Base(
          file.getFileName().toString(),
          Files.readAllBytes(file),
          checked,
          schema,
          ParquetScans.read(file, schema));
    }
  }

  @BeforeAll
  static void writeValidFiles() throws Exception {
    for (String codec : List.of("UNCOMPRESSED", "SNAPPY", "ZSTD")) {
      for (String version : List.of("v1", "v2")) {
        Path file = directory.resolve("java-" + codec + version + ".parquet");
        // In version 2 without dictionaries the deltas come.
        boolean dictionary = codec.equals("SNAPPY");
        GroupFiles.write(
            file,
            GroupFiles.EVERY_TYPE,
            120,
            new GroupFiles.Spec(codec, version, dictionary, codec.equals("ZSTD"), 512, 20, 0.2),
            11);
        BASES.add(Base.of(file, true));
      }
    }
    for (String codec : List.of("uncompressed", "snappy", "gzip", "lz4_raw")) {
      Path duck = directory.resolve("duck-" + codec + ".parquet");
      ParquetScans.duckDb(
          ("COPY (SELECT i, CASE WHEN i % 7 <> 0 THEN 'v' || (i % 30) END AS s, i / 3.0 AS d,"
                  + " CASE WHEN i % 5 <> 0 THEN range(i % 4) END AS a,"
                  + " CASE WHEN i % 6 <> 0 THEN [[CAST(i AS VARCHAR)], NULL, []] END AS aa,"
                  + " MAP {i % 3: 'x' || i} AS m,"
                  + " {'x': i, 'y': [i, NULL], 'z': {'w': i % 2 = 0}} AS r"
                  + " FROM range(300) t(i)) TO '")
              + duck
              + "' (FORMAT parquet, ROW_GROUP_SIZE 2048, COMPRESSION "
              + codec
              + (codec.equals("gzip") || codec.equals("uncompressed")
                  ? ", PARQUET_VERSION V2)"
                  : ")"));
      BASES.add(Base.of(duck, false));
      for (String version : List.of("1", "2")) {
        Path ours = directory.resolve("ours-" + codec + version + ".parquet");
        rewrite(
            duck,
            ours,
            Map.of(
                "compression", codec,
                "dataPageVersion", version,
                "pageRows", "40",
                "rowGroupRows", "150",
                "bloomFilter", "i, s"));
        BASES.add(Base.of(ours, true));
      }
    }
    for (String name : List.of("java-UNCOMPRESSEDv1", "ours-uncompressed1")) {
      byte[] valid = Files.readAllBytes(directory.resolve(name + ".parquet"));
      for (boolean lz4 : new boolean[] {false, true}) {
        for (boolean bitPacked : new boolean[] {!lz4, true}) {
          Path old = directory.resolve("old-" + name + lz4 + bitPacked + ".parquet");
          Files.write(old, OldWriter.rewrite(valid, bitPacked, lz4));
          Base base = Base.of(old, true);
          assertThat(base.rows)
              .as(base.name)
              .isEqualTo(ParquetScans.read(directory.resolve(name + ".parquet"), base.schema));
          BASES.add(base);
        }
      }
    }
  }

  private static void rewrite(Path source, Path target, Map<String, String> options)
      throws IOException {
    Schema schema = ParquetScans.footer(source).schema();
    MemoryManager manager = new MemoryManager(MEMORY_BYTES);
    try (TaskMemory memory = manager.startTask("test");
        ParquetReader reader =
            ParquetScans.open(
                new ParquetReader.Request(List.of(ParquetScans.whole(source)), schema, null),
                memory.operator("scan"),
                new TaskMetrics())) {
      ParquetFileWriter writer =
          new ParquetFileWriter(
              Files.newOutputStream(target),
              target.toString(),
              schema,
              ParquetWriteOptions.of(options),
              memory.operator("writer"));
      for (VectorBatch batch = reader.next(); batch != null; batch = reader.next()) {
        writer.write(batch);
      }
      writer.close();
    }
  }

  @Test
  void spoiledFilesAreTypedErrorsOrHaveTheirRows() throws Exception {
    int files = Integer.getInteger("distaff.fuzz.files", 600);
    long firstSeed = Long.getLong("distaff.fuzz.seed", 1);
    int errors = 0;
    for (long seed = firstSeed; seed < firstSeed + files; seed++) {
      long start = System.nanoTime();
      try {
        errors += tryOne(seed) ? 1 : 0;
      } catch (Throwable e) {
        throw new AssertionError("seed " + seed, e);
      }
      long millis = (System.nanoTime() - start) / 1_000_000;
      assertThat(millis).as("seed %d", seed).isLessThan(LONGEST_MILLIS);
    }
    assertThat(errors).isBetween(files / 4, files);
  }

  /** True when the file was found to be wrong. */
  private static boolean tryOne(long seed) throws IOException {
    Random random = new Random(seed);
    Base base = BASES.get(random.nextInt(BASES.size()));
    FileMutator.Kind kind =
        FileMutator.Kind.values()[random.nextInt(FileMutator.Kind.values().length)];
    byte[] spoiled = new FileMutator(base.bytes, random).mutate(kind);
    Path file = directory.resolve("spoiled.parquet");
    Files.write(file, spoiled);
    try {
      ParquetFooter footer = ParquetScans.footer(file);
      Schema schema = random.nextInt(3) == 0 ? footer.schema() : base.schema;
      Expression predicate = random.nextInt(3) == 0 ? predicate(base, schema, random) : null;
      List<List<Object>> rows =
          ParquetScans.read(
              List.of(ParquetScans.whole(file)),
              schema,
              predicate,
              new TaskMetrics(),
              MEMORY_BYTES);
      if (predicate != null) {
        assertThat((long) rows.size()).as(base.name).isLessThanOrEqualTo(footer.numRows());
        return false;
      }
      assertThat((long) rows.size()).as(base.name).isEqualTo(footer.numRows());
      if (kind == FileMutator.Kind.BYTES && base.checked && isDataOnly(base.bytes, spoiled)) {
        assertThat(rows).as(base.name).isEqualTo(base.rows);
      }
      return false;
    } catch (DistaffException e) {
      assertThat(e.code()).as(e.getMessage()).isIn(TYPED);
      if (e.code() == ErrorCode.INVALID_FILE) {
        assertThat(e.getMessage())
            .matches(
                "(?s)can't read (the footer of )?file:\\S*/spoiled\\.parquet: .*"
                    + "|.*row group \\d+, column \\S+.*");
      }
      return true;
    }
  }

  /** True when the footer is as it was. */
  private static boolean isDataOnly(byte[] valid, byte[] spoiled) {
    int footer = 8 + LittleEndian.getInt(valid, valid.length - 8);
    if (valid.length != spoiled.length) {
      return false;
    }
    for (int i = valid.length - footer; i < valid.length; i++) {
      if (valid[i] != spoiled[i]) {
        return false;
      }
    }
    return true;
  }

  private static Expression predicate(Base base, Schema schema, Random random) {
    for (int column = 0; column < schema.size(); column++) {
      DataType type = schema.type(column);
      if (type.kind() == DataType.Kind.BIGINT || type.kind() == DataType.Kind.STRING) {
        int known = base.schema.indexOf(schema.field(column).name());
        Object value =
            known < 0 ? null : base.rows.get(random.nextInt(base.rows.size())).get(known);
        Literal literal =
            type.kind() == DataType.Kind.BIGINT
                ? Literal.of(type, value instanceof Long number ? number : (Long) 7L)
                : Literal.of(type, value instanceof String text ? text : "v7");
        return new Call(
            random.nextBoolean() ? FunctionNames.EQUAL : FunctionNames.LESS,
            DataType.BOOLEAN,
            new InputRef(column, type),
            literal);
      }
    }
    return null;
  }
}
