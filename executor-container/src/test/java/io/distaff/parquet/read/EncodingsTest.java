package io.distaff.parquet.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.parquet.write.ParquetFooters;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Type;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * That files in which parquet-java uses an encoding have the values of those in which it doesn't.
 */
final class EncodingsTest {
  private static final int ROWS = 3_000;

  @TempDir private Path directory;

  @Test
  void valuesAreTheSameInEveryEncoding() throws Exception {
    Map<Type, Set<Encoding>> seen = new TreeMap<>();
    List<List<Object>> plain =
        read("plain", seen, builder -> builder.withDictionaryEncoding(false));
    assertThat(plain).hasSize(ROWS);
    assertThat(
            read(
                "split",
                seen,
                builder -> {
                  for (ColumnDescriptor column : GroupFiles.EVERY_TYPE.getColumns()) {
                    builder.withByteStreamSplitEncoding(column.getPath()[0], canSplit(column));
                  }
                  return builder.withDictionaryEncoding(false);
                }))
        .isEqualTo(plain);
    assertThat(
            read(
                "delta",
                seen,
                builder ->
                    builder
                        .withDictionaryEncoding(false)
                        .withWriterVersion(WriterVersion.PARQUET_2_0)))
        .isEqualTo(plain);
    for (WriterVersion version : WriterVersion.values()) {
      assertThat(read("ids", seen, builder -> builder.withWriterVersion(version))).isEqualTo(plain);
    }
    // What is written of each type; RLE also is what levels have.
    assertThat(seen.get(Type.BOOLEAN)).contains(Encoding.PLAIN, Encoding.RLE);
    for (Type type : List.of(Type.INT32, Type.INT64)) {
      assertThat(seen.get(type))
          .contains(
              Encoding.PLAIN,
              Encoding.PLAIN_DICTIONARY,
              Encoding.RLE_DICTIONARY,
              Encoding.DELTA_BINARY_PACKED,
              Encoding.BYTE_STREAM_SPLIT);
    }
    for (Type type : List.of(Type.FLOAT, Type.DOUBLE)) {
      assertThat(seen.get(type))
          .contains(Encoding.PLAIN, Encoding.RLE_DICTIONARY, Encoding.BYTE_STREAM_SPLIT);
    }
    assertThat(seen.get(Type.INT96)).contains(Encoding.PLAIN, Encoding.RLE_DICTIONARY);
    assertThat(seen.get(Type.BYTE_ARRAY))
        .contains(Encoding.PLAIN, Encoding.RLE_DICTIONARY, Encoding.DELTA_BYTE_ARRAY);
    assertThat(seen.get(Type.FIXED_LEN_BYTE_ARRAY))
        .contains(Encoding.PLAIN, Encoding.DELTA_BYTE_ARRAY, Encoding.BYTE_STREAM_SPLIT);
  }

  private static boolean canSplit(ColumnDescriptor column) {
    return switch (column.getPrimitiveType().getPrimitiveTypeName()) {
      case INT32, INT64, FLOAT, DOUBLE, FIXED_LEN_BYTE_ARRAY -> true;
      case BOOLEAN, INT96, BINARY -> false;
    };
  }

  private List<List<Object>> read(
      String name, Map<Type, Set<Encoding>> seen, UnaryOperator<ExampleParquetWriter.Builder> with)
      throws Exception {
    Path file = directory.resolve(name + ".parquet");
    file.toFile().delete();
    ExampleParquetWriter.Builder builder =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withType(GroupFiles.EVERY_TYPE)
            .withConf(new PlainParquetConfiguration())
            .withPageSize(4 << 10);
    try (ParquetWriter<Group> writer = with.apply(builder).build()) {
      GroupFiles.write(writer, GroupFiles.EVERY_TYPE, ROWS, 100, 0.2, 3);
    }
    for (RowGroup group : ParquetFooters.read(file).row_groups) {
      group.columns.forEach(chunk -> note(chunk.meta_data, seen));
    }
    return ParquetScans.read(file);
  }

  private static void note(ColumnMetaData chunk, Map<Type, Set<Encoding>> seen) {
    seen.computeIfAbsent(chunk.type, key -> new TreeSet<>()).addAll(chunk.encodings);
  }
}
