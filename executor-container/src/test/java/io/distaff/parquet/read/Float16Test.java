package io.distaff.parquet.read;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class Float16Test {
  @Test
  void everyNumberIsWhatItsBitsSay() {
    for (int bits = 0; bits <= 0xffff; bits++) {
      int exponent = bits >>> 10 & 31;
      double fraction = (bits & 1023) / 1024.0;
      double magnitude =
          exponent == 0
              ? fraction * Math.pow(2, -14)
              : exponent < 31
                  ? (1 + fraction) * Math.pow(2, exponent - 15)
                  : fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
      Double expected = bits >>> 15 == 0 ? magnitude : -magnitude;
      Double actual = (double) Float16.at(new byte[] {0, (byte) bits, (byte) (bits >>> 8)}, 1);
      assertThat(actual).as("%04x", bits).isEqualTo(expected);
    }
  }

  @Test
  void uuidsAreTextAndBack() {
    byte[] bytes = new byte[16];
    new java.util.Random(1).nextBytes(bytes);
    java.nio.ByteBuffer buffer = java.nio.ByteBuffer.wrap(bytes);
    String text = new java.util.UUID(buffer.getLong(), buffer.getLong()).toString();
    assertThat(UuidText.of(bytes)).isEqualTo(text);
    assertThat(UuidText.parse(text)).isEqualTo(bytes);
    assertThat(UuidText.parse(text.replace("-", ""))).isNull();
    assertThat(UuidText.parse("")).isNull();
    assertThat(UuidText.parse(text + "0")).isNull();
  }
}
