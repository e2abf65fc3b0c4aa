package io.distaff.parquet.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.metrics.TaskMetrics;
import io.distaff.storage.FileInfo;
import io.distaff.types.Schema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing that a file says may lead to anything but a typed error. */
@Timeout(240)
final class CorruptFileTest {
  private static final long MEMORY_BYTES = 128 << 20;

  @TempDir private Path directory;

  /** Codec, version, dictionary, and how many bits are flipped, one at a time. */
  @ParameterizedTest
  @CsvSource({
    "UNCOMPRESSED, v1, true, 500",
    "UNCOMPRESSED, v2, false, 500",
    "SNAPPY, v1, true, 300",
    "SNAPPY, v2, true, 300",
    "ZSTD, v1, false, 200",
    "LZ4_RAW, v2, true, 200",
    "GZIP, v1, false, 200",
  })
  void aFlippedBitIsATypedErrorOrDoesNoHarm(
      String codec, String version, boolean dictionary, int flips) throws Exception {
    Path file = directory.resolve("valid.parquet");
    GroupFiles.write(
        file,
        GroupFiles.EVERY_TYPE,
        300,
        new GroupFiles.Spec(codec, version, dictionary, false, 1 << 10, 40, 0.2),
        11);
    ParquetFooter footer = ParquetScans.footer(file);
    Schema schema = footer.schema();
    List<List<Object>> valid = ParquetScans.read(file, schema);
    byte[] bytes = Files.readAllBytes(file);
    int footerStart = bytes.length - 8 - footer.sizeBytes();
    Random random = new Random(97);
    int errors = 0;
    for (int i = 0; i < flips; i++) {
      int position = random.nextInt(bytes.length);
      int bit = random.nextInt(8);
      byte[] flipped = bytes.clone();
      flipped[position] ^= (byte) (1 << bit);
      Path corrupt = directory.resolve("corrupt-" + i + ".parquet");
      Files.write(corrupt, flipped);
      try {
        List<List<Object>> rows = read(corrupt, schema);
        if (position < footerStart) {
          // Checksums tell of every bit of a page; headers have none, but theirs change no value.
          assertThat(rows).as("bit %d of byte %d", bit, position).isEqualTo(valid);
        }
      } catch (DistaffException e) {
        errors++;
        assertThat(e.code())
            .as(e.getMessage())
            .isIn(
                ErrorCode.INVALID_FILE,
                ErrorCode.NOT_SUPPORTED,
                ErrorCode.SCHEMA_MISMATCH,
                ErrorCode.MEMORY_EXCEEDED,
                ErrorCode.LIMIT_EXCEEDED);
        if (e.code() == ErrorCode.INVALID_FILE) {
          assertThat(e.getMessage()).contains("corrupt-" + i + ".parquet");
        }
      }
      Files.delete(corrupt);
    }
    assertThat(errors).isGreaterThan(flips / 4);
  }

  /** Without checksums wrong values may come, but nothing worse. */
  @ParameterizedTest
  @CsvSource({
    "uncompressed, V1",
    "uncompressed, V2",
    "snappy, V1",
    "lz4_raw, V2",
    "zstd, V1",
  })
  void aFlippedBitWithoutChecksumsIsATypedErrorOrAWrongValue(String codec, String version)
      throws Exception {
    Path file = directory.resolve("duck.parquet");
    ParquetScans.duckDb(
        ("COPY (SELECT CASE WHEN i % 7 <> 0 THEN i END AS a, i % 2 = 0 AS b, 'v' || (i % 50) AS c,"
                + " 'unique ' || i AS d, i / 3.0::DOUBLE AS e, CAST(i AS DECIMAL(30, 3)) AS f,"
                + " CAST(hash(i) % 5 AS INTEGER) AS g FROM range(300) r(i)) TO '")
            + file
            + "' (FORMAT parquet, COMPRESSION "
            + codec
            + ", PARQUET_VERSION "
            + version
            + ")");
    Schema schema = ParquetScans.footer(file).schema();
    byte[] bytes = Files.readAllBytes(file);
    Random random = new Random(5);
    for (int i = 0; i < 700; i++) {
      byte[] flipped = bytes.clone();
      int changes = 1 + random.nextInt(3);
      for (int change = 0; change < changes; change++) {
        flipped[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      Path corrupt = directory.resolve("corrupt-" + i + ".parquet");
      Files.write(corrupt, flipped);
      try {
        read(corrupt, schema);
      } catch (DistaffException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
      Files.delete(corrupt);
    }
  }

  private static List<List<Object>> read(Path file, Schema schema) {
    return ParquetScans.read(
        List.of(ParquetScans.whole(file)), schema, null, new TaskMetrics(), MEMORY_BYTES);
  }

  @Test
  void saysWhatIsWrongWithAFile() throws Exception {
    assertInvalid(new byte[0], "it is empty");
    assertInvalid("PAR1".getBytes(StandardCharsets.UTF_8), "too few for a Parquet file");
    assertInvalid("a,b,c\n1,2,3\n4,5,6\n".getBytes(StandardCharsets.UTF_8), "not a Parquet file");
    byte[] valid = validFile();
    assertInvalid(Arrays.copyOf(valid, valid.length - 100), "cut off");
    byte[] longFooter = valid.clone();
    LittleEndian.putInt(longFooter, valid.length - 8, valid.length);
    assertInvalid(longFooter, "its footer says to be " + valid.length + " bytes long");
    byte[] noThrift = valid.clone();
    int footerLength = LittleEndian.getInt(valid, valid.length - 8);
    Arrays.fill(noThrift, valid.length - 8 - footerLength, valid.length - 8, (byte) 0xff);
    assertInvalid(noThrift, "can't be decoded");
    // Structures that nest as deep as the footer is long.
    byte[] deep = new byte[200_000];
    Arrays.fill(deep, (byte) 0xfc);
    LittleEndian.putInt(deep, deep.length - 8, deep.length - 12);
    LittleEndian.putInt(deep, deep.length - 4, LittleEndian.getInt(valid, valid.length - 4));
    assertInvalid(deep, "Thrift structure");
    byte[] encrypted = valid.clone();
    encrypted[valid.length - 1] = 'E';
    Path file = directory.resolve("encrypted.parquet");
    Files.write(file, encrypted);
    assertThatThrownBy(() -> ParquetScans.footer(file))
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_SUPPORTED))
        .hasMessageContaining("encrypted footer");
  }

  @Test
  void namesRowGroupColumnAndPage() throws Exception {
    byte[] bytes = validFile();
    Path file = directory.resolve("page.parquet");
    // In the middle of the first page of the first column.
    bytes[60] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> ParquetScans.read(file))
        .hasMessageContaining(
            "page.parquet: row group 0, column flag, page at offset 4 is corrupt");
  }

  private byte[] validFile() throws IOException {
    Path file = directory.resolve("valid.parquet");
    GroupFiles.write(
        file,
        GroupFiles.EVERY_TYPE,
        1000,
        new GroupFiles.Spec("SNAPPY", "v1", true, false, 1 << 10, 40, 0.2),
        11);
    return Files.readAllBytes(file);
  }

  private void assertInvalid(byte[] content, String what) throws IOException {
    Path file = directory.resolve("invalid.parquet");
    Files.write(file, content);
    FileInfo info = ParquetScans.info(file);
    assertThatThrownBy(() -> ParquetScans.footer(info))
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_FILE))
        .hasMessageContaining("invalid.parquet")
        .hasMessageContaining(what);
  }
}
