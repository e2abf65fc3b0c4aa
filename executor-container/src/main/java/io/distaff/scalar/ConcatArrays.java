package io.distaff.scalar;

import io.distaff.kernel.Argument;
import io.distaff.kernel.BytesBuilder;
import io.distaff.kernel.RowSet;
import io.distaff.vector.BytesVector;
import java.util.stream.IntStream;

/**
 * CONCAT_WS of arrays: all their elements with the first argument between them, but for those that
 * are null. Takes tokens if they are texts.
 */
final class ConcatArrays extends BytesResult {
  private final ArrayTexts[] arrays;
  private BytesVector separators;

  ConcatArrays(CallSite site) {
    super(site.type(), site.arrays(), ArrayTexts.values(site, 1));
    this.arrays =
        IntStream.range(1, site.numArguments())
            .mapToObj(i -> new ArrayTexts(site, i))
            .toArray(ArrayTexts[]::new);
  }

  @Override
  void load(Argument[] arguments, RowSet rows) {
    separators = arguments[0].bytes(rows);
    for (int i = 0; i < arrays.length; i++) {
      arrays[i].load(arguments[i + 1], rows);
    }
  }

  @Override
  void write(int row, BytesBuilder to) {
    if (separators.isNull(row)) {
      setNull(row);
      return;
    }
    boolean first = true;
    for (ArrayTexts elements : arrays) {
      int end = elements.isNull(row) ? 0 : elements.end(row);
      for (int k = end == 0 ? 0 : elements.start(row); k < end; k++) {
        if (elements.isElementNull(k)) {
          continue;
        }
        if (!first) {
          elements.append(separators, row, to);
        }
        first = false;
        elements.appendElement(k, to);
      }
    }
  }
}
