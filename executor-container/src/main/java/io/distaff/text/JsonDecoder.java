package io.distaff.text;

import io.distaff.memory.ReservedArrays;
import io.distaff.text.JsonTokenizer.Token;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.MapType;
import io.distaff.types.Schema;
import io.distaff.types.StructType;
import io.distaff.vector.ColumnVector;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes rows of JSON objects: members by their exact names, values left where they lie. What a
 * column of text is given that is no text, it takes as it is written.
 */
final class JsonDecoder implements RecordDecoder {
  private final JsonTokenizer json = new JsonTokenizer();
  private final TimeFormats times;
  private final ReservedArrays arrays;
  private final StructColumn table;
  private byte[] data;
  private String problem;

  /**
   * @param columns positions in the file's schema of those to decode
   */
  JsonDecoder(TimeFormats times, Schema fileSchema, List<Integer> columns, ReservedArrays arrays) {
    this.times = times;
    this.arrays = arrays;
    List<Field> fields = fileSchema.select(columns).fields();
    this.table =
        new StructColumn(
            null,
            fields.stream().map(Field::name).toList(),
            fields.stream().map(f -> builder(f.type())).toList(),
            arrays);
  }

  private ColumnBuilder builder(DataType type) {
    if (type instanceof ArrayType array) {
      return new ListColumn(type, null, builder(array.element()), arrays);
    } else if (type instanceof MapType map) {
      return new ListColumn(
          type, new LeafColumn(map.key(), times, arrays), builder(map.value()), arrays);
    } else if (type instanceof StructType struct) {
      return new StructColumn(
          struct,
          struct.members().stream().map(StructType.Member::name).toList(),
          struct.types().stream().map(this::builder).toList(),
          arrays);
    }
    return new LeafColumn(type, times, arrays);
  }

  @Override
  public void begin() {
    table.truncate(0);
  }

  @Override
  public String add(byte[] records, int start, int end) {
    int row = table.rows;
    data = records;
    problem = Utf8.isValid(records, start, end) ? null : "the record isn't UTF-8";
    if (problem == null) {
      json.begin(records, start, end);
      readRecord();
    }
    if (problem != null) {
      table.truncate(row);
      table.addNull();
    }
    return problem;
  }

  private void readRecord() {
    Token token = json.next();
    if (token == Token.OBJECT) {
      readMembers(table);
      table.end();
    } else if (token != Token.MALFORMED) {
      problem = "the record is no JSON object";
      return;
    }
    if (json.problem() != null) {
      problem = "the record is no JSON: " + json.problem();
    } else if (problem == null && !json.isAtEnd()) {
      problem = "text follows the JSON object";
    }
  }

  private void readMembers(StructColumn struct) {
    for (boolean more = json.firstMember(); more; more = json.nextMember()) {
      json.unescapeName();
      ColumnBuilder member = struct.member(data, json.nameStart(), json.nameLength());
      if (member == null) {
        json.skipValue();
      } else {
        read(member);
      }
    }
  }

  private void read(ColumnBuilder column) {
    Token token = json.next();
    if (token == Token.NULL) {
      column.addNull();
    } else if (column instanceof LeafColumn leaf) {
      if (token == Token.STRING) {
        json.unescape();
      } else {
        json.skipRest(token);
      }
      leaf.add(json.valueStart(), json.valueLength());
    } else if (column instanceof StructColumn struct) {
      if (token == Token.OBJECT) {
        readMembers(struct);
        struct.end();
      } else {
        json.skipRest(token);
        struct.addMismatch();
      }
    } else if (column instanceof ListColumn list) {
      readList(token, list);
    }
  }

  private void readList(Token token, ListColumn list) {
    if (token == Token.OBJECT && list.isMap()) {
      readMap(list);
    } else if (token == Token.ARRAY && !list.isMap()) {
      for (boolean more = json.firstElement(); more; more = json.nextElement()) {
        read(list.values());
      }
    } else {
      json.skipRest(token);
      list.addMismatch();
      return;
    }
    list.end();
  }

  private void readMap(ListColumn map) {
    Set<String> keys = new HashSet<>();
    for (boolean more = json.firstMember(); more; more = json.nextMember()) {
      json.unescapeName();
      int start = json.nameStart();
      int length = json.nameLength();
      if (!keys.add(new String(data, start, length, StandardCharsets.UTF_8))) {
        problem = "a map has a key twice";
      }
      map.keys().add(start, length);
      read(map.values());
    }
  }

  @Override
  public void removeLast() {
    table.truncate(table.rows - 1);
  }

  @Override
  public ColumnVector[] finish(byte[] records, BitSet failed) {
    return table.finishMembers(records, failed);
  }

  @Override
  public String failure(int row) {
    return table.failure(row);
  }
}
