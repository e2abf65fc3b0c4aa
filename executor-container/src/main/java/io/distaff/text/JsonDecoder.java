package io.distaff.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.MapType;
import io.distaff.types.Schema;
import io.distaff.types.StructType;
import io.distaff.vector.ColumnVector;
import java.io.IOException;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes rows of JSON objects: members by their exact names. Text is collected without its escapes;
 * what a column of text is given that is no text, it takes as it is written.
 */
final class JsonDecoder implements RecordDecoder {
  /**
   * In records longer than this, strings aren't made characters on the way: the parser would hold
   * several times what the record takes. In others that is a bounded amount.
   */
  private static final int LARGE_RECORD_BYTES = 1 << 16;

  private static final JsonFactory FACTORY = newFactory();

  private final ReservedArrays arrays;
  private final StructColumn table;

  /** Values of the batch. None is longer than what it is written as. */
  private byte[] text = {};

  private int textSize;
  private byte[] data;
  private int recordStart;
  private int recordEnd;

  /**
   * @param columns positions in the file's schema of those to decode
   */
  JsonDecoder(Schema fileSchema, List<Integer> columns, ReservedArrays arrays) {
    this.arrays = arrays;
    List<Field> fields = fileSchema.select(columns).fields();
    this.table =
        new StructColumn(
            null,
            fields.stream().map(Field::name).toList(),
            fields.stream().map(f -> builder(f.type())).toList(),
            arrays);
  }

  private static JsonFactory newFactory() {
    return JsonFactory.builder()
        .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        // Records are bounded as a whole.
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxStringLength(Integer.MAX_VALUE)
                .maxNumberLength(Integer.MAX_VALUE)
                .build())
        .build();
  }

  static JsonParser parser(byte[] data, int start, int end) throws IOException {
    return FACTORY.createParser(data, start, end - start);
  }

  private ColumnBuilder builder(DataType type) {
    if (type instanceof ArrayType array) {
      return new ListColumn(type, null, builder(array.element()), arrays);
    } else if (type instanceof MapType map) {
      return new ListColumn(type, new LeafColumn(map.key(), arrays), builder(map.value()), arrays);
    } else if (type instanceof StructType struct) {
      return new StructColumn(
          struct,
          struct.members().stream().map(StructType.Member::name).toList(),
          struct.types().stream().map(this::builder).toList(),
          arrays);
    }
    return new LeafColumn(type, arrays);
  }

  @Override
  public void begin() {
    table.truncate(0);
    textSize = 0;
  }

  @Override
  public String add(byte[] records, int start, int end) {
    data = records;
    recordStart = start;
    recordEnd = end;
    int row = table.rows;
    ensureText(end - start);
    try (JsonParser parser = parser(records, start, end)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        table.addNull();
        return "the record is no JSON object";
      }
      readMembers(parser, table);
      table.end();
      if (parser.nextToken() == null) {
        return null;
      }
      table.truncate(row);
      table.addNull();
      return "text follows the JSON object";
    } catch (JsonProcessingException e) {
      table.truncate(row);
      table.addNull();
      return "the record is no JSON: " + e.getOriginalMessage();
    } catch (IOException e) {
      table.truncate(row);
      table.addNull();
      return "the record is no JSON in UTF-8: " + e.getMessage();
    }
  }

  private void ensureText(int more) {
    text = arrays.grownBytes(text, (long) textSize + more, textSize);
  }

  private void readMembers(JsonParser parser, StructColumn struct) throws IOException {
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken token = parser.nextToken();
      ColumnBuilder member = struct.member(name);
      if (member == null) {
        parser.skipChildren();
      } else {
        read(parser, token, member);
      }
    }
  }

  private void read(JsonParser parser, JsonToken token, ColumnBuilder column) throws IOException {
    if (token == JsonToken.VALUE_NULL) {
      column.addNull();
    } else if (column instanceof LeafColumn leaf) {
      readLeaf(parser, token, leaf);
    } else if (column instanceof StructColumn struct) {
      if (token == JsonToken.START_OBJECT) {
        readMembers(parser, struct);
        struct.end();
      } else {
        parser.skipChildren();
        struct.addMismatch();
      }
    } else if (column instanceof ListColumn list) {
      readList(parser, token, list);
    }
  }

  private void readList(JsonParser parser, JsonToken token, ListColumn list) throws IOException {
    if (token != (list.isMap() ? JsonToken.START_OBJECT : JsonToken.START_ARRAY)) {
      parser.skipChildren();
      list.addMismatch();
      return;
    }
    Set<String> keys = list.isMap() ? new HashSet<>() : Set.of();
    while (true) {
      JsonToken entry = parser.nextToken();
      if (entry == JsonToken.END_ARRAY || entry == JsonToken.END_OBJECT) {
        list.end();
        return;
      }
      if (list.isMap()) {
        if (!keys.add(parser.currentName())) {
          throw new JsonParseException(parser, "a map has a key twice");
        }
        addText(parser, list.keys());
        entry = parser.nextToken();
      }
      read(parser, entry, list.values());
    }
  }

  private void readLeaf(JsonParser parser, JsonToken token, LeafColumn leaf) throws IOException {
    boolean large = recordEnd - recordStart > LARGE_RECORD_BYTES;
    if (!token.isStructStart() && !(large && token == JsonToken.VALUE_STRING)) {
      addText(parser, leaf);
      return;
    }
    int start = recordStart + (int) parser.currentTokenLocation().getByteOffset();
    if (token == JsonToken.VALUE_STRING) {
      int end = JsonStrings.unescape(data, start, recordEnd, text, textSize);
      if (end == JsonStrings.MALFORMED) {
        // The parser says what is wrong.
        addText(parser, leaf);
      } else {
        leaf.add(textSize, end - textSize);
        textSize = end;
      }
      return;
    }
    parser.skipChildren();
    int end = recordStart + (int) parser.currentLocation().getByteOffset();
    System.arraycopy(data, start, text, textSize, end - start);
    leaf.add(textSize, end - start);
    textSize += end - start;
  }

  private void addText(JsonParser parser, LeafColumn leaf) throws IOException {
    int end =
        Utf8.encode(
            parser.getTextCharacters(),
            parser.getTextOffset(),
            parser.getTextLength(),
            text,
            textSize);
    leaf.add(textSize, end - textSize);
    textSize = end;
  }

  @Override
  public void removeLast() {
    table.truncate(table.rows - 1);
    if (table.rows == 0) {
      textSize = 0;
    }
  }

  @Override
  public ColumnVector[] finish(byte[] unused, BitSet failed) {
    return table.finishMembers(text, failed);
  }

  @Override
  public String failure(int row) {
    return table.failure(row);
  }
}
