package io.distaff.plan;

import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.types.Schema;
import java.util.List;
import java.util.Map;

/**
 * A physical operator as data: what an executor runs. Column positions in a node refer to the
 * output of its input (for a join: the left input's columns, then the right's). Closed family,
 * immutable.
 */
public sealed interface PlanNode {
  /** The columns that the operator gives, with their names and types. */
  Schema schema();

  List<PlanNode> inputs();

  /** The same operator over other inputs, as many and with the same columns. */
  PlanNode withInputs(List<PlanNode> inputs);

  /**
   * What it computes of rows, or chooses them by, over its inputs' columns; a scan's over its own.
   */
  default List<Expression> expressions() {
    return List.of();
  }

  /** Has no input. */
  sealed interface Leaf extends PlanNode {
    @Override
    default List<PlanNode> inputs() {
      return List.of();
    }

    @Override
    default PlanNode withInputs(List<PlanNode> inputs) {
      return this;
    }
  }

  /** Has one input. */
  sealed interface Unary extends PlanNode {
    PlanNode input();

    /** The same operator over another input with the same columns. */
    PlanNode withInput(PlanNode input);

    @Override
    default List<PlanNode> inputs() {
      return List.of(input());
    }

    @Override
    default PlanNode withInputs(List<PlanNode> inputs) {
      return withInput(inputs.get(0));
    }
  }

  /** Reads splits, which its number tells apart from those of other scans of the fragment. */
  sealed interface Scan extends Leaf {
    int scan();

    Scan withScan(int scan);
  }

  /**
   * Reads columns of Parquet files. Rows for which the predicate isn't true are dropped; it also
   * prunes row groups.
   *
   * @param scan identifies the scan within its fragment; a task's splits are given by it
   * @param schema the columns to read, by name; columns that a file lacks are null
   * @param predicate over {@code schema}; null when there is none
   * @param limit reading may stop after this many rows of a task; -1 when there is none
   */
  record ParquetScan(int scan, String table, Schema schema, Expression predicate, long limit)
      implements Scan {
    @Override
    public ParquetScan withScan(int scan) {
      return new ParquetScan(scan, table, schema, predicate, limit);
    }

    @Override
    public List<Expression> expressions() {
      return predicate == null ? List.of() : List.of(predicate);
    }
  }

  /**
   * Reads columns of CSV or JSON lines files.
   *
   * @param scan identifies the scan within its fragment; a task's splits are given by it
   * @param options of the format, as the user gave them
   * @param fileSchema every column of the files: CSV has them by position, JSON by name
   * @param schema the columns to read, by name: one to which the splits give a value, one of the
   *     files, or the one that takes malformed records
   * @param limit reading may stop after this many rows of a task; -1 when there is none
   */
  record TextScan(
      int scan,
      String table,
      FileFormat format,
      Map<String, String> options,
      Schema fileSchema,
      Schema schema,
      long limit)
      implements Scan {
    public TextScan {
      options = Map.copyOf(options);
    }

    @Override
    public TextScan withScan(int scan) {
      return new TextScan(scan, table, format, options, fileSchema, schema, limit);
    }
  }

  /**
   * Generates rows of a table of the TPC-H benchmark.
   *
   * @param table such as {@code lineitem}
   * @param scaleFactor 1 = about 1 GB
   * @param schema the columns wanted, by name
   */
  record TpchScan(int scan, String table, double scaleFactor, Schema schema) implements Scan {
    @Override
    public TpchScan withScan(int scan) {
      return new TpchScan(scan, table, scaleFactor, schema);
    }
  }

  /**
   * Gives rows that its splits hold.
   *
   * @param rowSchema every column of these rows
   * @param columns positions of those that are wanted
   */
  record LocalScan(int scan, String table, Schema rowSchema, List<Integer> columns)
      implements Scan {
    public LocalScan {
      columns = List.copyOf(columns);
    }

    @Override
    public Schema schema() {
      return rowSchema.select(columns);
    }

    @Override
    public LocalScan withScan(int number) {
      return new LocalScan(number, table, rowSchema, columns);
    }
  }

