package io.distaff.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.memory.MemoryManager;
import io.distaff.memory.ReservedArrays;
import io.distaff.memory.TaskMemory;
import io.distaff.metrics.TaskMetrics;
import io.distaff.plan.FileFormat;
import io.distaff.storage.LocalDisks;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.MapType;
import io.distaff.types.Schema;
import io.distaff.types.StructType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import io.distaff.vector.large.ExchangedTexts;
import io.distaff.vector.large.LargeValues;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Text for which tokens stand is written as any other. */
final class LargeTextWrittenTest {
  /** Shorter than many a number, of which none is a token. */
  private static final int LEAST_BYTES = 4;

  private static final String LETTERS = "ab,;\"\\\n\r\t\u0001é字 NULL";

  @TempDir Path directory;

  private static List<Object> texts(Random random, int count) {
    List<Object> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      StringBuilder text =
          new StringBuilder(random.nextInt(20) == 0 ? "plain ".repeat(60_000) : "");
      for (int n = random.nextInt(12); n > 0; n--) {
        text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
      }
      texts.add(i % 7 == 0 ? null : text.toString());
    }
    texts.set(1, "plain text");
    return texts;
  }

  private byte[] written(
      FileFormat format, Map<String, String> options, Schema schema, ColumnVector[] columns) {
    return written(format, options, schema, columns, LargeValues.none());
  }

  private static byte[] written(
      FileFormat format,
      Map<String, String> options,
      Schema schema,
      ColumnVector[] columns,
      LargeValues large) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    MemoryManager manager = new MemoryManager(8 << 20);
    try (TaskMemory memory = manager.startTask("test")) {
      TextFileWriter writer =
          new TextFileWriter(
              out,
              "file",
              schema,
              TextWriteOptions.of(format, options),
              memory.operator("writer"),
              large);
      writer.write(new VectorBatch(columns[0].length(), columns));
      writer.close();
    }
    return out.toByteArray();
  }

  private void assertSame(
      FileFormat format, Map<String, String> options, Schema schema, ColumnVector... columns) {
    byte[] expected = written(format, options, schema, columns);
    MemoryManager manager = new MemoryManager(64 << 20);
    try (TaskMemory memory = manager.startTask("test");
        LargeValues values =
            new LargeValues(
                memory.operator("values"),
                new LocalDisks(List.of(directory)),
                new TaskMetrics(),
                LEAST_BYTES)) {
      ExchangedTexts stored = values.storing(ReservedArrays.uncounted());
      ColumnVector[] tokens = Arrays.stream(columns).map(stored::of).toArray(ColumnVector[]::new);
      assertThat(values.isEmpty()).isFalse();
      assertThat(
              new String(written(format, options, schema, tokens, values), StandardCharsets.UTF_8))
          .isEqualTo(new String(expected, StandardCharsets.UTF_8));
    }
    assertThat(manager.usedBytes()).isZero();
  }

  @Test
  void csvIsTheSame() {
    Random random = new Random(1);
    Schema schema =
        Schema.of(
            new Field("n", DataType.BIGINT, true),
            new Field("t", DataType.STRING, true),
            new Field("c", DataType.STRING, true));
    List<Object> texts = texts(random, 100);
    List<Object> numbers = new ArrayList<>();
    texts.forEach(text -> numbers.add(random.nextLong()));
    ColumnVector[] columns = {
      Vectors.of(DataType.BIGINT, numbers),
      Vectors.of(DataType.STRING, texts),
      new ConstantVector(Vectors.single(DataType.STRING, "constant, \"quoted\""), 100)
    };
    for (Map<String, String> options :
        List.of(
            Map.<String, String>of(),
            Map.of("header", "true", "quote", "'", "escape", "\\"),
            Map.of("quote", "", "sep", ";"))) {
      assertSame(FileFormat.CSV, options, schema, columns);
    }
  }

  @Test
  void largeTextThatCouldBeTakenForNullIsQuoted() {
    Schema schema = Schema.of(new Field("t", DataType.STRING, true));
    ColumnVector texts = Vectors.of(DataType.STRING, Arrays.asList("missing", null, "missinG1"));
    assertSame(FileFormat.CSV, Map.of("nullValue", "missing"), schema, texts);
  }

  @Test
  void jsonIsTheSame() {
    Random random = new Random(2);
    DataType list = new ArrayType(DataType.STRING);
    DataType map = new MapType(DataType.STRING, DataType.STRING);
    DataType struct = new StructType(List.of(new StructType.Member("t", DataType.STRING)));
    Schema schema =
        Schema.of(
            new Field("t", DataType.STRING, true),
            new Field("l", list, true),
            new Field("m", map, true),
            new Field("s", struct, true));
    List<Object> texts = texts(random, 80);
    List<Object> lists = new ArrayList<>();
    List<Object> maps = new ArrayList<>();
    List<Object> structs = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      lists.add(texts.subList(i, Math.min(texts.size(), i + i % 3)));
      maps.add(Map.of("key " + i, "value of \"" + i + "\""));
      structs.add(Arrays.asList(texts.get(texts.size() - 1 - i)));
    }
    assertSame(
        FileFormat.JSON,
        Map.of(),
        schema,
        Vectors.of(DataType.STRING, texts),
        Vectors.of(list, lists),
        Vectors.of(map, maps),
        Vectors.of(struct, structs));
  }
}
