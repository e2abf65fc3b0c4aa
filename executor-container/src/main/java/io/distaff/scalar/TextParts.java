package io.distaff.scalar;

import io.distaff.kernel.ByteSearch;
import io.distaff.kernel.ByteValue;
import io.distaff.kernel.BytesBuilder;

/** Parts of a text, and texts with a part replaced. */
final class TextParts {
  private TextParts() {}

  static void addTo(FunctionTable table) {
    table
        .add("left")
        .takes("(string, bigint) -> string")
        .says("The first so many characters; none if the number is negative.")
        .example("left('distaff', 3)", "dis")
        .is(site -> RowFunctions.part(site, TextParts::left));
    table
        .add("right")
        .takes("(string, bigint) -> string")
        .says("The last so many characters; none if the number is negative.")
        .example("right('distaff', 3)", "aff")
        .is(site -> RowFunctions.part(site, TextParts::right));
    table
        .add("split_part")
        .takes("(string, string, bigint) -> string")
        .says(
            "Which part of the text, from 1, lies between two of the delimiters; a negative number"
                + " counts from the end. Empty if there are fewer; an empty delimiter is found"
                + " nowhere.")
        .fails("if the number is 0")
        .example("split_part('11.12.13', '.', 3)", "13")
        .example("split_part('11.12.13', '.', -3)", "11")
        .is(site -> RowFunctions.part(site, (row, part) -> splitPart(site, row, part)));
    table
        .add("substring_index")
        .takes("(string, string, bigint) -> string")
        .says(
            "What stands before the delimiter that the number counts to; of a negative number,"
                + " which counts from the end, what stands after it. All of the text if there are"
                + " fewer, nothing if the number is 0.")
        .example("substring_index('www.apache.org', '.', 2)", "www.apache")
        .example("substring_index('www.apache.org', '.', -1)", "org")
        .is(site -> RowFunctions.part(site, TextParts::substringIndex));
    table
        .add("overlay")
        .takes("(string, string, bigint, [bigint]) -> string")
        .says(
            "With the characters from a position, of the given number or else as many as there are"
                + " in the second text, replaced by the second text. In SQL it is written"
                + " OVERLAY(text PLACING other FROM a FOR b).")
        .example("overlay('Spark SQL' PLACING '_' FROM 6)", "Spark_SQL")
        .example("overlay('Spark SQL' PLACING 'ANSI ' FROM 7 FOR 0)", "Spark ANSI SQL")
        .is(site -> RowFunctions.bytes(site, TextParts::overlay));
  }

  private static void left(Row row, TextPart part) {
    part.is(0, row.value(0).skip(0, row.count(1)));
  }

  private static void right(Row row, TextPart part) {
    ByteValue text = row.value(0);
    int skipped = text.countCodePoints(text.length()) - row.count(1);
    part.is(text.skip(0, Math.max(0, skipped)), text.length());
  }

  private static void splitPart(CallSite site, Row row, TextPart part) {
    long number = row.number(2);
    if (number == 0) {
      throw RowFunctions.invalid(site, "parts are counted from 1, or from the end from -1, not 0");
    }
    byte[] delimiter = row.copy(1);
    int length = row.length(0);
    if (delimiter.length == 0) {
      // Found nowhere.
      part.is(0, Math.abs(number) == 1 ? length : 0);
      return;
    }
    if (number < 0) {
      number += 2 + count(row.search(0, 0, delimiter));
    }
    part.is(0, 0);
    ByteSearch search = row.search(0, 0, delimiter);
    int position = 0;
    for (long k = 1; k <= number; k++) {
      int hit = search.next();
      if (k == number) {
        part.is(position, hit < 0 ? length : hit);
      } else if (hit < 0) {
        return;
      }
      position = hit + delimiter.length;
    }
  }

  private static int count(ByteSearch search) {
    int count = 0;
    while (search.next() >= 0) {
      count++;
    }
    return count;
  }

  private static void substringIndex(Row row, TextPart part) {
    byte[] delimiter = row.copy(1);
    long number = row.number(2);
    int length = row.length(0);
    part.is(0, 0);
    if (number == 0 || delimiter.length == 0) {
      return;
    }
    long before = number;
    if (number < 0) {
      before += 1 + count(row.searchOverlapping(0, delimiter));
    }
    int hit = before > 0 ? occurrence(row.searchOverlapping(0, delimiter), before) : -1;
    if (hit < 0) {
      part.is(0, length);
    } else if (number > 0) {
      part.is(0, hit);
    } else {
      part.is(hit + delimiter.length, length);
    }
  }

  /** Where the occurrence of a number, from 1, is; -1 if there are fewer. */
  private static int occurrence(ByteSearch search, long number) {
    int hit = search.next();
    for (long k = 1; k < number && hit >= 0; k++) {
      hit = search.next();
    }
    return hit;
  }

  private static void overlay(Row row, BytesBuilder out) {
    ByteValue text = row.value(0);
    long position = row.number(2);
    ByteValue placed = row.value(1);
    long replaced =
        row.has(3) && row.number(3) >= 0 ? row.number(3) : placed.countCodePoints(placed.length());
    text.copy(0, text.skip(0, clamp(position - 1)), out);
    row.append(1, out);
    text.copy(at(text, position + replaced), text.length(), out);
  }

  /** Where a position lies: from 1, negative from the end, 0 = 1. */
  private static int at(ByteValue text, long position) {
    if (position >= 0) {
      return text.skip(0, clamp(position - 1));
    }
    return text.skip(0, clamp(text.countCodePoints(text.length()) + position));
  }

  private static int clamp(long count) {
    return (int) Math.max(0, Math.min(count, Integer.MAX_VALUE));
  }
}
