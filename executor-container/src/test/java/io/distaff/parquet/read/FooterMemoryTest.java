package io.distaff.parquet.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.storage.FileInfo;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FooterMemoryTest {
  private static final int FILES = 12;
  private static final int THREADS = 8;
  private static final FooterCache NO_CACHE = new FooterCache(0);

  @TempDir Path directory;

  /** Several row groups of many columns. */
  private List<FileInfo> files() throws Exception {
    List<FileInfo> files = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      Path file = directory.resolve(i + ".parquet");
      GroupFiles.write(
          file,
          GroupFiles.EVERY_TYPE,
          20,
          new GroupFiles.Spec("UNCOMPRESSED", "v1", false, false, 1 << 10, 0, 0.1),
          i);
      files.add(ParquetScans.info(file));
    }
    return files;
  }

  /** A file of zeros that says its footer has so many bytes. */
  private FileInfo liar(String name, int footerBytes) throws Exception {
    Path path = directory.resolve(name);
    byte[] magic = "PAR1".getBytes(StandardCharsets.US_ASCII);
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.write(magic);
      file.seek(4L + footerBytes);
      file.write(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(footerBytes).array());
      file.write(magic);
    }
    return ParquetScans.info(path);
  }

  private static List<Future<ParquetFooter>> readAll(
      List<FileInfo> files, FooterMemory.Reading reading, ExecutorService threads) {
    return files.stream()
        .map(file -> threads.submit(() -> reading.read(ParquetScans.FILES, file, NO_CACHE)))
        .toList();
  }

  @Test
  void readsWaitForOneAnotherAndHoldWhatRemains() throws Exception {
    List<FileInfo> files = files();
    long footerBytes = ParquetScans.footer(files.get(0)).sizeBytes();
    // All that remain, and while the last is decoded that alone.
    FooterMemory memory = new FooterMemory(3 * FILES * (footerBytes + 100) + 16 * footerBytes);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (FooterMemory.Reading reading = memory.begin()) {
      for (Future<ParquetFooter> footer : readAll(files, reading, threads)) {
        assertThat(footer.get().numRows()).isEqualTo(20);
      }
      assertThat(memory.bytes()).isGreaterThanOrEqualTo(3 * FILES * (footerBytes - 100));
    } finally {
      threads.shutdown();
    }
    assertThat(memory.bytes()).isZero();
  }

  @Test
  void footersThatDoNotFitTogetherAreAnError() throws Exception {
    List<FileInfo> files = files();
    long footerBytes = ParquetScans.footer(files.get(0)).sizeBytes();
    FooterMemory memory = new FooterMemory(3 * FILES / 2 * footerBytes);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (FooterMemory.Reading reading = memory.begin()) {
      int refused = 0;
      for (Future<ParquetFooter> footer : readAll(files, reading, threads)) {
        try {
          footer.get();
        } catch (ExecutionException e) {
          assertThat(e.getCause())
              .isInstanceOfSatisfying(
                  DistaffException.class,
                  refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED))
              .hasMessageContaining(".parquet: its footer is ")
              .hasMessageContaining(" that other footers hold, more than the ");
          refused++;
        }
      }
      assertThat(refused).isBetween(1, FILES - 1);
      assertThat(memory.bytes()).isLessThanOrEqualTo(3 * FILES / 2 * footerBytes);
    } finally {
      threads.shutdown();
    }
    assertThat(memory.bytes()).isZero();
  }

  @Test
  void footersThatSayToBeLargeAreDecodedOneAfterTheOther() throws Exception {
    List<FileInfo> files = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      files.add(liar(i + ".parquet", 4 << 20));
    }
    FooterMemory memory = new FooterMemory(100 << 20);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (FooterMemory.Reading reading = memory.begin()) {
      for (Future<ParquetFooter> footer : readAll(files, reading, threads)) {
        assertThatThrownBy(footer::get)
            .cause()
            .isInstanceOfSatisfying(
                DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_FILE))
            .hasMessageContaining("can't read the footer of ");
        assertThat(memory.bytes()).isLessThanOrEqualTo(100 << 20);
      }
    } finally {
      threads.shutdown();
    }
    assertThat(memory.bytes()).isZero();
  }

  @Test
  void aFooterThatSaysToBeLargerThanTheMemoryIsNotBegun() throws Exception {
    FileInfo file = liar("liar.parquet", Integer.MAX_VALUE - 100);
    try (FooterMemory.Reading reading = FooterMemory.halfOfHeap().begin()) {
      assertThatThrownBy(() -> reading.read(ParquetScans.FILES, file, NO_CACHE))
          .isInstanceOfSatisfying(
              DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED))
          .hasMessageContaining("liar.parquet: its footer is 2147483547 bytes long")
          .hasMessageContaining("give this process more memory");
    }
  }

  @Test
  void whatIsReadAfterTheEndIsNotHeld() throws Exception {
    FileInfo file = files().get(0);
    FooterMemory memory = FooterMemory.halfOfHeap();
    FooterMemory.Reading reading = memory.begin();
    FooterCache cache = new FooterCache(1 << 20);
    reading.read(ParquetScans.FILES, file, cache);
    // One from the cache is held as well: that may let go of it meanwhile.
    reading.read(ParquetScans.FILES, file, cache);
    assertThat(memory.bytes()).isEqualTo(2 * FooterReader.keptBytes(ParquetScans.footer(file)));
    reading.close();
    reading.read(ParquetScans.FILES, file, NO_CACHE);
    assertThat(memory.bytes()).isZero();
  }
}
