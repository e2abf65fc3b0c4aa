package io.distaff.sql;

import io.distaff.catalog.TableHandle;
import io.distaff.catalog.TableHandle.AlgebraTable;
import io.distaff.catalog.TableHandle.ViewTable;
import io.distaff.catalog.TableStatistics;
import java.util.List;
import org.apache.calcite.plan.RelOptTable;
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
