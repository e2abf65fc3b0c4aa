package io.distaff.operator;

import io.distaff.plan.PlanNode;
import io.distaff.plan.UnnestColumn;
import io.distaff.types.DataType;
import io.distaff.vector.ArrayVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.FlatView;
import io.distaff.vector.IntVector;
import io.distaff.vector.MapVector;
import io.distaff.vector.StructVector;
import io.distaff.vector.Validity;
import java.util.Arrays;

/**
 * Gives a row for each entry of the arrays and maps of its input's rows. Of each row of a batch it
 * is noted which of its owner's entries it has:
 *
 * <pre>
 *   input   a  arr           owners  0 0 2 2 2     a  x x 7 7 7
 *           x  [p, q]   =>   entries 0 1 0 1 2  =>    p q r s t
 *           y  []
 *           7  [r, s, t]
 * </pre>
 *
 * Where several collections are walked side by side, or a row without entries is kept, the lists
 * point anywhere safe beyond a collection's end, and a bitmap says so.
 */
public final class UnnestOperator extends EntriesOperator {
  private final PlanNode.Unnest node;
  private final Collection[] collections;
  private final EntryColumn[] columns;

  /** By index among the selected rows: the rows that each is given as. */
  private int[] sizes = new int[0];

  /** The next input row to be given, and how many of its entries were. */
  private int next;

  private int taken;

  /** Of each row of the batch that is made: the index of its owner among the selected rows. */
  private int[] ownerIndexes = new int[0];

  /** Of each row of the batch that is made, the number of its entry from 0. */
  private int[] entries = new int[0];

  private int[] ordinals = new int[0];
  private long[] hasEntry = new long[0];

  /**
   * @param node its input stands for {@code input}
   */
  public UnnestOperator(PlanNode.Unnest node, Operator input, OperatorContext context) {
    super(
        input,
        node.carried(),
        node.input().schema(),
        node.columns().size(),
        context.memory().arrays());
    this.node = node;
    this.collections =
        node.collections().stream().map(c -> new Collection()).toArray(Collection[]::new);
    this.columns = new EntryColumn[node.columns().size()];
    for (int c = 0; c < columns.length; c++) {
      DataType type = node.schema().type(node.carried().size() + c);
      columns[c] = new EntryColumn(node.columns().get(c), type);
    }
  }

  @Override
  void start() {
    next = 0;
    taken = 0;
    int count = batch.numSelected();
    sizes = arrays.ints(sizes, Math.max(count, MOST_ROWS));
    ownerIndexes = arrays.ints(ownerIndexes, MOST_ROWS);
    entries = arrays.ints(entries, MOST_ROWS);
    Arrays.fill(sizes, 0, count, 0);
    for (int c = 0; c < collections.length; c++) {
      collections[c].start(batch.column(node.collections().get(c)), rows, count);
      int[] lengths = collections[c].lengths;
      for (int i = 0; i < count; i++) {
        sizes[i] = Math.max(sizes[i], lengths[i]);
      }
    }
  }

  @Override
  int fill() {
    int count = batch.numSelected();
    int fewest = node.outer() ? 1 : 0;
    int filled = 0;
    while (filled < MOST_ROWS && next < count) {
      int size = Math.max(sizes[next], fewest);
      int n = Math.min(size - taken, MOST_ROWS - filled);
      int row = rows[next];
      for (int k = 0; k < n; k++) {
        owners[filled + k] = row;
        ownerIndexes[filled + k] = next;
        entries[filled + k] = taken + k;
      }
      filled += n;
      taken += n;
      if (taken == size) {
        next++;
        taken = 0;
      }
    }
    for (Collection collection : collections) {
      collection.locate(filled);
    }
    return filled;
  }

  @Override
  ColumnVector entries(int column, int count) {
    return columns[column].values(count);
  }

  private ColumnVector ordinals(int count) {
    ordinals = arrays.ints(ordinals, MOST_ROWS);
    for (int k = 0; k < count; k++) {
      ordinals[k] = entries[k] + 1;
    }
    long[] validity = null;
    if (node.outer()) {
      hasEntry = arrays.longs(hasEntry, Validity.words(MOST_ROWS));
      Arrays.fill(hasEntry, 0, Validity.words(count), 0);
      for (int k = 0; k < count; k++) {
        // Negative just where there are more entries than came before.
        int has = (entries[k] - sizes[ownerIndexes[k]]) >>> 31;
        hasEntry[k >>> 6] |= (long) has << k;
      }
      validity = hasEntry;
    }
    return new IntVector(DataType.INT, ordinals, validity, count);
  }

