package io.distaff.parquet.write;

import io.distaff.config.NearestName;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.MapType;
import io.distaff.types.Schema;
import io.distaff.types.StructType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which columns get Bloom filters, and how good they are. Immutable.
 *
 * @param columns names, in any case, to the distinct values that a row group is expected to have at
 *     most; {@link #MEASURED} when that isn't known. A name is that of a column, for all leaves of
 *     it, or the path of a leaf with dots, as in the file's schema
 * @param falsePositives the share of values that aren't there for which a filter may say that they
 *     may be
 * @param maxBytes of one filter, which is less good when it would have to be larger
 */
public record BloomFilterOptions(Map<String, Long> columns, double falsePositives, int maxBytes) {
  /** Number of distinct values that is found out while writing. */
  static final long MEASURED = 0;

  static final BloomFilterOptions NONE = new BloomFilterOptions(Map.of(), 0.01, 1 << 20);

  private static final double SMALLEST_SHARE = 1e-9;

  public BloomFilterOptions {
    Map<String, Long> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    anyCase.putAll(columns);
    columns = Collections.unmodifiableMap(anyCase);
    if (!(falsePositives >= SMALLEST_SHARE && falsePositives < 1)) {
      throw ParquetWriteOptions.invalid(
          "bloomFilterFpp", Double.toString(falsePositives), "not between 0 and 1", null);
    }
    ParquetWriteOptions.require("bloomFilterSize", maxBytes, 1 << 10, 1 << 27);
  }

  /** The expected distinct values of a leaf that gets a filter; null when it gets none. */
  Long of(ParquetColumn leaf) {
    if (columns.isEmpty() || !isPossible(leaf.field().type())) {
      return null;
    }
    Long byPath = columns.get(String.join(".", leaf.path()));
    return byPath != null ? byPath : columns.get(leaf.path().get(0));
  }

  /** There is nothing to be looked up among the values of the others. */
  private static boolean isPossible(DataType type) {
    return type.kind() != DataType.Kind.BOOLEAN && type.kind() != DataType.Kind.NULL;
  }

  /** Throws INVALID_CONFIGURATION for a name that is no column of the schema, or a boolean one. */
  void requireColumns(Schema schema) {
    if (columns.isEmpty()) {
      return;
    }
    Map<String, DataType> leaves = new LinkedHashMap<>();
    schema.fields().forEach(field -> addLeaves(field.name(), field.type(), leaves));
    for (String name : columns.keySet()) {
      List<DataType> found = new ArrayList<>();
      leaves.forEach(
          (path, type) -> {
            if (path.equalsIgnoreCase(name)) {
              found.add(type);
            }
          });
      for (Field field : schema.fields()) {
        if (field.name().equalsIgnoreCase(name)) {
          Map<String, DataType> inside = new LinkedHashMap<>();
          addLeaves(field.name(), field.type(), inside);
          found.addAll(inside.values());
        }
      }
      if (found.isEmpty()) {
        throw unknown(name, List.copyOf(leaves.keySet()));
      }
      if (found.stream().noneMatch(BloomFilterOptions::isPossible)) {
        throw new DistaffException(
            ErrorCode.INVALID_CONFIGURATION,
            "Parquet write option bloomFilter: the column '"
                + name
                + "' is a "
                + found.get(0).sqlName()
                + ", for which a filter is of no use");
      }
    }
  }

  private static DistaffException unknown(String name, List<String> known) {
    return new DistaffException(
        ErrorCode.INVALID_CONFIGURATION,
        "Parquet write option bloomFilter: the files have no column '"
            + name
            + "'."
            + NearestName.of(name, known)
                .map(nearest -> " Did you mean '" + nearest + "'?")
                .orElse(" They have: " + String.join(", ", known) + "."));
  }

  /** The leaves of a column, by their path in a file's schema. */
  private static void addLeaves(String path, DataType type, Map<String, DataType> leaves) {
    if (type instanceof ArrayType array) {
      addLeaves(path + ".list.element", array.element(), leaves);
    } else if (type instanceof MapType map) {
      addLeaves(path + ".key_value.key", map.key(), leaves);
      addLeaves(path + ".key_value.value", map.value(), leaves);
    } else if (type instanceof StructType struct) {
      struct.members().forEach(m -> addLeaves(path + "." + m.name(), m.type(), leaves));
    } else {
      leaves.put(path, type);
    }
  }
}
