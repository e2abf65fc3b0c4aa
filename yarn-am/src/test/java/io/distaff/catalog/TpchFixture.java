package io.distaff.catalog;

import io.distaff.catalog.TableMetadata.ColumnStatistics;
import io.distaff.catalog.TableMetadata.FileMetadata;
import io.distaff.catalog.TableMetadata.RowGroup;
import io.distaff.concurrent.Clock;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.Literal;
import io.distaff.plan.FileFormat;
import io.distaff.plan.Split;
import io.distaff.storage.FileInfo;
import io.distaff.storage.FileStore.Block;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The tables of TPC-H as if they lay at {@code /tpch/<table>}, with the statistics of a scale. */
public final class TpchFixture implements TableMetadataReader, TpchSource {
  private static final long MEGABYTE = 1 << 20;
  private static final DataType MONEY = DataType.decimal(15, 2);
  private static final int DAYS = 10_000;
  private static final int FIRST_DAY_OF_SALES = 3001;
  private static final int DAYS_OF_SALES = 2000;

  /** The column that directories give. */
  private static final Column DAY = new Column("day", DataType.INT, 0, null, null);

  /** A column and what its footers say. */
  private record Column(
      String name, DataType type, double bytesPerValue, String smallest, String largest) {}

  private final Map<String, List<Column>> tables = new LinkedHashMap<>();
  private final double scale;
  private final Map<String, Long> modificationMillis = new HashMap<>();

  public TpchFixture(double scale) {
    this.scale = scale;
    long customers = (long) (150_000 * scale);
    long parts = (long) (200_000 * scale);
    long suppliers = (long) (10_000 * scale);
    long orders = (long) (6_000_000 * scale);
    table("region", key("r_regionkey", 0, 4), text("r_name", 0.3), text("r_comment", 30));
    table(
        "nation",
        key("n_nationkey", 0, 24),
        text("n_name", 0.58),
        key("n_regionkey", 0, 4),
        text("n_comment", 30));
    table(
        "supplier",
        key("s_suppkey", 1, suppliers),
        text("s_name", 5),
        text("s_address", 20),
        key("s_nationkey", 0, 24),
        text("s_phone", 12),
        money("s_acctbal", -99_999, 999_999),
        text("s_comment", 30));
    table(
        "customer",
        key("c_custkey", 1, customers),
        text("c_name", 5),
        text("c_address", 20),
        key("c_nationkey", 0, 24),
        text("c_phone", 12),
        money("c_acctbal", -99_999, 999_999),
        text("c_mktsegment", 0.29),
        text("c_comment", 40));
    table(
        "part",
        key("p_partkey", 1, parts),
        text("p_name", 15),
        text("p_mfgr", 0.29),
        text("p_brand", 0.58),
        text("p_type", 0.9),
        new Column("p_size", DataType.INT, 0.7, "1", "50"),
        text("p_container", 0.67),
        money("p_retailprice", 90_000, 209_900),
        text("p_comment", 10));
    table(
        "partsupp",
        key("ps_partkey", 1, parts),
        key("ps_suppkey", 1, suppliers),
        new Column("ps_availqty", DataType.INT, 1.7, "1", "9999"),
        money("ps_supplycost", 100, 100_000),
        text("ps_comment", 60));
    table(
        "orders",
        key("o_orderkey", 1, orders),
        key("o_custkey", 1, customers),
        text("o_orderstatus", 0.2),
        money("o_totalprice", 85_700, 55_528_500),
        date("o_orderdate", "1992-01-01", "1998-08-02"),
        text("o_orderpriority", 0.29),
        text("o_clerk", 1.3),
        new Column("o_shippriority", DataType.INT, 0.01, "0", "0"),
        text("o_comment", 30));
    table(
        "lineitem",
        key("l_orderkey", 1, orders),
        key("l_partkey", 1, parts),
        key("l_suppkey", 1, suppliers),
        new Column("l_linenumber", DataType.INT, 0.4, "1", "7"),
        money("l_quantity", 100, 5000),
        money("l_extendedprice", 90_100, 10_494_950),
        money("l_discount", 0, 10),
        money("l_tax", 0, 8),
        text("l_returnflag", 0.2),
        text("l_linestatus", 0.12),
        date("l_shipdate", "1992-01-02", "1998-12-01"),
        date("l_commitdate", "1992-01-31", "1998-10-31"),
        date("l_receiptdate", "1992-01-04", "1998-12-31"),
        text("l_shipinstruct", 0.25),
        text("l_shipmode", 0.35),
        text("l_comment", 15));
  }

  /**
   * With two tables that TPC-H lacks: {@code sales}, which is divided into directories of 2000
   * {@code day}s, and {@code days}, the ten thousand of a calendar.
   */
  public TpchFixture withCalendar() {
    table("sales", key("customer", 1, 150_000), money("price", 100, 5000), DAY);
    table(
        "days",
        new Column("d_day", DataType.INT, 3, "1", Long.toString(DAYS)),
        new Column("d_year", DataType.INT, 0.4, "1990", "2017"),
        new Column("d_month", DataType.INT, 0.4, "1", "12"));
    return this;
  }

  private void table(String name, Column... columns) {
    tables.put(name, List.of(columns));
  }

