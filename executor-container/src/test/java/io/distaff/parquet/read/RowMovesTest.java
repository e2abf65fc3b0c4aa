package io.distaff.parquet.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.BytesVector;
import io.distaff.vector.Validity;
import io.distaff.vector.large.LargeValues;
import java.util.Arrays;
import java.util.Random;
import org.apache.parquet.format.Type;
import org.junit.jupiter.api.Test;

/** Ranges of rows with few, many and only nulls, wherever in a word of the bitmap they begin. */
final class RowMovesTest {
  private static final double[] VALID_SHARES = {0, 0.02, 0.5, 0.98, 1};
  private static final int BEFORE = -7;

  private record Range(int at, int count, long[] validity) {
    static Range random(Random random) {
      int at = random.nextInt(200);
      int count = 1 + random.nextInt(random.nextBoolean() ? 5 : 400);
      long[] validity = new long[Validity.words(at + count)];
      Arrays.setAll(validity, i -> random.nextLong());
      double share = VALID_SHARES[random.nextInt(VALID_SHARES.length)];
      // Nulls of one range are often on one side.
      int from = at + random.nextInt(2) * random.nextInt(count);
      for (int row = at; row < at + count; row++) {
        Validity.setNull(validity, row);
        if (row >= from && random.nextDouble() < share) {
          Validity.setValid(validity, row);
        }
      }
      return new Range(at, count, validity);
    }

    int present() {
      int present = 0;
      for (int row = at; row < at + count; row++) {
        present += Validity.isValid(validity, row) ? 1 : 0;
      }
      return present;
    }
  }

  @Test
  void valuesGetToTheirRowsAndNullsHaveTheOneBefore() {
    Random random = new Random(21);
    for (int round = 0; round < 3000; round++) {
      Range range = Range.random(random);
      int present = range.present();
      int[] values = new int[range.at + range.count + 1];
      Arrays.fill(values, BEFORE);
      for (int i = 0; i < present; i++) {
        values[range.at + i] = i;
      }
      ColumnValues.spreadInts(values, range.at, range.count, present, range.validity);
      int[] expected = new int[values.length];
      Arrays.fill(expected, BEFORE);
      int value = present == 0 ? BEFORE : 0;
      int seen = 0;
      for (int row = range.at; row < range.at + range.count; row++) {
        if (Validity.isValid(range.validity, row)) {
          value = seen++;
        }
        expected[row] = value;
      }
      assertThat(values).isEqualTo(expected);
    }
  }

  @Test
  void nullTextsAreEmpty() throws Exception {
    FileColumn column =
        new FileColumn(
            "c", 0, 0, Type.BYTE_ARRAY, 0, 0, 1, DataType.STRING, Conversion.BYTES, false, null);
    Random random = new Random(22);
    for (int round = 0; round < 300; round++) {
      Range range = Range.random(random);
      int present = range.present();
      byte[] bytes = new byte[present * 5 + ReservedArrays.SLACK_BYTES];
      for (int i = 0; i < present; i++) {
        LittleEndian.putInt(bytes, i * 5, 1);
        bytes[i * 5 + 4] = (byte) i;
      }
      PlainPage page = new PlainPage();
      page.start(bytes, 0, present * 5);
      ColumnValues values =
          ColumnValues.forBatches(column, ReservedArrays.uncounted(), LargeValues.none());
      values.readPlain(page, range.at, present);
      values.spread(range.at, range.count, present, range.validity);
      BytesVector vector = (BytesVector) values.vector(range.validity, range.at + range.count);
      int seen = 0;
      for (int row = range.at; row < range.at + range.count; row++) {
        boolean valid = Validity.isValid(range.validity, row);
        assertThat(vector.lengths()[row]).isEqualTo(valid ? 1 : 0);
        if (valid) {
          assertThat(vector.data()[vector.starts()[row]]).isEqualTo((byte) seen++);
        }
      }
    }
  }
}
