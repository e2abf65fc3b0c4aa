package io.distaff.scalar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

public final class LikePatternTest {
  /** The pattern, without an escape, as a regular expression. */
  public static Pattern regex(String pattern) {
    StringBuilder regex = new StringBuilder();
    pattern
        .codePoints()
        .forEach(
            c ->
                regex.append(
                    c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(Character.toString(c))));
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  private static boolean matches(String pattern, String escape, String text) {
    byte[] padded = ("##" + text + "##").getBytes(StandardCharsets.UTF_8);
    return LikePattern.of(pattern, escape).matches(padded, 2, padded.length - 2);
  }

  @Test
  void agreesWithRegularExpressions() {
    Random random = new Random(5);
    String[] pieces = {"a", "b", "ab", "é", "日", "\uD83D\uDE00", "%", "_", "%", "\n"};
    for (int i = 0; i < 100_000; i++) {
      String pattern = string(random, pieces, pieces.length, 7);
      String text = string(random, pieces, 6, 9);
      assertThat(matches(pattern, null, text))
          .as("'%s' like '%s'", text, pattern)
          .isEqualTo(regex(pattern).matcher(text).matches());
    }
  }

  private static String string(Random random, String[] pieces, int kinds, int most) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      text.append(pieces[random.nextInt(kinds)]);
    }
    return text.toString();
  }

  @Test
  void escapesMakeWildcardsLiteral() {
    assertThat(matches("100\\%", "\\", "100%")).isTrue();
    assertThat(matches("100\\%", "\\", "1000")).isFalse();
    assertThat(matches("a!_b%", "!", "a_bc")).isTrue();
    assertThat(matches("a!_b%", "!", "axbc")).isFalse();
    assertThat(matches("a!!b", "!", "a!b")).isTrue();
    assertThatThrownBy(() -> LikePattern.of("a!b", "!")).isInstanceOf(DistaffException.class);
    assertThatThrownBy(() -> LikePattern.of("a!", "!")).isInstanceOf(DistaffException.class);
    assertThatThrownBy(() -> LikePattern.of("a", "ab")).isInstanceOf(DistaffException.class);
  }

  @Test
  void patternsWithoutWildcardsAreEqualities() {
    assertThat(LikePattern.of("abc", null).exact())
        .isEqualTo("abc".getBytes(StandardCharsets.UTF_8));
    assertThat(LikePattern.of("", null).exact()).isEmpty();
    assertThat(LikePattern.of("a!%", "!").exact()).isEqualTo("a%".getBytes(StandardCharsets.UTF_8));
    assertThat(LikePattern.of("a%", null).exact()).isNull();
    assertThat(LikePattern.of("_", null).exact()).isNull();
  }
}
