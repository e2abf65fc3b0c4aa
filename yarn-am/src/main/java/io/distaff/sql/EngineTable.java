package io.distaff.sql;

import io.distaff.catalog.TableHandle;
import io.distaff.catalog.TableHandle.ParquetTable;
import io.distaff.catalog.TableHandle.TpchTable;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.Statistic;
import org.apache.calcite.schema.Statistics;
import org.apache.calcite.schema.impl.AbstractTable;

/** A table of the catalog as Calcite sees it. Immutable. */
public final class EngineTable extends AbstractTable {
  private final TableHandle handle;
  private final long rows;

  EngineTable(TableHandle handle) {
    this.handle = handle;
    if (handle instanceof ParquetTable parquet) {
      rows = parquet.metadata().rows();
    } else if (handle instanceof TpchTable tpch) {
      rows = tpch.rows();
    } else {
      throw new IllegalArgumentException("a view is expanded, not scanned: " + handle.name());
    }
  }

  /** The table behind a scan. */
  public static TableHandle handle(RelNode scan) {
    RelOptTable table = Objects.requireNonNull(scan.getTable(), "the scan of a table");
    return table.unwrapOrThrow(EngineTable.class).handle;
  }

  @Override
  public RelDataType getRowType(RelDataTypeFactory typeFactory) {
    return EngineTypes.toCalcite(typeFactory, handle.schema());
  }

  @Override
  public Statistic getStatistic() {
    return Statistics.of(rows, List.of());
  }
}
