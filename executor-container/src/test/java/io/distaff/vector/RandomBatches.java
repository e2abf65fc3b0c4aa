package io.distaff.vector;

import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.types.MapType;
import io.distaff.types.StructType;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * Seeded batches of every type and form for tests, and their rows as plain objects. Nested columns
 * have nulls at every level, empty collections, gaps, and vectors of any form inside.
 */
public final class RandomBatches {
  /** One of each flat physical form and the types that share one. */
  public static final List<DataType> ALL_TYPES =
      List.of(
          DataType.BOOLEAN,
          DataType.TINYINT,
          DataType.SMALLINT,
          DataType.INT,
          DataType.BIGINT,
          DataType.FLOAT,
          DataType.DOUBLE,
          DataType.decimal(15, 2),
          DataType.decimal(38, 4),
          DataType.DATE,
          DataType.TIMESTAMP,
          DataType.STRING,
          DataType.BINARY);

  /** Arrays, maps and structs, and these within each other. */
  public static final List<DataType> NESTED_TYPES =
      List.of(
          new ArrayType(DataType.INT),
          new ArrayType(DataType.STRING),
          new MapType(DataType.STRING, DataType.decimal(38, 4)),
          struct(DataType.DOUBLE, DataType.STRING),
          new ArrayType(struct(DataType.BIGINT, new ArrayType(DataType.BINARY))),
          struct(new MapType(DataType.DATE, DataType.BOOLEAN), struct(DataType.FLOAT)));

  /** Both of them. */
  public static final List<DataType> FLAT_AND_NESTED_TYPES =
      Stream.concat(ALL_TYPES.stream(), NESTED_TYPES.stream()).toList();

  private final Random random;
  private double nullRate = 0.1;
  private int numDistinct = 50;
  private boolean selections = true;

  public RandomBatches(long seed) {
    random = new Random(seed);
  }

  /** A struct with members m0, m1... */
  public static StructType struct(DataType... types) {
    List<StructType.Member> members = new ArrayList<>();
    for (DataType type : types) {
      members.add(new StructType.Member("m" + members.size(), type));
    }
    return new StructType(members);
  }

  /**
   * A random type.
   *
   * @param depth how many levels of arrays, maps and structs there may be at most
   */
  public DataType type(int depth) {
    int kind = depth == 0 ? 3 : random.nextInt(6);
    return switch (kind) {
      case 0 -> new ArrayType(type(depth - 1));
      case 1 -> new MapType(type(0), type(depth - 1));
      case 2 -> {
        DataType[] members = new DataType[1 + random.nextInt(3)];
        Arrays.setAll(members, m -> type(depth - 1));
        yield struct(members);
      }
      default -> ALL_TYPES.get(random.nextInt(ALL_TYPES.size()));
    };
  }

  public RandomBatches nullRate(double rate) {
    nullRate = rate;
    return this;
  }

  /** How many different values a column may have. */
  public RandomBatches numDistinct(int number) {
    numDistinct = number;
    return this;
  }

  public RandomBatches withoutSelections() {
    selections = false;
    return this;
  }

  public List<VectorBatch> batches(List<DataType> types, int numBatches, int maxRows) {
    List<VectorBatch> batches = new ArrayList<>();
    for (int i = 0; i < numBatches; i++) {
      batches.add(batch(types, 1 + random.nextInt(maxRows)));
    }
    return batches;
  }

  /** A batch with at least one selected row. */
  public VectorBatch batch(List<DataType> types, int numRows) {
    ColumnVector[] columns = new ColumnVector[types.size()];
    for (int c = 0; c < columns.length; c++) {
      columns[c] = column(types.get(c), numRows);
    }
    if (!selections || random.nextInt(3) == 0) {
      return new VectorBatch(numRows, columns);
    }
    int[] rows = new int[numRows + 3];
    int count = 0;
    int kept = 1 + random.nextInt(9);
    for (int row = 0; row < numRows; row++) {
      if (random.nextInt(10) < kept) {
        rows[count++] = row;
      }
    }
    if (count == 0) {
      rows[count++] = numRows - 1;
    }
    return new VectorBatch(numRows, new SelectionVector(rows, count), columns);
  }

  /** A column in a random form. */
  public ColumnVector column(DataType type, int numRows) {
    return switch (random.nextInt(8)) {
      case 0 -> new ConstantVector(Vectors.single(type, nextOrNull(type)), numRows);
      case 1, 2, 3 -> dictionary(type, numRows);
      default -> flatForm(type, values(type, numRows));
    };
  }

