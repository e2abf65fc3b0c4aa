package io.distaff.parquet.write;

import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
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
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Seeded batches of every type and vector form, and the rows that they hold. */
final class RandomTable {
  private static final String[] ALPHABET = {"a", "Z", "ß", "é", "漢", "字", "😀", "\u007f", "~", " "};

  private final Random random;
  private final Schema schema;
  private final List<List<Object>> rows = new ArrayList<>();
  private final ColumnVector[] lastDictionary;

  RandomTable(long seed, Schema schema) {
    this.random = new Random(seed);
    this.schema = schema;
    this.lastDictionary = new ColumnVector[schema.size()];
  }

  static Schema randomSchema(long seed) {
    Random random = new Random(seed);
    List<DataType> types =
        List.of(
            DataType.BOOLEAN,
            DataType.TINYINT,
            DataType.SMALLINT,
            DataType.INT,
            DataType.BIGINT,
            DataType.FLOAT,
            DataType.DOUBLE,
            DataType.decimal(1 + random.nextInt(9), 0),
            DataType.decimal(18, random.nextInt(19)),
            DataType.decimal(19 + random.nextInt(20), random.nextInt(20)),
            DataType.decimal(38, 10),
            DataType.DATE,
            DataType.TIMESTAMP,
            DataType.TIMESTAMP_LOCAL,
            DataType.STRING,
            DataType.BINARY);
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      fields.add(new Field("c" + i + " ü", types.get(i), random.nextBoolean()));
    }
    return new Schema(fields);
  }

  /** What was selected in all batches so far. */
  List<List<Object>> rows() {
    return rows;
  }

  VectorBatch nextBatch(int numRows) {
    ColumnVector[] columns = new ColumnVector[schema.size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = vector(i, numRows);
    }
    SelectionVector selection = null;
    if (random.nextInt(3) == 0) {
      int[] selected = new int[numRows];
      int count = 0;
      for (int row = 0; row < numRows; row++) {
        if (random.nextInt(4) != 0) {
          selected[count++] = row;
        }
      }
      selection = new SelectionVector(selected, count);
    }
    VectorBatch batch = new VectorBatch(numRows, selection, columns);
    for (int i = 0; i < batch.numSelected(); i++) {
      List<Object> row = new ArrayList<>();
      for (ColumnVector column : columns) {
        row.add(Vectors.value(column, batch.selectedRow(i)));
      }
      rows.add(row);
    }
    return batch;
  }

  private ColumnVector vector(int column, int numRows) {
    Field field = schema.field(column);
    return switch (random.nextInt(6)) {
      case 0 ->
          new ConstantVector(
              field.nullable() && random.nextBoolean()
                  ? Vectors.nullOf(field.type())
                  : flat(field.type(), 1, null),
              numRows);
      case 1, 2 -> {
        if (lastDictionary[column] == null || random.nextInt(3) == 0) {
          lastDictionary[column] = flat(field.type(), 1 + random.nextInt(300), null);
        }
        int[] ids = new int[numRows];
        for (int i = 0; i < numRows; i++) {
          ids[i] = random.nextInt(lastDictionary[column].length());
        }
        yield new DictionaryVector(lastDictionary[column], ids, validity(field, numRows), numRows);
      }
      default -> flat(field.type(), numRows, validity(field, numRows));
    };
  }

  private long[] validity(Field field, int numRows) {
    if (!field.nullable() || random.nextInt(4) == 0) {
      return null;
    }
    long[] bits = Validity.allValid(numRows);
    int oneIn = random.nextBoolean() ? 2 : 50;
    for (int i = 0; i < numRows; i++) {
      if (random.nextInt(oneIn) == 0) {
        Validity.setNull(bits, i);
      }
    }
    return bits;
  }

  private ColumnVector flat(DataType type, int n, long[] validity) {
    boolean fewValues = random.nextBoolean();
    return switch (type.kind()) {
      case BOOLEAN -> {
        byte[] values = new byte[n];
        for (int i = 0; i < n; i++) {
          values[i] = (byte) random.nextInt(2);
        }
        yield new BooleanVector(type, values, validity, n);
      }
      case NULL -> new IntVector(type, new int[n], new long[Validity.words(n)], n);
      case TINYINT -> ints(type, n, validity, -128, 127);
      case SMALLINT -> ints(type, n, validity, -32768, 32767);
      case INT ->
          fewValues
              ? ints(type, n, validity, -5, 5)
              : ints(type, n, validity, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case DATE -> ints(type, n, validity, -719_162, 2_000_000);
      case BIGINT -> longs(type, n, validity, fewValues ? 7 : Long.MAX_VALUE);
      case TIMESTAMP, TIMESTAMP_LOCAL -> longs(type, n, validity, 60_000_000_000_000_000L);
      case FLOAT -> {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
          values[i] = fewValues ? random.nextInt(4) / 4f : (float) random.nextGaussian();
        }
        yield new FloatVector(type, values, validity, n);
      }
      case DOUBLE -> {
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
          values[i] = fewValues ? random.nextInt(4) / 4.0 : random.nextGaussian();
        }
        yield new DoubleVector(type, values, validity, n);
      }
      case DECIMAL -> decimals((DecimalType) type, n, validity);
      case STRING, BINARY -> bytes(type, n, validity, fewValues);
      case ARRAY, MAP, STRUCT -> throw new IllegalArgumentException(type.sqlName());
    };
  }

  private ColumnVector ints(DataType type, int n, long[] validity, long from, long to) {
    int[] values = new int[n];
    for (int i = 0; i < n; i++) {
      values[i] = (int) random.nextLong(from, to + 1);
    }
    return new IntVector(type, values, validity, n);
  }

  private ColumnVector longs(DataType type, int n, long[] validity, long bound) {
    long[] values = new long[n];
    for (int i = 0; i < n; i++) {
      values[i] = random.nextLong(-bound, bound);
    }
    return new LongVector(type, values, validity, n);
  }

  private ColumnVector decimals(DecimalType type, int n, long[] validity) {
    BigInteger bound = BigInteger.TEN.pow(type.precision());
    if (type.isLong()) {
      return longs(type, n, validity, bound.longValueExact());
    }
    if (random.nextInt(3) == 0) {
      return longs(type, n, validity, 1_000_000_000_000L);
    }
    long[] high = new long[n];
    long[] low = new long[n];
    for (int i = 0; i < n; i++) {
      BigInteger value =
          new BigInteger(bound.bitLength() + 8, random)
              .mod(bound)
              .shiftRight(random.nextInt(4) == 0 ? 60 : 0);
      if (random.nextBoolean()) {
        value = value.negate();
      }
      ColumnVector one = Vectors.single(type, new BigDecimal(value, type.scale()));
      high[i] = ((Int128Vector) one).high()[0];
      low[i] = ((Int128Vector) one).low()[0];
    }
    return new Int128Vector(type, high, low, validity, n);
  }

  private ColumnVector bytes(DataType type, int n, long[] validity, boolean fewValues) {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    int[] starts = new int[n];
    int[] lengths = new int[n];
    for (int i = 0; i < n; i++) {
      byte[] value = new byte[random.nextInt(20)];
      if (fewValues) {
        value = ("value " + random.nextInt(9)).getBytes(StandardCharsets.UTF_8);
      } else if (type.kind() == DataType.Kind.BINARY) {
        random.nextBytes(value);
      } else {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(100) == 0 ? random.nextInt(500) : random.nextInt(12);
        for (int k = 0; k < length; k++) {
          text.append(ALPHABET[random.nextInt(ALPHABET.length)]);
        }
        value = text.toString().getBytes(StandardCharsets.UTF_8);
      }
      boolean isNull = validity != null && !Validity.isValid(validity, i);
      starts[i] = data.size();
      lengths[i] = isNull ? 0 : value.length;
      data.writeBytes(value);
    }
    return new BytesVector(type, data.toByteArray(), starts, lengths, validity, n);
  }
}
