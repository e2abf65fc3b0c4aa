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
 * The elements of an argument's arrays as texts: they are cast to text, all of a batch at once.
 * They may be tokens if they are texts already. Confined to one thread.
 */
final class ArrayTexts {
  private static final ArrayType TEXTS = new ArrayType(DataType.STRING);

  private final Cast cast;
  private final Argument texts;
  private final Argument elements;
  private final ByteValue text;
  private ArrayVector lists;
  private BytesVector words;

  /**
   * @param index of the argument
   */
  ArrayTexts(CallSite site, int index) {
    this.text = new ByteValue(site.arrays(), values(site, index));
    this.cast = Cast.of(site.argumentTypes().get(index), TEXTS, false, site.arrays());
    this.texts = new Argument(TEXTS, site.arrays());
    this.elements = new Argument(DataType.STRING, site.arrays());
  }

  /** Where the values lie for which tokens among the elements stand. */
  static LargeValues values(CallSite site, int index) {
    return site.argumentTypes().get(index).equals(TEXTS) ? site.values() : LargeValues.none();
  }

  void load(Argument argument, RowSet rows) {
    if (argument.isNullConstant()) {
      lists = null;
      return;
    }
    long[] validity = argument.isConstant() ? null : argument.validity();
    ColumnVector converted = cast.apply(new Argument[] {argument}, rows, validity);
    texts.load(converted, Bounds.UNKNOWN, rows);
    lists = (ArrayVector) texts.flat(rows);
    RowSet all = RowSet.all(lists.elements().length());
    elements.load(lists.elements(), Bounds.UNKNOWN, all);
    words = elements.bytes(all);
  }

  /** Whether a row has no array. */
  boolean isNull(int row) {
    return lists == null || lists.isNull(row);
  }

  /** The place of a row's first element. */
  int start(int row) {
    return lists.starts()[row];
  }

  /** The place behind a row's last element. */
  int end(int row) {
    return lists.starts()[row] + lists.lengths()[row];
  }

  boolean isElementNull(int place) {
    return words.isNull(place);
  }

  void appendElement(int place, BytesBuilder to) {
    append(words, place, to);
  }

  /** Appends a text of another argument. */
  void append(BytesVector from, int row, BytesBuilder to) {
    text.set(from, row);
    text.copy(0, text.length(), to);
  }
}
