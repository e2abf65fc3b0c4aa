package io.distaff.scalar;

import io.distaff.kernel.ByteSearch;
import io.distaff.kernel.ByteValue;
import io.distaff.kernel.BytesBuilder;
import io.distaff.types.DataType;
import io.distaff.types.MapType;

/** Texts among others: chosen by a number, looked for in a list, or split into keys and values. */
final class TextLists {
  private static final byte[] COMMA = {','};

  private TextLists() {}

  static void addTo(FunctionTable table) {
    table
        .add("elt")
        .takes("(bigint, string...) -> string")
        .seesNulls("null if the number or the chosen argument is")
        .says("The argument that the number chooses, 1 for the one behind it.")
        .fails("if there is no such argument")
        .example("elt(2, 'a', 'b', 'c')", "b")
        .is(site -> RowFunctions.bytes(site, (row, out) -> choose(site, row, out)));
    table
        .add("find_in_set")
        .takes("(string, string) -> int")
        .says(
            "Which part of the second text, a list with commas, the first text is, from 1; 0 if it"
                + " is none, or has a comma itself.")
        .example("find_in_set('ab', 'abc,b,ab,c')", "3")
        .example("find_in_set('a,b', 'a,b')", "0")
        .is(site -> RowFunctions.integer(site, TextLists::place));
    table
        .add("str_to_map")
        .takes(
            "(string, [string], [string]) -> map<string, string>",
            (given, bound) -> new MapType(DataType.STRING, DataType.STRING))
        .says(
            "The map of a text's entries, between which the second argument stands, a regular"
                + " expression, or else a comma; the third one, or else a colon, parts a key from"
                + " its value, which is NULL where it doesn't stand.")
        .fails("if a key is there twice, or an argument is no regular expression")
        .example("str_to_map('a:1,b:2,c')", "{a -> 1, b -> 2, c -> null}")
        .example("str_to_map('a=1;b=2', ';', '=')", "{a -> 1, b -> 2}")
        .is(StrToMap::new);
  }

  private static void choose(CallSite site, Row row, BytesBuilder out) {
    if (row.isNull(0)) {
      row.setNull();
      return;
    }
    long number = row.number(0);
    if (number < 1 || number >= row.numArguments()) {
      throw RowFunctions.invalid(
          site, "there is no text %d of %d".formatted(number, row.numArguments() - 1));
    }
    if (row.isNull((int) number)) {
      row.setNull();
    } else {
      row.append((int) number, out);
    }
  }

  private static long place(Row row) {
    byte[] wanted = row.copy(0);
    for (byte b : wanted) {
      if (b == ',') {
        return 0;
      }
    }
    ByteValue list = row.value(1);
    ByteSearch commas = row.search(1, 0, COMMA);
    int begin = 0;
    int comma;
    for (int place = 1; ; place++) {
      comma = commas.next();
      int end = comma < 0 ? list.length() : comma;
      if (end - begin == wanted.length && list.matches(begin, wanted, 0, wanted.length)) {
        return place;
      } else if (comma < 0) {
        return 0;
      }
      begin = comma + 1;
    }
  }
}
