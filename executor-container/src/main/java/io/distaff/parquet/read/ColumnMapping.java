package io.distaff.parquet.read;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.eval.Evaluator;
import io.distaff.eval.ExpressionCompiler;
import io.distaff.expression.Call;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.InputRef;
import io.distaff.expression.Literal;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Finds the columns of a table in a file. Files of one table may differ in the order of columns,
 * lack some (which are null then), and have narrower types, see {@link TypeWidening}. Columns are
 * found by name, first exactly, then without regard to case. A column to which the file's directory
 * gives a value isn't read.
 *
 * <p>Integers of other widths, floats as doubles and decimals of more digits are decoded as wanted;
 * the rarer pairs are decoded as they are stored, and cast batch by batch. Confined to the task's
 * thread.
 */
final class ColumnMapping {
  private final ReservedArrays arrays;
  private final FileColumn[] columns;

  /** By column wanted, over the file's vectors; null where they are right already. */
  private final Evaluator[] casts;

  /** By column wanted: vectors of one row; null where the directory gives no value. */
  private final ColumnVector[] constants;

  private final Schema wanted;

  /**
   * @param partition values of columns by name
   * @param arrays what casts work with
   */
  ColumnMapping(
      ParquetFooter footer, Schema wanted, Map<String, Literal> partition, ReservedArrays arrays) {
    this.arrays = arrays;
    this.wanted = wanted;
    this.columns = new FileColumn[wanted.size()];
    this.casts = new Evaluator[wanted.size()];
    this.constants = new ColumnVector[wanted.size()];
    FileColumns inFile = new FileColumns(footer);
    for (int i = 0; i < columns.length; i++) {
      Field field = wanted.field(i);
      Literal constant = partition.get(field.name());
      if (constant != null) {
        constants[i] = Vectors.single(field.type(), constant.value());
      } else {
        FileColumn column = inFile.find(field.name());
        if (column != null && column.type().kind() != DataType.Kind.NULL) {
          map(footer, column, i, field.type());
        }
      }
    }
  }

  /** The file's column for each column wanted; null where nothing is read. */
  FileColumn[] columns() {
    return columns;
  }

  /**
   * The value that a column of which nothing is read has in every row of the file, which may be
   * null, in a vector of one row.
   */
  ColumnVector constant(int column) {
    return constants[column] == null
        ? ConstantVector.ofNull(wanted.type(column), 1)
        : constants[column];
  }

  /** Values of the file's column, which is a flat one, as the table has them. */
  ColumnVector wanted(int column, ColumnVector inFile) {
    ColumnVector[] vectors = new ColumnVector[columns.length];
    vectors[column] = inFile;
    return vector(column, vectors, inFile.length(), null);
  }

  private void map(ParquetFooter footer, FileColumn column, int index, DataType wanted) {
    if (column.isNested()) {
      columns[index] = NestedMapping.map(footer.path(), column, wanted);
      return;
    }
    if (!TypeWidening.isWidening(column.type(), wanted)) {
      throw mismatch(footer.path(), column.name(), column.type(), wanted);
    }
    Conversion conversion = conversion(column, wanted);
    if (conversion != null) {
      columns[index] = column.as(wanted, conversion);
    } else {
      columns[index] = column;
      casts[index] =
          ExpressionCompiler.compile(
              new Call(FunctionNames.CAST, wanted, new InputRef(index, column.type())), arrays);
    }
  }

  static DistaffException mismatch(String path, String name, DataType inFile, DataType wanted) {
    return new DistaffException(
        ErrorCode.SCHEMA_MISMATCH,
        "can't read the column "
            + name
            + " of "
            + path
            + ": the file has "
            + inFile.sqlName()
            + ", the table "
            + wanted.sqlName()
            + "; with the option mergeSchema=true the table gets the widest type of all files");
  }

  /** How to decode the file's values as this wider type; null when they have to be cast. */
  static Conversion conversion(FileColumn column, DataType wanted) {
    DataType type = column.type();
    Conversion conversion = column.conversion();
    if (type.equals(wanted)) {
      return conversion;
    }
    if (type.isIntegral() && wanted.isIntegral()) {
      return wanted.kind() == DataType.Kind.BIGINT && conversion == Conversion.INT32
          ? Conversion.INT32_TO_LONG
          : conversion;
    }
    if (type.kind() == DataType.Kind.FLOAT && wanted.kind() == DataType.Kind.DOUBLE) {
      return conversion == Conversion.FLOAT16
          ? Conversion.FLOAT16_TO_DOUBLE
          : Conversion.FLOAT_TO_DOUBLE;
    }
    boolean sameScale =
        type instanceof DecimalType narrow
            && wanted instanceof DecimalType wide
            && narrow.scale() == wide.scale();
    // What fits in longs stays there: a wide decimal may come as a vector of longs.
    return sameScale ? conversion : null;
  }

  /**
   * A column as the table has it.
   *
   * @param inFile vectors of the file by column wanted; only that of this column is looked at, and
   *     only if the file has it
   * @param selection the rows that are looked at; null = all
   */
  ColumnVector vector(int column, ColumnVector[] inFile, int rows, SelectionVector selection) {
    if (constants[column] != null) {
      return new ConstantVector(constants[column], rows);
    }
    if (columns[column] == null) {
      return ConstantVector.ofNull(wanted.type(column), rows);
    }
    return casts[column] == null
        ? inFile[column]
        : casts[column].evaluate(new VectorBatch(rows, inFile), selection);
  }

  /** A file's columns by name. */
  private static final class FileColumns {
    private final ParquetFooter footer;
    private final Map<String, FileColumn> byName = new HashMap<>();
    private final Map<String, FileColumn> byFoldedName = new HashMap<>();
    private final Map<String, String> ambiguous = new HashMap<>();
    private final Set<String> duplicates = new HashSet<>();

    FileColumns(ParquetFooter footer) {
      this.footer = footer;
      for (FileColumn column : footer.columns()) {
        String folded = column.name().toLowerCase(Locale.ROOT);
        FileColumn other = byFoldedName.putIfAbsent(folded, column);
        if (other != null) {
          ambiguous.put(folded, other.name() + " and " + column.name());
        }
        if (byName.put(column.name(), column) != null) {
          duplicates.add(column.name());
        }
      }
    }

    /** Null when the file has none. */
    FileColumn find(String name) {
      FileColumn exact = byName.get(name);
      if (exact != null) {
        if (duplicates.contains(name)) {
          throw severalNamed(name, "written alike");
        }
        return exact;
      }
      if (footer.unreadableColumns().containsKey(name)) {
        throw unreadable(name, footer.unreadableColumns().get(name));
      }
      String folded = name.toLowerCase(Locale.ROOT);
      if (ambiguous.containsKey(folded)) {
        throw severalNamed(name, "as " + ambiguous.get(folded));
      }
      FileColumn found = byFoldedName.get(folded);
      if (found == null) {
        for (Map.Entry<String, String> other : footer.unreadableColumns().entrySet()) {
          if (other.getKey().equalsIgnoreCase(name)) {
            throw unreadable(other.getKey(), other.getValue());
          }
        }
      }
      return found;
    }

    private DistaffException severalNamed(String name, String how) {
      return new DistaffException(
          ErrorCode.SCHEMA_MISMATCH,
          "can't read " + footer.path() + ": it has several columns named " + name + ", " + how);
    }

    private DistaffException unreadable(String name, String what) {
      return new DistaffException(
          ErrorCode.NOT_SUPPORTED,
          "can't read the column "
              + name
              + " of "
              + footer.path()
              + ": it is "
              + what
              + ", which is not supported; leave it out of the query");
    }
  }
}
