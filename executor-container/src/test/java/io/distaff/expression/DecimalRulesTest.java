package io.distaff.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;

/** Against the formulas of Spark's documentation, for all types. */
class DecimalRulesTest {
  private interface Formula {
    int[] precisionAndScale(int p1, int s1, int p2, int s2);
  }

  /** Spark's adjustPrecisionScale. */
  private static DecimalType adjusted(int precision, int scale) {
    if (precision <= 38) {
      return DataType.decimal(precision, scale);
    }
    int intDigits = precision - scale;
    int minScale = Math.min(scale, 6);
    return DataType.decimal(38, Math.max(38 - intDigits, minScale));
  }

  private static void check(BinaryOperator<DecimalType> rule, Formula formula) {
    for (int p1 = 1; p1 <= 38; p1++) {
      for (int s1 = 0; s1 <= p1; s1 += 3) {
        for (int p2 = 1; p2 <= 38; p2++) {
          for (int s2 = 0; s2 <= p2; s2 += 2) {
            int[] wanted = formula.precisionAndScale(p1, s1, p2, s2);
            assertThat(rule.apply(DataType.decimal(p1, s1), DataType.decimal(p2, s2)))
                .isEqualTo(adjusted(wanted[0], wanted[1]));
          }
        }
      }
    }
  }

  @Test
  void resultsAreSparks() {
    check(
        DecimalRules::sum,
        (p1, s1, p2, s2) ->
            new int[] {Math.max(s1, s2) + Math.max(p1 - s1, p2 - s2) + 1, Math.max(s1, s2)});
    check(DecimalRules::product, (p1, s1, p2, s2) -> new int[] {p1 + p2 + 1, s1 + s2});
    check(
        DecimalRules::quotient,
        (p1, s1, p2, s2) ->
            new int[] {p1 - s1 + s2 + Math.max(6, s1 + p2 + 1), Math.max(6, s1 + p2 + 1)});
    check(
        DecimalRules::remainder,
        (p1, s1, p2, s2) ->
            new int[] {
              Math.max(1, Math.min(p1 - s1, p2 - s2) + Math.max(s1, s2)), Math.max(s1, s2)
            });
  }

  @Test
  void edgesOfSparksDocumentation() {
    DecimalType wide = DataType.decimal(38, 10);
    assertThat(DecimalRules.sum(wide, wide)).isEqualTo(DataType.decimal(38, 9));
    assertThat(DecimalRules.product(wide, wide)).isEqualTo(DataType.decimal(38, 6));
    assertThat(DecimalRules.quotient(wide, wide)).isEqualTo(DataType.decimal(38, 6));
    assertThat(DecimalRules.quotient(DataType.decimal(10, 0), DataType.decimal(10, 0)))
        .isEqualTo(DataType.decimal(21, 11));
  }
}
