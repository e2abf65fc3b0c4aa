package io.distaff.planner;

import io.distaff.plan.FileFormat;
import io.distaff.sql.Statement.ExplainFormat;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What a statement comes to. Closed family. */
public sealed interface Prepared {
  /** The session has answered it already; a row is text, null for null. */
  record Answer(Schema schema, List<List<String>> rows) implements Prepared {
    /** Of a statement that only changes something. */
    public static final Answer DONE = new Answer(Schema.EMPTY, List.of());

    /** The lines of a plan. */
    public static Answer plan(String text) {
      return new Answer(
          new Schema(List.of(new Field("plan", DataType.STRING, true))),
          text.lines().map(List::of).toList());
    }

    /** Rows of text. */
    static Answer of(List<String> columns, List<List<String>> rows) {
      List<Field> fields =
          columns.stream().map(name -> new Field(name, DataType.STRING, true)).toList();
      return new Answer(new Schema(fields), rows);
    }
  }

  /** To be run; its rows go to the user. */
  record Query(PlannableQuery query) implements Prepared {}

  /**
   * To be run; what it did goes to the user, and the rows of a query nowhere.
   *
   * @param statement a Query, a Write or a WriteTable
   */
  record Analyze(Prepared statement, ExplainFormat format) implements Prepared {}

  /**
   * To be run, so that a cache is filled; its rows are nobody's.
   *
   * @param undo to be called when it fails: nothing is cached then
   */
  record Fill(PlannableQuery query, Runnable undo) implements Prepared {}

  /**
   * To be run; its rows go to a directory.
   *
   * @param overwrite what the directory holds; else the rows are added
   * @param options of the format, such as {@code compression}
   */
  record Write(
      String path,
      boolean overwrite,
      FileFormat format,
      Map<String, String> options,
      PlannableQuery query)
      implements Prepared {
    public Write {
      options = Map.copyOf(options);
    }
  }

  /**
   * To be run; its rows go to a table's files.
   *
   * @param onCommitted is run when the files are in place; the statement fails with what it throws
   */
  record WriteTable(TableTarget target, PlannableQuery query, Runnable onCommitted)
      implements Prepared {}

  /**
   * Where a table's rows go.
   *
   * @param path the table's directory, or that of some of its partitions
   * @param partitionBy names of columns that become directories below the path
   * @param options of writing the format
   */
  record TableTarget(
      String path,
      WriteMode mode,
      FileFormat format,
      List<String> partitionBy,
      Map<String, String> options) {
    public TableTarget {
      partitionBy = List.copyOf(partitionBy);
      options = Map.copyOf(options);
    }
  }

  /** What happens to the files that are there. */
  enum WriteMode {
    /** There must not be any. */
    CREATE,
    APPEND,
    OVERWRITE,
    /** Only those of partitions that are written to go. */
    OVERWRITE_PARTITIONS
  }

  /**
   * To be run; its rows are for the session, and nothing goes to the user.
   *
   * @param onRows takes all rows, values as {@link io.distaff.vector.Vectors#value} gives them
   */
  record Collect(PlannableQuery query, Consumer<List<List<Object>>> onRows) implements Prepared {}
}
