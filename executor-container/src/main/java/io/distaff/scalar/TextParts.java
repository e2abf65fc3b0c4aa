package io.distaff.scalar;

import io.distaff.kernel.BytesBuilder;
import io.distaff.kernel.BytesKernels;

/** Parts of a text, and texts with a part replaced. */
final class TextParts {
  private TextParts() {}

  static void addTo(FunctionTable table) {
    table
        .add("left")
        .takes("(string, bigint) -> string")
        .says("The first so many characters; none if the number is negative.")
        .example("left('distaff', 3)", "dis")
        .is(site -> RowFunctions.bytes(site, TextParts::left));
    table
        .add("right")
        .takes("(string, bigint) -> string")
        .says("The last so many characters; none if the number is negative.")
        .example("right('distaff', 3)", "aff")
        .is(site -> RowFunctions.bytes(site, TextParts::right));
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
        .is(site -> RowFunctions.bytes(site, (row, out) -> splitPart(site, row, out)));
    table
        .add("substring_index")
        .takes("(string, string, bigint) -> string")
        .says(
            "What stands before the delimiter that the number counts to; of a negative number,"
                + " which counts from the end, what stands after it. All of the text if there are"
                + " fewer, nothing if the number is 0.")
        .example("substring_index('www.apache.org', '.', 2)", "www.apache")
        .example("substring_index('www.apache.org', '.', -1)", "org")
        .is(site -> RowFunctions.bytes(site, TextParts::substringIndex));
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

  private static void left(Row row, BytesBuilder out) {
    int from = row.from(0);
    int end = BytesKernels.skip(row.data(0), from, row.to(0), row.count(1));
    out.append(row.data(0), from, end - from);
  }

  private static void right(Row row, BytesBuilder out) {
    byte[] data = row.data(0);
    int to = row.to(0);
    int skipped = BytesKernels.countCodePoints(data, row.from(0), to) - row.count(1);
    int start = BytesKernels.skip(data, row.from(0), to, Math.max(0, skipped));
    out.append(data, start, to - start);
  }

  private static void splitPart(CallSite site, Row row, BytesBuilder out) {
    long part = row.number(2);
    if (part == 0) {
      throw RowFunctions.invalid(site, "parts are counted from 1, or from the end from -1, not 0");
    }
    byte[] data = row.data(0);
    int to = row.to(0);
    byte[] delimiter = row.copy(1);
    if (part < 0) {
      part += 2 + occurrences(data, row.from(0), to, delimiter);
    }
    if (part <= 0) {
      return;
    }
    int position = row.from(0);
    for (long k = 1; true; k++) {
      int hit = indexOf(data, position, to, delimiter);
      if (k == part) {
        out.append(data, position, (hit < 0 ? to : hit) - position);
        return;
      }
      if (hit < 0) {
        return;
      }
      position = hit + delimiter.length;
    }
  }

  private static int occurrences(byte[] data, int from, int to, byte[] wanted) {
    int count = 0;
    for (int hit = indexOf(data, from, to, wanted);
        hit >= 0;
        hit = indexOf(data, hit + wanted.length, to, wanted)) {
      count++;
    }
    return count;
  }

  /** As the kernel; what is empty is found nowhere. */
  private static int indexOf(byte[] data, int from, int to, byte[] wanted) {
    return wanted.length == 0 ? -1 : BytesKernels.indexOf(data, from, to, wanted);
  }

  private static void substringIndex(Row row, BytesBuilder out) {
    byte[] data = row.data(0);
    int from = row.from(0);
    int to = row.to(0);
    byte[] delimiter = row.copy(1);
    long count = row.number(2);
    if (count == 0 || delimiter.length == 0) {
      return;
    }
    if (count > 0) {
      int hit = from - 1;
      for (; count > 0; count--) {
        hit = BytesKernels.indexOf(data, hit + 1, to, delimiter);
        if (hit < 0) {
          out.append(data, from, to - from);
          return;
        }
      }
      out.append(data, from, hit - from);
      return;
    }
    int hit = to - delimiter.length + 1;
    for (; count < 0; count++) {
      hit = lastIndexOf(data, from, hit - 1, delimiter);
      if (hit < 0) {
        out.append(data, from, to - from);
        return;
      }
    }
    int start = hit + delimiter.length;
    out.append(data, start, to - start);
  }

  /** The last position in [from, last] at which the wanted bytes begin; else -1. */
  private static int lastIndexOf(byte[] data, int from, int last, byte[] wanted) {
    for (int i = last; i >= from; i--) {
      if (BytesKernels.matches(data, i, wanted)) {
        return i;
      }
    }
    return -1;
  }

  private static void overlay(Row row, BytesBuilder out) {
    byte[] data = row.data(0);
    int from = row.from(0);
    int to = row.to(0);
    long position = row.number(2);
    long replaced =
        row.has(3) && row.number(3) >= 0
            ? row.number(3)
            : BytesKernels.countCodePoints(row.data(1), row.from(1), row.to(1));
    int start = BytesKernels.skip(data, from, to, clamp(position - 1));
    out.append(data, from, start - from);
    out.append(row.data(1), row.from(1), row.length(1));
    int end = at(data, from, to, position + replaced);
    out.append(data, end, to - end);
  }

  /** Where a position lies: from 1, negative from the end, 0 = 1. */
  private static int at(byte[] data, int from, int to, long position) {
    if (position >= 0) {
      return BytesKernels.skip(data, from, to, clamp(position - 1));
    }
    long skipped = BytesKernels.countCodePoints(data, from, to) + position;
    return BytesKernels.skip(data, from, to, clamp(skipped));
  }

  private static int clamp(long count) {
    return (int) Math.max(0, Math.min(count, Integer.MAX_VALUE));
  }
}
