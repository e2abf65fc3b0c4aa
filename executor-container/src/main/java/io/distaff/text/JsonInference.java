package io.distaff.text;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.types.StructType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Finds out the columns of JSON lines: every member that an object of the sample has, in order of
 * appearance. Types that don't go together make text; so do members that are always null and
 * objects without members. Records that are no objects don't count.
 */
final class JsonInference {
  private static final int MOST_LONG_DIGITS = 18;

  /** In the order in which a value of one can also be taken for one of a later, among numbers. */
  private enum Shape {
    NULL,
    BIGINT,
    DECIMAL,
    DOUBLE,
    BOOLEAN,
    TEXT,
    ARRAY,
    OBJECT
  }

  /** What is known of the values in one place. */
  private static final class Place {
    private Shape shape = Shape.NULL;
    private final Map<String, Place> members = new LinkedHashMap<>();
    private Place elements;

    void read(JsonParser parser, JsonToken token) throws IOException {
      switch (token) {
        case VALUE_NULL -> {}
        case VALUE_TRUE, VALUE_FALSE -> merge(Shape.BOOLEAN);
        case VALUE_NUMBER_INT -> merge(integer(parser.getTextLength()));
        case VALUE_NUMBER_FLOAT -> merge(Shape.DOUBLE);
        case START_ARRAY -> {
          merge(Shape.ARRAY);
          if (elements == null) {
            elements = new Place();
          }
          JsonToken element = parser.nextToken();
          while (element != JsonToken.END_ARRAY) {
            elements.read(parser, element);
            element = parser.nextToken();
          }
        }
        case START_OBJECT -> {
          merge(Shape.OBJECT);
          readMembers(parser);
        }
        default -> merge(Shape.TEXT);
      }
    }

    void readMembers(JsonParser parser) throws IOException {
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        JsonToken token = parser.nextToken();
        members.computeIfAbsent(name, unused -> new Place()).read(parser, token);
      }
    }

    private static Shape integer(int digits) {
      return digits <= MOST_LONG_DIGITS
          ? Shape.BIGINT
          : digits <= DecimalType.MAX_PRECISION ? Shape.DECIMAL : Shape.DOUBLE;
    }

    private void merge(Shape other) {
      if (shape == Shape.NULL || shape == other) {
        shape = other;
      } else if (shape.compareTo(Shape.DOUBLE) <= 0 && other.compareTo(Shape.DOUBLE) <= 0) {
        shape = shape.compareTo(other) > 0 ? shape : other;
      } else {
        shape = Shape.TEXT;
      }
    }

    DataType type() {
      return switch (shape) {
        case NULL, TEXT -> DataType.STRING;
        case BIGINT -> DataType.BIGINT;
        case DECIMAL -> DataType.decimal(DecimalType.MAX_PRECISION, 0);
        case DOUBLE -> DataType.DOUBLE;
        case BOOLEAN -> DataType.BOOLEAN;
        case ARRAY -> new ArrayType(elements.type());
        case OBJECT ->
            members.isEmpty()
                ? DataType.STRING
                : new StructType(
                    members.entrySet().stream()
                        .map(m -> new StructType.Member(m.getKey(), m.getValue().type()))
                        .toList());
      };
    }
  }

  private JsonInference() {}

  static TextSample infer(RecordScanner scanner, String path, long sampleBytes) throws IOException {
    Place table = new Place();
    long records = 0;
    while (TextSample.nextRecord(scanner)) {
      records++;
      Place record = new Place();
      if (isObject(scanner, record)) {
        isObject(scanner, table);
      }
    }
    List<Field> fields = new ArrayList<>();
    Set<String> names = new HashSet<>();
    table.members.forEach((name, place) -> fields.add(new Field(name, place.type(), true)));
    for (Field field : fields) {
      if (!names.add(field.name().toLowerCase(Locale.ROOT))) {
        throw new DistaffException(
            ErrorCode.SCHEMA_MISMATCH,
            "%s has two members that differ in case only, %s: give the columns with the option"
                    .formatted(path, field.name())
                + " schema");
      }
    }
    if (fields.isEmpty()) {
      throw new DistaffException(
          ErrorCode.INVALID_FILE,
          path + " has no JSON object to tell its columns: give them with the option schema");
    }
    return new TextSample(new Schema(fields), records, sampleBytes);
  }

  /** Adds what a record tells, all of it only when it is well-formed. */
  private static boolean isObject(RecordScanner scanner, Place place) {
    try (JsonParser parser = JsonDecoder.parser(scanner.data(), scanner.start(), scanner.end())) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      place.readMembers(parser);
      return parser.nextToken() == null;
    } catch (IOException e) {
      // What is wrong with the record is told when it is read.
      return false;
    }
  }
}
