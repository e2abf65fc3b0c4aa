package io.distaff.catalog;

import io.distaff.plan.Split;
import io.distaff.types.Schema;
import java.util.List;

/** The tables of the TPC-H benchmark, generated while they are read. Thread-safe. */
public interface TpchSource {
  List<String> names();

  Schema schema(String table);

  long rows(String table, double scale);

  /** {@code parts} splits that together give the table; fewer where the table is tiny. */
  List<Split.TpchSplit> splits(String table, double scale, int parts);
}