  /** One column of arrays or maps: where the entries of the rows lie. */
  private final class Collection {
    private final FlatView view = new FlatView();
    private int[] starts = new int[0];
    private int[] lengths = new int[0];
    private int[] located = new int[0];
    private long[] presentBits = new long[0];

    /** Arrays or maps. */
    private ColumnVector values;

    /** Null when every row of the batch that is made has an entry of this collection. */
    private long[] present;

    /** Notes the range of each selected row, of no length where it is null. */
    void start(ColumnVector column, int[] selected, int count) {
      view.set(column, selected, count);
      values = view.values();
      boolean isMap = values instanceof MapVector;
      int[] from = isMap ? ((MapVector) values).starts() : ((ArrayVector) values).starts();
      int[] sizes = isMap ? ((MapVector) values).lengths() : ((ArrayVector) values).lengths();
      starts = arrays.ints(starts, Math.max(count, MOST_ROWS));
      lengths = arrays.ints(lengths, Math.max(count, MOST_ROWS));
      int[] positions = view.positions();
      for (int i = 0; i < count; i++) {
        starts[i] = from[positions[i]];
        lengths[i] = sizes[positions[i]];
      }
      long[] validity = view.validity();
      if (validity != null) {
        for (int i = 0; i < count; i++) {
          int row = selected[i];
          lengths[i] &= -(int) (validity[row >>> 6] >>> row & 1);
        }
      }
    }

    /** Finds the entries of the rows of the batch that is made. */
    void locate(int count) {
      located = arrays.ints(located, MOST_ROWS);
      if (collections.length == 1 && !node.outer()) {
        present = null;
        for (int k = 0; k < count; k++) {
          located[k] = starts[ownerIndexes[k]] + entries[k];
        }
        return;
      }
      presentBits = arrays.longs(presentBits, Validity.words(MOST_ROWS));
      present = presentBits;
      Arrays.fill(present, 0, Validity.words(count), 0);
      for (int k = 0; k < count; k++) {
        int owner = ownerIndexes[k];
        int within = (entries[k] - lengths[owner]) >> 31;
        located[k] = starts[owner] + entries[k] & within;
        present[k >>> 6] |= (within & 1L) << k;
      }
    }

    ColumnVector elements() {
      return ((ArrayVector) values).elements();
    }
  }

  /** What makes one column of the entries. */
  private final class EntryColumn {
    private final UnnestColumn column;
    private final DataType type;
    private final RowGather gather;
    private final FlatView structs = new FlatView();
    private long[] structBits = new long[0];

    EntryColumn(UnnestColumn column, DataType type) {
      this.column = column;
      this.type = type;
      this.gather = new RowGather(type, arrays);
    }

    ColumnVector values(int count) {
      if (column.part() == UnnestColumn.Part.ORDINALITY) {
        return ordinals(count);
      }
      Collection from = collections[column.collection()];
      return switch (column.part()) {
        case ELEMENT -> gather.gather(from.elements(), from.located, count, from.present);
        case KEY ->
            gather.gather(((MapVector) from.values).keys(), from.located, count, from.present);
        case VALUE ->
            gather.gather(((MapVector) from.values).values(), from.located, count, from.present);
        case MEMBER -> member(from, count);
        case ORDINALITY -> throw new IllegalStateException();
      };
    }

    /** A member, null where its struct is. */
    private ColumnVector member(Collection from, int count) {
      ColumnVector elements = from.elements();
      if (elements.length() == 0) {
        return ConstantVector.ofNull(type, count);
      }
      structs.set(elements, from.located, count);
      long[] present = from.present;
      long[] validity = structs.validity();
      if (validity != null) {
        structBits = arrays.longs(structBits, Validity.words(MOST_ROWS));
        Arrays.fill(structBits, 0, Validity.words(count), 0);
        for (int k = 0; k < count; k++) {
          int row = from.located[k];
          structBits[k >>> 6] |= (validity[row >>> 6] >>> row & 1) << k;
        }
        present = Validity.and(present, structBits, count);
      }
      StructVector values = (StructVector) structs.values();
      return gather.gather(values.member(column.member()), structs.positions(), count, present);
    }
  }
}
