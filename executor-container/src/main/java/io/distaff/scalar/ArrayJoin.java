package io.distaff.scalar;

import io.distaff.kernel.Argument;
import io.distaff.kernel.BytesBuilder;
import io.distaff.kernel.RowSet;
import io.distaff.vector.BytesVector;

/** ARRAY_JOIN: the elements as text, put together. Takes tokens if they are texts. */
final class ArrayJoin extends BytesResult {
  private final ArrayTexts elements;
  private BytesVector separators;
  private BytesVector replacements;

  ArrayJoin(CallSite site) {
    super(site.type(), site.arrays(), ArrayTexts.values(site, 0));
    this.elements = new ArrayTexts(site, 0);
  }

  @Override
  void load(Argument[] arguments, RowSet rows) {
    elements.load(arguments[0], rows);
    separators = arguments[1].bytes(rows);
    replacements = arguments.length > 2 ? arguments[2].bytes(rows) : null;
  }

  @Override
  void write(int row, BytesBuilder to) {
    boolean first = true;
    for (int k = elements.start(row); k < elements.end(row); k++) {
      boolean isNull = elements.isElementNull(k);
      if (isNull && replacements == null) {
        continue;
      }
      if (!first) {
        elements.append(separators, row, to);
      }
      first = false;
      if (isNull) {
        elements.append(replacements, row, to);
      } else {
        elements.appendElement(k, to);
      }
    }
  }
}
