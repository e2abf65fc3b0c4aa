package io.distaff.scalar;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.distaff.kernel.BytesBuilder;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.MapType;
import io.distaff.types.StructType;
import io.distaff.vector.ArrayVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.MapVector;
import io.distaff.vector.StructVector;
import io.distaff.vector.Validity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A column in the making, of values in JSON documents: rows are added one by one, plain values as
 * text, which {@link #finish} casts column by column as TRY_CAST does. A value that isn't of the
 * column's type is null. Reused for each batch; confined to a task's thread.
 */
abstract class JsonColumn {
  private static final int FIRST_ROWS = 64;

  final ReservedArrays arrays;
  int rows;
  private long[] validity = {};

  private JsonColumn(ReservedArrays arrays) {
    this.arrays = arrays;
  }

  static JsonColumn of(DataType type, ReservedArrays arrays) {
    return switch (type.kind()) {
      case ARRAY -> new Arrays((ArrayType) type, arrays);
      case MAP -> new Maps((MapType) type, arrays);
      case STRUCT -> new Structs((StructType) type, arrays);
      default -> new Plain(type, arrays);
    };
  }

  /** Adds the value that the parser stands at, and leaves the parser at its last token. */
  abstract void read(JsonParser parser) throws IOException;

  /** Adds a null. */
  abstract void addNull();

  /** Forgets all rows from this one on, complete or not. */
  abstract void truncate(int newRows);

  /** The column, valid until rows are added again. */
  abstract ColumnVector finish();

  /** Adds rows of nulls up to a number. */
  final void fill(int wanted) {
    while (rows < wanted) {
      addNull();
    }
  }

  final void endRow(boolean valid) {
    if (Validity.words(rows + 1) > validity.length) {
      validity = arrays.grownLongs(validity, Validity.words(Math.max(FIRST_ROWS, 2 * rows)));
    }
    if (valid) {
      Validity.setValid(validity, rows);
    } else {
      Validity.setNull(validity, rows);
    }
    rows++;
  }

  final long[] validity() {
    return validity;
  }

  /** Values that are not nested. */
  private static final class Plain extends JsonColumn {
    private final DataType type;
    private final TextsToCast texts;

    Plain(DataType type, ReservedArrays arrays) {
      super(arrays);
      this.type = type;
      this.texts = new TextsToCast(type, arrays);
    }

    @Override
    void read(JsonParser parser) throws IOException {
      JsonToken token = parser.currentToken();
      boolean fits =
          switch (type.kind()) {
            case STRING -> token != JsonToken.VALUE_NULL;
            case BOOLEAN -> token.isBoolean();
            case DATE, TIMESTAMP, TIMESTAMP_LOCAL, BINARY -> token == JsonToken.VALUE_STRING;
            default -> token.isNumeric();
          };
      if (!fits) {
        parser.skipChildren();
        addNull();
      } else if (type.kind() == DataType.Kind.BINARY) {
        add(bytes(parser.getText()));
      } else if (token.isStructStart()) {
        try (JsonGenerator generator = Json.generator(texts.text())) {
          Json.copy(parser, generator);
        }
        texts.endRow();
        endRow(true);
      } else {
        add(parser.getText().getBytes(StandardCharsets.UTF_8));
      }
    }

    private void add(byte[] value) {
      if (value == null) {
        addNull();
        return;
      }
      texts.text().append(value);
      texts.endRow();
      endRow(true);
    }

    /** Null of what isn't base 64. */
    private static byte[] bytes(String base64) {
      try {
        return Base64.getDecoder().decode(base64);
      } catch (IllegalArgumentException e) {
        return null;
      }
    }

    @Override
    void addNull() {
      texts.endRow();
      endRow(false);
    }

    @Override
    void truncate(int newRows) {
      texts.truncate(newRows);
      rows = newRows;
    }

    @Override
    ColumnVector finish() {
      return texts.finish(rows, validity());
    }
  }

  /** Columns of which each row is a run of entries. */
  private abstract static class Runs extends JsonColumn {
    int[] starts = {};
    int[] lengths = {};

    Runs(ReservedArrays arrays) {
      super(arrays);
    }

    /** The number of entries so far. */
    abstract int numEntries();

    abstract void truncateEntries(int entries);

    final void endRun(int start, boolean valid) {
      if (rows == starts.length) {
        starts = arrays.grownInts(starts, Math.max(FIRST_ROWS, 2 * rows));
        lengths = arrays.grownInts(lengths, starts.length);
      }
      starts[rows] = start;
      lengths[rows] = numEntries() - start;
      endRow(valid);
    }

    @Override
    void addNull() {
      endRun(numEntries(), false);
    }

    @Override
    void truncate(int newRows) {
      truncateEntries(newRows == 0 ? 0 : starts[newRows - 1] + lengths[newRows - 1]);
      rows = newRows;
    }
  }

  private static final class Arrays extends Runs {
    private final ArrayType type;
    private final JsonColumn elements;

    Arrays(ArrayType type, ReservedArrays arrays) {
      super(arrays);
      this.type = type;
      this.elements = of(type.element(), arrays);
    }

    @Override
    int numEntries() {
      return elements.rows;
    }

    @Override
    void truncateEntries(int entries) {
      elements.truncate(entries);
    }

    @Override
    void read(JsonParser parser) throws IOException {
      if (parser.currentToken() != JsonToken.START_ARRAY) {
        parser.skipChildren();
        addNull();
        return;
      }
      int start = elements.rows;
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        elements.read(parser);
      }
      endRun(start, true);
    }

    @Override
    ColumnVector finish() {
      return new ArrayVector(type, starts, lengths, elements.finish(), validity(), rows);
    }
  }

  /** Objects whose members' names are keys; of two entries of a key the first one counts. */
  private static final class Maps extends Runs {
    private final MapType type;
    private final JsonColumn values;
    private final BytesBuilder keys;

    Maps(MapType type, ReservedArrays arrays) {
      super(arrays);
      this.type = type;
      this.values = of(type.value(), arrays);
      this.keys = new BytesBuilder(arrays);
    }

    @Override
    int numEntries() {
      return values.rows;
    }

    @Override
    void truncateEntries(int entries) {
      values.truncate(entries);
      keys.truncate(entries);
    }

    @Override
    void read(JsonParser parser) throws IOException {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        parser.skipChildren();
        addNull();
        return;
      }
      int start = values.rows;
      Set<String> known = new HashSet<>();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        if (known.add(name)) {
          keys.append(name.getBytes(StandardCharsets.UTF_8));
          keys.addRow();
          values.read(parser);
        } else {
          parser.skipChildren();
        }
      }
      endRun(start, true);
    }

    @Override
    ColumnVector finish() {
      ColumnVector names = keys.vector(DataType.STRING, null);
      return new MapVector(type, starts, lengths, names, values.finish(), validity(), rows);
    }
  }

  /** Objects with members of known names; of two members of a name the last one counts. */
  private static final class Structs extends JsonColumn {
    private final StructType type;
    private final JsonColumn[] members;
    private final Map<String, JsonColumn> byName = new HashMap<>();

    Structs(StructType type, ReservedArrays arrays) {
      super(arrays);
      this.type = type;
      this.members = type.types().stream().map(t -> of(t, arrays)).toArray(JsonColumn[]::new);
      for (int i = 0; i < members.length; i++) {
        byName.put(type.member(i).name(), members[i]);
      }
    }

    @Override
    void read(JsonParser parser) throws IOException {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        parser.skipChildren();
        addNull();
        return;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        JsonColumn member = byName.get(parser.currentName());
        parser.nextToken();
        if (member == null) {
          parser.skipChildren();
        } else {
          member.truncate(rows);
          member.read(parser);
        }
      }
      addRow(true);
    }

    private void addRow(boolean valid) {
      for (JsonColumn member : members) {
        member.fill(rows + 1);
      }
      endRow(valid);
    }

    @Override
    void addNull() {
      addRow(false);
    }

    @Override
    void truncate(int newRows) {
      for (JsonColumn member : members) {
        // Even a member without more rows may have entries of a row in progress.
        member.truncate(Math.min(member.rows, newRows));
      }
      rows = newRows;
    }

    @Override
    ColumnVector finish() {
      ColumnVector[] vectors = new ColumnVector[members.length];
      for (int i = 0; i < vectors.length; i++) {
        vectors[i] = members[i].finish();
      }
      return new StructVector(type, vectors, validity(), rows);
    }
  }
}
