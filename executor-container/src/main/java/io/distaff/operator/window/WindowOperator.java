package io.distaff.operator.window;

import io.distaff.memory.MemoryReservation;
import io.distaff.memory.ReservedArrays;
import io.distaff.operator.Operator;
import io.distaff.operator.OperatorContext;
import io.distaff.operator.aggregation.StatesByRow;
import io.distaff.operator.window.WindowRows.Cursor;
import io.distaff.plan.AggregateCall;
import io.distaff.plan.PlanNode;
import io.distaff.plan.SortKey;
import io.distaff.plan.WindowCall;
import io.distaff.plan.WindowFrame;
import io.distaff.plan.WindowFrame.Bound;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.vector.BooleanVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.SelectedRows;
import io.distaff.vector.VectorBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Computes window functions over rows that come sorted by the partition keys, then by the order
 * keys; gives the same rows, with the results behind their columns.
 *
 * <p>Each batch that comes in gets two more columns, that say where a partition and where a group
 * of peers begins ({@link KeyChanges}). Then it is cut where a unit may end, which depends on how
 * far the functions look ahead:
 *
 * <pre>
 *   unit          ends behind             for
 *   BATCH         any row                 row_number, rank, frames from the beginning to the row
 *   PEERS         a group of peers        frames from the beginning to the row's peers
 *   PARTITIONS    a partition             everything else, and frames that exclude rows
 * </pre>
 *
 * A unit's rows are held in {@link WindowRows}, which spills, and computed a batch at a time: first
 * the rows' places ({@link RowPlaces}), then their frames ({@link FrameBounds}), then the
 * functions. What is known of a partition is carried from unit to unit, so that a partition of any
 * size needs constant memory in units of BATCH.
 *
 * <p>Confined to a task's thread.
 */
public final class WindowOperator implements Operator {
  /** Where a unit may end, the least demanding first. */
  private enum Unit {
    BATCH,
    PEERS,
    PARTITIONS
  }

  private final Operator input;
  private final Unit unit;
  private final KeyChanges partitionChanges;
  private final KeyChanges orderChanges;
  private final int inputColumns;
  private final WindowRows rows;
  private final Cursor current;
  private final RowPlaces places;
  private final Map<WindowFrame, FrameBounds> frames = new LinkedHashMap<>();
  private final List<WindowFunction> functions = new ArrayList<>();
  private final MemoryReservation functionMemory;
  private final SelectedRows selectedRows = new SelectedRows();

  /** Rows that have come but aren't in a unit yet: those of the batch from {@link #pendingFrom}. */
  private VectorBatch pending;

  private int[] pendingRows;
  private int pendingFrom;
  private final ReservedArrays arrays;
  private boolean inputEnded;
  private boolean isComputing;
  private boolean isClosed;

  public WindowOperator(PlanNode.Window node, Operator input, OperatorContext context) {
    this.input = input;
    Schema inputSchema = node.input().schema();
    this.inputColumns = inputSchema.size();
    this.unit = node.calls().stream().map(WindowOperator::unit).max(Unit::compareTo).orElseThrow();
    this.arrays = context.memory().arrays();
    this.partitionChanges =
        new KeyChanges(
            node.partitionKeys().stream().mapToInt(Integer::intValue).toArray(),
            inputSchema,
            arrays);
    this.orderChanges =
        new KeyChanges(
            node.orderKeys().stream().mapToInt(SortKey::column).toArray(), inputSchema, arrays);
    this.rows =
        new WindowRows(
            context,
            inputSchema.concat(
                Schema.of(
                    new Field("begins partition", DataType.BOOLEAN, false),
                    new Field("begins peers", DataType.BOOLEAN, false))));
    this.functionMemory = context.memory().reservation(null);
    this.current = rows.newCursor();
    this.places = new RowPlaces(rows, inputColumns, inputColumns + 1);
    for (WindowCall call : node.calls()) {
      functions.add(function(call, node));
    }
  }

