package io.distaff.sql;

import io.distaff.catalog.TableHandle;
import io.distaff.catalog.TableHandle.AlgebraTable;
import io.distaff.catalog.TableHandle.CachedTable;
import io.distaff.catalog.TableHandle.FileTable;
import io.distaff.catalog.TableHandle.ViewTable;
import io.distaff.catalog.TableStatistics;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptSchema;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.prepare.RelOptTableImpl;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalTableScan;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.Statistic;
import org.apache.calcite.schema.Statistics;
import org.apache.calcite.schema.impl.AbstractTable;

/** A table of the catalog as Calcite sees it. Immutable. */
public final class EngineTable extends AbstractTable {
  private final TableHandle handle;
  private final TableStatistics statistics;

  EngineTable(TableHandle handle) {
    if (handle instanceof ViewTable || handle instanceof AlgebraTable) {
      throw new IllegalArgumentException("a query is expanded, not scanned: " + handle.name());
    }
    this.handle = handle;
    this.statistics = TableStatistics.of(handle);
  }

  public TableHandle handle() {
    return handle;
  }

  public TableStatistics statistics() {
    return statistics;
  }

  /**
   * The same table for Calcite, with what is known of it now.
   *
   * @param distinction tells scans of different parts of the table apart; part of the name
   */
  public static RelOptTable replaced(RelOptTable table, TableHandle handle, String distinction) {
    List<String> name = new ArrayList<>(table.getQualifiedName());
    name.add(distinction);
    return new EngineTable(handle).named(name, table.getRelOptSchema(), table.getRowType());
  }

  /** The same table with a first column more, the path of the file that a row is in. */
  public static RelOptTable withFileNames(
      RelOptTable table, FileTable files, RelDataTypeFactory types) {
    List<String> name = new ArrayList<>(table.getQualifiedName());
    name.add("with file names");
    EngineTable named = new EngineTable(files.withFileNames());
    return named.named(name, table.getRelOptSchema(), named.getRowType(types));
  }

  /**
   * A scan of cached rows in the place of what they are the rows of.
   *
   * @param distinction tells caches of one name apart
   */
  public static RelNode scan(RelNode replaced, CachedTable cached, String distinction) {
    RelOptTable table =
        new EngineTable(cached)
            .named(List.of(cached.name(), distinction), null, replaced.getRowType());
    return LogicalTableScan.create(replaced.getCluster(), table, List.of());
  }

  /** The table under a name, as scans have it. */
  RelOptTable named(List<String> name, RelOptSchema schema, RelDataType rowType) {
    return RelOptTableImpl.create(
        schema,
        rowType,
        name,
        this,
        type -> {
          throw new UnsupportedOperationException("no code is generated for " + name);
        });
  }

  /** The table behind a scan. */
  public static EngineTable of(RelOptTable table) {
    return table.unwrapOrThrow(EngineTable.class);
  }

  @Override
  public RelDataType getRowType(RelDataTypeFactory typeFactory) {
    return EngineTypes.toCalcite(typeFactory, handle.schema());
  }

  @Override
  public Statistic getStatistic() {
    return Statistics.of((double) statistics.rows(), List.of());
  }
}