  /**
   * Gives the numbers of an arithmetic sequence, which its splits say.
   *
   * @param schema one BIGINT column, or none where rows are only counted
   */
  record RangeScan(int scan, Schema schema) implements Scan {
    @Override
    public RangeScan withScan(int number) {
      return new RangeScan(number, schema);
    }
  }

  /**
   * Reads columns of cached partitions.
   *
   * @param scan identifies the scan within its fragment; a task's splits are given by it
   * @param table what the cached data set is called in plans
   * @param columns positions in the cached rows of those to read, at least one
   * @param schema of these columns
   */
  record CachedScan(int scan, String table, List<Integer> columns, Schema schema) implements Scan {
    public CachedScan {
      columns = List.copyOf(columns);
    }

    @Override
    public CachedScan withScan(int scan) {
      return new CachedScan(scan, table, columns, schema);
    }
  }

  /** Rows of literals, in one task. */
  record Values(Schema schema, List<List<Expression>> rows) implements Leaf {
    public Values {
      rows = rows.stream().map(List::copyOf).toList();
    }

    @Override
    public List<Expression> expressions() {
      return rows.stream().flatMap(List::stream).toList();
    }
  }

  /**
   * Reads what another stage wrote.
   *
   * @param stage the number of the stage, counted from the fragment's {@link
   *     PlanFragment#firstStage}
   * @param mode which partitions a task reads
   */
  record ExchangeRead(int stage, Schema schema, ExchangeMode mode) implements Leaf {}

  /** Which partitions of an exchange a task reads. */
  enum ExchangeMode {
    /** The partition of the task's own number. */
    OWN_PARTITION,
    /** Every partition: the build side of a broadcast join. */
    ALL_PARTITIONS
  }

  /** Keeps the rows for which the predicate is true. */
  record Filter(PlanNode input, Expression predicate) implements Unary {
    @Override
    public Schema schema() {
      return input.schema();
    }

    @Override
    public PlanNode withInput(PlanNode other) {
      return new Filter(other, predicate);
    }

    @Override
    public List<Expression> expressions() {
      return List.of(predicate);
    }
  }

  /** Computes columns. */
  record Project(PlanNode input, List<Expression> expressions, Schema schema) implements Unary {
    public Project {
      expressions = List.copyOf(expressions);
    }

    @Override
    public PlanNode withInput(PlanNode other) {
      return new Project(other, expressions, schema);
    }
  }

  /**
   * Gives each row several times, with other columns each time: for grouping sets.
   *
   * @param projections of the same types as the schema
   */
  record Expand(PlanNode input, List<List<Expression>> projections, Schema schema)
      implements Unary {
    public Expand {
      projections = projections.stream().map(List::copyOf).toList();
    }

    @Override
    public PlanNode withInput(PlanNode other) {
      return new Expand(other, projections, schema);
    }

    @Override
    public List<Expression> expressions() {
      return projections.stream().flatMap(List::stream).toList();
    }
  }

  /**
   * Gives each row once for each entry of the arrays or maps in some of its columns; several are
   * walked side by side, and the shorter ones have nulls behind their ends.
   *
   * @param carried positions in the input of the columns that are repeated
   * @param collections positions in the input of the arrays and maps
   * @param columns what is given of the entries
   * @param outer whether a row without entries is given once, with nulls for them
   * @param schema the carried columns, then {@code columns}
   */
  record Unnest(
      PlanNode input,
      List<Integer> carried,
      List<Integer> collections,
      List<UnnestColumn> columns,
      boolean outer,
      Schema schema)
      implements Unary {
    public Unnest {
      carried = List.copyOf(carried);
      collections = List.copyOf(collections);
      columns = List.copyOf(columns);
    }

    @Override
    public PlanNode withInput(PlanNode other) {
      return new Unnest(other, carried, collections, columns, outer, schema);
    }
  }