  private static Unit unit(WindowCall call) {
    if (call instanceof WindowCall.Ranking ranking) {
      return switch (ranking.function()) {
        case ROW_NUMBER, RANK, DENSE_RANK -> Unit.BATCH;
        case PERCENT_RANK, CUME_DIST, NTILE -> Unit.PARTITIONS;
      };
    } else if (call instanceof WindowCall.FrameAggregate aggregate) {
      return unit(aggregate.frame());
    } else if (call instanceof WindowCall.FrameValue value) {
      boolean isLast = value.position() < 0 && !value.ignoreNulls();
      return isLast ? unit(value.frame()) : Unit.PARTITIONS;
    }
    return Unit.PARTITIONS;
  }

  private static Unit unit(WindowFrame frame) {
    // Rows that a frame excludes may come into the next one, when their unit is gone.
    if (frame.exclusion() != WindowFrame.Exclusion.NONE) {
      return Unit.PARTITIONS;
    }
    if (!frame.onlyGrows() || frame.end().kind() != Bound.Kind.CURRENT_ROW) {
      return Unit.PARTITIONS;
    }
    return frame.unit() == WindowFrame.Unit.ROWS ? Unit.BATCH : Unit.PEERS;
  }

  private WindowFunction function(WindowCall call, PlanNode.Window node) {
    if (call instanceof WindowCall.Ranking ranking) {
      return new Ranking(ranking);
    } else if (call instanceof WindowCall.Shift shift) {
      return new ShiftedValue(shift, rows, arrays);
    } else if (call instanceof WindowCall.FrameValue value) {
      return new FrameValue(value, bounds(value.frame(), node), rows, arrays);
    }
    WindowCall.FrameAggregate aggregate = (WindowCall.FrameAggregate) call;
    return aggregate(aggregate.call(), bounds(aggregate.frame(), node), node.input().schema());
  }

  private FrameBounds bounds(WindowFrame frame, PlanNode.Window node) {
    return frames.computeIfAbsent(
        frame,
        f ->
            new FrameBounds(
                f, f.rangeKey() < 0 ? null : node.orderKeys().get(0), rows, inputColumns + 1));
  }

  private WindowFunction aggregate(AggregateCall call, FrameBounds bounds, Schema schema) {
    if (bounds.parts().size() == 1) {
      return aggregateOf(call, bounds, schema, false);
    }
    List<WindowFunction> parts =
        bounds.parts().stream().map(part -> aggregateOf(call, part, schema, true)).toList();
    List<DataType> arguments = call.columns().stream().map(schema::type).toList();
    return new DividedFrames(parts, new StatesByRow(call, arguments), functionMemory);
  }

  private WindowFunction aggregateOf(
      AggregateCall call, RowRanges ranges, Schema schema, boolean givesStates) {
    DataType argument = call.column() < 0 ? null : schema.type(call.column());
    String function = call.function();
    if (function.equals(AggregateCall.Function.COUNT) && call.columns().size() < 2) {
      return new SumFrames(ranges, call.column(), true, call.type(), rows);
    } else if (function.equals(AggregateCall.Function.SUM)) {
      if (call.type().kind() == DataType.Kind.DOUBLE) {
        return new DoubleSumFrames(ranges, call.column(), rows, functionMemory);
      }
      DataType type =
          givesStates ? new StatesByRow(call, List.of(argument)).stateType() : call.type();
      return new SumFrames(ranges, call.column(), false, type, rows);
    } else if (function.equals(AggregateCall.Function.MIN)
        || function.equals(AggregateCall.Function.MAX)) {
      boolean isMax = function.equals(AggregateCall.Function.MAX);
      return fitsLong(argument)
          ? new LongExtremeFrames(ranges, call.column(), isMax, argument, rows, functionMemory)
          : new StoredExtremeFrames(
              ranges, call.column(), isMax, argument, rows, functionMemory, arrays);
    }
    List<DataType> arguments = call.columns().stream().map(schema::type).toList();
    return givesStates
        ? AccumulatorFrames.ofStates(ranges, call, arguments, rows, functionMemory, arrays)
        : new AccumulatorFrames(ranges, call, arguments, rows, functionMemory, arrays);
  }

  private static boolean fitsLong(DataType type) {
    return switch (type.kind()) {
      case NULL,
          BOOLEAN,
          TINYINT,
          SMALLINT,
          INT,
          BIGINT,
          FLOAT,
          DOUBLE,
          DATE,
          TIMESTAMP,
          TIMESTAMP_LOCAL ->
          true;
      case DECIMAL -> ((DecimalType) type).isLong();
      case STRING, BINARY, ARRAY, MAP, STRUCT -> false;
    };
  }

