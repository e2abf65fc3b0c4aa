package io.distaff.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BytesKernelsTest {
  /** Bytes that differ by a bit, by the highest one, and by one where a borrow goes on. */
  private static final byte[] ALPHABET = {0, 1, 2, (byte) 0x80, (byte) 0x81, (byte) 0xff};

  @Test
  void findsWhatStringsFind() {
    Random random = new Random(3);
    for (int round = 0; round < 200_000; round++) {
      int kinds = 1 + random.nextInt(ALPHABET.length);
      byte[] data = bytes(random, random.nextInt(40), kinds);
      byte[] wanted = bytes(random, 1 + random.nextInt(round % 5 == 0 ? 12 : 3), kinds);
      int from = random.nextInt(data.length + 1);
      int to = from + random.nextInt(data.length - from + 1);
      assertThat(BytesKernels.indexOf(data, from, to, wanted))
          .as("%s in %s from %s to %s", Arrays.toString(wanted), Arrays.toString(data), from, to)
          .isEqualTo(indexOf(data, from, to, wanted));
    }
  }

  private static int indexOf(byte[] data, int from, int to, byte[] wanted) {
    String part = new String(data, from, to - from, StandardCharsets.ISO_8859_1);
    int found = part.indexOf(new String(wanted, StandardCharsets.ISO_8859_1));
    return found < 0 ? -1 : from + found;
  }

  private static byte[] bytes(Random random, int length, int kinds) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = ALPHABET[random.nextInt(kinds)];
    }
    return bytes;
  }
}
