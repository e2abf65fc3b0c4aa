package io.distaff.scalar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.types.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberPatternTest {
  @Test
  void theTypeHasTheDigitsOfTheFormat() {
    assertThat(NumberPattern.of("mi$9g999d00").type()).isEqualTo(DataType.decimal(6, 2));
    assertThat(NumberPattern.of(".99PR").type()).isEqualTo(DataType.decimal(2, 2));
    assertThat(NumberPattern.of("9.").type()).isEqualTo(DataType.decimal(1, 0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "\"\"       | it has no 0 or 9, which stand for digits",
        "S$.      | it has no 0 or 9, which stand for digits",
        "9,,9     | a separator has digits on both sides",
        ",9       | a separator has digits on both sides",
        "9G.9     | a separator has digits on both sides",
        "9.9,9    | ',9' at character 4 has no place there",
        "$S9      | '9' at character 3 has no place there",
        "9.9.9    | '.9' at character 4 has no place there",
        "PR9      | '9' at character 3 has no place there",
        "99x      | 'x' at character 3 has no place there",
        "S9MI     | it has two signs",
        "000,000,000,000,000,000,000,000,000,000,000,000,000 | 39 digits are more than 38"
      })
  void whatIsNoFormatIsRefused(String format, String reason) {
    assertThatThrownBy(() -> NumberPattern.of(format))
        .hasMessageContaining("number format '" + format + "': " + reason + "; a format is");
  }
}
