package io.distaff.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.distaff.text.JsonTokenizer.Token;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against Jackson: the same values, and the same texts that are no JSON. */
class JsonTokenizerTest {
  private static final JsonFactory JACKSON =
      JsonFactory.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  /** Names and values in order, or null. */
  private static List<String> ours(String text) {
    byte[] data = text.getBytes(StandardCharsets.UTF_8);
    JsonTokenizer json = new JsonTokenizer();
    json.begin(data, 0, data.length);
    List<String> events = new ArrayList<>();
    read(json, data, events);
    return json.problem() == null && json.isAtEnd() ? events : null;
  }

  private static void read(JsonTokenizer json, byte[] data, List<String> events) {
    Token token = json.next();
    switch (token) {
      case OBJECT -> {
        events.add("{");
        for (boolean more = json.firstMember(); more; more = json.nextMember()) {
          json.unescapeName();
          events.add(slice(data, json.nameStart(), json.nameLength()) + ":");
          read(json, data, events);
        }
        events.add("}");
      }
      case ARRAY -> {
        events.add("[");
        for (boolean more = json.firstElement(); more; more = json.nextElement()) {
          read(json, data, events);
        }
        events.add("]");
      }
      case STRING -> {
        json.unescape();
        events.add("STRING " + slice(data, json.valueStart(), json.valueLength()));
      }
      case MALFORMED -> events.add("MALFORMED");
      default -> events.add(token + " " + slice(data, json.valueStart(), json.valueLength()));
    }
  }

  private static String slice(byte[] data, int start, int length) {
    return new String(data, start, length, StandardCharsets.UTF_8);
  }

  private static List<String> jackson(String text) {
    List<String> events = new ArrayList<>();
    try (JsonParser parser = JACKSON.createParser(text.getBytes(StandardCharsets.UTF_8))) {
      int depth = 0;
      while (true) {
        JsonToken token = parser.nextToken();
        if (token == null) {
          return null;
        }
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        events.add(event(parser, token));
        if (depth == 0) {
          return parser.nextToken() == null ? events : null;
        }
      }
    } catch (IOException e) {
      return null;
    }
  }

  private static String event(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case FIELD_NAME -> parser.currentName() + ":";
      case VALUE_STRING -> "STRING " + loneSurrogatesReplaced(parser.getText());
      case VALUE_NULL -> "NULL null";
      case VALUE_TRUE, VALUE_FALSE -> "BOOLEAN " + parser.getText();
      case VALUE_NUMBER_INT -> "INTEGER " + parser.getText();
      case VALUE_NUMBER_FLOAT -> "FLOAT " + parser.getText();
      default -> parser.getText();
    };
  }

  private static String loneSurrogatesReplaced(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private static final String[] PIECES = {
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    " ",
    "\n",
    "\t",
    "\"a\"",
    "\"b\":",
    "1",
    "0",
    "-",
    "+",
    ".",
    "e",
    "E5",
    "null",
    "true",
    "false",
    "NaN",
    "Infinity",
    "INF",
    "\\u00e9",
    "\\n",
    "é",
    "x",
    "\u0001",
    "{\"k\":[1,2.5,{}],\"s\":\"t\\\"u\"}",
    "[[],{}]",
    "12345678901234567890",
    "-0.5e-3"
  };

  @Test
  void anyTextIsOrIsNoJsonAsJacksonSays() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int valid = 0;
    for (int round = 0; round < 200_000; round++) {
      StringBuilder text = new StringBuilder(round % 2 == 0 ? "" : "{\"k\":");
      for (int n = random.nextInt(7); n > 0; n--) {
        text.append(PIECES[random.nextInt(PIECES.length)]);
      }
      text.append(round % 2 == 0 ? "" : "}");
      List<String> expected = jackson(text.toString());
      valid += expected == null ? 0 : 1;
      assertThat(ours(text.toString())).as("seed %d: <%s>", seed, text).isEqualTo(expected);
    }
    assertThat(valid).isGreaterThan(1000);
  }

  @Test
  void whatIsGeneratedIsReadAndEveryMutationAsJacksonDoes() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder();
      value(random, text, 4);
      assertSame(text.toString(), seed);
      for (int m = 0; m < 5; m++) {
        StringBuilder mutated = new StringBuilder(text);
        int at = random.nextInt(mutated.length());
        String piece = PIECES[random.nextInt(PIECES.length)];
        mutated.replace(at, Math.min(mutated.length(), at + random.nextInt(3)), piece);
        assertSame(mutated.toString(), seed);
      }
    }
  }

  private static void assertSame(String text, long seed) {
    assertThat(ours(text)).as("seed %d: <%s>", seed, text).isEqualTo(jackson(text));
  }

  private static void value(Random random, StringBuilder out, int depth) {
    switch (random.nextInt(depth == 0 ? 4 : 6)) {
      case 0 -> out.append(random.nextInt());
      case 1 -> out.append(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20));
      case 2 -> out.append(new String[] {"null", "true", "false"}[random.nextInt(3)]);
      case 3 -> string(random, out);
      case 4 -> {
        out.append('[');
        for (int n = random.nextInt(4); n > 0; n--) {
          value(random, out, depth - 1);
          out.append(n > 1 ? ", " : "");
        }
        out.append(']');
      }
      default -> {
        out.append('{');
        for (int n = random.nextInt(4); n > 0; n--) {
          name(random, out);
          out.append(" : ");
          value(random, out, depth - 1);
          out.append(n > 1 ? ",\n" : "");
        }
        out.append('}');
      }
    }
  }

  /** Without surrogates: Jackson refuses one without its other half in names alone. */
  private static void name(Random random, StringBuilder out) {
    String[] names = {"a", "b c", "\\\"", "\\u0041\\n", "é", "😀", ""};
    out.append('"').append(names[random.nextInt(names.length)]).append('"');
  }

  private static void string(Random random, StringBuilder out) {
    String[] pieces = {
      "a", "b c", "\\\"", "\\\\", "\\/", "\\u0041", "\\ud83d\\ude00", "é", "😀", "12"
    };
    out.append('"');
    for (int n = random.nextInt(6); n > 0; n--) {
      out.append(pieces[random.nextInt(pieces.length)]);
    }
    out.append('"');
  }

  @ParameterizedTest
  @ValueSource(ints = {999, 1000, 1001})
  void depthIsLimited(int depth) {
    String text = "[".repeat(depth) + "]".repeat(depth);
    assertThat(ours(text) != null).isEqualTo(depth <= 1000).isEqualTo(jackson(text) != null);
    byte[] data = text.getBytes(StandardCharsets.UTF_8);
    JsonTokenizer json = new JsonTokenizer();
    json.begin(data, 0, data.length);
    json.skipValue();
    assertThat(json.problem() == null).isEqualTo(depth <= 1000);
  }

  @Test
  void problemsSayWhatAndWhere() {
    assertThat(problem("{\"a\":01}")).isEqualTo("a number begins with 0 (byte 5 of the record)");
    assertThat(problem("{\"a\":1")).isEqualTo("it ends within an object (byte 6 of the record)");
    assertThat(problem("{\"a\"}")).isEqualTo("a colon should be here (byte 4 of the record)");
    assertThat(problem("{\"a\":\"x")).isEqualTo("a string has no end (byte 7 of the record)");
  }

  private static String problem(String text) {
    byte[] data = text.getBytes(StandardCharsets.UTF_8);
    JsonTokenizer json = new JsonTokenizer();
    json.begin(data, 0, data.length);
    json.skipValue();
    return String.valueOf(json.problem());
  }
}
