package io.distaff.scalar;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.kernel.Argument;
import io.distaff.kernel.Bounds;
import io.distaff.kernel.RowSet;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.BooleanVector;
import io.distaff.vector.LongVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Lists of integers, near each other and far apart. */
final class InTest {
  private static final long[] EXTREMES = {
    Long.MIN_VALUE, Long.MIN_VALUE + 1, -1, 0, 1, Long.MAX_VALUE - 1, Long.MAX_VALUE
  };

  @Test
  void findsWhatIsListedAndNothingElse() {
    Random random = new Random(31);
    for (int round = 0; round < 400; round++) {
      List<Object> listed = new ArrayList<>();
      long base = EXTREMES[random.nextInt(EXTREMES.length)];
      int bits = random.nextInt(64);
      int size = 1 + random.nextInt(300);
      for (int i = 0; i < size; i++) {
        listed.add(base + (random.nextLong() >>> bits));
      }
      if (random.nextInt(4) == 0) {
        listed.add(EXTREMES[random.nextInt(EXTREMES.length)]);
      }
      long[] rows = new long[1000];
      for (int i = 0; i < rows.length; i++) {
        long value = (long) listed.get(random.nextInt(listed.size()));
        rows[i] =
            switch (random.nextInt(4)) {
              case 0 -> value;
              case 1 -> value + random.nextInt(3) - 1;
              case 2 -> EXTREMES[random.nextInt(EXTREMES.length)];
              default -> base + (random.nextLong() >>> bits);
            };
      }
      byte[] expected = new byte[rows.length];
      for (int i = 0; i < rows.length; i++) {
        expected[i] = (byte) (listed.contains(rows[i]) ? 1 : 0);
      }
      assertThat(find(listed, rows)).as("round %d", round).isEqualTo(expected);
    }
  }

  private static byte[] find(List<Object> listed, long[] rows) {
    Argument argument = new Argument(DataType.BIGINT, ReservedArrays.uncounted());
    RowSet all = RowSet.all(rows.length);
    argument.load(new LongVector(DataType.BIGINT, rows, null, rows.length), Bounds.UNKNOWN, all);
    In in = new In(DataType.BIGINT, listed, ReservedArrays.uncounted());
    BooleanVector found = (BooleanVector) in.apply(new Argument[] {argument}, all, null);
    return Arrays.copyOf(found.values(), rows.length);
  }
}
