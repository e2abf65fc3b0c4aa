package io.distaff.parquet.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.error.DistaffException;
import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.InputRef;
import io.distaff.expression.Lambda;
import io.distaff.expression.Literal;
import io.distaff.metrics.Counter;
import io.distaff.metrics.TaskMetrics;
import io.distaff.plan.Split.ParquetSplit;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.MapType;
import io.distaff.types.Schema;
import io.distaff.types.StructType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What conditions on parts of nested columns leave out, and that it is never too much. */
final class NestedPruningTest {
  private static final long MEMORY_BYTES = 1L << 28;

  private static final int ROWS = 12_000;

  /** Clustered by i, with nulls at each level, empty lists, and one value that is rare. */
  private static final String DATA =
      "SELECT CAST(i AS INTEGER) AS id, CASE WHEN i % 7 > 0 THEN {'a': CASE WHEN i % 5 > 0 AND i //"
          + " 500 % 4 > 0 THEN {'b': CASE WHEN i % 3 > 0 THEN i // 3 END, 't': 'text ' || i // 50,"
          + " 'f': i % 2 = 0} END, 'n': CASE WHEN i // 400 % 3 > 0 THEN CAST(i // 7 AS INTEGER)"
          + " END, 'rare': CASE WHEN i = 7778 THEN 1 ELSE i % 2 * 2 END, 'pad': 'pad ' || hash(i)}"
          + " END AS s, CASE WHEN i % 11 > 0 THEN list_transform(range(i % 4), lambda x: CASE WHEN"
          + " x <> 2 THEN i // 2 + x END) END AS l, CASE WHEN i // 600 % 5 > 0 THEN"
          + " list_transform(range(i % 3), lambda x: CASE WHEN i % 4 > 0 THEN {'x': i // 4, 'y':"
          + " 'y' || i // 40, 'z': [i, NULL]} END) END AS r, CASE WHEN i % 6 > 0 THEN MAP {'k' || i"
          + " // 100: i // 5, 'l': NULL} END AS m, hash(i) AS noise FROM range("
          + ROWS
          + ") q(i)";

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "1, true, 300, 1",
    "2, true, 100, 2",
    "1, false, 1000, 3",
    "2, false, 50, 4",
    "0, true, 0, 5",
  })
  void randomPredicatesSelectWhatTheyWouldOfAllRows(
      String version, String dictionary, String pageRows, long seed) throws Exception {
    Path file = directory.resolve("nested.parquet");
    write(file, version, dictionary, pageRows);
    Schema schema = ParquetScans.footer(file).schema();
    List<ParquetSplit> splits = List.of(ParquetScans.whole(file));
    Random random = new Random(seed);
    TaskMetrics total = new TaskMetrics();
    int some = 0;
    for (int i = 0; i < 40; i++) {
      Expression predicate = predicate(random, schema, 2);
      List<List<Object>> expected = ParquetScans.filtered(splits, schema, predicate);
      TaskMetrics metrics = new TaskMetrics();
      assertThat(ParquetScans.read(splits, schema, predicate, metrics, MEMORY_BYTES))
          .as("seed %d, predicate %d: %s", seed, i, predicate)
          .isEqualTo(expected);
      assertThat(metrics.count(Counter.ROWS_READ) - metrics.count(Counter.ROWS_FILTERED))
          .isEqualTo(expected.size());
      some += expected.isEmpty() ? 0 : 1;
      total.add(Counter.PAGES_SKIPPED, metrics.count(Counter.PAGES_SKIPPED));
      total.add(Counter.ROW_GROUPS_PRUNED, metrics.count(Counter.ROW_GROUPS_PRUNED));
    }
    assertThat(some).isGreaterThan(10);
    assertThat(total.count(Counter.ROW_GROUPS_PRUNED)).isPositive();
    assertThat(total.count(Counter.PAGES_SKIPPED)).isPositive();
  }

  /**
   * @param version of the pages of our writer; 0 for a file of DuckDB's
   */
  private void write(Path file, String version, String dictionary, String pageRows)
      throws Exception {
    Path source = version.equals("0") ? file : directory.resolve("source.parquet");
    ParquetScans.duckDb(
        "COPY (" + DATA + ") TO '" + source + "' (FORMAT parquet, ROW_GROUP_SIZE 4096)");
    if (!source.equals(file)) {
      ParquetScans.rewrite(
          source,
          file,
          Map.of(
              "pageRows",
              pageRows,
              "dataPageVersion",
              version,
              "dictionary",
              dictionary,
              "rowGroupRows",
              "4000"));
    }
  }

  private static Expression predicate(Random random, Schema schema, int depth) {
    if (depth > 0 && random.nextInt(3) > 0) {
      List<Expression> parts =
          IntStream.range(0, 2).mapToObj(i -> predicate(random, schema, depth - 1)).toList();
      return new Call(
          random.nextInt(3) > 0 ? FunctionNames.AND : FunctionNames.OR, parts, DataType.BOOLEAN);
    }
    Expression s = column(schema, "s");
    Expression a = member(s, "a");
    Expression r = column(schema, "r");
    Expression l = column(schema, "l");
    Expression m = column(schema, "m");
    return switch (random.nextInt(14)) {
      case 0, 1 -> comparison(random, member(a, "b"), ROWS / 3);
      case 2, 3 -> comparison(random, member(s, "n"), ROWS / 7);
      case 4 -> text(random, member(a, "t"), "text ", ROWS / 50);
      case 5 -> random.nextBoolean() ? member(a, "f") : call(FunctionNames.NOT, member(a, "f"));
      case 6 -> nullTest(random, random.nextBoolean() ? s : a);
      case 7 -> nullTest(random, random.nextBoolean() ? l : r);
      case 8 -> exists(l, e -> comparison(random, e, ROWS / 2));
      case 9 ->
          exists(
              r,
              e ->
                  random.nextBoolean()
                      ? call(
                          FunctionNames.AND,
                          comparison(random, member(e, "x"), ROWS / 4),
                          text(random, member(e, "y"), "y", ROWS / 40))
                      : exists(member(e, "z"), z -> comparison(random, z, ROWS)));
      case 10 ->
          random.nextBoolean()
              ? call("array_contains", l, literal(random, DataType.BIGINT, ROWS / 2))
              : call("array_contains", member(r, "x"), literal(random, DataType.BIGINT, ROWS / 4));
      case 11 -> comparison(random, element("get", l, 1L, DataType.BIGINT), ROWS / 2);
      case 12 ->
          random.nextBoolean()
              ? nullTest(random, element("get", l, 2L, DataType.BIGINT))
              : text(random, member(element("get", r, 0L, type(r)), "y"), "y", ROWS / 40);
      default -> {
        Literal key = Literal.of(DataType.STRING, "k" + random.nextInt(ROWS / 100));
        Expression value = call("item", ((MapType) m.type()).value(), m, key);
        yield random.nextBoolean()
            ? call("map_contains_key", m, key)
            : comparison(random, value, ROWS / 5);
      }
    };
  }

  private static DataType type(Expression array) {
    return ((ArrayType) array.type()).element();
  }

  private static Expression element(String function, Expression of, long index, DataType type) {
    return call(function, type, of, Literal.of(DataType.BIGINT, index));
  }

  private static Expression comparison(Random random, Expression value, int bound) {
    Literal literal = literal(random, value.type(), bound);
    return switch (random.nextInt(8)) {
      case 0 -> call(FunctionNames.EQUAL, value, literal);
      case 1 -> call(FunctionNames.IN, value, literal, literal(random, value.type(), bound));
      case 2 -> call(FunctionNames.LESS, value, literal);
      case 3 -> call(FunctionNames.GREATER_OR_EQUAL, value, literal);
      case 4 -> nullTest(random, value);
      case 5 -> call(FunctionNames.IS_NOT_DISTINCT, value, literal);
      default ->
          call(
              FunctionNames.AND,
              call(FunctionNames.GREATER, value, literal),
              call(
                  FunctionNames.LESS,
                  value,
                  Literal.of(value.type(), (Long) literal.value() + bound / 20)));
    };
  }

  private static Expression text(Random random, Expression value, String prefix, int bound) {
    return call(
        FunctionNames.EQUAL, value, Literal.of(DataType.STRING, prefix + random.nextInt(bound)));
  }

  private static Literal literal(Random random, DataType type, int bound) {
    return Literal.of(type, (long) random.nextInt(bound));
  }

  private static Expression nullTest(Random random, Expression value) {
    return call(random.nextBoolean() ? FunctionNames.IS_NULL : FunctionNames.IS_NOT_NULL, value);
  }

  private static Expression exists(
      Expression array, java.util.function.UnaryOperator<Expression> body) {
    DataType element = type(array);
    return call(
        "exists",
        array,
        new Lambda(List.of(element), List.of(), body.apply(new InputRef(0, element))));
  }

  private static Expression column(Schema schema, String name) {
    int index = schema.indexOf(name);
    return new InputRef(index, schema.type(index));
  }

  private static Expression member(Expression of, String name) {
    DataType type =
        of.type() instanceof ArrayType array
            ? new ArrayType(member((StructType) array.element(), name))
            : member((StructType) of.type(), name);
    return call("struct_extract", type, of, Literal.of(DataType.STRING, name));
  }

  private static DataType member(StructType type, String name) {
    return type.member(type.indexOf(name)).type();
  }

  private static Call call(String function, Expression... arguments) {
    return call(function, DataType.BOOLEAN, arguments);
  }

  private static Call call(String function, DataType type, Expression... arguments) {
    return new Call(function, type, arguments);
  }

  @Test
  void boundsOfMembersLeaveOutRowGroupsAndPages() throws Exception {
    Path file = directory.resolve("nested.parquet");
    write(file, "1", "true", "100");
    Schema schema = ParquetScans.footer(file).schema();
    Expression b = member(member(column(schema, "s"), "a"), "b");
    Expression range =
        call(
            FunctionNames.AND,
            call(FunctionNames.GREATER, b, Literal.of(DataType.BIGINT, 2200L)),
            call(FunctionNames.LESS, b, Literal.of(DataType.BIGINT, 2210L)));
    TaskMetrics metrics = read(file, schema, range, 9);
    assertThat(metrics.count(Counter.ROW_GROUPS_PRUNED)).isEqualTo(2);
    assertThat(metrics.count(Counter.ROWS_READ)).isLessThanOrEqualTo(200);
    // Of the 39 pages of each leaf and the flat columns.
    assertThat(metrics.count(Counter.PAGES_SKIPPED)).isGreaterThan(38 * 12);

    Expression contains =
        call("array_contains", column(schema, "l"), Literal.of(DataType.BIGINT, 3001L));
    metrics = read(file, schema, contains, 2);
    assertThat(metrics.count(Counter.ROW_GROUPS_PRUNED)).isEqualTo(2);
    assertThat(metrics.count(Counter.ROWS_READ)).isLessThanOrEqualTo(200);

    Expression exists =
        exists(
            column(schema, "r"),
            e -> call(FunctionNames.GREATER, member(e, "x"), Literal.of(DataType.BIGINT, 2990L)));
    metrics = read(file, schema, exists, 0);
    assertThat(metrics.count(Counter.ROW_GROUPS_PRUNED)).isEqualTo(2);
    assertThat(metrics.count(Counter.ROW_GROUPS_PRUNED_BY_PAGE_INDEX)).isZero();
  }

  private static TaskMetrics read(Path file, Schema schema, Expression predicate, int atLeast) {
    TaskMetrics metrics = new TaskMetrics();
    List<ParquetSplit> splits = List.of(ParquetScans.whole(file));
    assertThat(ParquetScans.read(splits, schema, predicate, metrics, MEMORY_BYTES))
        .isEqualTo(ParquetScans.filtered(splits, schema, predicate))
        .hasSizeGreaterThanOrEqualTo(atLeast);
    return metrics;
  }

  /** Values within the bounds, that no row has. */
  @Test
  void dictionariesAndBloomFiltersOfLeavesRuleRowGroupsOut() throws Exception {
    Path source = directory.resolve("source.parquet");
    ParquetScans.duckDb(
        "COPY (SELECT CASE WHEN i % 5 > 0 THEN {'w': 'w' || i % 50 * 2, 'v': 2 * i} END AS s,"
            + " [2 * i] AS l, repeat(CAST(hash(i) AS VARCHAR), 3) AS pad"
            + " FROM range(8000) q(i)) TO '"
            + source
            + "' (FORMAT parquet)");
    Path file = directory.resolve("filtered.parquet");
    ParquetScans.rewrite(
        source, file, Map.of("bloomFilter", "s.v, l.list.element", "compression", "uncompressed"));
    Schema schema = ParquetScans.footer(file).schema();
    Expression s = column(schema, "s");
    Expression word = call(FunctionNames.EQUAL, member(s, "w"), Literal.of(DataType.STRING, "w51"));
    assertThat(read(file, schema, word, 0).count(Counter.ROW_GROUPS_PRUNED_BY_DICTIONARY)).isOne();
    Expression number =
        call(FunctionNames.EQUAL, member(s, "v"), Literal.of(DataType.BIGINT, 5003L));
    assertThat(read(file, schema, number, 0).count(Counter.ROW_GROUPS_PRUNED_BY_BLOOM_FILTER))
        .isOne();
    Expression element =
        call("array_contains", column(schema, "l"), Literal.of(DataType.BIGINT, 5003L));
    assertThat(read(file, schema, element, 0).count(Counter.ROW_GROUPS_PRUNED_BY_BLOOM_FILTER))
        .isOne();
    Expression present =
        call(FunctionNames.EQUAL, member(s, "v"), Literal.of(DataType.BIGINT, 5002L));
    assertThat(read(file, schema, present, 1).count(Counter.ROW_GROUPS_PRUNED)).isZero();
    // Null for the rows without a struct, of which the dictionary says nothing.
    assertThat(
            read(file, schema, call(FunctionNames.IS_NULL, member(s, "w")), 1600)
                .count(Counter.ROW_GROUPS_PRUNED))
        .isZero();
  }

  /** No bounds tell of a row: what the filter doesn't look at isn't opened where none is left. */
  @ParameterizedTest
  @CsvSource({"1, 100", "2, 100", "0, 0"})
  void membersThatAreNotInTheFilterAreReadLate(String version, String pageRows) throws Exception {
    Path file = directory.resolve("nested.parquet");
    write(file, version, "false", pageRows);
    ParquetFooter footer = ParquetScans.footer(file);
    Schema schema = footer.schema().select(List.of(footer.schema().indexOf("s")));
    Expression s = column(schema, "s");
    Expression none =
        call(
            FunctionNames.AND,
            call(FunctionNames.IS_NOT_NULL, s),
            call(FunctionNames.EQUAL, member(s, "pad"), Literal.of(DataType.STRING, "pad 5 none")));
    TaskMetrics metrics = read(file, schema, none, 0);
    long others = 0;
    for (FileColumn leaf : footer.columns().get(footer.schema().indexOf("s")).leaves()) {
      for (RowGroup group : footer.rowGroups()) {
        ColumnChunk chunk = group.chunk(leaf);
        others += leaf.name().equals("s.pad") ? 0 : chunk.compressedBytes();
      }
    }
    assertThat(metrics.count(Counter.ROWS_READ)).isEqualTo(ROWS);
    // Headers and dictionaries are no pages that are skipped.
    assertThat(metrics.count(Counter.PAGE_BYTES_SKIPPED)).isBetween(others * 6 / 10, others);

    Expression rare =
        call(
            FunctionNames.EQUAL,
            member(s, "rare"),
            Literal.of(member((StructType) schema.type(0), "rare"), 1L));
    metrics = read(file, schema, rare, 1);
    if (!version.equals("0")) {
      assertThat(metrics.count(Counter.PAGES_SKIPPED)).isGreaterThan(5 * 30);
    }
  }

  /** Bounds may lie where checksums don't cover them; what is skipped by them is skipped alike. */
  @Test
  void damagedIndexesGiveTheSameRowsOrATypedError() throws Exception {
    Path file = directory.resolve("nested.parquet");
    write(file, "2", "true", "200");
    ParquetFooter footer = ParquetScans.footer(file);
    Schema schema = footer.schema();
    Expression predicate =
        call(
            FunctionNames.AND,
            call(
                FunctionNames.LESS,
                member(column(schema, "s"), "n"),
                Literal.of(DataType.INT, 900L)),
            exists(
                column(schema, "r"),
                e ->
                    call(
                        FunctionNames.GREATER,
                        member(e, "x"),
                        Literal.of(DataType.BIGINT, 1490L))));
    List<List<Object>> expected =
        ParquetScans.filtered(List.of(ParquetScans.whole(file)), schema, predicate);
    assertThat(expected).isNotEmpty();
    byte[] bytes = Files.readAllBytes(file);
    long from = Long.MAX_VALUE;
    for (FileColumn column : footer.columns()) {
      for (FileColumn leaf : column.leaves()) {
        for (RowGroup group : footer.rowGroups()) {
          from = Math.min(from, group.chunk(leaf).indexes().columnIndex().offset());
        }
      }
    }
    int length = bytes.length - 8 - footer.sizeBytes() - (int) from;
    Random random = new Random(21);
    int same = 0;
    for (int i = 0; i < 150; i++) {
      byte[] damaged = bytes.clone();
      damaged[(int) from + random.nextInt(length)] ^= (byte) (1 << random.nextInt(8));
      Path corrupt = directory.resolve("damaged-" + i + ".parquet");
      Files.write(corrupt, damaged);
      try {
        List<List<Object>> rows =
            ParquetScans.read(
                List.of(ParquetScans.whole(corrupt)),
                schema,
                predicate,
                new TaskMetrics(),
                MEMORY_BYTES);
        // A bound that lies leaves rows out; it never makes others.
        assertThat(expected).as("seed 21, change %d", i).containsAll(rows);
        same += rows.equals(expected) ? 1 : 0;
      } catch (DistaffException e) {
        assertThat(e).hasMessageContaining("damaged-" + i + ".parquet");
      }
      Files.delete(corrupt);
    }
    assertThat(same).isGreaterThan(100);
  }
}
