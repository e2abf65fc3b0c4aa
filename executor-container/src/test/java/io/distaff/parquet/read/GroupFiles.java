package io.distaff.parquet.read;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Random;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/** Files written by parquet-java, with random rows of a schema. */
final class GroupFiles {
  /** Every flat type, nullable, and some that aren't. */
  static final MessageType EVERY_TYPE =
      MessageTypeParser.parseMessageType(
          """
          message row {
            optional boolean flag;
            optional int32 tiny (INTEGER(8,true));
            optional int32 small (INTEGER(16,true));
            optional int32 i32;
            optional int64 i64;
            optional int32 u32 (INTEGER(32,false));
            optional int64 u64 (INTEGER(64,false));
            optional float f32;
            optional double f64;
            optional int32 day (DATE);
            optional int64 ts_millis (TIMESTAMP(MILLIS,true));
            optional int64 ts_micros (TIMESTAMP(MICROS,true));
            optional int64 ts_nanos (TIMESTAMP(NANOS,false));
            optional int96 ts_int96;
            optional int32 dec9 (DECIMAL(9,2));
            optional int64 dec18 (DECIMAL(18,4));
            optional binary dec_bytes (DECIMAL(16,3));
            optional fixed_len_byte_array(7) dec_fixed (DECIMAL(16,3));
            optional binary dec_wide_bytes (DECIMAL(38,10));
            optional fixed_len_byte_array(16) dec_wide (DECIMAL(38,10));
            optional binary text (STRING);
            optional binary word (ENUM);
            optional binary json (JSON);
            optional binary raw;
            optional fixed_len_byte_array(5) fixed;
            optional fixed_len_byte_array(2) half (FLOAT16);
            optional fixed_len_byte_array(16) uuid (UUID);
            required int64 required_long;
            required binary required_text (STRING);
          }
          """);

  /** How a file is written, and what its values are like. */
  record Spec(
      String codec,
      String version,
      boolean dictionary,
      boolean byteStreamSplit,
      int pageBytes,
      int distinctValues,
      double nulls) {}

  private GroupFiles() {}

  static void write(Path file, MessageType type, int rows, Spec spec, long seed)
      throws IOException {
    try (ParquetWriter<Group> writer = writer(file, type, spec)) {
      write(writer, type, rows, spec.distinctValues, spec.nulls, seed);
    }
  }

  static void write(
      ParquetWriter<Group> writer,
      MessageType type,
      int rows,
      int distinctValues,
      double nulls,
      long seed)
      throws IOException {
    Random random = new Random(seed);
    SimpleGroupFactory factory = new SimpleGroupFactory(type);
    for (int row = 0; row < rows; row++) {
      Group group = factory.newGroup();
      for (Type field : type.getFields()) {
        // Runs of nulls, and nulls here and there.
        boolean isNull =
            field.isRepetition(Type.Repetition.OPTIONAL)
                && ((row / 300 % 7 == 3 && nulls > 0) || random.nextDouble() < nulls);
        if (!isNull) {
          Random value =
              distinctValues == 0 ? random : new Random(random.nextInt(distinctValues) * 7919L);
          add(group, field.asPrimitiveType(), value);
        }
      }
      writer.write(group);
    }
  }

  static ParquetWriter<Group> writer(Path file, MessageType type, Spec spec) throws IOException {
    return writer(file, type, spec, 256L << 10);
  }

  static ParquetWriter<Group> writer(Path file, MessageType type, Spec spec, long rowGroupBytes)
      throws IOException {
    return builder(file, type, spec, rowGroupBytes).build();
  }

  static ExampleParquetWriter.Builder builder(
      Path file, MessageType type, Spec spec, long rowGroupBytes) {
    return ExampleParquetWriter.builder(new LocalOutputFile(file))
        .withType(type)
        .withConf(new PlainParquetConfiguration())
        .withCompressionCodec(
            org.apache.parquet.hadoop.metadata.CompressionCodecName.valueOf(spec.codec))
        .withWriterVersion(
            org.apache.parquet.column.ParquetProperties.WriterVersion.fromString(spec.version))
        .withDictionaryEncoding(spec.dictionary)
        .withByteStreamSplitEncoding(spec.byteStreamSplit)
        .withPageSize(spec.pageBytes)
        .withDictionaryPageSize(16 << 10)
        .withRowGroupSize(rowGroupBytes);
  }

  private static void add(Group group, PrimitiveType field, Random random) {
    String name = field.getName();
    switch (field.getPrimitiveTypeName()) {
      case BOOLEAN -> group.add(name, random.nextBoolean());
      case INT32 ->
          group.add(
              name,
              switch (name) {
                case "tiny" -> (int) (byte) random.nextInt();
                case "small" -> (int) (short) random.nextInt();
                case "day" -> random.nextInt(40_000) - 10_000;
                case "dec9" -> random.nextInt(2_000_000_000) % 1_000_000_000;
                default -> random.nextInt();
              });
      case INT64 ->
          group.add(
              name,
              switch (name) {
                case "ts_millis" -> random.nextLong() % 4_000_000_000_000L;
                case "ts_micros" -> random.nextLong() % 4_000_000_000_000_000L;
                // Whole microseconds: DuckDB rounds where this reader rounds down.
                case "ts_nanos" -> random.nextLong() % 4_000_000_000_000_000L * 1000;
                case "dec18" -> random.nextLong() % 1_000_000_000_000_000_000L;
                default -> random.nextLong();
              });
      case INT96 -> {
        ByteBuffer bytes = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(Math.floorMod(random.nextLong(), 86_400_000_000_000L) / 1000 * 1000);
        bytes.putInt(2_440_588 + random.nextInt(40_000) - 10_000).flip();
        group.add(name, Binary.fromConstantByteBuffer(bytes));
      }
      case FLOAT -> group.add(name, (float) random.nextGaussian());
      case DOUBLE -> group.add(name, random.nextGaussian());
      case BINARY ->
          group.add(
              name,
              switch (name) {
                case "dec_bytes" -> bytes(random, 1 + random.nextInt(6));
                case "dec_wide_bytes" -> bytes(random, 1 + random.nextInt(15));
                case "raw" -> bytes(random, random.nextInt(20));
                case "json" -> Binary.fromString("{\"a\": [" + random.nextInt(1000) + "]}");
                default -> Binary.fromString(text(random));
              });
      case FIXED_LEN_BYTE_ARRAY -> {
        byte[] value = bytes(random, field.getTypeLength()).getBytes();
        if (name.startsWith("dec")) {
          // Keeps it under the precision.
          byte sign = (byte) (value[1] >> 7);
          value[0] = sign;
        }
        group.add(name, Binary.fromConstantByteArray(value));
      }
    }
  }

  private static Binary bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Binary.fromConstantByteArray(bytes);
  }

  private static String text(Random random) {
    int length = random.nextInt(10) == 0 ? 60 : random.nextInt(12);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(random.nextInt(20) == 0 ? "\u00e9" : String.valueOf((char) ('a' + i % 26)));
    }
    return text.append(random.nextInt(1000)).toString();
  }
}
