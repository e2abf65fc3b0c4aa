package io.distaff.operator.spill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.operator.BatchSource;
import io.distaff.operator.Operator;
import io.distaff.operator.OperatorContext;
import io.distaff.operator.OperatorFixture;
import io.distaff.types.DataType;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import io.distaff.vector.large.LargeValues;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LargeValuesTest {
  /** So that texts of a few letters are large. */
  private static final int LEAST_BYTES = 4;

  @TempDir Path directory;

  /** Texts of which many have the same beginning, many are equal, and some are null. */
  private static List<String> texts(Random random, int count) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      StringBuilder text = new StringBuilder(random.nextBoolean() ? "aaaa" : "");
      for (int n = random.nextInt(8); n > 0; n--) {
        text.append((char) ('a' + random.nextInt(2)));
      }
      texts.add(random.nextInt(10) == 0 ? null : text.toString());
    }
    return texts;
  }

  private static List<VectorBatch> batches(List<String> texts, int size) {
    return batches(DataType.STRING, texts, size);
  }

  private static List<VectorBatch> batches(DataType type, List<?> texts, int size) {
    List<VectorBatch> batches = new ArrayList<>();
    for (int from = 0; from < texts.size(); from += size) {
      List<?> part = texts.subList(from, Math.min(texts.size(), from + size));
      List<Long> numbers = new ArrayList<>();
      for (int i = 0; i < part.size(); i++) {
        numbers.add((long) from + i);
      }
      batches.add(
          new VectorBatch(
              part.size(), Vectors.of(DataType.BIGINT, numbers), Vectors.of(type, part)));
    }
    return batches;
  }

  private static List<byte[]> bytes(List<String> texts) {
    List<byte[]> bytes = new ArrayList<>();
    texts.forEach(text -> bytes.add(text == null ? null : text.getBytes(StandardCharsets.UTF_8)));
    return bytes;
  }

  private static LargeValues values(OperatorFixture fixture) {
    OperatorContext context = fixture.otherContext("values");
    return new LargeValues(context.memory(), context.disks(), context.metrics(), LEAST_BYTES);
  }

  private static BitSet textColumn() {
    BitSet columns = new BitSet();
    columns.set(1);
    return columns;
  }

  private static OperatorContext context(OperatorFixture fixture, LargeValues values) {
    OperatorContext context = fixture.context();
    return new OperatorContext(context.memory(), context.disks(), context.metrics(), values);
  }

  private static Operator storing(
      OperatorFixture fixture, LargeValues values, List<VectorBatch> batches) {
    List<DataType> types = List.of(DataType.BIGINT, batches.get(0).column(1).type());
    return new StoreLargeOperator(
        new BatchSource(batches), types, textColumn(), context(fixture, values));
  }

  private static Operator restoring(
      OperatorFixture fixture, LargeValues values, List<VectorBatch> batches) {
    return new RestoreLargeOperator(
        storing(fixture, values, batches), textColumn(), context(fixture, values));
  }

  private static List<List<Object>> rows(Operator operator) {
    List<List<Object>> rows = new ArrayList<>();
    for (VectorBatch batch = operator.next(); batch != null; batch = operator.next()) {
      for (int i = 0; i < batch.numSelected(); i++) {
        int row = batch.selectedRow(i);
        rows.add(
            Arrays.asList(
                Vectors.value(batch.column(0), row), Vectors.value(batch.column(1), row)));
      }
    }
    return rows;
  }

  @Test
  void tokensEqualAndCompareAsTheValuesDo() {
    for (int seed = 0; seed < 20; seed++) {
      List<String> texts = texts(new Random(seed), 200);
      List<byte[]> tokens = new ArrayList<>();
      try (OperatorFixture fixture = new OperatorFixture(directory, 64 << 20);
          LargeValues values = values(fixture);
          Operator stored = storing(fixture, values, batches(DataType.BINARY, bytes(texts), 50))) {
        rows(stored).forEach(row -> tokens.add((byte[]) row.get(1)));
      }
      assertThat(tokens).hasSameSizeAs(texts);
      for (int a = 0; a < texts.size(); a++) {
        for (int b = 0; b < texts.size(); b++) {
          if (texts.get(a) == null) {
            assertThat(tokens.get(a)).isNull();
          } else if (texts.get(b) != null) {
            assertThat(Integer.signum(Arrays.compareUnsigned(tokens.get(a), tokens.get(b))))
                .as("seed %s: %s and %s", seed, texts.get(a), texts.get(b))
                .isEqualTo(Integer.signum(texts.get(a).compareTo(texts.get(b))));
          }
        }
      }
    }
  }

  @Test
  void valuesComeBack() throws IOException {
    List<String> texts = texts(new Random(1), 300);
    // Several pieces of the file, which LZ4 can and can't make smaller.
    Random random = new Random(2);
    byte[] noise = new byte[700_000];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (byte) (' ' + random.nextInt(90));
    }
    texts.add(new String(noise, StandardCharsets.US_ASCII));
    texts.add("x".repeat(1_000_000));
    try (OperatorFixture fixture = new OperatorFixture(directory, 64 << 20)) {
      try (LargeValues values = values(fixture);
          Operator restored = restoring(fixture, values, batches(texts, 50))) {
        List<List<Object>> rows = rows(restored);
        assertThat(values.isEmpty()).isFalse();
        assertThat(rows).hasSameSizeAs(texts);
        for (int i = 0; i < texts.size(); i++) {
          assertThat(rows.get(i).get(0)).isEqualTo((long) i);
          assertThat(Objects.equals(rows.get(i).get(1), texts.get(i))).isTrue();
        }
        try (Stream<Path> files = Files.list(directory)) {
          assertThat(files).hasSize(1);
        }
      }
      fixture.assertNothingHeld();
      try (Stream<Path> files = Files.list(directory)) {
        assertThat(files).isEmpty();
      }
    }
  }

  @Test
  void aRowWithALargeValueIsABatchOfItsOwnAndTheOthersStayTogether() {
    List<VectorBatch> batches =
        batches(Arrays.asList("a", "b", "large", "c", null, "larger", "larger", "largest"), 7);
    List<List<Long>> rows = new ArrayList<>();
    try (OperatorFixture fixture = new OperatorFixture(directory, 64 << 20);
        LargeValues values = values(fixture);
        Operator separate =
            new SeparateLargeOperator(
                storing(fixture, values, batches), textColumn(), context(fixture, values))) {
      for (VectorBatch batch = separate.next(); batch != null; batch = separate.next()) {
        List<Long> numbers = new ArrayList<>();
        for (int i = 0; i < batch.numSelected(); i++) {
          numbers.add((Long) Vectors.value(batch.column(0), batch.selectedRow(i)));
        }
        rows.add(numbers);
        separate.release();
      }
    }
    assertThat(rows)
        .containsExactly(
            List.of(0L, 1L), List.of(2L), List.of(3L, 4L), List.of(5L), List.of(6L), List.of(7L));
  }

  @Test
  void whatIsNotLargeStaysWhereItIs() {
    List<VectorBatch> batches = batches(List.of("a", "b", "c"), 3);
    try (OperatorFixture fixture = new OperatorFixture(directory, 1 << 20);
        LargeValues values = values(fixture);
        Operator stored = storing(fixture, values, batches)) {
      assertThat(stored.next().selection()).isNull();
      assertThat(values.isEmpty()).isTrue();
      assertThat(directory).isEmptyDirectory();
    }
  }

  @Test
  void aValueIsForgottenWhenNobodyIsLeftForWhomItWasStored() {
    try (OperatorFixture fixture = new OperatorFixture(directory, 64 << 20);
        LargeValues values = values(fixture)) {
      byte[] first = token(values, "a large value");
      byte[] same = token(values, "a large value");
      byte[] other = token(values, "a large one");
      assertThat(same).isEqualTo(first);
      values.forget(values.number(first, 0));
      assertThat(value(values, same)).isEqualTo("a large value");
      values.forget(values.number(same, 0));
      assertThat(value(values, other)).isEqualTo("a large one");
      byte[] again = token(values, "a large value");
      assertThat(Arrays.compareUnsigned(other, again)).isNegative();
      assertThat(value(values, again)).isEqualTo("a large value");
      assertThat(value(values, other)).isEqualTo("a large one");
      assertThat(values.isEmpty()).isFalse();
    }
  }

  private static byte[] token(LargeValues values, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    byte[] token = new byte[values.tokenBytes()];
    values.begin();
    values.append(bytes, 0, bytes.length);
    values.end(token, 0);
    return token;
  }

  private static String value(LargeValues values, byte[] token) {
    byte[] value = new byte[values.valueBytes(token, 0)];
    values.read(token, 0, value);
    return new String(value, StandardCharsets.UTF_8);
  }

  @Test
  void damageIsNoticed() throws IOException {
    List<VectorBatch> batches = batches(List.of("a large value", "another"), 2);
    try (OperatorFixture fixture = new OperatorFixture(directory, 64 << 20)) {
      try (LargeValues values = values(fixture);
          Operator restored = restoring(fixture, values, batches)) {
        assertThat(Vectors.value(restored.next().column(1), 0)).isEqualTo("a large value");
        Path path;
        try (Stream<Path> files = Files.list(directory)) {
          path = files.findFirst().orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(path);
        bytes[bytes.length - 1] ^= 1;
        bytes[12] ^= 1;
        Files.write(path, bytes);
        List<VectorBatch> again = batches(List.of("a large value"), 1);
        assertThatThrownBy(() -> restoring(fixture, values, again).next())
            .isInstanceOfSatisfying(
                DistaffException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT_BLOCK))
            .hasMessageContaining(path.toString());
      }
    }
  }
}
