package io.distaff.operator.aggregation;

import io.distaff.plan.SortKey;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.StructType;
import io.distaff.vector.ArrayVector;
import io.distaff.vector.ColumnVector;
import java.util.List;

/** COLLECT_LIST, an array of the values. */
final class ListAccumulator extends CollectedRows {
  private final RowNumberSort sort;

  ListAccumulator(
      DataType type, ArrayType stateType, List<SortKey> order, boolean groupsBeginEmpty) {
    super(type, stateType, numKeys(stateType, order), groupsBeginEmpty);
    this.sort = order.isEmpty() ? null : new RowNumberSort(order);
  }

  private static int numKeys(ArrayType stateType, List<SortKey> order) {
    return order.isEmpty() ? 0 : ((StructType) stateType.element()).size() - 1;
  }

  @Override
  ColumnVector results(int from, int count) {
    int total = totalLength(from, count);
    int[] rows = new int[total];
    int[] starts = new int[count];
    int[] lengths = new int[count];
    int at = 0;
    for (int i = 0; i < count; i++) {
      starts[i] = at;
      lengths[i] = length(from + i);
      rowsOf(from + i, rows, at);
      if (sort != null) {
        sort.sort(store, rows, at, at + lengths[i]);
      }
      at += lengths[i];
    }
    return new ArrayVector((ArrayType) type, starts, lengths, copy(0, rows, total), null, count);
  }
}
