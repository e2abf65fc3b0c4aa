package io.distaff.operator;

import io.distaff.encoder.ObjectReader;
import io.distaff.encoder.ObjectShape;
import io.distaff.encoder.ObjectWriter;
import io.distaff.encoder.RowsBodies;
import io.distaff.encoder.RowsFunction;
import io.distaff.encoder.UserFunctionFailure;
import io.distaff.function.TaskScope;
import io.distaff.memory.ReservedArrays;
import io.distaff.plan.PlanNode;
import io.distaff.types.Schema;
import io.distaff.vector.ColumnBuffer;
import io.distaff.vector.FlatView;
import io.distaff.vector.SelectedRows;
import io.distaff.vector.Validity;
import io.distaff.vector.ValueOrder;
import io.distaff.vector.VectorBatch;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Calls a function of the user's with the rows of the task as objects, or with each group of them.
 * Both are read as they come: of a group of any size one batch is held, and what the function gives
 * is asked for row by row as batches are wanted. Where it doesn't read a group to its end, the rest
 * is passed over. What it throws ends the query, with its name and the row that it was given last.
 *
 * <p>Objects are on the heap and no memory is reserved for them: one is made at a time, and what
 * the function keeps is its own.
 */
public final class UserRowsOperator implements Operator {
  private static final int[] FIRST = {0};

  private final PlanNode.UserRows node;
  private final Operator input;
  private final ReservedArrays arrays;
  private final RowsFunction function;
  private final ObjectReader rows;
  private final ObjectWriter writer;
  private final Groups groups;
  private final Objects objects = new Objects();

  /** What the function has given for the current group; null before the first. */
  private Iterator<?> made;

  private Object lastGiven;
  private boolean hasGiven;
  private boolean ended;

  private final TaskScope task = TaskScope.current();

  /** Of the calls of the input since the last batch began. */
  private long inputNanos;

  /** What the input threw, which goes through the user's code on its way up. */
  private RuntimeException inputFailure;

  /**
   * @param node its input stands for {@code input}
   */
  public UserRowsOperator(PlanNode.UserRows node, Operator input, OperatorContext context) {
    this.node = node;
    this.input = input;
    this.arrays = context.memory().arrays();
    this.function = RowsFunction.read("the function " + node.name(), node.code());
    Schema given = node.input().schema();
    this.rows = ObjectReader.ofRows(ObjectShape.of(function.input()), given.select(node.columns()));
    this.writer = ObjectWriter.ofRows(ObjectShape.of(function.output()), arrays);
    this.groups = node.key() < 0 ? null : new Groups(given);
  }

  @Override
  public VectorBatch next() {
    writer.clear();
    inputNanos = 0;
    long start = System.nanoTime();
    try {
      while (writer.rows() < VectorBatch.TARGET_ROWS
          && writer.sizeBytes() < Portions.MOST_BYTES
          && hasMade()) {
        Object object = made.next();
        failIfInputFailed();
        writer.add(object);
      }
    } catch (Exception | LinkageError | StackOverflowError e) {
      failIfInputFailed();
      throw failure(e);
    }
    task.addUserNanos(System.nanoTime() - start - inputNanos);
    return writer.rows() == 0 ? null : writer.batch();
  }

  private RuntimeException failure(Throwable thrown) {
    return thrown instanceof io.distaff.error.DistaffException known
        ? known
        : UserFunctionFailure.of(node.name(), hasGiven ? rows.rowNumber() : 0, lastGiven, thrown);
  }

  /** Whatever the user's code has made of it. */
  private void failIfInputFailed() {
    if (inputFailure != null) {
      throw inputFailure;
    }
  }

  /** Whether there is another object, of this group or of one that follows. */
  private boolean hasMade() throws Exception {
    while (!ended) {
      if (made != null && made.hasNext()) {
        return true;
      }
      failIfInputFailed();
      closeMade();
      boolean isFirst = made == null;
      if (groups == null ? isFirst : groups.advance()) {
        made = function.body().call(groups == null ? null : groups.key, objects);
        failIfInputFailed();
        RowsBodies.iterator(made);
      } else {
        ended = true;
      }
    }
    return false;
  }

  private void closeMade() throws Exception {
    Iterator<?> done = made;
    if (done instanceof AutoCloseable closeable) {
      closeable.close();
    }
  }

  @Override
  public void close() {
    try {
      if (!ended) {
        ended = true;
        closeMade();
      }
    } catch (Exception e) {
      throw failure(e);
    } finally {
      arrays.close();
      input.close();
    }
  }

  /** The rows of the task, or of the current group of it. */
  private final class Objects implements Iterator<Object> {
    private int next;

    /** Whether there is another row of any group; {@link #next} is then its index in the batch. */
    boolean hasRow() {
      try {
        while (next == rows.count()) {
          long start = System.nanoTime();
          VectorBatch batch = input.next();
          inputNanos += System.nanoTime() - start;
          if (batch == null) {
            return false;
          }
          next = 0;
          rows.start(batch, node.columns());
          if (groups != null) {
            groups.start(batch);
          }
        }
        return true;
      } catch (RuntimeException e) {
        inputFailure = e;
        throw e;
      }
    }

    @Override
    public boolean hasNext() {
      return hasRow() && (groups == null || groups.holds(next));
    }

    @Override
    public Object next() {
      if (!hasNext()) {
        throw new NoSuchElementException("there are no more rows");
      }
      lastGiven = rows.read(next++);
      hasGiven = true;
      return lastGiven;
    }
  }

  /** Finds where groups begin. */
  private final class Groups {
    private final ObjectReader keys;
    private final ColumnBuffer held;
    private final FlatView view = new FlatView();
    private final FlatView one = new FlatView();
    private final SelectedRows selectedRows = new SelectedRows();
    private VectorBatch batch;
    private boolean hasGroup;
    private Object key;

    Groups(Schema schema) {
      this.keys = ObjectReader.ofColumn(ObjectShape.of(function.key()), schema.field(node.key()));
      this.held = new ColumnBuffer(schema.type(node.key()), arrays).copying();
    }

    void start(VectorBatch started) {
      batch = started;
      view.set(batch.column(node.key()), selectedRows.of(batch), batch.numSelected());
      keys.start(batch, List.of(node.key()));
    }

    /** Goes on to the next group; false when there is none. */
    boolean advance() {
      while (hasGroup && objects.hasNext()) {
        objects.next++; // what the function hasn't read
      }
      if (!objects.hasRow()) {
        return false;
      }
      hasGroup = true;
      int row = objects.next;
      key = keys.read(row);
      one.set(batch.column(node.key()), new int[] {batch.selectedRow(row)}, 1);
      held.begin(1);
      held.copy(one, FIRST, 1);
      return true;
    }

    /** Whether a row of the batch is of the current group. */
    boolean holds(int i) {
      boolean isNull =
          view.validity() != null && !Validity.isValid(view.validity(), view.rows()[i]);
      if (isNull || held.vector().isNull(0)) {
        return isNull && held.vector().isNull(0);
      }
      return ValueOrder.equalValues(view.values(), view.positions()[i], held.vector(), 0);
    }
  }
}
