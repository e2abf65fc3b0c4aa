package io.distaff.scalar;

import com.google.re2j.Pattern;
import io.distaff.collection.MapKeys;
import io.distaff.kernel.Argument;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.BytesBuilder;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.types.MapType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.MapVector;
import io.distaff.vector.Validity;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** STR_TO_MAP: splits texts into entries, and these into keys and values. */
final class StrToMap implements VectorFunction {
  private static final Pattern COMMA = Pattern.compile(",");
  private static final Pattern COLON = Pattern.compile(":");
  private static final int FIRST_ENTRIES = 64;

  private final MapType type;
  private final ReservedArrays arrays;
  private final Row row;
  private final Remembered<Pattern> entryPatterns;
  private final Remembered<Pattern> keyPatterns;
  private final BytesBuilder keys;
  private final BytesBuilder values;
  private final Buffers buffers;
  private final MapKeys check;
  private long[] valueValidity = {};

  StrToMap(CallSite site) {
    this.type = (MapType) site.type();
    this.arrays = site.arrays();
    this.row = Row.ofValues(site);
    this.entryPatterns = new Remembered<>(pattern -> Regex.compile(site, pattern));
    this.keyPatterns = new Remembered<>(pattern -> Regex.compile(site, pattern));
    this.keys = new BytesBuilder(arrays);
    this.values = new BytesBuilder(arrays);
    this.buffers = new Buffers(arrays);
    this.check = new MapKeys(arrays);
  }

  @Override
  public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
    int n = rows.length();
    row.load(arguments, rows);
    keys.reset(0);
    values.reset(0);
    int[] starts = buffers.ints(n);
    int[] lengths = buffers.lengths(n);
    Arrays.fill(starts, 0, n, 0);
    Arrays.fill(lengths, 0, n, 0);
    for (int i = 0; i < rows.count(); i++) {
      int index = rows.row(i);
      if (validity == null || Validity.isValid(validity, index)) {
        row.moveTo(index);
        starts[index] = keys.numRows();
        split();
        lengths[index] = keys.numRows() - starts[index];
      }
    }
    row.release();
    MapVector maps =
        new MapVector(
            type,
            starts,
            lengths,
            keys.vector(DataType.STRING, null),
            values.vector(DataType.STRING, valueValidity),
            validity,
            n);
    return check.checked(maps, rows);
  }

  private void split() {
    Pattern between = row.has(1) ? entryPatterns.of(row, 1) : COMMA;
    Pattern behindKey = row.has(2) ? keyPatterns.of(row, 2) : COLON;
    for (String entry : between.split(row.text(0), -1)) {
      String[] parts = behindKey.split(entry, 2);
      addValue(parts.length > 1 ? parts[1] : null);
      keys.append(parts[0].getBytes(StandardCharsets.UTF_8));
      keys.addRow();
    }
  }

  private void addValue(String value) {
    int entries = values.numRows();
    if (Validity.words(entries + 1) > valueValidity.length) {
      int wanted = Validity.words(Math.max(FIRST_ENTRIES, 2 * entries));
      valueValidity = arrays.grownLongs(valueValidity, wanted);
    }
    if (value == null) {
      Validity.setNull(valueValidity, entries);
    } else {
      Validity.setValid(valueValidity, entries);
      values.append(value.getBytes(StandardCharsets.UTF_8));
    }
    values.addRow();
  }
}
