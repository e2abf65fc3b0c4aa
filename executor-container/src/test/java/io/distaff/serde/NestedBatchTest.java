package io.distaff.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.error.DistaffException;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.MapType;
import io.distaff.types.Schema;
import io.distaff.vector.RandomBatches;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NestedBatchTest {
  private static final Schema SAMPLE_SCHEMA =
      schema(
          List.of(
              new ArrayType(DataType.INT),
              new MapType(DataType.STRING, DataType.BIGINT),
              RandomBatches.struct(DataType.BOOLEAN, new ArrayType(DataType.STRING))));

  private static final String SAMPLE =
      "030000000300000089fdffffffffffffff0400000004020000000000000002000000810700000000"
          + "00000004010000000200000003000000030000000a02000000040100000000000000010000000601"
          + "0000000401000000000000006b02080700000000000000ffffffffffffffff8bfdffffffffffffff"
          + "80fdffffffffffffff01000089fdffffffffffffff03000000040200000000000000010000008603"
          + "000000000000000300000004010000000200000000000000616263";

  @Test
  void randomTypesComeBackEqual() {
    for (long seed = 0; seed < 60; seed++) {
      RandomBatches batches = new RandomBatches(seed);
      List<DataType> types = List.of(batches.type(3), batches.type(3));
      VectorBatch batch = batches.batch(types, 1 + new Random(seed).nextInt(2000));
      GrowableBytes out = new GrowableBytes(10);
      new BatchSerializer().write(batch, out);
      VectorBatch read = new BatchDeserializer(schema(types)).read(out.array(), 0, out.size());
      assertThat(RandomBatches.rows(read))
          .as("%s %s", seed, types)
          .isEqualTo(RandomBatches.rows(batch));
    }
  }

  @Test
  void damagedBytesAreRefusedOrReadAsOtherValues() {
    Random random = new Random(3);
    List<DataType> types = SAMPLE_SCHEMA.fields().stream().map(Field::type).toList();
    GrowableBytes out = new GrowableBytes(10);
    new BatchSerializer().write(new RandomBatches(3).batch(types, 40), out);
    int refused = 0;
    for (int i = 0; i < 3000; i++) {
      byte[] damaged = Arrays.copyOf(out.array(), out.size());
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      try {
        new BatchDeserializer(SAMPLE_SCHEMA).read(damaged, 0, damaged.length);
      } catch (DistaffException e) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  /** What format version 3 looks like, byte by byte. */
  @Test
  void sampleIsReadAndWritten() {
    VectorBatch sample = sample();
    GrowableBytes out = new GrowableBytes(10);
    new BatchSerializer().write(sample, out);
    assertThat(HexFormat.of().formatHex(out.toByteArray())).isEqualTo(SAMPLE);
    byte[] bytes = HexFormat.of().parseHex(SAMPLE);
    VectorBatch read = new BatchDeserializer(SAMPLE_SCHEMA).read(bytes, 0, bytes.length);
    assertThat(RandomBatches.rows(read)).isEqualTo(RandomBatches.rows(sample));
  }

  private static VectorBatch sample() {
    List<List<Object>> columns =
        List.of(
            Arrays.asList(List.of(1L, 2L), null, Arrays.asList(3L, null)),
            List.of(Map.of("k", 7L), Map.of(), Map.of("", -1L)),
            Arrays.asList(
                Arrays.asList(true, List.of("a", "bc")),
                null,
                Arrays.asList(false, Arrays.asList((Object) null))));
    var vectors = new ArrayList<io.distaff.vector.ColumnVector>();
    for (int c = 0; c < columns.size(); c++) {
      vectors.add(Vectors.of(SAMPLE_SCHEMA.type(c), columns.get(c)));
    }
    return new VectorBatch(3, vectors.toArray(io.distaff.vector.ColumnVector[]::new));
  }

  private static Schema schema(List<DataType> types) {
    List<Field> fields = new ArrayList<>();
    for (DataType type : types) {
      fields.add(new Field("c" + fields.size(), type, true));
    }
    return new Schema(fields);
  }
}
