package io.distaff.operator.aggregation;

import io.distaff.plan.SortKey;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.StructType;
import io.distaff.vector.ArrayVector;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.FlatView;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** COLLECT_LIST, an array of the values; LISTAGG, text put together of them. */
final class ListAccumulator extends CollectedRows {
  private final RowNumberSort sort;

  /** Null for an array. */
  private final byte[] separator;

  private ListAccumulator(
      DataType type,
      ArrayType stateType,
      List<SortKey> order,
      byte[] separator,
      boolean groupsBeginEmpty) {
    super(type, stateType, numKeys(stateType, order), groupsBeginEmpty);
    this.sort = order.isEmpty() ? null : new RowNumberSort(order);
    this.separator = separator;
  }

  private static int numKeys(ArrayType stateType, List<SortKey> order) {
    return order.isEmpty() ? 0 : ((StructType) stateType.element()).size() - 1;
  }

  static ListAccumulator ofArrays(
      DataType type, ArrayType stateType, List<SortKey> order, boolean groupsBeginEmpty) {
    return new ListAccumulator(type, stateType, order, null, groupsBeginEmpty);
  }

  static ListAccumulator ofText(
      String separator, ArrayType stateType, List<SortKey> order, boolean groupsBeginEmpty) {
    byte[] bytes = separator.getBytes(StandardCharsets.UTF_8);
    return new ListAccumulator(DataType.STRING, stateType, order, bytes, groupsBeginEmpty);
  }

  @Override
  long madeBytes(FlatView values, int count) {
    if (separator == null) {
      return 0;
    }
    int[] lengths = ((BytesVector) values.values()).lengths();
    int[] positions = values.positions();
    long bytes = (long) count * separator.length;
    for (int k = 0; k < count; k++) {
      bytes += lengths[positions[k]];
    }
    return bytes;
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
    ColumnVector values = copy(0, rows, total);
    return separator == null
        ? new ArrayVector((ArrayType) type, starts, lengths, values, null, count)
        : joined((BytesVector) values, starts, lengths, nonEmpty(from, count), count);
  }

  private BytesVector joined(
      BytesVector values, int[] starts, int[] lengths, long[] validity, int count) {
    long size = 0;
    for (int i = 0; i < count; i++) {
      size += Math.max(0, lengths[i] - 1) * (long) separator.length;
      for (int v = 0; v < lengths[i]; v++) {
        size += values.lengths()[starts[i] + v];
      }
    }
    byte[] data = new byte[Math.toIntExact(size)];
    int[] textStarts = new int[count];
    int[] textLengths = new int[count];
    int at = 0;
    for (int i = 0; i < count; i++) {
      textStarts[i] = at;
      for (int v = 0; v < lengths[i]; v++) {
        if (v > 0) {
          System.arraycopy(separator, 0, data, at, separator.length);
          at += separator.length;
        }
        int value = starts[i] + v;
        System.arraycopy(values.data(), values.starts()[value], data, at, values.lengths()[value]);
        at += values.lengths()[value];
      }
      textLengths[i] = at - textStarts[i];
    }
    return new BytesVector(type, data, textStarts, textLengths, validity, count);
  }
}
