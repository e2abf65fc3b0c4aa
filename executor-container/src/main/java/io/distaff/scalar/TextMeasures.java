package io.distaff.scalar;

import io.distaff.kernel.ByteValue;
import io.distaff.kernel.BytesBuilder;
import io.distaff.kernel.BytesKernels;
import io.distaff.types.DataType;
import java.nio.charset.StandardCharsets;

/** What is asked about a text: how long it is, what it begins with, how it differs from another. */
final class TextMeasures {
  private TextMeasures() {}

  static void addTo(FunctionTable table) {
    table
        .add("char_length", "character_length", "length", "len")
        .takes("(string) -> int")
        .takes("(binary) -> int")
        .says("The number of characters, that is of code points; of a BINARY, of bytes.")
        .example("char_length('añb')", "3")
        .example("length(X'00ff')", "2")
        .is(
            site ->
                site.argumentTypes().get(0).kind() == DataType.Kind.BINARY
                    ? RowFunctions.integer(site, row -> row.length(0))
                    : RowFunctions.integer(site, TextMeasures::characters));
    table
        .add("octet_length")
        .takes("(string) -> int")
        .takes("(binary) -> int")
        .says("The number of bytes, which a text takes in UTF-8.")
        .example("octet_length('añb')", "4")
        .is(site -> RowFunctions.integer(site, row -> row.length(0)));
    table
        .add("bit_length")
        .takes("(string) -> int")
        .takes("(binary) -> int")
        .says("The number of bits, 8 times octet_length.")
        .example("bit_length('añb')", "32")
        .is(site -> RowFunctions.integer(site, row -> row.length(0) * 8L));
    table
        .add("ascii")
        .takes("(string) -> int")
        .says("The code point of the first character, 0 of the empty text.")
        .example("ascii('Apfel')", "65")
        .example("ascii('日本')", "26085")
        .is(site -> RowFunctions.integer(site, TextMeasures::firstCodePoint));
    table
        .add("startswith")
        .takes("(string, string) -> boolean")
        .takes("(binary, binary) -> boolean")
        .says("Whether the first argument begins with the second.")
        .example("startswith('distaff', 'dis')", "true")
        .is(site -> RowFunctions.integer(site, TextMeasures::startsWith));
    table
        .add("endswith")
        .takes("(string, string) -> boolean")
        .takes("(binary, binary) -> boolean")
        .says("Whether the first argument ends with the second.")
        .example("endswith('distaff', 'staff')", "true")
        .is(site -> RowFunctions.integer(site, TextMeasures::endsWith));
    table
        .add("contains")
        .takes("(string, string) -> boolean")
        .takes("(binary, binary) -> boolean")
        .says("Whether the second argument occurs in the first.")
        .example("contains('distaff', 'sta')", "true")
        .example("contains('distaff', '')", "true")
        .is(site -> RowFunctions.integer(site, TextMeasures::contains));
    table
        .add("levenshtein")
        .takes("(string, string, [int]) -> int")
        .says(
            "How many characters have to be added, left out or replaced to make one text of the"
                + " other; -1 if more than the third argument.")
        .example("levenshtein('kitten', 'sitting')", "3")
        .example("levenshtein('kitten', 'sitting', 2)", "-1")
        .is(site -> RowFunctions.integer(site, new Levenshtein()::value));
    table
        .add("soundex")
        .takes("(string) -> string")
        .says(
            "The Soundex code of an English word: a letter and three digits that stand for its"
                + " sound. What doesn't begin with a letter from A to Z is left as it is.")
        .example("soundex('Robert')", "R163")
        .example("soundex('rupert')", "R163")
        .is(site -> RowFunctions.bytes(site, TextMeasures::soundex));
    table
        .add("luhn_check")
        .takes("(string) -> boolean")
        .says("Whether a text is digits of which the last one checks the others, by Luhn's rule.")
        .example("luhn_check('79927398713')", "true")
        .example("luhn_check('79927398714')", "false")
        .is(site -> RowFunctions.integer(site, TextMeasures::luhn));
  }

