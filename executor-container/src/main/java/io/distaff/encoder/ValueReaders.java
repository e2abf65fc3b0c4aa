package io.distaff.encoder;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.row.RowValues;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.MapType;
import io.distaff.types.StructType;
import io.distaff.vector.ArrayVector;
import io.distaff.vector.BooleanVector;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.DictionaryVector;
import io.distaff.vector.DoubleVector;
import io.distaff.vector.FloatVector;
import io.distaff.vector.IntVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.MapVector;
import io.distaff.vector.StructVector;
import io.distaff.vector.Vectors;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The readers for each pair of a shape and a type of columns. Stateless. */
final class ValueReaders {
  private ValueReaders() {}

  /** Throws SCHEMA_MISMATCH where values could be lost. */
  static ValueReader of(ObjectShape shape, ValueReader.Place place) {
    if (place.type().kind() == DataType.Kind.NULL && !place.wanted().raw().isPrimitive()) {
      return new AlwaysNull(place);
    } else if (shape instanceof ObjectShape.Scalar scalar) {
      return scalar(scalar, place);
    } else if (shape instanceof ObjectShape.Maybe maybe) {
      ValueReader.Place within = place.part("", place.type(), maybe.value().object());
      return new MaybeReader(place, of(maybe.value(), within));
    } else if (shape instanceof ObjectShape.Elements elements
        && place.type() instanceof ArrayType array) {
      ValueReader.Place within = place.part("[]", array.element(), elements.element().object());
      return new ListReader(place, of(elements.element(), within));
    } else if (shape instanceof ObjectShape.Entries entries
        && place.type() instanceof MapType map) {
      return new MapReader(
          place,
          of(entries.key(), place.part("[key]", map.key(), entries.key().object())),
          of(entries.value(), place.part("[]", map.value(), entries.value().object())));
    } else if (shape instanceof ObjectShape.Composite composite
        && place.type() instanceof StructType struct) {
      return new StructReader(place, composite, struct);
    }
    throw mismatch(place);
  }

  private static ValueReader scalar(ObjectShape.Scalar scalar, ValueReader.Place place) {
    DataType.Kind wanted = scalar.type().kind();
    DataType.Kind given = place.type().kind();
    boolean sameKind = wanted == given;
    boolean isWider = given.isIntegral() && wanted.isIntegral() && given.compareTo(wanted) < 0;
    if (wanted.isIntegral() && (sameKind || isWider)) {
      return new IntegerReader(place, wanted);
    } else if (fitsFloating(given, wanted)) {
      return new FloatingReader(place, wanted);
    } else if (wanted == DataType.Kind.DECIMAL && given.isIntegral()) {
      return new IntegerAsDecimal(place);
    } else if (!sameKind) {
      throw mismatch(place);
    }
    return switch (wanted) {
      case BOOLEAN -> new BooleanReader(place);
      case STRING ->
          place.wanted().raw().isEnum() ? new ConstantReader(place) : new TextReader(place);
      case DECIMAL, DATE, TIMESTAMP, TIMESTAMP_LOCAL, BINARY -> new ObjectReaderOfScalar(place);
      case NULL, TINYINT, SMALLINT, INT, BIGINT, FLOAT, DOUBLE, ARRAY, MAP, STRUCT ->
          throw new IllegalStateException(wanted.name());
    };
  }

  private static boolean fitsFloating(DataType.Kind given, DataType.Kind wanted) {
    Set<DataType.Kind> small = Set.of(DataType.Kind.TINYINT, DataType.Kind.SMALLINT);
    return switch (wanted) {
      case FLOAT -> given == DataType.Kind.FLOAT || small.contains(given);
      case DOUBLE ->
          given == DataType.Kind.DOUBLE
              || given == DataType.Kind.FLOAT
              || given == DataType.Kind.INT
              || small.contains(given);
      default -> false;
    };
  }

  private static DistaffException mismatch(ValueReader.Place place) {
    return new DistaffException(
        ErrorCode.SCHEMA_MISMATCH,
        "column %s is %s, which can't become %s without loss: CAST it in the query, or give the class another type"
            .formatted(place.column(), place.type().sqlName(), place.wanted()));
  }

  private static final class AlwaysNull extends ValueReader {
    AlwaysNull(Place place) {
      super(place);
    }

    @Override
    Object objectAt(int i) {
      return place().wanted().raw() == Optional.class ? Optional.empty() : null;
    }

    @Override
    Object value(int i) {
      throw new IllegalStateException("a value of a column of nulls");
    }
  }

