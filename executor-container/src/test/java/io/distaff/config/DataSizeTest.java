package io.distaff.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataSizeTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "17, 17",
    "17b, 17",
    "1k, 1024",
    "64KB, 65536",
    "512m, 536870912",
    "4g, 4294967296",
    "2 GiB, 2147483648",
    "1t, 1099511627776"
  })
  void readsUnits(String text, long bytes) {
    assertThat(DataSize.parse(text).bytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "m", "-1", "1.5g", "1x", "1 2", "99999999999t", "1kk"})
  void refusesWhatIsNoSize(String text) {
    assertThatThrownBy(() -> DataSize.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aBareNumberIsMebibytesWhereMemoryIsMeant() {
    assertThat(DataSize.parseMebibytes("512")).isEqualTo(DataSize.ofMebibytes(512));
    assertThat(DataSize.parseMebibytes("512b").bytes()).isEqualTo(512);
    assertThat(DataSize.parseMebibytes("2g").mebibytes()).isEqualTo(2048);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0b", "1023b", "1k", "1536m", "3g", "5t"})
  void writesWhatItReads(String text) {
    assertThat(DataSize.parse(text)).hasToString(text);
  }
}
