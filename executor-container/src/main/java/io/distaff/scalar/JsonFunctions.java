package io.distaff.scalar;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.distaff.expression.FunctionDefinition.Category;
import io.distaff.kernel.BytesBuilder;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The functions of JSON documents and records of CSV, which are texts. */
final class JsonFunctions {
  private static final DataType TEXTS = new ArrayType(DataType.STRING);

  private JsonFunctions() {}

  static List<ScalarFunction> table() {
    FunctionTable table = new FunctionTable(Category.JSON);
    table
        .add("get_json_object")
        .takes("(string, string) -> string")
        .alsoNull("if the text isn't JSON, the path isn't one or leads to nothing or to null")
        .says(
            "What a path leads to in a JSON document: $ is the whole, .name or ['name'] a member,"
                + " [0] an element, [*] all elements. Text is given without its quotes.")
        .example("get_json_object('{\"a\":{\"b\":[1,\"x\"]}}', '$.a.b[1]')", "x")
        .example("get_json_object('[{\"a\":1},{\"a\":2.50}]', '$[*].a')", "[1,2.50]")
        .is(site -> RowFunctions.bytes(site, member()));
    table
        .add("json_members")
        .takes("(string, string, string...) -> any", JsonMembers::resultType)
        .seesNulls("never null; of what isn't a JSON object, the members are")
        .says(
            "A STRUCT of members of a JSON document as text, of names that are literals: c0, c1 and"
                + " so on. json_tuple(doc, 'a', 'b') makes columns of them.")
        .example("json_members('{\"a\":\"x\",\"b\":[1, 2]}', 'b', 'a', 'z')", "{[1,2], x, null}")
        .is(JsonMembers::new);
    table
        .add("json_array_length")
        .takes("(string) -> int")
        .alsoNull("if the text isn't a JSON array")
        .says("The number of elements.")
        .example("json_array_length('[1, [2, 3], null]')", "3")
        .is(site -> RowFunctions.integer(site, JsonFunctions::arrayLength));
    table
        .add("json_object_keys")
        .takes("(string) -> array<string>", (given, bound) -> TEXTS)
        .alsoNull("if the text isn't a JSON object")
        .says("The names of the members, in their order.")
        .example("to_json(json_object_keys('{\"a\":1,\"b\":{\"c\":2}}'))", "[\"a\",\"b\"]")
        .is(site -> RowFunctions.texts(site, JsonFunctions::keys));
    table
        .add("to_json")
        .takes("(any) -> string")
        .says(
            "A STRUCT, ARRAY or MAP as JSON, members that are null left out. Dates and timestamps"
                + " are printed as CAST prints them, BINARY in base 64.")
        .example(
            "to_json(from_json('{\"b\":\"x\",\"a\":1}', 'a INT, b STRING, c DATE'))",
            "{\"a\":1,\"b\":\"x\"}")
        .is(ToJson::new);
    table
        .add("from_json")
        .takes("(string, string) -> any", FromJson::resultType)
        .says(
            "A JSON document as a value of the type that the second argument, a literal, declares:"
                + " columns as in CREATE TABLE, 'a INT, b ARRAY<DECIMAL(9,2)>', for a STRUCT of"
                + " them, or ARRAY<...>, MAP<STRING, ...>. What is missing or isn't of its type is"
                + " null, within an array too. Text that isn't such a document is null, or a STRUCT"
                + " whose members are.")
        .fails("if the declaration can't be read")
        .example(
            "from_json('{\"a\":[1,\"x\"],\"b\":{\"c\":2}}', 'a ARRAY<INT>, b MAP<STRING, INT>')",
            "{[1, null], {c -> 2}}")
        .example("to_json(from_json('{\"a\":1,\"b\":\"x\"}', 'a DOUBLE'))", "{\"a\":1.0}")
        .example("to_json(from_json('{\"a\":\"?\"', 'a INT'))", "{}")
        .is(FromJson::new);
    addCsv(table);
    return table.functions();
  }

  private static void addCsv(FunctionTable table) {
    table
        .add("to_csv")
        .takes("(any, string...) -> string", ToCsv::resultType)
        .says(
            "A STRUCT as a record of CSV, members that are null empty. Options follow, names and"
                + " values by turns or as a map of literals: sep, quote, escape, nullValue.")
        .fails("if a member is nested or BINARY, or there is no such option")
        .example("to_csv(named_struct('a', 1, 'b', 'x,y', 'c', NULL))", "1,\"x,y\",")
        .example("to_csv(struct(1, true), map('sep', ';'))", "1;true")
        .is(ToCsv::new);
    table
        .add("from_csv")
        .takes("(string, string, string...) -> any", FromCsv::resultType)
        .says(
            "A record of CSV as a STRUCT of the columns that the second argument, a literal,"
                + " declares as in CREATE TABLE. What is missing or isn't of its type is null; so"
                + " is all of a record whose quotes aren't closed. Options follow, names and values"
                + " by turns or as a map of literals: sep, quote, escape, nullValue,"
                + " ignoreLeadingWhiteSpace, ignoreTrailingWhiteSpace.")
        .fails("if the declaration can't be read, or there is no such option")
        .example("from_csv('1,\"x,y\",?', 'a INT, b STRING, c DATE')", "{1, x,y, null}")
        .example("from_csv('1|2.5', 'a INT, b DOUBLE', map('sep', '|')).b", "2.5")
        .is(FromCsv::new);
  }

  private static RowFunctions.ToBytes member() {
    Remembered<Optional<JsonPath>> paths = new Remembered<>(JsonPath::of);
    return (row, out) -> {
      Optional<JsonPath> path = paths.of(row, 1);
      boolean found = false;
      try {
        found = path.isPresent() && path.get().write(row, 0, out);
      } catch (JacksonException e) {
        row.setNull(); // what isn't JSON has no members
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      if (!found) {
        row.setNull();
      }
    };
  }

  private static long arrayLength(Row row) {
    try (JsonParser parser = Json.parser(row, 0)) {
      if (parser.nextToken() == JsonToken.START_ARRAY) {
        int length = 0;
        JsonToken token = parser.nextToken();
        while (token != JsonToken.END_ARRAY && token != null) {
          parser.skipChildren();
          length++;
          token = parser.nextToken();
        }
        return length;
      }
    } catch (JacksonException e) {
      row.setNull();
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    row.setNull();
    return 0;
  }

  private static void keys(Row row, BytesBuilder out) {
    try (JsonParser parser = Json.parser(row, 0)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          out.append(parser.currentName().getBytes(StandardCharsets.UTF_8));
          out.addRow();
          parser.nextToken();
          parser.skipChildren();
        }
        return;
      }
    } catch (JacksonException e) {
      row.setNull();
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    row.setNull();
  }
}
