package io.distaff.text;

import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.MapType;
import io.distaff.types.Schema;
import io.distaff.types.StructType;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** What a {@link JsonSieve} does with the values in one place of a record. Immutable. */
final class JsonPlace {
  enum Kind {
    /** Stays as it is. */
    KEPT,
    /** Stays, with strings emptied. */
    EMPTIED,
    OMITTED,
    TEXT,
    OBJECT,
    MAP,
    ARRAY
  }

  static final JsonPlace KEPT = new JsonPlace(Kind.KEPT, Map.of(), null);
  static final JsonPlace EMPTIED = new JsonPlace(Kind.EMPTIED, Map.of(), null);
  static final JsonPlace OMITTED = new JsonPlace(Kind.OMITTED, Map.of(), null);
  static final JsonPlace TEXT = new JsonPlace(Kind.TEXT, Map.of(), null);

  final Kind kind;
  final Map<String, JsonPlace> members;

  /** Of the elements of an array, or the values of a map. */
  final JsonPlace values;

  private JsonPlace(Kind kind, Map<String, JsonPlace> members, JsonPlace values) {
    this.kind = kind;
    this.members = members;
    this.values = values;
  }

  /** Of a record, of which members are columns. */
  static JsonPlace ofColumns(Schema columns) {
    Map<String, JsonPlace> members = new HashMap<>();
    columns.fields().forEach(field -> members.put(field.name(), of(field.type())));
    return new JsonPlace(Kind.OBJECT, members, null);
  }

  private static JsonPlace of(DataType type) {
    if (type instanceof StructType struct) {
      Map<String, JsonPlace> members = new HashMap<>();
      struct.members().forEach(member -> members.put(member.name(), of(member.type())));
      return new JsonPlace(Kind.OBJECT, members, null);
    } else if (type instanceof ArrayType array) {
      return new JsonPlace(Kind.ARRAY, Map.of(), of(array.element()));
    } else if (type instanceof MapType map) {
      return new JsonPlace(Kind.MAP, Map.of(), of(map.value()));
    }
    return LeafColumn.isTakenAsText(type) ? TEXT : KEPT;
  }

  /** Of what is within an object or array here. */
  JsonPlace within(boolean isObject) {
    return switch (kind) {
      case KEPT, EMPTIED -> this;
      case TEXT -> EMPTIED;
      case OMITTED -> OMITTED;
      case OBJECT, MAP -> isObject ? this : OMITTED;
      case ARRAY -> isObject ? OMITTED : this;
    };
  }

  /** Of a value within this object or array. */
  JsonPlace value(String name) {
    return switch (kind) {
      case KEPT, EMPTIED, OMITTED, TEXT -> this;
      case OBJECT -> members.getOrDefault(name, OMITTED);
      case MAP, ARRAY -> values;
    };
  }

  /** Of the longest name of a member, here or within. */
  int longestName() {
    int longest = values == null ? 0 : values.longestName();
    for (Map.Entry<String, JsonPlace> member : members.entrySet()) {
      int bytes = member.getKey().getBytes(StandardCharsets.UTF_8).length;
      longest = Math.max(longest, Math.max(bytes, member.getValue().longestName()));
    }
    return longest;
  }
}