  /**
   * Gives each row once for each element of the array that a call makes of it; the array itself
   * isn't made.
   *
   * @param carried positions in the input of the columns that are repeated
   * @param call of a function whose elements can be had some at a time; over the input's columns
   * @param columns what is given of the elements
   * @param outer whether a row without elements is given once, with nulls for them
   * @param schema the carried columns, then {@code columns}
   */
  record Generate(
      PlanNode input,
      List<Integer> carried,
      Call call,
      List<UnnestColumn> columns,
      boolean outer,
      Schema schema)
      implements Unary {
    public Generate {
      carried = List.copyOf(carried);
      columns = List.copyOf(columns);
    }

    @Override
    public PlanNode withInput(PlanNode other) {
      return new Generate(other, carried, call, columns, outer, schema);
    }

    @Override
    public List<Expression> expressions() {
      return List.of(call);
    }
  }

  /**
   * Gives what a function of the user's makes of the rows of a task, or of each run of rows with
   * equal keys.
   *
   * @param name of the function, in messages and plans
   * @param code the function, an {@code encoder.RowsFunction} as bytes
   * @param key position of the column that rows of a group have in common, which lie one after the
   *     other; -1 = all rows of the task are one group
   * @param columns positions of the columns that the function's objects are made of, in the order
   *     of their components
   */
  record UserRows(
      PlanNode input, String name, byte[] code, int key, List<Integer> columns, Schema schema)
      implements Unary {
    public UserRows {
      columns = List.copyOf(columns);
    }

    @Override
    public PlanNode withInput(PlanNode other) {
      return new UserRows(other, name, code, key, columns, schema);
    }
  }

  /**
   * A part of the rows, chosen by chance, but the same in every attempt of a task over the same
   * rows.
   *
   * @param share of the rows to give, 0 to 1
   * @param seed of the choice; each partition makes its own
   */
  record Sample(PlanNode input, SampleMethod method, double share, long seed) implements Unary {
    @Override
    public Schema schema() {
      return input.schema();
    }

    @Override
    public PlanNode withInput(PlanNode other) {
      return new Sample(other, method, share, seed);
    }
  }

  /** What is chosen as a whole. */
  enum SampleMethod {
    /** Each row for itself. */
    ROWS,
    /** Runs of rows. */
    BLOCKS
  }

  /**
   * Groups rows by hash. Gives the keys, then one column a call (in phase PARTIAL: the call's
   * state, see {@link AggregateCall}).
   *
   * @param keys positions in the input; none = one group, which exists even when there are no rows
   *     (except in phase PARTIAL)
   */
  record Aggregate(
      PlanNode input,
      AggregationPhase phase,
      List<Integer> keys,
      List<AggregateCall> calls,
      Schema schema)
      implements Unary {
    public Aggregate {
      keys = List.copyOf(keys);
      calls = List.copyOf(calls);
    }

    @Override
    public PlanNode withInput(PlanNode other) {
      return new Aggregate(other, phase, keys, calls, schema);
    }
  }

  /** Which part of an aggregation an operator does. */
  enum AggregationPhase {
    /** Rows to results. */
    SINGLE,
    /** Rows to states; may give a group more than once. */
    PARTIAL,
    /** States to results. */
    FINAL
  }

  /**
   * Joins by hash on equal keys; null keys equal nothing. The right input is built into a table,
   * the left one probes it.
   *
   * @param leftKeys positions in the left input
   * @param rightKeys positions in the right input, of the same types; none of both = every pair
   * @param residual over left columns, then right columns; a pair joins only when it is true; null
   *     when there is none
   * @param nullAware for ANTI and MARK on one key without residual: whether a key equals null is
   *     unknown rather than false. The right input must then be whole in every task
   * @param schema left columns then right columns; left columns alone for SEMI and ANTI, left
   *     columns and the mark for MARK; right columns alone for RIGHT_SEMI and RIGHT_ANTI
   */
  record HashJoin(
      PlanNode left,
      PlanNode right,
      JoinType type,
      List<Integer> leftKeys,
      List<Integer> rightKeys,
      Expression residual,
      boolean nullAware,
      Schema schema)
      implements PlanNode {
    public HashJoin {
      leftKeys = List.copyOf(leftKeys);
      rightKeys = List.copyOf(rightKeys);
    }

    @Override
    public List<PlanNode> inputs() {
      return List.of(left, right);
    }

    @Override
    public PlanNode withInputs(List<PlanNode> inputs) {
      return new HashJoin(
          inputs.get(0), inputs.get(1), type, leftKeys, rightKeys, residual, nullAware, schema);
    }

    /** The column of the left input that a column of the output is; -1 when it is none. */
    public int leftColumn(int column) {
      return !type.givesRightRowsOnly() && column < left.schema().size() ? column : -1;
    }

    /** The column of the right input that a column of the output is; -1 when it is none. */
    public int rightColumn(int column) {
      if (type.givesRightRowsOnly()) {
        return column;
      }
      boolean isMark = type == JoinType.MARK;
      return isMark || column < left.schema().size() ? -1 : column - left.schema().size();
    }

    @Override
    public List<Expression> expressions() {
      return residual == null ? List.of() : List.of(residual);
    }
  }

