package io.distaff.operator.sort;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

class RadixSortTest {
  private final Random random = new Random(7);

  @Test
  void sortsUniformNumbers() {
    check(i -> random.nextLong());
  }

  @Test
  void sortsNumbersOfFewBits() {
    check(i -> random.nextInt(3));
    check(i -> (long) random.nextInt(1000) << 32);
    check(i -> random.nextInt(500) - 250);
  }

  @Test
  void sortsWhatIsInOrderOrBackwards() {
    check(i -> i);
    check(i -> -i);
    check(i -> 5);
  }

  @Test
  void sortsNumbersOfAllMagnitudes() {
    check(i -> random.nextLong() >> random.nextInt(64));
    check(i -> Long.MIN_VALUE >>> random.nextInt(64));
  }

  private void check(IntToLongFunction numbers) {
    RadixSort sort = new RadixSort();
    for (int n : new int[] {0, 1, 2, 39, 41, 300, 20_000}) {
      long[] original = new long[n];
      Arrays.setAll(original, numbers);
      int from = n / 10;
      int to = n - n / 10;
      long[] words = original.clone();
      int[] rows = new int[n];
      Arrays.setAll(rows, i -> i);
      sort.sort(words, rows, from, to);
      long[] expected = original.clone();
      Arrays.sort(expected, from, to);
      assertThat(words).isEqualTo(expected);
      boolean[] seen = new boolean[n];
      for (int i = 0; i < n; i++) {
        assertThat(words[i]).isEqualTo(original[rows[i]]);
        assertThat(seen[rows[i]]).isFalse();
        seen[rows[i]] = true;
      }
    }
  }
}
