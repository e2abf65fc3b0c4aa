package io.distaff.operator.sort;

import io.distaff.plan.SortKey;
import io.distaff.types.Schema;
import java.util.List;

/** The order of a sort: its keys, the most significant first. Immutable. */
final class RowOrder {
  private final KeyWords[] keys;

  RowOrder(List<SortKey> keys, Schema schema) {
    this.keys =
        keys.stream()
            .map(key -> new KeyWords(key, schema.type(key.column())))
            .toArray(KeyWords[]::new);
  }

  int numKeys() {
    return keys.length;
  }

  KeyWords key(int index) {
    return keys[index];
  }

  /** Whether rows of equal {@link KeyedBatch#prefix} are equal in the order. */
  private boolean prefixIsExact() {
    return keys.length == 0 || (keys.length == 1 && keys[0].prefixIsExact());
  }

  /** Compares rows of two batches; negative if the first one's comes first. */
  int compare(KeyedBatch a, int rowA, KeyedBatch b, int rowB) {
    long prefixA = a.prefix(rowA);
    long prefixB = b.prefix(rowB);
    if (prefixA != prefixB) {
      return prefixA < prefixB ? -1 : 1;
    }
    return prefixIsExact() ? 0 : compareFully(a, rowA, b, rowB);
  }

  private int compareFully(KeyedBatch a, int rowA, KeyedBatch b, int rowB) {
    for (int k = 0; k < keys.length; k++) {
      int result = keys[k].compare(a.view(k), rowA, b.view(k), rowB);
      if (result != 0) {
        return result;
      }
    }
    return 0;
  }
}
