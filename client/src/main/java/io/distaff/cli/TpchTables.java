package io.distaff.cli;

import java.util.List;
import java.util.regex.Pattern;

/** The tables of TPC-H as statements that write them as Parquet, through the engine. */
final class TpchTables {
  static final List<String> NAMES =
      List.of("region", "nation", "supplier", "customer", "part", "partsupp", "orders", "lineitem");
  static final String DEFAULT_SCALE = "0.1";
  private static final Pattern SCALE = Pattern.compile("\\d{1,6}(\\.\\d{1,6})?");

  private TpchTables() {}

  /** Notes a scale that is none. */
  static String checkedScale(String scale, Problems problems) {
    if (!SCALE.matcher(scale).matches() || Double.parseDouble(scale) <= 0) {
      problems.add("--scale '" + scale + "' is not a positive number such as 1 or 0.1");
    }
    return scale;
  }

  static String writeStatement(String table, String scale, String directory) {
    return "INSERT OVERWRITE DIRECTORY %s USING parquet SELECT * FROM tpch.%s.%s"
        .formatted(
            SqlNames.text(directory + "/" + table), SqlNames.identifier("sf" + scale), table);
  }

  static String viewStatement(String table, String directory) {
    return "CREATE OR REPLACE TEMPORARY VIEW %s USING parquet OPTIONS (path %s)"
        .formatted(table, SqlNames.text(directory + "/" + table));
  }
}
