package io.distaff.operator.window;

import io.distaff.plan.AggregateCall;
import io.distaff.plan.SortKey;
import io.distaff.plan.WindowCall;
import io.distaff.plan.WindowFrame;
import io.distaff.plan.WindowFrame.Bound;
import io.distaff.types.DataType;
import io.distaff.vector.RandomBatches;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * What window functions mean, row by row, straight from the definitions. Rows are lists of {@link
 * RandomBatches#comparable} values, the first column the partition key, the second one the order
 * key.
 */
final class WindowModel {
  private final List<List<Object>> rows;
  private final List<DataType> types;
  private final SortKey order;

  /** Of each row the number of its group of peers, from 0 at the first of all rows. */
  private final int[] groups;

  /**
   * @param rows sorted by {@link #order}
   */
  WindowModel(List<List<Object>> rows, List<DataType> types, SortKey order) {
    this.rows = rows;
    this.types = types;
    this.order = order;
    this.groups = new int[rows.size()];
    for (int r = 1; r < groups.length; r++) {
      boolean samePartition = Objects.equals(rows.get(r - 1).get(0), rows.get(r).get(0));
      groups[r] = groups[r - 1] + (samePartition && compareOrder(r - 1, r) == 0 ? 0 : 1);
    }
  }

  static Comparator<List<Object>> order(List<DataType> types, SortKey key) {
    return Comparator.<List<Object>, Object>comparing(
            row -> row.get(0), (a, b) -> compare(types.get(0), a, b, true))
        .thenComparing(row -> row.get(1), (a, b) -> compareKeys(types.get(1), key, a, b));
  }

  private static int compareKeys(DataType type, SortKey key, Object a, Object b) {
    if (a == null || b == null) {
      return compare(type, a, b, key.nullsFirst());
    }
    int result = RandomBatches.compare(type, a, b);
    return key.descending() ? -result : result;
  }

  private static int compare(DataType type, Object a, Object b, boolean nullsFirst) {
    if (a == null || b == null) {
      return a == b ? 0 : (a == null) == nullsFirst ? -1 : 1;
    }
    return RandomBatches.compare(type, a, b);
  }

  Object value(WindowCall call, int row) {
    int from = row;
    int to = row;
    while (from > 0 && Objects.equals(rows.get(from - 1).get(0), rows.get(row).get(0))) {
      from--;
    }
    while (to < rows.size() && Objects.equals(rows.get(to).get(0), rows.get(row).get(0))) {
      to++;
    }
    List<Integer> partition = IntStream.range(from, to).boxed().toList();
    if (call instanceof WindowCall.Ranking ranking) {
      return ranking(ranking, row, partition);
    } else if (call instanceof WindowCall.Shift shift) {
      return shift(shift, row, partition);
    } else if (call instanceof WindowCall.FrameValue value) {
      List<Integer> frame = frame(value.frame(), row, partition);
      if (value.ignoreNulls()) {
        frame = frame.stream().filter(r -> rows.get(r).get(value.column()) != null).toList();
      }
      long index = value.position() < 0 ? frame.size() - 1 : value.position() - 1;
      return index < 0 || index >= frame.size()
          ? null
          : rows.get(frame.get((int) index)).get(value.column());
    }
    WindowCall.FrameAggregate aggregate = (WindowCall.FrameAggregate) call;
    return aggregate(aggregate.call(), frame(aggregate.frame(), row, partition));
  }

  private int compareOrder(int a, int b) {
    return compareKeys(types.get(1), order, rows.get(a).get(1), rows.get(b).get(1));
  }

  private Object ranking(WindowCall.Ranking call, int row, List<Integer> partition) {
    long before = partition.stream().filter(r -> compareOrder(r, row) < 0).count();
    long upTo = partition.stream().filter(r -> compareOrder(r, row) <= 0).count();
    int size = partition.size();
    return switch (call.function()) {
      case ROW_NUMBER -> (long) partition.indexOf(row) + 1;
      case RANK -> before + 1;
      case DENSE_RANK -> (long) groups[row] - groups[partition.get(0)] + 1;
      case PERCENT_RANK -> size == 1 ? 0.0 : (double) before / (size - 1);
      case CUME_DIST -> (double) upTo / size;
      case NTILE -> {
        int bucket = 0;
        for (int left = partition.indexOf(row); left >= 0; bucket++) {
          left -= size / (int) call.buckets() + (bucket < size % call.buckets() ? 1 : 0);
        }
        yield (long) bucket;
      }
    };
  }

  private Object shift(WindowCall.Shift call, int row, List<Integer> partition) {
    List<Integer> candidates = partition;
    long index = partition.indexOf(row) + call.offset();
    if (call.ignoreNulls() && call.offset() != 0) {
      boolean back = call.offset() < 0;
      candidates =
          partition.stream()
              .filter(r -> back ? r < row : r > row)
              .filter(r -> rows.get(r).get(call.column()) != null)
              .toList();
      index = back ? candidates.size() + call.offset() : call.offset() - 1;
    }
    if (index >= 0 && index < candidates.size()) {
      return rows.get(candidates.get((int) index)).get(call.column());
    }
    return call.defaultColumn() < 0 ? null : rows.get(row).get(call.defaultColumn());
  }

  private List<Integer> frame(WindowFrame frame, int row, List<Integer> partition) {
    List<Integer> members = new ArrayList<>();
    for (int other : partition) {
      if (isWithin(frame, frame.start(), row, other, 1)
          && isWithin(frame, frame.end(), row, other, -1)
          && !isExcluded(frame, row, other)) {
        members.add(other);
      }
    }
    return members;
  }

  private boolean isExcluded(WindowFrame frame, int row, int other) {
    return switch (frame.exclusion()) {
      case NONE -> false;
      case CURRENT_ROW -> other == row;
      case GROUP -> compareOrder(other, row) == 0;
      case TIES -> compareOrder(other, row) == 0 && other != row;
    };
  }

  /**
   * @param side 1 where the bound is the start, -1 where it is the end
   */
  private boolean isWithin(WindowFrame frame, Bound bound, int row, int other, int side) {
    return switch (bound.kind()) {
      case UNBOUNDED_PRECEDING, UNBOUNDED_FOLLOWING -> true;
      case CURRENT_ROW ->
          side * (frame.unit() == WindowFrame.Unit.ROWS ? other - row : compareOrder(other, row))
              >= 0;
      case PRECEDING, FOLLOWING -> {
        long offset = bound.kind() == Bound.Kind.PRECEDING ? -bound.offset() : bound.offset();
        yield switch (frame.unit()) {
          case ROWS -> side * (other - row - offset) >= 0;
          case GROUPS -> side * (groups[other] - groups[row] - offset) >= 0;
          case RANGE -> isInRange(row, other, offset, bound.column(), side);
        };
      }
    };
  }

  private boolean isInRange(int row, int other, long offset, int limitColumn, int side) {
    Object key = rows.get(row).get(1);
    if (key == null || rows.get(other).get(1) == null) {
      return side * compareOrder(other, row) >= 0;
    }
    Object limit =
        limitColumn >= 0
            ? rows.get(row).get(limitColumn)
            : (Object) ((Long) key + (order.descending() ? -offset : offset));
    return side * compareKeys(types.get(1), order, rows.get(other).get(1), limit) >= 0;
  }

  private Object aggregate(AggregateCall call, List<Integer> frame) {
    if (call.column() < 0) {
      return (long) frame.size();
    }
    DataType type = types.get(call.column());
    List<Object> values =
        frame.stream().map(r -> rows.get(r).get(call.column())).filter(Objects::nonNull).toList();
    Comparator<Object> comparator = (a, b) -> RandomBatches.compare(type, a, b);
    return switch (call.function()) {
      case AggregateCall.Function.COUNT -> (long) values.size();
      case AggregateCall.Function.SUM ->
          values.isEmpty()
              ? null
              : values.stream()
                  .map(v -> BigInteger.valueOf((Long) v))
                  .reduce(BigInteger::add)
                  .orElseThrow()
                  .longValueExact();
      case AggregateCall.Function.MIN, AggregateCall.Function.ANY_VALUE ->
          values.stream().min(comparator).orElse(null);
      case AggregateCall.Function.MAX -> values.stream().max(comparator).orElse(null);
      default -> throw new IllegalArgumentException(call.function());
    };
  }
}
