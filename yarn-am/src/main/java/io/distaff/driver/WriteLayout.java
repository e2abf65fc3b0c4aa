package io.distaff.driver;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.planner.PlannerOptions.PartitionOverwriteMode;
import io.distaff.scheduler.commit.SaveMode;
import io.distaff.task.WriteOptions;
import io.distaff.types.DataType;
import io.distaff.types.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * How the files of a write are laid out, as its options say: {@code partitionBy}, names of columns
 * separated by commas (in backquotes where a name has one), {@code partitionOverwriteMode}, static
 * or dynamic, and {@code targetFileSize}. Immutable.
 *
 * @param partitionBy names of columns, from the outermost directory inwards
 * @param dynamic true when an overwrite replaces only those partitions that it writes to
 * @param targetFileBytes how large files grow; empty = as the session's setting says
 * @param options the others, which are the format's
 */
public record WriteLayout(
    List<String> partitionBy,
    boolean dynamic,
    OptionalLong targetFileBytes,
    Map<String, String> options) {
  private static final String PARTITION_BY = "partitionBy";
  private static final String OVERWRITE_MODE = "partitionOverwriteMode";

  public WriteLayout {
    partitionBy = List.copyOf(partitionBy);
    options = Map.copyOf(options);
  }

  /**
   * Takes its options out of all options of a write; throws INVALID_CONFIGURATION.
   *
   * @param otherwise what an overwrite replaces where no option says it
   */
  public static WriteLayout of(Map<String, String> all, PartitionOverwriteMode otherwise) {
    Map<String, String> options = inAnyCase(all);
    String names = options.remove(PARTITION_BY);
    String mode = options.remove(OVERWRITE_MODE);
    boolean dynamic =
        mode == null
            ? otherwise == PartitionOverwriteMode.DYNAMIC
            : mode.equalsIgnoreCase("dynamic");
    if (mode != null && !dynamic && !mode.equalsIgnoreCase("static")) {
      throw new DistaffException(
          ErrorCode.INVALID_CONFIGURATION,
          OVERWRITE_MODE + " is static or dynamic, not '" + mode + "'");
    }
    return new WriteLayout(
        names == null ? List.of() : split(names),
        dynamic,
        WriteOptions.takeTargetFileBytes(options),
        options);
  }

  /** Of a write to a table, whose partitions aren't an option; throws INVALID_CONFIGURATION. */
  static WriteLayout ofTable(List<String> partitionBy, Map<String, String> all) {
    Map<String, String> options = inAnyCase(all);
    return new WriteLayout(partitionBy, false, WriteOptions.takeTargetFileBytes(options), options);
  }

  /** The options of a write that a table keeps. */
  public static Map<String, String> tableOptions(Map<String, String> all) {
    Map<String, String> options = inAnyCase(all);
    options.remove(PARTITION_BY);
    options.remove(OVERWRITE_MODE);
    return options;
  }

  private static Map<String, String> inAnyCase(Map<String, String> all) {
    Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    options.putAll(all);
    return options;
  }

  /** The value of {@code partitionBy} for some columns. */
  public static Map.Entry<String, String> partitionBy(String... columns) {
    List<String> quoted =
        Arrays.stream(columns).map(name -> '`' + name.replace("`", "``") + '`').toList();
    return Map.entry(PARTITION_BY, String.join(",", quoted));
  }

  private static List<String> split(String names) {
    List<String> split = new ArrayList<>();
    StringBuilder name = new StringBuilder();
    boolean quoted = false;
    boolean wasQuoted = false;
    for (int i = 0; i < names.length(); i++) {
      char c = names.charAt(i);
      if (c == '`' && quoted && i + 1 < names.length() && names.charAt(i + 1) == '`') {
        name.append(c);
        i++;
      } else if (c == '`') {
        if (!quoted) {
          name.setLength(0);
        }
        quoted = !quoted;
        wasQuoted = true;
      } else if (c == ',' && !quoted) {
        split.add(wasQuoted ? name.toString() : name.toString().trim());
        name.setLength(0);
        wasQuoted = false;
      } else if (quoted || !wasQuoted) {
        name.append(c);
      }
    }
    split.add(wasQuoted ? name.toString() : name.toString().trim());
    return split;
  }

  /**
   * The positions of the partition columns. Throws SEMANTIC_ERROR when there is no such column, or
   * no other, or its values can't be names of directories.
   */
  List<Integer> partitionColumns(Schema schema) {
    List<Integer> positions = new ArrayList<>();
    for (String name : partitionBy) {
      int position = position(schema, name);
      DataType type = schema.type(position);
      if (positions.contains(position)) {
        throw semantic("partitionBy names the column " + name + " twice");
      }
      if (type.isNested() || type.kind() == DataType.Kind.BINARY) {
        throw semantic(
            "can't partition by "
                + name
                + ": a "
                + type.sqlName()
                + " can't be the name of a directory");
      }
      positions.add(position);
    }
    if (!positions.isEmpty() && positions.size() == schema.size()) {
      throw semantic("can't partition by every column: files need one at least");
    }
    return positions;
  }

  private static int position(Schema schema, String name) {
    int exact = schema.indexOf(name);
    if (exact >= 0) {
      return exact;
    }
    List<Integer> alike = new ArrayList<>();
    for (int i = 0; i < schema.size(); i++) {
      if (schema.field(i).name().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
        alike.add(i);
      }
    }
    if (alike.size() != 1) {
      throw semantic(
          "partitionBy: "
              + (alike.isEmpty() ? "no column " : "several columns ")
              + name
              + " in "
              + schema.fields().stream().map(field -> field.name()).toList());
    }
    return alike.get(0);
  }

  /** The mode in which the output is committed. */
  SaveMode saveMode(SaveMode asked) {
    if (asked == SaveMode.OVERWRITE && dynamic && !partitionBy.isEmpty()) {
      return SaveMode.OVERWRITE_PARTITIONS;
    }
    if (asked == SaveMode.OVERWRITE_PARTITIONS && partitionBy.isEmpty()) {
      throw semantic("overwrite_partitions needs partitionBy: there are no partitions to replace");
    }
    return asked;
  }

  private static DistaffException semantic(String message) {
    return new DistaffException(ErrorCode.SEMANTIC_ERROR, message);
  }
}
