package io.distaff.parquet.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParquetWriteOptionsTest {
  @Test
  void noOptionsAreTheDefaults() {
    assertThat(ParquetWriteOptions.of(Map.of())).isEqualTo(ParquetWriteOptions.DEFAULTS);
  }

  @Test
  void keysAndNamesMayHaveAnyCase() {
    ParquetWriteOptions options =
        ParquetWriteOptions.of(
            Map.of("Compression", "GZIP", "ROWGROUPSIZE", "64m", "dictionary", "False"));
    assertThat(options.compression()).isEqualTo(ParquetWriteOptions.Compression.GZIP);
    assertThat(options.compressionLevel()).isEqualTo(6);
    assertThat(options.rowGroupBytes()).isEqualTo(64L << 20);
    assertThat(options.dictionaryBytes()).isZero();
    assertThat(ParquetWriteOptions.of(Map.of("compression", "None")).compression())
        .isEqualTo(ParquetWriteOptions.Compression.UNCOMPRESSED);
  }

  @ParameterizedTest
  @CsvSource({
    "compresion, zstd, 'compression'",
    "compression, zst, 'zstd'",
    "compression, brotli, uncompressed",
    "compressionLevel, 23, between 1 and 22",
    "rowGroupSize, 12q, 12q",
    "pageRows, 0, pageRows",
    "pageRows, many, many",
    "dataPageVersion, 3, neither 1 nor 2",
    "dataPageversions, 2, 'dataPageVersion'",
    "dictionary, yes, yes",
    "colour, red, It has: compression"
  })
  void mistakesAreRefused(String key, String value, String message) {
    assertThatThrownBy(() -> ParquetWriteOptions.of(Map.of(key, value)))
        .isInstanceOfSatisfying(
            DistaffException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION))
        .hasMessageContaining(message);
  }

  @Test
  void codecsWithoutLevelsRefuseOne() {
    assertThatThrownBy(
            () -> ParquetWriteOptions.of(Map.of("compression", "snappy", "compressionLevel", "3")))
        .hasMessageContaining("snappy has no levels");
  }
}
