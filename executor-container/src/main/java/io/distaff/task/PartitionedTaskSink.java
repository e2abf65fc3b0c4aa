package io.distaff.task;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.eval.Evaluator;
import io.distaff.eval.ExpressionCompiler;
import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.InputRef;
import io.distaff.memory.MemoryReservation;
import io.distaff.memory.ReservedArrays;
import io.distaff.operator.Operator;
import io.distaff.operator.OperatorContext;
import io.distaff.operator.aggregation.GroupTable;
import io.distaff.operator.sort.SortOperator;
import io.distaff.operator.spill.SpillFile;
import io.distaff.plan.PlanNode;
import io.distaff.rpc.TaskProduct;
import io.distaff.storage.PartitionPath;
import io.distaff.types.DataType;
import io.distaff.types.Schema;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.RowStore;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import io.distaff.vector.large.ExchangedTexts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes files to a directory for each combination of values of some columns, which aren't in the
 * files: {@code year=2024/month=1/part-00000-3.parquet}.
 *
 * <p>The rows of a batch are numbered by their directory in a {@link GroupTable}, brought together
 * by counting, and given to each directory's writer as a selection. The first directories get a
 * writer that stays open; once the number allowed is reached, rows of other directories are set
 * aside on disk. In the end those are sorted by the partition columns, and the order in which the
 * rows came, and written one directory after the other: a directory is then written by one writer
 * at a time, whatever their number.
 */
final class PartitionedTaskSink implements TaskSink {
  private final FileOutput output;
  private final OperatorContext context;
  private final RowLayout layout;
  private final Schema schema;
  private final List<Integer> partitionColumns;
  private final int[] dataColumns;
  private final int maxOpenWriters;
  private final GroupTable groups;
  private final ReservedArrays arrays;
  private final Evaluator[] texts;
  private final MemoryReservation memory;

  /** By group; null for those whose rows are set aside. */
  private final List<FileOutput.Directory> directories = new ArrayList<>();

  private int openWriters;
  private int[] groupOfRow = {};
  private int[] rowsByGroup = {};
  private int[] ends = {};
  private SpillFile aside;
  private Operator sorted;

  /**
   * @param layout with partition columns
   * @param output of files with the other columns
   * @param maxOpenWriters at least 1
   */
  PartitionedTaskSink(
      FileOutput output, RowLayout layout, int maxOpenWriters, OperatorContext context) {
    this.output = output;
    this.context = context;
    this.layout = layout;
    this.schema = layout.schema();
    this.partitionColumns = layout.partitionColumns();
    this.dataColumns = layout.fileColumns().stream().mapToInt(Integer::intValue).toArray();
    this.maxOpenWriters = maxOpenWriters;
    List<DataType> keyTypes = partitionColumns.stream().map(schema::type).toList();
    this.groups =
        GroupTable.of(keyTypes, partitionColumns.stream().mapToInt(Integer::intValue).toArray());
    this.arrays = context.memory().arrays();
    this.texts = new Evaluator[keyTypes.size()];
    for (int k = 0; k < texts.length; k++) {
      Expression key = new InputRef(k, keyTypes.get(k));
      boolean isText = keyTypes.get(k).kind() == DataType.Kind.STRING;
      texts[k] =
          ExpressionCompiler.compile(
              isText ? key : new Call(FunctionNames.CAST, DataType.STRING, key), arrays);
    }
    this.memory = context.memory().reservation(null);
  }

  @Override
  public void write(VectorBatch batch) {
    int known = groups.numGroups();
    bringTogether(batch);
    for (int group = known; group < groups.numGroups(); group++) {
      boolean opens = openWriters < maxOpenWriters;
      directories.add(opens ? output.new Directory(path(group)) : null);
      openWriters += opens ? 1 : 0;
    }
    VectorBatch data = withoutPartitionColumns(batch);
    int start = 0;
    int toSetAside = 0;
    for (int group = 0; group < groups.numGroups(); group++) {
      int end = ends[group];
      if (end > start && directories.get(group) != null) {
        int[] rows = Arrays.copyOfRange(rowsByGroup, start, end);
        directories.get(group).write(data.withSelection(new SelectionVector(rows, rows.length)));
      } else {
        // Never beyond what has been read already.
        System.arraycopy(rowsByGroup, start, rowsByGroup, toSetAside, end - start);
        toSetAside += end - start;
      }
      start = end;
    }
    if (toSetAside > 0) {
      setAside(batch, toSetAside);
    }
  }

