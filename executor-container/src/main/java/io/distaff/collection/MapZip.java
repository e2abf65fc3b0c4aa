package io.distaff.collection;

import io.distaff.kernel.Argument;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.Gather;
import io.distaff.kernel.LambdaBody;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.MapType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.MapVector;
import io.distaff.vector.Validity;
import java.util.Arrays;

/**
 * MAP_ZIP_WITH: for each key of two maps what a lambda makes of it and its values, of which one is
 * null where that map doesn't have the key. The first map's keys come first.
 */
public final class MapZip implements VectorFunction {
  private final MapType type;
  private final LambdaBody lambda;
  private final Ranges first = new Ranges();
  private final Ranges second = new Ranges();
  private final ElementRows firstRows;
  private final ElementRows secondRows;
  private final ElementSet set;
  private final Buffers ranges;
  private final Positions owners;
  private final Positions firstValues;
  private final Positions secondValues;
  private final Gather firstGather;
  private final Gather secondGather;
  private final Merged keys;

  public MapZip(MapType type, LambdaBody lambda, ReservedArrays arrays) {
    this.type = type;
    this.lambda = lambda;
    this.firstRows = new ElementRows(arrays);
    this.secondRows = new ElementRows(arrays);
    this.set = new ElementSet(arrays);
    this.ranges = new Buffers(arrays);
    this.owners = new Positions(arrays);
    this.firstValues = new Positions(arrays);
    this.secondValues = new Positions(arrays);
    this.firstGather = new Gather(arrays);
    this.secondGather = new Gather(arrays);
    this.keys = new Merged(2, arrays);
  }

  @Override
  public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
    load(arguments, rows, validity);
    int n = rows.length();
    int[] starts = ranges.ints(n);
    int[] lengths = ranges.lengths(n);
    Arrays.fill(starts, 0, n, 0);
    Arrays.fill(lengths, 0, n, 0);
    for (int i = 0; i < rows.count(); i++) {
      int row = rows.row(i);
      if (validity == null || Validity.isValid(validity, row)) {
        starts[row] = keys.size();
        zip(row);
        lengths[row] = keys.size() - starts[row];
      }
    }
    int count = keys.size();
    ColumnVector keyVector = keys.copied(type.key(), first.elements(), second.elements());
    ColumnVector[] parameters = {
      keyVector,
      firstGather.gather(first.values(), firstValues.values(), count),
      secondGather.gather(second.values(), secondValues.values(), count)
    };
    ColumnVector results = lambda.apply(parameters, owners.values(), count);
    return new MapVector(type, starts, lengths, keyVector, results, validity, n);
  }

  private void load(Argument[] arguments, RowSet rows, long[] validity) {
    first.load(arguments[0]);
    second.load(arguments[1]);
    firstRows.load(first, rows, validity);
    secondRows.load(second, rows, validity);
    set.left().load(first.elements(), firstRows);
    set.right().load(second.elements(), secondRows);
    keys.clear();
    owners.clear();
    firstValues.clear();
    secondValues.clear();
  }

  private void zip(int row) {
    int firstStart = firstRows.starts()[row];
    int firstLength = firstRows.lengths()[row];
    int secondStart = secondRows.starts()[row];
    int secondLength = secondRows.lengths()[row];
    set.begin(firstLength + secondLength);
    int base = keys.size();
    for (int place = firstStart; place < firstStart + firstLength; place++) {
      set.left().add(place);
    }
    keys.add(0, first.start(row), firstLength);
    firstValues.addRange(first.start(row), firstLength);
    secondValues.addRepeated(Gather.NULL, firstLength);
    for (int place = secondStart; place < secondStart + secondLength; place++) {
      int position = secondRows.positions()[place];
      int same = set.right().placeInLeft(place);
      if (same >= 0) {
        secondValues.set(base + same - firstStart, position);
      } else {
        keys.add(1, position, 1);
        firstValues.add(Gather.NULL);
        secondValues.add(position);
      }
    }
    owners.addRepeated(row, keys.size() - base);
  }
}
