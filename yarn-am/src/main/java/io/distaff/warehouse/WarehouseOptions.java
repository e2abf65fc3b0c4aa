package io.distaff.warehouse;

import io.distaff.config.ConfigOption;
import io.distaff.config.ConfigOption.Scope;
import java.util.List;

/** Settings of the warehouse. */
public final class WarehouseOptions {
  public static final ConfigOption<String> DIRECTORY =
      ConfigOption.text(
          "distaff.sql.warehouse.dir",
          "distaff-warehouse",
          "The directory of the catalog and of its tables' files; a path that doesn't begin with /"
              + " lies in the user's home directory on HDFS, in the working directory on a local"
              + " file system",
          Scope.LAUNCH);

  public static final List<ConfigOption<?>> ALL = List.of(DIRECTORY);

  private WarehouseOptions() {}
}
