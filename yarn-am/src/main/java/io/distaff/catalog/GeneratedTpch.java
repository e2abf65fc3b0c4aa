package io.distaff.catalog;

import io.distaff.operator.generate.TpchTables;
import io.distaff.plan.Split.TpchSplit;
import io.distaff.types.Schema;
import java.util.List;

/** The tables that the executors' generator makes. Immutable. */
public final class GeneratedTpch implements TpchSource {
  @Override
  public List<String> names() {
    return TpchTables.names();
  }

  @Override
  public Schema schema(String table) {
    return TpchTables.schema(table);
  }

  @Override
  public long rows(String table, double scale) {
    return TpchTables.rows(table, scale);
  }

  @Override
  public List<TpchSplit> splits(String table, double scale, int parts) {
    return TpchTables.splits(table, scale, parts);
  }
}