  private static final class BooleanReader extends ValueReader {
    private byte[] values;

    BooleanReader(Place place) {
      super(place);
    }

    @Override
    void start(ColumnVector column, int[] wanted, int count) {
      super.start(column, wanted, count);
      values = ((BooleanVector) view.values()).values();
    }

    @Override
    boolean booleanAt(int i) {
      requireValue(i);
      return values[positions[i]] != 0;
    }

    @Override
    Object value(int i) {
      return values[positions[i]] != 0;
    }
  }

  private static final class IntegerReader extends ValueReader {
    private final DataType.Kind wanted;
    private int[] ints;
    private long[] longs;

    IntegerReader(Place place, DataType.Kind wanted) {
      super(place);
      this.wanted = wanted;
    }

    @Override
    void start(ColumnVector column, int[] wanted, int count) {
      super.start(column, wanted, count);
      ints = view.values() instanceof IntVector vector ? vector.values() : null;
      longs = view.values() instanceof LongVector vector ? vector.values() : null;
    }

    private long number(int i) {
      return ints != null ? ints[positions[i]] : longs[positions[i]];
    }

    @Override
    byte byteAt(int i) {
      return (byte) longAt(i);
    }

    @Override
    short shortAt(int i) {
      return (short) longAt(i);
    }

    @Override
    int intAt(int i) {
      return (int) longAt(i);
    }

    @Override
    long longAt(int i) {
      requireValue(i);
      return number(i);
    }

    @Override
    Object value(int i) {
      long number = number(i);
      return switch (wanted) {
        case TINYINT -> (Object) (byte) number;
        case SMALLINT -> (short) number;
        case INT -> (int) number;
        default -> number;
      };
    }
  }

  private static final class FloatingReader extends ValueReader {
    private final DataType.Kind wanted;
    private double[] doubles;
    private float[] floats;
    private int[] ints;

    FloatingReader(Place place, DataType.Kind wanted) {
      super(place);
      this.wanted = wanted;
    }

    @Override
    void start(ColumnVector column, int[] wanted, int count) {
      super.start(column, wanted, count);
      doubles = view.values() instanceof DoubleVector vector ? vector.values() : null;
      floats = view.values() instanceof FloatVector vector ? vector.values() : null;
      ints = view.values() instanceof IntVector vector ? vector.values() : null;
    }

    private double number(int i) {
      int position = positions[i];
      return doubles != null
          ? doubles[position]
          : floats != null ? floats[position] : ints[position];
    }

    @Override
    float floatAt(int i) {
      return (float) doubleAt(i);
    }

    @Override
    double doubleAt(int i) {
      requireValue(i);
      return number(i);
    }

    @Override
    Object value(int i) {
      return wanted == DataType.Kind.FLOAT ? (Object) (float) number(i) : number(i);
    }
  }

  private static final class IntegerAsDecimal extends ValueReader {
    IntegerAsDecimal(Place place) {
      super(place);
    }

    @Override
    Object value(int i) {
      return BigDecimal.valueOf((Long) Vectors.value(view.values(), positions[i]));
    }
  }

  /** Text, of which that of a dictionary is decoded once. */
  private static class TextReader extends ValueReader {
    private BytesVector values;
    private String[] decoded;

    TextReader(Place place) {
      super(place);
    }

    @Override
    void start(ColumnVector column, int[] wanted, int count) {
      super.start(column, wanted, count);
      BytesVector before = values;
      values = (BytesVector) view.values();
      boolean isSmall = column instanceof DictionaryVector && values.length() <= column.length();
      if (!isSmall) {
        decoded = null;
      } else if (decoded == null || values != before) {
        decoded = new String[values.length()];
      }
    }

    @Override
    Object value(int i) {
      return text(i);
    }

    final String text(int i) {
      int position = positions[i];
      if (decoded == null) {
        return values.text(position);
      }
      String text = decoded[position];
      if (text == null) {
        text = values.text(position);
        decoded[position] = text;
      }
      return text;
    }
  }

  /** An enum's constants, by their names. */
  private static final class ConstantReader extends TextReader {
    private final Map<String, Enum<?>> constants = new LinkedHashMap<>();

    ConstantReader(Place place) {
      super(place);
      for (Object constant : place.wanted().raw().getEnumConstants()) {
        constants.put(((Enum<?>) constant).name(), (Enum<?>) constant);
      }
    }