  private static Column key(String name, long smallest, long largest) {
    return new Column(name, DataType.BIGINT, 3, Long.toString(smallest), Long.toString(largest));
  }

  private static Column text(String name, double bytesPerValue) {
    return new Column(name, DataType.STRING, bytesPerValue, null, null);
  }

  private static Column money(String name, long smallestCents, long largestCents) {
    return new Column(name, MONEY, 3, cents(smallestCents), cents(largestCents));
  }

  private static String cents(long cents) {
    return BigDecimal.valueOf(cents, 2).toPlainString();
  }

  private static Column date(String name, String smallest, String largest) {
    return new Column(name, DataType.DATE, 1.5, days(smallest), days(largest));
  }

  private static String days(String date) {
    return Long.toString(LocalDate.parse(date).toEpochDay());
  }

  /** A catalog with a view for each table. */
  public Catalog catalog() {
    Catalog catalog =
        new Catalog(
            this,
            (name, format, paths, options, declared) -> {
              throw new DistaffException(ErrorCode.PATH_NOT_FOUND, "no text file: " + paths);
            },
            this);
    tables
        .keySet()
        .forEach(
            name -> catalog.registerFiles(name, FileFormat.PARQUET, "/tpch/" + name, Map.of()));
    return catalog;
  }

  /** As if the files of a table had been written again. */
  public void touch(String table) {
    modificationMillis.merge(table, 1L, Long::sum);
  }

  @Override
  public TableMetadata read(List<String> paths, ReadOptions options) {
    String path = paths.get(0);
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (!path.startsWith("/tpch/") || !tables.containsKey(name)) {
      throw new DistaffException(ErrorCode.PATH_NOT_FOUND, "path does not exist: " + path);
    }
    if (!tables.get(name).contains(DAY)) {
      FileMetadata file = file(name, path, rows(name, scale), Map.of());
      return new TableMetadata(schema(name), List.of(file));
    }
    List<FileMetadata> files = new ArrayList<>();
    for (int day = FIRST_DAY_OF_SALES; day < FIRST_DAY_OF_SALES + DAYS_OF_SALES; day++) {
      Map<String, Literal> partition = Map.of("day", Literal.of(DataType.INT, (long) day));
      files.add(file(name, path + "/day=" + day, rows(name, scale) / DAYS_OF_SALES, partition));
    }
    return new TableMetadata(schema(name), files);
  }

  private FileMetadata file(String name, String path, long rows, Map<String, Literal> partition) {
    List<Column> columns =
        tables.get(name).stream().filter(c -> !partition.containsKey(c.name())).toList();
    double rowBytes = columns.stream().mapToDouble(Column::bytesPerValue).sum();
    int groups = (int) Math.max(1, Math.round(rows * rowBytes / (32 * MEGABYTE)));
    List<RowGroup> rowGroups = new ArrayList<>();
    long start = 4;
    for (int i = 0; i < groups; i++) {
      long groupRows = rows * (i + 1) / groups - rows * i / groups;
      Map<String, ColumnStatistics> statistics = new HashMap<>();
      for (Column column : columns) {
        statistics.put(
            column.name(),
            new ColumnStatistics(
                (long) Math.ceil(groupRows * column.bytesPerValue()),
                literal(column, column.smallest()),
                literal(column, column.largest()),
                0));
      }
      long size = (long) (groupRows * rowBytes) + columns.size();
      rowGroups.add(new RowGroup(start, size, groupRows, groupRows >= 200_000, statistics));
      start += size;
    }
    FileInfo file =
        new FileInfo(
            "hdfs://nn:8020" + path + "/part-0.parquet",
            start + 1000,
            1_700_000_000_000L + modificationMillis.getOrDefault(name, 0L));
    return new FileMetadata(file, partition, true, rowGroups);
  }

  private static Literal literal(Column column, String text) {
    return text == null ? null : new Literal(column.type(), text);
  }

  @Override
  public List<String> names() {
    return List.copyOf(tables.keySet());
  }

  @Override
  public Schema schema(String table) {
    return new Schema(
        tables.get(table).stream().map(c -> new Field(c.name(), c.type(), false)).toList());
  }

  @Override
  public long rows(String table, double scale) {
    return switch (table) {
      case "region" -> 5;
      case "nation" -> 25;
      case "supplier" -> (long) (10_000 * scale);
      case "customer" -> (long) (150_000 * scale);
      case "part" -> (long) (200_000 * scale);
      case "partsupp" -> (long) (800_000 * scale);
      case "days" -> DAYS;
      case "orders" -> (long) (1_500_000 * scale);
      default -> (long) (6_001_215 * scale);
    };
  }

  @Override
  public List<Split.TpchSplit> splits(String table, double scale, int most) {
    int parts = (int) Math.max(1, Math.min(most, rows(table, scale) / 35_000));
    return IntStream.range(0, parts)
        .mapToObj(part -> new Split.TpchSplit(part, parts, rows(table, scale) * 100 / parts))
        .toList();
  }

  /** Every file is on one host. */
  public BlockHosts hosts(String host) {
    return new BlockHosts(
        file -> List.of(new Block(file.sizeBytes(), List.of(host))), Clock.system());
  }
}