  /**
   * Orders the selected rows by group: those of a group lie in {@code rowsByGroup} from the end of
   * the group before to {@code ends[group]}, ascending.
   */
  private void bringTogether(VectorBatch batch) {
    int count = batch.numSelected();
    memory.resize(groups.heldBytes() + groups.growBytes(batch));
    if (groupOfRow.length < count) {
      groupOfRow = new int[count];
      rowsByGroup = new int[count];
    }
    groups.assign(batch, groupOfRow);
    int numGroups = groups.numGroups();
    if (ends.length < numGroups) {
      ends = new int[Math.max(numGroups, 2 * ends.length)];
    }
    Arrays.fill(ends, 0, numGroups, 0);
    for (int i = 0; i < count; i++) {
      ends[groupOfRow[i]]++;
    }
    int before = 0;
    for (int group = 0; group < numGroups; group++) {
      int rows = ends[group];
      ends[group] = before;
      before += rows;
    }
    for (int i = 0; i < count; i++) {
      rowsByGroup[ends[groupOfRow[i]]++] = batch.selectedRow(i);
    }
  }

  private VectorBatch withoutPartitionColumns(VectorBatch batch) {
    ColumnVector[] columns = new ColumnVector[dataColumns.length];
    for (int c = 0; c < columns.length; c++) {
      columns[c] = batch.column(dataColumns[c]);
    }
    return batch.withColumns(columns);
  }

  private String path(int group) {
    VectorBatch keys = groups.keys().page(group / RowStore.PAGE_ROWS);
    int row = group % RowStore.PAGE_ROWS;
    SelectionVector only = new SelectionVector(new int[] {row}, 1);
    StringBuilder path = new StringBuilder();
    for (int k = 0; k < texts.length; k++) {
      requireShort(k, keys.column(k), row);
      String value = (String) Vectors.value(texts[k].evaluate(keys, only), row);
      path.append(path.isEmpty() ? "" : "/")
          .append(PartitionPath.name(schema.field(partitionColumns.get(k)).name(), value));
    }
    return path.toString();
  }

  /** Throws LIMIT_EXCEEDED for large text, which makes no name of a directory. */
  private void requireShort(int key, ColumnVector values, int row) {
    ExchangedTexts large = context.values().restoring(ReservedArrays.uncounted());
    if (large.isIn(values, row)) {
      throw new DistaffException(
          ErrorCode.LIMIT_EXCEEDED,
          ("column %s to partition by has a value of %d bytes, which can't be the name of a"
                  + " directory; partition by a part of it, such as substr(%s, 1, 64)")
              .formatted(
                  schema.field(partitionColumns.get(key)).name(),
                  large.bytes(values, row),
                  schema.field(partitionColumns.get(key)).name()));
    }
  }

  private void setAside(VectorBatch batch, int count) {
    int[] rows = Arrays.copyOf(rowsByGroup, count);
    Arrays.sort(rows);
    if (aside == null) {
      aside = new SpillFile(context, "partitions", schema);
    }
    aside.write(batch.withSelection(new SelectionVector(rows, count)));
  }

  @Override
  public TaskProduct finish() {
    for (FileOutput.Directory directory : directories) {
      if (directory != null) {
        directory.complete();
      }
    }
    if (aside != null) {
      writeSorted();
    }
    return output.finish();
  }

  private void writeSorted() {
    PlanNode rows = new PlanNode.Values(schema, List.of());
    sorted =
        new SortOperator(
            new PlanNode.Sort(rows, layout.partitionOrder(), -1, 0),
            new SpillInput(aside.read()),
            context);
    int current = -1;
    for (VectorBatch batch = sorted.next(); batch != null; batch = sorted.next()) {
      bringTogether(batch);
      VectorBatch data = withoutPartitionColumns(batch);
      int count = batch.numSelected();
      for (int start = 0, end; start < count; start = end) {
        int group = groupOfRow[start];
        end = start + 1;
        while (end < count && groupOfRow[end] == group) {
          end++;
        }
        if (group != current) {
          complete(current);
          current = group;
          directories.set(group, output.new Directory(path(group)));
        }
        int[] selected = new int[end - start];
        for (int i = start; i < end; i++) {
          selected[i - start] = batch.selectedRow(i);
        }
        directories
            .get(group)
            .write(data.withSelection(new SelectionVector(selected, selected.length)));
      }
    }
    complete(current);
  }

  private void complete(int group) {
    if (group >= 0) {
      directories.get(group).complete();
    }
  }

  @Override
  public void close() {
    try {
      for (FileOutput.Directory directory : directories) {
        if (directory != null) {
          directory.abort();
        }
      }
    } finally {
      try {
        if (sorted != null) {
          sorted.close();
        }
      } finally {
        if (aside != null) {
          aside.close();
        }
        memory.close();
        arrays.close();
        output.close();
      }
    }
  }

  /** The rows of a spill file. */
  private record SpillInput(SpillFile.Reader reader) implements Operator {
    @Override
    public VectorBatch next() {
      return reader.next();
    }

    @Override
    public void close() {
      reader.close();
    }
  }
}
