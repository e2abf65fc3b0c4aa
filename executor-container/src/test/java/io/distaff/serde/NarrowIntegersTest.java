package io.distaff.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NarrowIntegersTest {
  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "255, 1",
    "256, 2",
    "65535, 2",
    "65536, 3",
    "16777215, 3",
    "16777216, 4",
    "4294967295, 4"
  })
  void intsTakeTheBytesOfTheirRange(long range, int width) {
    int smallest = range > Integer.MAX_VALUE ? Integer.MIN_VALUE : -5;
    int[] values = {smallest, (int) (smallest + range), smallest};
    GrowableBytes out = new GrowableBytes(0);
    NarrowIntegers.write(values, 3, out);
    assertThat(out.size()).isEqualTo(1 + (width < 4 ? 4 : 0) + 3 * width);
    ByteBuffer in = in(out.toByteArray());
    assertThat(NarrowIntegers.readInts(3, in)).isEqualTo(values);
    assertThat(in.hasRemaining()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8, 9, 16, 23, 24, 31, 40, 47, 55, 56, 57, 63, 64})
  void longsOfEveryRangeComeBack(int bits) {
    Random random = new Random(bits);
    for (int count : new int[] {0, 1, 2, 7, 8, 9, 1000}) {
      long[] values = new long[count];
      for (int i = 0; i < count; i++) {
        values[i] = (bits == 0 ? 0 : random.nextLong() >>> (64 - bits)) - 1_000_000_007L;
      }
      GrowableBytes out = new GrowableBytes(0);
      NarrowIntegers.write(values, count, out);
      assertThat(out.size()).isLessThanOrEqualTo(9 + count * Math.max(1, (bits + 7) / 8));
      // With nothing behind the numbers, and with something that isn't theirs.
      assertThat(NarrowIntegers.readLongs(count, in(out.toByteArray()))).isEqualTo(values);
      byte[] longer = Arrays.copyOf(out.toByteArray(), out.size() + 20);
      Arrays.fill(longer, out.size(), longer.length, (byte) -1);
      assertThat(NarrowIntegers.readLongs(count, in(longer))).isEqualTo(values);
    }
  }

  @Test
  void extremesAreNoSmallRange() {
    long[] values = {Long.MIN_VALUE, Long.MAX_VALUE, 0, -1};
    GrowableBytes out = new GrowableBytes(0);
    NarrowIntegers.write(values, 4, out);
    assertThat(NarrowIntegers.readLongs(4, in(out.toByteArray()))).isEqualTo(values);
  }

  @Test
  void sampleIsWrittenAndRead() {
    GrowableBytes out = new GrowableBytes(0);
    NarrowIntegers.write(new long[] {70_000, 69_999, 70_300}, 3, out);
    NarrowIntegers.write(new int[] {-1, 5}, 2, out);
    assertThat(HexFormat.of().formatHex(out.toByteArray()))
        .isEqualTo("02" + "6f11010000000000" + "010000002d01" + "01" + "ffffffff" + "0006");
  }

  @Test
  void widthsThatNoNumberHasAreRefused() {
    for (int width : new int[] {0, 9, -1}) {
      byte[] bytes = new byte[100];
      bytes[0] = (byte) width;
      assertThatThrownBy(() -> NarrowIntegers.readLongs(3, in(bytes)))
          .isInstanceOf(DistaffException.class)
          .hasMessageContaining("numbers of " + width + " bytes");
    }
    byte[] five = new byte[100];
    five[0] = 5;
    assertThatThrownBy(() -> NarrowIntegers.readInts(3, in(five)))
        .isInstanceOf(DistaffException.class);
  }

  @Test
  void countsBeyondTheBytesAreRefused() {
    byte[] bytes = new byte[100];
    bytes[0] = 1;
    assertThatThrownBy(() -> NarrowIntegers.readLongs(1 << 30, in(bytes)))
        .isInstanceOf(BufferUnderflowException.class);
  }

  private static ByteBuffer in(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
