package io.distaff.text;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.types.StructType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
    private final boolean primitivesAsString;
    private Shape shape = Shape.NULL;
    private final Map<String, Place> members = new LinkedHashMap<>();
    private Place elements;

    Place(boolean primitivesAsString) {
      this.primitivesAsString = primitivesAsString;
    }

    void read(JsonTokenizer json, byte[] data) {
      switch (json.next()) {
        case NULL, MALFORMED -> {}
        case BOOLEAN -> mergePrimitive(Shape.BOOLEAN);
        case INTEGER -> mergePrimitive(integer(json.valueLength()));
        case FLOAT -> mergePrimitive(Shape.DOUBLE);
        case STRING -> merge(Shape.TEXT);
        case ARRAY -> {
          merge(Shape.ARRAY);
          if (elements == null) {
            elements = new Place(primitivesAsString);
          }
          for (boolean more = json.firstElement(); more; more = json.nextElement()) {
            elements.read(json, data);
          }
        }
        case OBJECT -> {
          merge(Shape.OBJECT);
          readMembers(json, data);
        }
      }
    }

    void readMembers(JsonTokenizer json, byte[] data) {
      for (boolean more = json.firstMember(); more; more = json.nextMember()) {
        json.unescapeName();
        String name = new String(data, json.nameStart(), json.nameLength(), StandardCharsets.UTF_8);
        members.computeIfAbsent(name, unused -> new Place(primitivesAsString)).read(json, data);
      }
    }

    private static Shape integer(int digits) {
      return digits <= MOST_LONG_DIGITS
          ? Shape.BIGINT
          : digits <= DecimalType.MAX_PRECISION ? Shape.DECIMAL : Shape.DOUBLE;
    }

    private void mergePrimitive(Shape other) {
      merge(primitivesAsString ? Shape.TEXT : other);
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

  static TextSample infer(RecordScanner scanner, TextReadOptions options, String path)
      throws IOException {
    Place table = new Place(options.primitivesAsString());
    JsonTokenizer json = new JsonTokenizer();
    long records = 0;
    boolean hasMalformed = false;
    while (TextSample.nextRecord(scanner)) {
      records++;
      byte[] data = scanner.data();
      if (scanner.isCut() || isObject(json, data, scanner.start(), scanner.end())) {
        json.begin(data, scanner.start(), scanner.end());
        table.read(json, data);
      } else {
        hasMalformed = true;
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
    return new TextSample(new Schema(fields), records, scanner.nextOffset(), hasMalformed);
  }

  static DataType typeOf(byte[] document) {
    JsonTokenizer json = new JsonTokenizer();
    json.begin(document, 0, document.length);
    json.skipValue();
    boolean isWhole = json.isAtEnd();
    if (json.problem() != null || !isWhole) {
      Object problem = json.problem() == null ? "text follows its end" : json.problem();
      throw new DistaffException(ErrorCode.INVALID_FILE, "this isn't JSON: " + problem);
    }
    Place value = new Place(false);
    json.begin(document, 0, document.length);
    value.read(json, document);
    return value.type();
  }

  /** What is wrong with other records is told when they are read. */
  private static boolean isObject(JsonTokenizer json, byte[] data, int start, int end) {
    json.begin(data, start, end);
    return Utf8.isValid(data, start, end)
        && json.skipValue() == JsonTokenizer.Token.OBJECT
        && json.isAtEnd()
        && json.problem() == null;
  }
}
