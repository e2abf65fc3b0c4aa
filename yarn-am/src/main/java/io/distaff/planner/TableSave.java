package io.distaff.planner;

import io.distaff.plan.FileFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a program says of a table that its rows go to.
 *
 * @param name the one or two parts of the table's name
 * @param format of a table that is made; empty = Parquet, or that of the table that is there
 * @param options of a table that is made; none where rows go to one that is there
 * @param partitionBy of a table that is made, from the outermost directory inwards; empty = none,
 *     or those of the table that is there
 * @param location directory of a table that isn't managed
 */
public record TableSave(
    List<String> name,
    Mode mode,
    Optional<FileFormat> format,
    Map<String, String> options,
    List<String> partitionBy,
    Optional<String> location) {
  /** What happens when there is a table of the name; where there is none, one is made. */
  public enum Mode {
    /** NAME_ALREADY_EXISTS. */
    CREATE,
    /** It stays, and nothing is written. */
    CREATE_IF_ABSENT,
    /** A new table takes its place, in one step. */
    REPLACE,
    /** The rows come to its own, by the names of columns. */
    APPEND,
    /** As APPEND, but the rows take the place of all in the partitions that they go to. */
    OVERWRITE_PARTITIONS
  }

  public TableSave {
    name = List.copyOf(name);
    options = Map.copyOf(options);
    partitionBy = List.copyOf(partitionBy);
  }
}