  private static long luhn(Row row) {
    ByteValue text = row.value(0);
    int left = text.length();
    int sum = 0;
    text.begin(0, ByteValue.BYTES);
    while (text.next()) {
      for (int i = text.from(); i < text.to(); i++) {
        int digit = text.data()[i] - '0';
        if (digit < 0 || digit > 9) {
          return 0;
        }
        // Every second one, counted from the end.
        sum += left-- % 2 == 1 ? digit : digit * 2 - (digit > 4 ? 9 : 0);
        sum %= 10;
      }
    }
    return sum == 0 && text.length() > 0 ? 1 : 0;
  }

  private static long characters(Row row) {
    ByteValue text = row.value(0);
    return text.countCodePoints(text.length());
  }

  private static long firstCodePoint(Row row) {
    ByteValue text = row.value(0);
    text.begin(0, ByteValue.TEXT);
    if (!text.next()) {
      return 0;
    }
    int end = BytesKernels.next(text.data(), text.from(), text.to());
    return new String(text.data(), text.from(), end - text.from(), StandardCharsets.UTF_8)
        .codePointAt(0);
  }

  private static long startsWith(Row row) {
    return isAt(row, 0);
  }

  private static long endsWith(Row row) {
    return isAt(row, row.length(0) - row.length(1));
  }

  /** Whether the second argument lies at an offset of the first, as 1 or 0. */
  private static long isAt(Row row, int offset) {
    return row.value(0).matches(offset, row.data(1), row.from(1), row.to(1)) ? 1 : 0;
  }

  private static long contains(Row row) {
    boolean found = row.length(1) == 0 || row.search(0, 0, row.copy(1)).next() >= 0;
    return found ? 1 : 0;
  }

  /** One line of the table of distances of prefixes at a time. */
  private static final class Levenshtein {
    private int[] distances = {};

    long value(Row row) {
      int[] a = row.text(0).codePoints().toArray();
      int[] b = row.text(1).codePoints().toArray();
      if (distances.length <= b.length) {
        distances = new int[b.length + 1];
      }
      for (int j = 0; j <= b.length; j++) {
        distances[j] = j;
      }
      for (int i = 1; i <= a.length; i++) {
        int diagonal = distances[0];
        distances[0] = i;
        for (int j = 1; j <= b.length; j++) {
          int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
          diagonal = distances[j];
          distances[j] = Math.min(replaced, 1 + Math.min(distances[j], distances[j - 1]));
        }
      }
      int distance = distances[b.length];
      return row.has(2) && distance > row.number(2) ? -1 : distance;
    }
  }

  /** The digit of each letter; 0 = a vowel, which parts equal digits, 7 = H or W, which doesn't. */
  private static final byte[] SOUNDS =
      "01230127022455012623017202".getBytes(StandardCharsets.US_ASCII);

  private static void soundex(Row row, BytesBuilder out) {
    ByteValue text = row.value(0);
    text.begin(0, ByteValue.BYTES);
    int first = text.next() ? letter(text.data()[text.from()]) : -1;
    if (first < 0) {
      row.append(0, out);
      return;
    }
    out.append((byte) ('A' + first));
    int digits = 0;
    byte last = SOUNDS[first];
    text.begin(1, ByteValue.BYTES);
    while (digits < 3 && text.next()) {
      for (int i = text.from(); i < text.to() && digits < 3; i++) {
        int letter = letter(text.data()[i]);
        byte sound = letter < 0 ? (byte) '0' : SOUNDS[letter];
        if (sound != '7') {
          if (sound != '0' && sound != last) {
            out.append(sound);
            digits++;
          }
          last = sound;
        }
      }
    }
    for (; digits < 3; digits++) {
      out.append((byte) '0');
    }
  }

  /** 0 for A or a to 25; -1 for anything else. */
  private static int letter(byte b) {
    int letter = (b | 0x20) - 'a';
    return letter >= 0 && letter < 26 ? letter : -1;
  }
}
