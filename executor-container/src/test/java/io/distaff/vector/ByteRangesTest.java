package io.distaff.vector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ByteRangesTest {
  @Test
  void everyByteCountsAndNoneBeside() {
    for (int length = 0; length < 40; length++) {
      byte[] a = new byte[length + 3];
      byte[] b = new byte[length + 7];
      for (int i = 0; i < length; i++) {
        a[3 + i] = (byte) (i - 5);
        b[2 + i] = (byte) (i - 5);
      }
      b[1] = 1;
      b[2 + length] = 1;
      assertThat(ByteRanges.equal(a, 3, b, 2, length)).isTrue();
      for (int i = 0; i < length; i++) {
        b[2 + i] ^= (byte) 0x80;
        assertThat(ByteRanges.equal(a, 3, b, 2, length)).as("%s of %s", i, length).isFalse();
        b[2 + i] ^= (byte) 0x80;
      }
    }
  }
}
