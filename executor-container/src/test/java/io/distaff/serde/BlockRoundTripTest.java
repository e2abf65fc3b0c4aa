package io.distaff.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.vector.BooleanVector;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.DictionaryVector;
import io.distaff.vector.DoubleVector;
import io.distaff.vector.FloatVector;
import io.distaff.vector.Int128Vector;
import io.distaff.vector.IntVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.Validity;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BlockRoundTripTest {
  private static final Schema SCHEMA =
      Schema.of(
          new Field("boolean", DataType.BOOLEAN, true),
          new Field("int", DataType.INT, true),
          new Field("long", DataType.BIGINT, true),
          new Field("wide", DataType.decimal(38, 3), true),
          new Field("compact_wide", DataType.decimal(30, 3), true),
          new Field("float", DataType.FLOAT, true),
          new Field("double", DataType.DOUBLE, true),
          new Field("text", DataType.STRING, true),
          new Field("small_dictionary", DataType.STRING, true),
          new Field("large_dictionary", DataType.BIGINT, true),
          new Field("constant", DataType.STRING, true),
          new Field("null", DataType.DOUBLE, true));

  private static final Schema TEXTS = Schema.of(new Field("text", DataType.STRING, true));

  @Test
  void selectedRowsOfEveryFormComeBackEqual() {
    for (long seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      int rows = 1 + random.nextInt(3000);
      VectorBatch batch = randomBatch(random, rows, random.nextBoolean());
      if (random.nextBoolean()) {
        int[] selected = IntStream.range(0, rows).filter(i -> random.nextInt(3) > 0).toArray();
        batch = batch.withSelection(new SelectionVector(selected, selected.length));
      }
      GrowableBytes out = new GrowableBytes(10);
      BlockWriter writer = new BlockWriter(seed % 2 == 0 ? Compression.SPACE : Compression.SPEED);
      assertThat(writer.write(batch, out)).isEqualTo(out.size());
      writer.write(batch, out);
      BlockReader reader = new BlockReader(SCHEMA);
      reader.reset(out.array(), 0, out.size());
      assertThat(rows(reader.next())).as("seed %s", seed).isEqualTo(rows(batch));
      assertThat(rows(reader.next())).isEqualTo(rows(batch));
      assertThat(reader.next()).isNull();
    }
  }

  @Test
  void dictionariesStayDictionariesWhereThatIsSmaller() {
    VectorBatch batch = randomBatch(new Random(1), 3000, true);
    GrowableBytes out = new GrowableBytes(10);
    new BlockWriter(Compression.SPACE).write(batch, out);
    BlockReader reader = new BlockReader(SCHEMA);
    reader.reset(out.array(), 0, out.size());
    assertThat(reader.next().column(8).form()).isEqualTo(ColumnVector.Form.DICTIONARY);
  }

  @Test
  void textOfABlockThatIsNotCompressedStaysInItsArray() {
    GrowableBytes out = new GrowableBytes(10);
    new BlockWriter(Compression.SPACE).write(texts("one", "two"), out);
    byte[] bytes = out.toByteArray();
    BlockReader reader = new BlockReader(TEXTS);
    reader.reset(bytes, 0, bytes.length);
    VectorBatch batch = reader.next();
    assertThat(rows(batch)).isEqualTo(rows(texts("one", "two")));
    assertThat(((BytesVector) batch.column(0)).data()).isSameAs(bytes);
  }

  @Test
  void aRowOutlivesItsArrayUntilItsPiecesHaveCome() {
    BlockWriter writer = new BlockWriter(Compression.SPACE);
    GrowableBytes out = new GrowableBytes(10);
    ColumnVector text = Vectors.single(DataType.STRING, "small");
    BytesVector outside =
        new BytesVector(DataType.STRING, new byte[0], new int[1], new int[] {5}, null, 1);
    BitSet columns = new BitSet();
    columns.set(1);
    writer.writeWithout(columns, new VectorBatch(1, text, outside), out);
    byte[] bytes = out.toByteArray();
    BlockReader reader =
        new BlockReader(
            Schema.of(
                new Field("text", DataType.STRING, true),
                new Field("outside", DataType.STRING, true)));
    reader.reset(bytes, 0, bytes.length);
    assertThat(reader.next()).isNull();
    Arrays.fill(bytes, (byte) 0);
    out.clear();
    writer.writePiece("large".getBytes(StandardCharsets.UTF_8), 0, 5, out);
    reader.reset(out.array(), 0, out.size());
    assertThat(rows(reader.next()))
        .isEqualTo(rows(new VectorBatch(1, text, Vectors.single(DataType.STRING, "large"))));
  }

  @ParameterizedTest
  @EnumSource
  void everyFlippedByteIsFound(Compression compression) {
    VectorBatch batch = randomBatch(new Random(7), 50, true);
    GrowableBytes out = new GrowableBytes(10);
    new BlockWriter(compression).write(batch, out);
    for (int i = 0; i < out.size(); i++) {
      byte[] damaged = Arrays.copyOf(out.array(), out.size());
      damaged[i] ^= 0x10;
      BlockReader reader = new BlockReader(SCHEMA);
      reader.reset(damaged, 0, damaged.length);
      assertThatThrownBy(reader::next).isInstanceOf(DistaffException.class);
    }
    BlockReader reader = new BlockReader(SCHEMA);
    reader.reset(out.array(), 0, out.size() - 1);
    assertThatThrownBy(reader::next).isInstanceOf(DistaffException.class);
  }

  private static VectorBatch texts(String... texts) {
    byte[] data = String.join("", texts).getBytes(StandardCharsets.UTF_8);
    int[] starts = new int[texts.length];
    int[] lengths = new int[texts.length];
    int start = 0;
    for (int i = 0; i < texts.length; i++) {
      starts[i] = start;
      lengths[i] = texts[i].length();
      start += lengths[i];
    }
    return new VectorBatch(
        texts.length, new BytesVector(DataType.STRING, data, starts, lengths, null, texts.length));
  }

  private static VectorBatch randomBatch(Random random, int rows, boolean nulls) {
    byte[] booleans = new byte[rows];
    int[] ints = new int[rows];
    long[] longs = new long[rows];
    long[] others = new long[rows];
    float[] floats = new float[rows];
    double[] doubles = new double[rows];
    byte[] data = new byte[rows * 5 + 10];
    random.nextBytes(data);
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) ('a' + (data[i] & 15));
    }
    int[] starts = new int[rows];
    int[] lengths = new int[rows];
    int[] smallIds = new int[rows];
    int[] largeIds = new int[rows];
    for (int i = 0; i < rows; i++) {
      booleans[i] = (byte) random.nextInt(2);
      ints[i] = random.nextInt();
      longs[i] = random.nextLong();
      others[i] = random.nextLong() >> (1 + random.nextInt(60));
      floats[i] = random.nextFloat();
      doubles[i] = random.nextGaussian();
      starts[i] = random.nextInt(rows * 5);
      lengths[i] = random.nextInt(10);
      smallIds[i] = random.nextInt(3);
      largeIds[i] = random.nextInt(700);
    }
    BytesVector words =
        new BytesVector(DataType.STRING, data, new int[] {0, 3, 1}, new int[] {2, 0, 4}, null, 3);
    LongVector numbers = new LongVector(DataType.BIGINT, random.longs(700).toArray(), null, 700);
    return new VectorBatch(
        rows,
        new BooleanVector(DataType.BOOLEAN, booleans, validity(random, rows, nulls), rows),
        new IntVector(DataType.INT, ints, validity(random, rows, nulls), rows),
        new LongVector(DataType.BIGINT, longs, null, rows),
        new Int128Vector(
            DataType.decimal(38, 3), others, longs, validity(random, rows, nulls), rows),
        new LongVector(DataType.decimal(30, 3), others, null, rows),
        new FloatVector(DataType.FLOAT, floats, validity(random, rows, nulls), rows),
        new DoubleVector(DataType.DOUBLE, doubles, null, rows),
        new BytesVector(
            DataType.STRING, data, starts, lengths, validity(random, rows, nulls), rows),
        new DictionaryVector(words, smallIds, validity(random, rows, nulls), rows),
        new DictionaryVector(numbers, largeIds, validity(random, rows, nulls), rows),
        new ConstantVector(Vectors.single(DataType.STRING, "same"), rows),
        ConstantVector.ofNull(DataType.DOUBLE, rows));
  }

  private static long[] validity(Random random, int rows, boolean nulls) {
    if (!nulls) {
      return null;
    }
    long[] bits = Validity.allValid(rows);
    for (int i = 0; i < rows; i++) {
      if (random.nextInt(5) == 0) {
        Validity.setNull(bits, i);
      }
    }
    return bits;
  }

  private static List<List<Object>> rows(VectorBatch batch) {
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < batch.numSelected(); i++) {
      List<Object> row = new ArrayList<>();
      for (ColumnVector column : batch.columns()) {
        row.add(Vectors.value(column, batch.selectedRow(i)));
      }
      rows.add(row);
    }
    return rows;
  }
}
