package io.distaff.scalar;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.kernel.Argument;
import io.distaff.kernel.RowSet;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.BooleanVector;
import io.distaff.vector.BytesVector;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * LIKE of whole batches: texts that lie one after the other, with what is looked for between them
 * and across their borders, and texts that lie anywhere.
 */
class LikeTest {
  private static final String[] PATTERNS = {
    "%a%", "%ab%", "%abab%", "%ab%ba%", "%aab%_b%", "%_a%", "%", "%%", "a%b", "ab%", "%babababa%"
  };

  private final Random random = new Random(17);
  private byte[] data;
  private int[] starts;
  private int[] lengths;

  @BeforeEach
  void makeTexts() {
    int rows = 500;
    data = new byte[16 * rows];
    starts = new int[rows];
    lengths = new int[rows];
  }

  @Test
  void textsInOrder() {
    for (int round = 0; round < 50; round++) {
      fill(random.nextInt(4));
      checkAll();
    }
  }

  @Test
  void textsAnywhere() {
    for (int round = 0; round < 50; round++) {
      fill(0);
      for (int row = 0; row < starts.length; row++) {
        if (random.nextInt(20) == 0) {
          starts[row] = random.nextInt(data.length - 16);
          lengths[row] = random.nextInt(17);
        }
      }
      checkAll();
    }
  }

  @Test
  void emptyTextsAnywhere() {
    fill(0);
    for (int row = 0; row < starts.length; row += 3) {
      starts[row] = random.nextInt(data.length);
      lengths[row] = 0;
    }
    starts[starts.length - 1] = 0;
    lengths[starts.length - 1] = 0;
    checkAll();
  }

  /** Texts of two letters, which fill the array to its last byte; so do the gaps between them. */
  private void fill(int gap) {
    int at = gap;
    for (int row = 0; row < starts.length; row++) {
      starts[row] = at;
      lengths[row] = random.nextInt(16 - gap);
      at += lengths[row] + gap;
    }
    int last = starts.length - 1;
    data = new byte[starts[last] + lengths[last]];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) (random.nextInt(3) == 0 ? 'b' : 'a');
    }
  }

  private void checkAll() {
    int[] few = new int[starts.length];
    int numFew = 0;
    for (int row = 0; row < starts.length; row++) {
      few[numFew] = row;
      numFew += random.nextInt(4) == 0 ? 1 : 0;
    }
    for (String pattern : PATTERNS) {
      check(pattern, RowSet.all(starts.length));
      check(pattern, new RowSet(few, numFew, starts.length));
      check(pattern, new RowSet(few, 0, starts.length));
    }
  }

  private void check(String pattern, RowSet rows) {
    ReservedArrays arrays = ReservedArrays.uncounted();
    Argument text = new Argument(DataType.STRING, arrays);
    text.load(
        new BytesVector(DataType.STRING, data, starts, lengths, null, starts.length), 0, rows);
    Like like = new Like(LikePattern.of(pattern, null), arrays);
    byte[] result = ((BooleanVector) like.apply(new Argument[] {text}, rows, null)).values();
    for (int i = 0; i < rows.count(); i++) {
      int row = rows.row(i);
      String value = new String(data, starts[row], lengths[row], StandardCharsets.US_ASCII);
      assertThat(result[row])
          .as("'%s' like '%s'", value, pattern)
          .isEqualTo((byte) (LikePatternTest.regex(pattern).matcher(value).matches() ? 1 : 0));
    }
  }
}
