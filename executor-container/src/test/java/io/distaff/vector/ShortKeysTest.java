package io.distaff.vector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How hashes of regular keys fill a table of open addressing that is 69 % full. */
class ShortKeysTest {
  private static final int BITS = 14;
  private static final int NUM_KEYS = 11_300;

  @ParameterizedTest
  @ValueSource(
      longs = {
        2,
        377,
        1000,
        10_946,
        65_536,
        121_393,
        832_040,
        86_400_000_000L,
        1L << 40,
        0x9E3779B97F4A7C15L,
        -3
      })
  void keysOfAnyStrideSpread(long stride) {
    long[] keys = new long[NUM_KEYS];
    for (int i = 0; i < NUM_KEYS; i++) {
      keys[i] = i * stride;
    }
    assertThat(slotsLookedAt(keys)).isLessThan(5.0);
  }

  @Test
  void runsOfKeysHardlyCollide() {
    long[] keys = new long[NUM_KEYS];
    for (int i = 0; i < NUM_KEYS; i++) {
      keys[i] = 5_000_000_000L + i;
    }
    assertThat(slotsLookedAt(keys)).isLessThan(1.6);
  }

  @Test
  void datesWrittenAsNumbersSpread() {
    long[] keys = new long[NUM_KEYS];
    for (int i = 0; i < NUM_KEYS; i++) {
      keys[i] = (1990 + i / 372) * 10_000L + (i / 31 % 12 + 1) * 100L + i % 31 + 1;
    }
    assertThat(slotsLookedAt(keys)).isLessThan(2.5);
  }

  /** Slots that inserting a key looks at, on average. */
  private static double slotsLookedAt(long[] keys) {
    boolean[] taken = new boolean[1 << BITS];
    long looks = 0;
    for (long key : keys) {
      int slot = (int) (ShortKeys.hash(key) >>> (64 - BITS));
      looks++;
      while (taken[slot]) {
        slot = slot + 1 & (1 << BITS) - 1;
        looks++;
      }
      taken[slot] = true;
    }
    return (double) looks / keys.length;
  }
}
