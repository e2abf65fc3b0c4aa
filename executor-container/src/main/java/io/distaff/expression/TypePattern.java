package io.distaff.expression;

import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.MapType;
import java.util.List;
import java.util.stream.Collectors;

/** What a signature says about the type of an argument or of the result. Immutable. */
public sealed interface TypePattern {
  /** Types that a variable may be limited to. */
  enum Family {
    ANY,
    INTEGRAL,
    FLOATING,
    NUMERIC,
    TEMPORAL;

    boolean includes(DataType type) {
      return switch (this) {
        case ANY -> true;
        case INTEGRAL -> type.isIntegral();
        case FLOATING -> type.equals(DataType.FLOAT) || type.equals(DataType.DOUBLE);
        case NUMERIC -> type.isNumeric();
        case TEMPORAL ->
            type.equals(DataType.DATE)
                || type.equals(DataType.TIMESTAMP)
                || type.equals(DataType.TIMESTAMP_LOCAL);
      };
    }

    /** The type of a variable that only NULLs were given for. */
    DataType ofNull() {
      return switch (this) {
        case ANY -> DataType.NULL;
        case INTEGRAL, NUMERIC -> DataType.INT;
        case FLOATING -> DataType.DOUBLE;
        case TEMPORAL -> DataType.DATE;
      };
    }
  }

  /** One type. */
  record Exact(DataType type) implements TypePattern {
    @Override
    public String toString() {
      return type.sqlName();
    }
  }

  /**
   * Any type of a family; the same one wherever the name stands.
   *
   * @param name what stands in the text; a family's own name occurs as often as it likes, and each
   *     time is a variable of its own
   */
  record Variable(String name, Family family, boolean shown) implements TypePattern {
    @Override
    public String toString() {
      return shown ? name + ":" + family.name().toLowerCase(java.util.Locale.ROOT) : name;
    }
  }

  /** A decimal; precision and scale are sums of numbers and of names. */
  record Decimal(Sum precision, Sum scale) implements TypePattern {
    @Override
    public String toString() {
      return "decimal(" + precision + "," + scale + ")";
    }
  }

  /** A type made of types: {@code array<T>}, {@code map<K,V>}. */
  record Nested(String name, List<TypePattern> parts) implements TypePattern {
    public Nested {
      parts = List.copyOf(parts);
    }

    /** The types that an array or a map is made of; empty for another type. */
    List<DataType> partsOf(DataType type) {
      if (name.equals("array") && type instanceof ArrayType array) {
        return List.of(array.element());
      }
      return name.equals("map") && type instanceof MapType map
          ? List.of(map.key(), map.value())
          : List.of();
    }

    /** The array or the map of these types. */
    DataType of(List<DataType> types) {
      return name.equals("array")
          ? new ArrayType(types.get(0))
          : new MapType(types.get(0), types.get(1));
    }

    @Override
    public String toString() {
      return parts.stream()
          .map(TypePattern::toString)
          .collect(Collectors.joining(", ", name + "<", ">"));
    }
  }

  /**
   * A sum.
   *
   * @param terms numbers and names, those to be taken away with a minus before them
   */
  record Sum(List<String> terms) {
    public Sum {
      terms = List.copyOf(terms);
    }

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder();
      for (String term : terms) {
        text.append(text.isEmpty() || term.startsWith("-") ? "" : "+").append(term);
      }
      return text.toString();
    }
  }
}
