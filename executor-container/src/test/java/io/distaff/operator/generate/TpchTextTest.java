package io.distaff.operator.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trino.tpch.Distributions;
import io.trino.tpch.TextPool;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TpchTextTest {
  private static final int SIZE = 3 << 20;

  private final TextPool expected = new TextPool(SIZE, Distributions.getDefaultDistributions());
  private final TextPool text = new TpchText(SIZE);

  @Test
  void isTheTextOfTheLibrary() {
    assertThat(text.size()).isEqualTo(expected.size());
    assertThat(text.getText(0, SIZE)).isEqualTo(expected.getText(0, SIZE));
  }

  @Test
  void everyPieceIsTheSame() {
    Random random = new Random(7);
    for (int i = 0; i < 100_000; i++) {
      int begin = random.nextInt(SIZE);
      int end = begin + random.nextInt(Math.min(200, SIZE - begin + 1));
      assertThat(text.getText(begin, end)).isEqualTo(expected.getText(begin, end));
    }
  }

  @Test
  void piecesBeyondTheEndAreRefused() {
    assertThatThrownBy(() -> text.getText(SIZE - 5, SIZE + 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
