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
  private final ValueFormats formats;
  private final ReservedArrays arrays;
  private final StructColumn table;
  private byte[] data;

  /** The record, if it is large; else null. */
  private StoredRecord large;

  private String problem;

  /**
   * @param columns positions in the file's schema of those to decode
   */
  JsonDecoder(
      ValueFormats formats, Schema fileSchema, List<Integer> columns, ReservedArrays arrays) {
    this.formats = formats;
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
          type, new LeafColumn(map.key(), formats, arrays), builder(map.value()), arrays);
    } else if (type instanceof StructType struct) {
      return new StructColumn(
          struct,
          struct.members().stream().map(StructType.Member::name).toList(),
          struct.types().stream().map(this::builder).toList(),
          arrays);
    }
    return new LeafColumn(type, formats, arrays);
  }

  @Override
  public void begin() {
    table.truncate(0);
  }

  @Override
  public String add(byte[] records, int start, int end) {
    return add(null, Utf8.isValid(records, start, end), records, start, end);
  }

  @Override
  public String addLarge(StoredRecord record, byte[] records, int start, int end) {
    return add(record, record.isUtf8(), records, start, end);
  }

  private String add(StoredRecord largeRecord, boolean isUtf8, byte[] records, int start, int end) {
    int row = table.rows;
    large = largeRecord;
    data = records;
    problem = isUtf8 ? null : "the record isn't UTF-8";
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
    RecordProblem found = large == null ? json.problem() : problemOfLarge();
    if (found != null) {
      problem = "the record is no JSON: " + found;
    } else if (problem == null && !json.isAtEnd()) {
      problem = "text follows the JSON object";
    }
  }

  /** The first one of what is left and of what was taken out. */
  private RecordProblem problemOfLarge() {
    RecordProblem ofTexts = large.problem();
    if (json.problem() == null) {
      return ofTexts;
    }
    RecordProblem ofRest =
        new RecordProblem(json.problem().what(), large.placeInRecord(json.problem().place()));
    return ofTexts != null && ofTexts.place() < ofRest.place() ? ofTexts : ofRest;
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
      addLeaf(leaf, json.valueStart(), json.valueLength());
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

  private void addLeaf(LeafColumn leaf, int start, int length) {
    int text = large == null ? -1 : large.text(start);
    if (text < 0) {
      leaf.add(start, length);
    } else {
      leaf.add(large.textStart(text), large.textLength(text));
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
      addLeaf(map.keys(), json.nameStart(), json.nameLength());
      if (!keys.add(map.keys().last(data))) {
        problem = "a map has a key twice";
      }
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
