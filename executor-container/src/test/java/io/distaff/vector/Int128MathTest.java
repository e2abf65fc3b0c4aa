package io.distaff.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Int128MathTest {
  private static final int ROUNDS = 20_000;
  private final Random random = new Random(7);

  private BigInteger value() {
    BigInteger magnitude =
        switch (random.nextInt(6)) {
          case 0 -> BigInteger.valueOf(random.nextInt(3));
          case 1 -> BigInteger.ONE.shiftLeft(random.nextInt(126));
          case 2 -> BigInteger.ONE.shiftLeft(random.nextInt(126)).subtract(BigInteger.ONE);
          case 3 -> BigInteger.TEN.pow(random.nextInt(38));
          default -> new BigInteger(random.nextInt(126), random);
        };
    return random.nextBoolean() ? magnitude : magnitude.negate();
  }

  private static BigInteger of(long high, long low) {
    return Int128Math.toBigInteger(high, low);
  }

  @Test
  void addsSubtractsMultipliesAndComparesAsBigIntegers() {
    for (int i = 0; i < ROUNDS; i++) {
      BigInteger a = value();
      BigInteger b = value();
      long ah = Int128Math.high(a);
      long al = Int128Math.low(a);
      long bh = Int128Math.high(b);
      long bl = Int128Math.low(b);
      assertThat(of(ah, al)).isEqualTo(a);
      assertThat(of(Int128Math.addHigh(ah, al, bh, bl), al + bl)).isEqualTo(a.add(b));
      assertThat(of(Int128Math.subtractHigh(ah, al, bh, bl), al - bl)).isEqualTo(a.subtract(b));
      assertThat(of(Int128Math.negateHigh(ah, al), -al)).isEqualTo(a.negate());
      if (a.multiply(b).bitLength() < 127) {
        assertThat(of(Int128Math.multiplyHigh(ah, al, bh, bl), al * bl)).isEqualTo(a.multiply(b));
      }
      assertThat(Integer.signum(Int128Math.compare(ah, al, bh, bl))).isEqualTo(a.compareTo(b));
      assertThat(Int128Math.fitsLong(ah, al)).isEqualTo(a.bitLength() <= 63);
      assertThat(Int128Math.toDouble(ah, al)).isEqualTo(a.doubleValue());
      int precision = 1 + random.nextInt(38);
      assertThat(Int128Math.exceedsPrecision(ah, al, precision))
          .isEqualTo(a.abs().compareTo(BigInteger.TEN.pow(precision)) >= 0);
    }
  }

  @Test
  void dividesHalfUp() {
    long[] high = new long[1];
    long[] low = new long[1];
    for (int i = 0; i < ROUNDS; i++) {
      BigInteger a = value();
      long divisor = value().longValue();
      if (divisor == 0) {
        divisor = Long.MIN_VALUE;
      }
      Int128Math.divideHalfUp(Int128Math.high(a), Int128Math.low(a), divisor, high, low, 0);
      assertThat(of(high[0], low[0]))
          .as("%s / %s", a, divisor)
          .isEqualTo(
              new BigDecimal(a)
                  .divide(BigDecimal.valueOf(divisor), 0, RoundingMode.HALF_UP)
                  .unscaledValue());
      int power = random.nextInt(39);
      Int128Math.divideByPowerOfTen(Int128Math.high(a), Int128Math.low(a), power, high, low, 0);
      assertThat(of(high[0], low[0]))
          .as("%s / 10^%s", a, power)
          .isEqualTo(new BigDecimal(a, power).setScale(0, RoundingMode.HALF_UP).unscaledValue());
    }
  }

  @Test
  void multipliesByPowersOfTen() {
    long[] high = new long[1];
    long[] low = new long[1];
    for (int i = 0; i < ROUNDS; i++) {
      BigInteger a = value();
      int power = random.nextInt(39);
      BigInteger product = a.multiply(BigInteger.TEN.pow(power));
      if (product.bitLength() < 127) {
        Int128Math.multiplyByPowerOfTen(Int128Math.high(a), Int128Math.low(a), power, high, low, 0);
        assertThat(of(high[0], low[0])).isEqualTo(product);
      }
    }
  }
}
