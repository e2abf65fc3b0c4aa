package io.distaff.scalar;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.distaff.expression.FunctionArgument;
import io.distaff.kernel.Argument;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.types.DataType;
import io.distaff.types.StructType;
import io.distaff.vector.ColumnVector;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON_MEMBERS: members of documents as text, all of a document in one reading. Of two members of a
 * name the first that isn't null counts.
 */
final class JsonMembers implements VectorFunction {
  private final Row document;
  private final TextStructs structs;

  /** By name the positions in the struct. */
  private final Map<String, List<Integer>> wanted = new HashMap<>();

  JsonMembers(CallSite site) {
    this.document = Row.ofValues(site);
    this.structs = new TextStructs((StructType) site.type(), site.arrays());
    for (int i = 1; i < site.numArguments(); i++) {
      wanted.computeIfAbsent(site.constantText(i), name -> new ArrayList<>()).add(i - 1);
    }
  }

  /** A member for each name: c0, c1 and so on. */
  static DataType resultType(List<FunctionArgument> given, List<DataType> bound) {
    List<StructType.Member> members = new ArrayList<>();
    for (int i = 1; i < given.size(); i++) {
      members.add(new StructType.Member("c" + (i - 1), DataType.STRING));
    }
    return new StructType(members);
  }

  @Override
  public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
    document.load(new Argument[] {arguments[0]}, rows);
    structs.begin(rows.length());
    for (int i = 0; i < rows.count(); i++) {
      int row = rows.row(i);
      document.moveTo(row);
      structs.moveTo(row);
      if (!document.isNull(0)) {
        read();
      }
    }
    document.release();
    return structs.finish(null, rows.length());
  }

  private void read() {
    try (JsonParser parser = Json.parser(document, 0)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        List<Integer> positions = wanted.get(parser.currentName());
        boolean isNull = parser.nextToken() == JsonToken.VALUE_NULL;
        if (positions == null || isNull || structs.has(positions.get(0))) {
          parser.skipChildren();
        } else {
          copy(parser, positions);
        }
      }
    } catch (JacksonException e) {
      structs.clear(); // what isn't JSON has no members
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Text without its quotes, anything else as JSON. */
  private void copy(JsonParser parser, List<Integer> positions) throws IOException {
    byte[] text;
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      text = parser.getText().getBytes(StandardCharsets.UTF_8);
    } else {
      ByteArrayOutputStream json = new ByteArrayOutputStream();
      try (JsonGenerator generator = Json.generator(json)) {
        Json.copy(parser, generator);
      }
      text = json.toByteArray();
    }
    for (int position : positions) {
      structs.text(position).append(text);
    }
  }
}