  /** These values in a random form, and what is inside of them too. */
  public ColumnVector vector(DataType type, List<Object> values) {
    if (random.nextInt(3) > 0) {
      return flatForm(type, values);
    }
    List<Object> entries = new ArrayList<>();
    Map<Object, Integer> known = new HashMap<>();
    int[] ids = new int[values.size()];
    long[] validity = values.contains(null) ? Validity.allValid(ids.length) : null;
    for (int i = 0; i < ids.length; i++) {
      Object value = values.get(i);
      if (value == null) {
        Validity.setNull(validity, i);
        continue;
      }
      ids[i] = known.computeIfAbsent(comparable(value), unseen -> entries.size());
      if (ids[i] == entries.size()) {
        entries.add(value);
      }
    }
    if (validity == null && entries.size() == 1) {
      return new ConstantVector(Vectors.single(type, entries.get(0)), ids.length);
    }
    return new DictionaryVector(flatForm(type, entries), ids, validity, ids.length);
  }

  /** These values in a flat vector; what is inside of nested ones is in a random form. */
  public ColumnVector flatForm(DataType type, List<Object> values) {
    int n = values.size();
    if (type instanceof StructType struct) {
      ColumnVector[] members = new ColumnVector[struct.size()];
      for (int m = 0; m < members.length; m++) {
        List<Object> column = new ArrayList<>();
        for (Object value : values) {
          // Whatever stands under a null must not matter.
          DataType member = struct.member(m).type();
          column.add(value == null ? value(member, 5) : ((List<?>) value).get(m));
        }
        members[m] = vector(struct.member(m).type(), column);
      }
      return new StructVector(struct, members, validity(values), n);
    }
    if (!type.isNested()) {
      return flat(type, values, random.nextBoolean());
    }
    int[] starts = new int[n];
    int[] lengths = new int[n];
    List<Object> keys = new ArrayList<>();
    List<Object> entries = new ArrayList<>();
    boolean backwards = random.nextBoolean();
    for (int i = 0; i < n; i++) {
      int row = backwards ? n - 1 - i : i;
      Object value = values.get(row);
      starts[row] = entries.size();
      if (value instanceof List<?> list) {
        entries.addAll(list);
      } else if (value instanceof Map<?, ?> map) {
        keys.addAll(map.keySet());
        entries.addAll(map.values());
      }
      lengths[row] = entries.size() - starts[row];
      if (random.nextInt(20) == 0) {
        // A gap.
        entries.add(null);
        keys.add(type instanceof MapType map ? value(map.key(), 3) : null);
      }
    }
    if (type instanceof ArrayType array) {
      ColumnVector elements = vector(array.element(), entries);
      return new ArrayVector(array, starts, lengths, elements, validity(values), n);
    }
    MapType map = (MapType) type;
    ColumnVector keyVector = vector(map.key(), keys);
    ColumnVector valueVector = vector(map.value(), entries);
    return new MapVector(map, starts, lengths, keyVector, valueVector, validity(values), n);
  }

