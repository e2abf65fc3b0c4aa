package io.distaff.scalar;

import io.distaff.kernel.Argument;
import io.distaff.kernel.Bounds;
import io.distaff.kernel.ByteValue;
import io.distaff.kernel.BytesBuilder;
import io.distaff.kernel.RowSet;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.vector.ArrayVector;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.large.LargeValues;

/**
 * ARRAY_JOIN: the elements are cast to text, all of a batch at once, then put together. Takes
 * tokens if they are texts.
 */
final class ArrayJoin extends BytesResult {
  private static final ArrayType TEXTS = new ArrayType(DataType.STRING);

  private final Cast cast;
  private final Argument texts;
  private final Argument elements;
  private final ByteValue text;
  private ArrayVector lists;
  private BytesVector words;
  private BytesVector separators;
  private BytesVector replacements;

  ArrayJoin(CallSite site) {
    super(site.type(), site.arrays(), values(site));
    this.text = new ByteValue(site.arrays(), values(site));
    this.cast = Cast.of(site.argumentTypes().get(0), TEXTS, false, site.arrays());
    this.texts = new Argument(TEXTS, site.arrays());
    this.elements = new Argument(DataType.STRING, site.arrays());
  }

  private static LargeValues values(CallSite site) {
    return site.argumentTypes().get(0).equals(TEXTS) ? site.values() : LargeValues.none();
  }

  @Override
  void load(Argument[] arguments, RowSet rows) {
    long[] validity = arguments[0].isConstant() ? null : arguments[0].validity();
    ColumnVector converted = cast.apply(new Argument[] {arguments[0]}, rows, validity);
    texts.load(converted, Bounds.UNKNOWN, rows);
    lists = (ArrayVector) texts.flat(rows);
    RowSet all = RowSet.all(lists.elements().length());
    elements.load(lists.elements(), Bounds.UNKNOWN, all);
    words = elements.bytes(all);
    separators = arguments[1].bytes(rows);
    replacements = arguments.length > 2 ? arguments[2].bytes(rows) : null;
  }

  @Override
  void write(int row, BytesBuilder to) {
    boolean first = true;
    int start = lists.starts()[row];
    for (int k = start; k < start + lists.lengths()[row]; k++) {
      boolean isNull = words.isNull(k);
      if (isNull && replacements == null) {
        continue;
      }
      if (!first) {
        append(separators, row, to);
      }
      first = false;
      append(isNull ? replacements : words, isNull ? row : k, to);
    }
  }

  private void append(BytesVector from, int row, BytesBuilder to) {
    text.set(from, row);
    text.copy(0, text.length(), to);
  }
}
