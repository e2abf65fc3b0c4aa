package io.distaff.planner;

import io.distaff.catalog.BlockHosts;
import io.distaff.catalog.Catalog;
import io.distaff.catalog.SplitEnumerator;
import io.distaff.catalog.TableHandle.ParquetTable;
import io.distaff.catalog.TableMetadata;
import io.distaff.catalog.TableMetadata.FileMetadata;
import io.distaff.catalog.TableMetadata.RowGroup;
import io.distaff.catalog.TpchSource;
import io.distaff.config.DistaffConfig;
import io.distaff.config.OptionRegistry;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.plan.Sink;
import io.distaff.plan.Split.TpchSplit;
import io.distaff.sql.SqlText;
import io.distaff.storage.FileInfo;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import java.util.List;
import java.util.Map;

/**
 * Plans a query that nobody runs, so that the classes of the parser and the optimizer are loaded
 * and their tables filled before the first real query comes. To be run while the cluster allocates
 * containers; takes about a second of one thread.
 */
public final class PlannerWarmUp {
  private static final Parallelism SLOTS = Parallelism.local(2);
  private static final DataType MONEY = DataType.decimal(15, 2);

  private static final String QUERY =
      """
      select o.id, o.day, sum(i.price * (1 - i.discount)) as revenue, avg(i.price), count(*)
      from customers c, orders o, items i
      where c.segment in ('a', 'b') and c.id = o.customer and i.order_id = o.id
        and o.day < date '1995-03-15' - interval '3' month
        and exists (select 1 from items x where x.order_id = o.id and x.price > 10)
      group by o.id, o.day having count(*) > 1
      order by revenue desc, o.day limit 10
      """;

  private PlannerWarmUp() {}

  /** Throws what planning throws. */
  public static void run() {
    Catalog catalog =
        new Catalog(
            (paths, options) -> {
              throw new DistaffException(ErrorCode.PATH_NOT_FOUND, "no file is read: " + paths);
            },
            (name, format, paths, options, declared) -> {
              throw new DistaffException(ErrorCode.PATH_NOT_FOUND, "no file is read: " + paths);
            },
            new NoTables());
    table(catalog, "customers", field("id", DataType.BIGINT), field("segment", DataType.STRING));
    table(
        catalog,
        "orders",
        field("id", DataType.BIGINT),
        field("customer", DataType.BIGINT),
        field("day", DataType.DATE));
    table(
        catalog,
        "items",
        field("order_id", DataType.BIGINT),
        field("price", MONEY),
        field("discount", MONEY));
    SqlSession session =
        new SqlSession(
            catalog,
            new SplitEnumerator(BlockHosts.none(), new NoTables()),
            DistaffConfig.empty(),
            new OptionRegistry(List.of(PlannerOptions.ALL)));
    Prepared prepared = session.prepare(SqlText.of(QUERY), SLOTS);
    ((Prepared.Query) prepared).query().plan(SLOTS, new Sink.ResultSink());
  }

  private static Field field(String name, DataType type) {
    return new Field(name, type, true);
  }

  private static void table(Catalog catalog, String name, Field... fields) {
    long bytes = 1L << 30;
    RowGroup rowGroup = new RowGroup(0, bytes / 2, 10_000_000, true, Map.of());
    RowGroup next = new RowGroup(bytes / 2, bytes / 2, 10_000_000, true, Map.of());
    FileMetadata file =
        new FileMetadata(new FileInfo("warm-up:/" + name, bytes, 0), List.of(rowGroup, next));
    catalog.register(
        new ParquetTable(
            name,
            List.of("warm-up:/" + name),
            new TableMetadata(Schema.of(fields), List.of(file))));
  }

  private static final class NoTables implements TpchSource {
    @Override
    public List<String> names() {
      return List.of();
    }

    @Override
    public Schema schema(String table) {
      return Schema.EMPTY;
    }

    @Override
    public long rows(String table, double scale) {
      return 0;
    }

    @Override
    public List<TpchSplit> splits(String table, double scale, int parts) {
      return List.of();
    }
  }
}