  @Override
  public VectorBatch next() {
    while (!isClosed) {
      if (isComputing) {
        if (current.end() < rows.endRow()) {
          return compute(Math.max(current.end(), rows.firstRow()));
        }
        rows.endUnit();
        isComputing = false;
      }
      if (pending != null && pendingFrom < pending.numSelected()) {
        takePending();
      } else if (inputEnded) {
        if (rows.isEmpty()) {
          close();
          return null;
        }
        startComputing();
      } else {
        VectorBatch batch = input.next();
        if (batch == null) {
          inputEnded = true;
          input.close();
        } else {
          pending = withFlags(batch);
          pendingFrom = 0;
        }
      }
    }
    return null;
  }

  private VectorBatch withFlags(VectorBatch batch) {
    int count = batch.numSelected();
    pendingRows = selectedRows.of(batch);
    byte[] begins = new byte[count];
    partitionChanges.mark(batch, pendingRows, count, begins);
    byte[] partitionFlags = inBatch(begins, batch);
    orderChanges.mark(batch, pendingRows, count, begins);
    byte[] peerFlags = inBatch(begins, batch);
    ColumnVector[] columns = Arrays.copyOf(batch.columns(), inputColumns + 2);
    columns[inputColumns] =
        new BooleanVector(DataType.BOOLEAN, partitionFlags, null, batch.numRows());
    columns[inputColumns + 1] =
        new BooleanVector(DataType.BOOLEAN, peerFlags, null, batch.numRows());
    return batch.withColumns(columns);
  }

  private byte[] inBatch(byte[] flags, VectorBatch batch) {
    if (batch.selection() == null) {
      return flags.clone();
    }
    byte[] spread = new byte[batch.numRows()];
    for (int i = 0; i < flags.length; i++) {
      spread[pendingRows[i]] = flags[i];
    }
    return spread;
  }

  /** Takes rows up to where the unit ends, or all if it doesn't. */
  private void takePending() {
    int count = pending.numSelected();
    int end = lastEnd();
    if (end < 0) {
      append(count);
      return;
    }
    if (rows.isEmpty() && pendingFrom == 0 && end == count && pending.selection() == null) {
      rows.setOnly(pending);
      pendingFrom = count;
    } else {
      append(end);
    }
    if (!rows.isEmpty()) {
      startComputing();
    }
  }

  private void append(int end) {
    if (end > pendingFrom) {
      int[] taken = Arrays.copyOfRange(pendingRows, pendingFrom, end);
      rows.append(pending, taken, taken.length);
      pendingFrom = end;
    }
  }

  /** The last place in the pending rows where a unit may end; -1 if there is none. */
  private int lastEnd() {
    int count = pending.numSelected();
    if (unit == Unit.BATCH) {
      return count;
    }
    int column = unit == Unit.PEERS ? inputColumns + 1 : inputColumns;
    byte[] begins = ((BooleanVector) pending.column(column)).values();
    // At the first of the pending rows there is an end only if there are rows before it.
    int least = rows.isEmpty() ? pendingFrom + 1 : pendingFrom;
    for (int i = count - 1; i >= least; i--) {
      if (begins[pendingRows[i]] != 0) {
        return i;
      }
    }
    return -1;
  }

  private void startComputing() {
    rows.startReading();
    isComputing = true;
  }

  private VectorBatch compute(long from) {
    current.seek(from);
    places.set(current);
    for (FrameBounds bounds : frames.values()) {
      bounds.set(places, current);
    }
    ColumnVector[] columns =
        Arrays.copyOf(current.batch().columns(), inputColumns + functions.size());
    for (int f = 0; f < functions.size(); f++) {
      columns[inputColumns + f] = functions.get(f).compute(places, current);
    }
    return new VectorBatch(places.count(), columns);
  }

  @Override
  public void close() {
    isClosed = true;
    pending = null;
    try {
      input.close();
    } finally {
      try {
        rows.close();
      } finally {
        functionMemory.close();
        arrays.close();
      }
    }
  }
}