    /** Throws SCHEMA_MISMATCH for the name of none. */
    @Override
    Object value(int i) {
      Enum<?> constant = constants.get(text(i));
      if (constant == null) {
        throw new DistaffException(
            ErrorCode.SCHEMA_MISMATCH,
            "column %s is '%s' in row %d, and is read as %s, which has %s"
                .formatted(
                    place().column(),
                    text(i),
                    rowNumber(),
                    place().wanted(),
                    String.join(", ", constants.keySet())));
      }
      return constant;
    }
  }

  /** What has an object of its own for each value. */
  private static final class ObjectReaderOfScalar extends ValueReader {
    ObjectReaderOfScalar(Place place) {
      super(place);
    }

    @Override
    Object value(int i) {
      Object value =
          RowValues.toProgram(place().type(), Vectors.value(view.values(), positions[i]));
      if (place().wanted().raw() == java.sql.Date.class) {
        return java.sql.Date.valueOf((LocalDate) value);
      }
      return place().wanted().raw() == java.sql.Timestamp.class
          ? java.sql.Timestamp.from((Instant) value)
          : value;
    }
  }

  private static final class MaybeReader extends ValueReader {
    private final ValueReader within;

    MaybeReader(Place place, ValueReader within) {
      super(place);
      this.within = within;
    }

    @Override
    void start(ColumnVector column, int[] wanted, int count) {
      within.start(column, wanted, count);
    }

    @Override
    Object objectAt(int i) {
      return value(i);
    }

    @Override
    Object value(int i) {
      return Optional.ofNullable(within.objectAt(i));
    }
  }

  /** Reads the entries of one row after the other. */
  private static final class Ranges {
    private int[] rows = new int[0];

    int[] of(int start, int length) {
      if (rows.length < length) {
        rows = new int[Math.max(length, 2 * rows.length)];
      }
      for (int k = 0; k < length; k++) {
        rows[k] = start + k;
      }
      return rows;
    }
  }

  private static final class ListReader extends ValueReader {
    private final ValueReader element;
    private final Ranges ranges = new Ranges();

    ListReader(Place place, ValueReader element) {
      super(place);
      this.element = element;
    }

    @Override
    Object value(int i) {
      ArrayVector vector = (ArrayVector) view.values();
      int length = vector.lengths()[positions[i]];
      if (length > 0) {
        element.start(vector.elements(), ranges.of(vector.starts()[positions[i]], length), length);
      }
      Class<?> wanted = place().wanted().raw();
      if (wanted.isArray()) {
        return ArrayElements.read(wanted.getComponentType(), element, length);
      }
      List<Object> list = new ArrayList<>(length);
      for (int k = 0; k < length; k++) {
        list.add(element.objectAt(k));
      }
      return list;
    }
  }

  private static final class MapReader extends ValueReader {
    private final ValueReader key;
    private final ValueReader entry;
    private final Ranges ranges = new Ranges();

    MapReader(Place place, ValueReader key, ValueReader entry) {
      super(place);
      this.key = key;
      this.entry = entry;
    }

    @Override
    Object value(int i) {
      MapVector vector = (MapVector) view.values();
      int length = vector.lengths()[positions[i]];
      Map<Object, Object> map = new LinkedHashMap<>();
      if (length > 0) {
        int[] rows = ranges.of(vector.starts()[positions[i]], length);
        key.start(vector.keys(), rows, length);
        entry.start(vector.values(), rows, length);
      }
      for (int k = 0; k < length; k++) {
        map.put(key.objectAt(k), entry.objectAt(k));
      }
      return map;
    }
  }

  private static final class StructReader extends ValueReader {
    private final ObjectAccess access;
    private final int[] members;
    private final ValueReader[] readers;

    StructReader(Place place, ObjectShape.Composite composite, StructType struct) {
      super(place);
      this.access = composite.access();
      this.members = ColumnMatch.members(composite, struct, place.column());
      this.readers = new ValueReader[members.length];
      for (int m = 0; m < members.length; m++) {
        ObjectShape.Component component = composite.components().get(m);
        readers[m] =
            of(
                component.shape(),
                place.part(
                    "." + component.name(),
                    struct.member(members[m]).type(),
                    component.shape().object()));
      }
    }

    @Override
    void start(ColumnVector column, int[] wanted, int count) {
      super.start(column, wanted, count);
      StructVector vector = (StructVector) view.values();
      for (int m = 0; m < members.length; m++) {
        readers[m].start(vector.member(members[m]), positions, count);
      }
    }

    @Override
    Object value(int i) {
      return access.make(readers, i);
    }
  }
}