  /** How unmatched rows are treated. */
  enum JoinType {
    INNER,
    LEFT,
    RIGHT,
    FULL,
    /** Left rows that have a match. */
    SEMI,
    /** Left rows that have no match; if null-aware, those that certainly have none. */
    ANTI,
    /** Right rows that have a match. */
    RIGHT_SEMI,
    /** Right rows that have no match. */
    RIGHT_ANTI,
    /**
     * All left rows and whether they have a match: true when the condition is true for some right
     * row, else null when it is null for some, else false.
     */
    MARK,
    /** As LEFT; fails when a left row has more than one match. */
    SINGLE;

    /** Whether right rows are given by whether any left row matches them. */
    public boolean settlesRightRows() {
      return switch (this) {
        case RIGHT, FULL, RIGHT_SEMI, RIGHT_ANTI -> true;
        case INNER, LEFT, SEMI, ANTI, MARK, SINGLE -> false;
      };
    }

    /** Whether nothing but right rows is given. */
    public boolean givesRightRowsOnly() {
      return this == RIGHT_SEMI || this == RIGHT_ANTI;
    }
  }

  /**
   * Orders rows.
   *
   * @param limit rows to give; -1 = all
   * @param offset rows to skip first
   */
  record Sort(PlanNode input, List<SortKey> keys, long limit, long offset) implements Unary {
    public Sort {
      keys = List.copyOf(keys);
    }

    @Override
    public Schema schema() {
      return input.schema();
    }

    @Override
    public PlanNode withInput(PlanNode other) {
      return new Sort(other, keys, limit, offset);
    }
  }

  /**
   * Computes window functions that share their partitions and order. The input's rows come sorted
   * by the partition keys, in any direction, then by the order keys.
   *
   * @param partitionKeys positions in the input; none = all rows of a task are one partition
   * @param schema the input's columns, then one a call
   */
  record Window(
      PlanNode input,
      List<Integer> partitionKeys,
      List<SortKey> orderKeys,
      List<WindowCall> calls,
      Schema schema)
      implements Unary {
    public Window {
      partitionKeys = List.copyOf(partitionKeys);
      orderKeys = List.copyOf(orderKeys);
      calls = List.copyOf(calls);
    }

    @Override
    public PlanNode withInput(PlanNode other) {
      return new Window(other, partitionKeys, orderKeys, calls, schema);
    }
  }

  /** Gives the only row of its input, nulls when there is none; fails when there are more. */
  record EnforceSingleRow(PlanNode input, Schema schema) implements Unary {
    @Override
    public PlanNode withInput(PlanNode other) {
      return new EnforceSingleRow(other, schema);
    }
  }

  /** Skips rows, then passes some. */
  record Limit(PlanNode input, long limit, long offset) implements Unary {
    @Override
    public Schema schema() {
      return input.schema();
    }

    @Override
    public PlanNode withInput(PlanNode other) {
      return new Limit(other, limit, offset);
    }
  }

  /** The rows of all inputs, which have the same column types. */
  record Union(List<PlanNode> inputs, Schema schema) implements PlanNode {
    public Union {
      inputs = List.copyOf(inputs);
    }

    @Override
    public PlanNode withInputs(List<PlanNode> inputs) {
      return new Union(inputs, schema);
    }
  }
}
