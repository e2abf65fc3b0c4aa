package io.distaff.api;

import io.distaff.row.Row;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What a row takes on the heap, near enough to stop before the heap is full. */
final class RowSize {
  private static final int ROW_BYTES = 56;
  private static final int REFERENCE_BYTES = 4;
  private static final int ENTRY_BYTES = 56;
  private static final int BOXED_BYTES = 24;
  private static final int STRING_BYTES = 40;

  private RowSize() {}

  static long bytes(Row row) {
    return ROW_BYTES + bytes(row.values());
  }

  private static long bytes(Collection<?> values) {
    long bytes = 0;
    for (Object value : values) {
      bytes += REFERENCE_BYTES + valueBytes(value);
    }
    return bytes;
  }

  private static long valueBytes(Object value) {
    if (value == null) {
      return 0;
    } else if (value instanceof String text) {
      return STRING_BYTES + (long) text.length();
    } else if (value instanceof byte[] binary) {
      return BOXED_BYTES + (long) binary.length;
    } else if (value instanceof BigDecimal) {
      return 2 * BOXED_BYTES;
    } else if (value instanceof Row struct) {
      return bytes(struct);
    } else if (value instanceof List<?> elements) {
      return ROW_BYTES + bytes(elements);
    } else if (value instanceof Map<?, ?> map) {
      return ROW_BYTES
          + (long) ENTRY_BYTES * map.size()
          + bytes(map.keySet())
          + bytes(map.values());
    }
    return BOXED_BYTES;
  }
}