  private static long[] validity(List<Object> values) {
    if (!values.contains(null)) {
      return null;
    }
    long[] bits = Validity.allValid(values.size());
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) == null) {
        Validity.setNull(bits, i);
      }
    }
    return bits;
  }

  private List<Object> values(DataType type, int numRows) {
    boolean nulls = random.nextInt(3) > 0;
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < numRows; i++) {
      values.add(nulls ? nextOrNull(type) : value(type, random.nextInt(numDistinct)));
    }
    return values;
  }

  private Object nextOrNull(DataType type) {
    return random.nextDouble() < nullRate ? null : value(type, random.nextInt(numDistinct));
  }

  private ColumnVector dictionary(DataType type, int numRows) {
    int entries = 1 + random.nextInt(40);
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < entries; i++) {
      values.add(value(type, random.nextInt(numDistinct)));
    }
    int[] ids = new int[numRows];
    long[] validity = nullRate > 0 && random.nextBoolean() ? Validity.allValid(numRows) : null;
    for (int i = 0; i < numRows; i++) {
      ids[i] = random.nextInt(entries);
      if (validity != null && random.nextDouble() < nullRate) {
        Validity.setNull(validity, i);
      }
    }
    return new DictionaryVector(flatForm(type, values), ids, validity, numRows);
  }

  /** The k-th of the type's values: small k repeat special ones. */
  public static Object value(DataType type, int k) {
    return switch (type.kind()) {
      case NULL -> null;
      case BOOLEAN -> k % 2 == 0;
      case TINYINT -> (long) (byte) (k * 37);
      case SMALLINT -> (long) (short) (k * 1237);
      case INT, DATE -> (long) ((k * 0x9E3779B1) >> (k & 15));
      case BIGINT, TIMESTAMP, TIMESTAMP_LOCAL -> (k * 0x9E3779B97F4A7C15L) >> ((k & 47) + 12);
      case FLOAT -> (double) (float) doubleOf(k);
      case DOUBLE -> doubleOf(k);
      case DECIMAL -> {
        DecimalType decimal = (DecimalType) type;
        BigInteger unscaled = BigInteger.valueOf((k - 20) * 0x9E3779B97F4AL);
        if (!decimal.isLong() && k % 4 == 0) {
          unscaled = unscaled.multiply(BigInteger.TEN.pow(18)).add(BigInteger.valueOf(k));
        }
        BigInteger bound = BigInteger.TEN.pow(decimal.precision() - (decimal.isLong() ? 2 : 8));
        yield new BigDecimal(unscaled.remainder(bound), decimal.scale());
      }
      case STRING -> textOf(k);
      case BINARY -> textOf(k).getBytes(StandardCharsets.UTF_8);
      case ARRAY -> elements(((ArrayType) type).element(), k);
      case MAP -> {
        MapType map = (MapType) type;
        Map<Object, Object> distinct = new LinkedHashMap<>();
        Map<Object, Object> entries = new LinkedHashMap<>();
        List<Object> values = elements(map.value(), k);
        for (int i = 0; i < values.size(); i++) {
          Object key = value(map.key(), (k / 5 + i) % 50);
          if (distinct.put(comparable(key), key) == null) {
            entries.put(key, values.get(i));
          }
        }
        yield entries;
      }
      case STRUCT -> {
        List<Object> members = new ArrayList<>();
        for (DataType member : ((StructType) type).types()) {
          boolean isNull = (k + members.size()) % 7 == 6;
          members.add(isNull ? null : value(member, k % (11 + members.size())));
        }
        yield members;
      }
    };
  }

  /** Elements that begin alike for neighbours: from none to many, some null. */
  private static List<Object> elements(DataType type, int k) {
    List<Object> values = new ArrayList<>();
    int size = k % 13 == 12 ? 40 : k % 5;
    for (int i = 0; i < size; i++) {
      values.add((k + i) % 6 == 5 ? null : value(type, (k / 5 + i) % 50));
    }
    return values;
  }

  private static double doubleOf(int k) {
    return switch (k) {
      case 0 -> 0.0;
      case 1 -> -0.0;
      case 2 -> Double.NaN;
      case 3 -> Double.NEGATIVE_INFINITY;
      default -> (k - 20) * 1.25;
    };
  }

  private static String textOf(int k) {
    return switch (k % 4) {
      case 0 -> "k" + k;
      case 1 -> "a common beginning " + k;
      case 2 -> k == 2 ? "" : "é" + k + "\0";
      default -> "x".repeat(k % 20) + k;
    };
  }

  /**
   * A flat vector of values as {@link Vectors#single} takes them.
   *
   * @param asLongs whether a wide decimal comes in longs, if all values fit
   */
  public static ColumnVector flat(DataType type, List<Object> values, boolean asLongs) {
    int n = values.size();
    long[] validity = null;
    boolean[] isNull = new boolean[n];
    for (int i = 0; i < n; i++) {
      if (values.get(i) == null) {
        validity = validity == null ? Validity.allValid(n) : validity;
        Validity.setNull(validity, i);
        isNull[i] = true;
      }
    }
    int[] ints = new int[n];
    long[] longs = new long[n];
    long[] highs = new long[n];
    double[] doubles = new double[n];
    float[] floats = new float[n];
    byte[] bytes = new byte[n];
    int[] starts = new int[n];
    int[] lengths = new int[n];
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    data.write(7);
    boolean fits = true;
    for (int i = 0; i < n; i++) {
      if (isNull[i]) {
        // Whatever the slot of a null holds must not matter.
        ints[i] = -77;
        longs[i] = 99;
        doubles[i] = 5;
        continue;
      }
      Object value = values.get(i);
      if (value instanceof Boolean bool) {
        bytes[i] = (byte) (bool ? 1 : 0);
      } else if (value instanceof Long number) {
        ints[i] = number.intValue();
        longs[i] = number;
      } else if (value instanceof Double number) {
        floats[i] = number.floatValue();
        doubles[i] = number;
      } else if (value instanceof BigDecimal number) {
        BigInteger unscaled = number.unscaledValue();
        longs[i] = unscaled.longValue();
        highs[i] = unscaled.shiftRight(64).longValueExact();
        fits &= unscaled.bitLength() < 64;
      } else {
        byte[] text =
            value instanceof String s ? s.getBytes(StandardCharsets.UTF_8) : (byte[]) value;
        starts[i] = data.size();
        lengths[i] = text.length;
        data.writeBytes(text);
      }
    }
    return switch (type.kind()) {
      case BOOLEAN -> new BooleanVector(type, bytes, validity, n);
      case NULL, TINYINT, SMALLINT, INT, DATE -> new IntVector(type, ints, validity, n);
      case BIGINT, TIMESTAMP, TIMESTAMP_LOCAL -> new LongVector(type, longs, validity, n);
      case FLOAT -> new FloatVector(type, floats, validity, n);
      case DOUBLE -> new DoubleVector(type, doubles, validity, n);
      case DECIMAL ->
          ((DecimalType) type).isLong() || (asLongs && fits)
              ? new LongVector(type, longs, validity, n)
              : new Int128Vector(type, highs, longs, validity, n);
      case STRING, BINARY ->
          new BytesVector(type, data.toByteArray(), starts, lengths, validity, n);
      case ARRAY, MAP, STRUCT -> throw new IllegalArgumentException(type.sqlName());
    };
  }

  /** The selected rows as lists of plain objects that are equal where the values are. */
  public static List<List<Object>> rows(VectorBatch batch) {
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < batch.numSelected(); i++) {
      List<Object> row = new ArrayList<>();
      for (ColumnVector column : batch.columns()) {
        row.add(comparable(Vectors.value(column, batch.selectedRow(i))));
      }
      rows.add(row);
    }
    return rows;
  }

  public static List<List<Object>> rows(List<VectorBatch> batches) {
    return batches.stream().flatMap(b -> rows(b).stream()).toList();
  }

  /** The order of SQL for values as {@link #rows(VectorBatch)} gives them. */
  @SuppressWarnings("unchecked")
  public static int compare(DataType type, Object a, Object b) {
    return switch (type.kind()) {
      case STRING ->
          Arrays.compareUnsigned(
              ((String) a).getBytes(StandardCharsets.UTF_8),
              ((String) b).getBytes(StandardCharsets.UTF_8));
      case BINARY -> Arrays.compareUnsigned(parse((String) a), parse((String) b));
      case ARRAY -> compareLists(i -> ((ArrayType) type).element(), (List<?>) a, (List<?>) b);
      case MAP -> {
        MapType map = (MapType) type;
        List<?> x = ((List<?>) a).stream().flatMap(e -> ((List<?>) e).stream()).toList();
        List<?> y = ((List<?>) b).stream().flatMap(e -> ((List<?>) e).stream()).toList();
        yield compareLists(i -> i % 2 == 0 ? map.key() : map.value(), x, y);
      }
      case STRUCT ->
          compareLists(i -> ((StructType) type).member(i).type(), (List<?>) a, (List<?>) b);
      default -> ((Comparable<Object>) a).compareTo(b);
    };
  }

  private static int compareLists(IntFunction<DataType> type, List<?> a, List<?> b) {
    for (int i = 0; i < a.size() && i < b.size(); i++) {
      Object x = a.get(i);
      Object y = b.get(i);
      int order =
          x == null || y == null
              ? Boolean.compare(x != null, y != null)
              : compare(type.apply(i), x, y);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.size(), b.size());
  }

  private static byte[] parse(String text) {
    String inner = text.substring("bytes [".length(), text.length() - 1);
    if (inner.isEmpty()) {
      return new byte[0];
    }
    String[] parts = inner.split(", ", -1);
    byte[] bytes = new byte[parts.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = Byte.parseByte(parts[i]);
    }
    return bytes;
  }

  /**
   * Binary as text, the two zeros as one, maps as lists of entries, so that equals() is SQL's "not
   * distinct".
   */
  public static Object comparable(Object value) {
    if (value instanceof List<?> list) {
      return comparables(list);
    }
    if (value instanceof Map<?, ?> map) {
      List<Object> entries = new ArrayList<>();
      map.forEach((k, v) -> entries.add(comparables(Arrays.asList(k, v))));
      return entries;
    }
    if (value instanceof byte[] bytes) {
      return "bytes " + Arrays.toString(bytes);
    }
    return value instanceof Double number ? number + 0.0 : value;
  }

  private static List<Object> comparables(List<?> values) {
    List<Object> comparables = new ArrayList<>();
    for (Object value : values) {
      comparables.add(comparable(value));
    }
    return comparables;
  }
}
