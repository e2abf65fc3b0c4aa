package io.distaff.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.distaff.text.TextScans.Scan;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonStringsTest {
  @TempDir Path directory;

  /** Null for what is no string. */
  private static String unescape(String json) {
    byte[] data = json.getBytes(StandardCharsets.UTF_8);
    JsonTokenizer tokenizer = new JsonTokenizer();
    tokenizer.begin(data, 0, data.length);
    if (tokenizer.next() != JsonTokenizer.Token.STRING) {
      return null;
    }
    tokenizer.unescape();
    return new String(
        data, tokenizer.valueStart(), tokenizer.valueLength(), StandardCharsets.UTF_8);
  }

  @Test
  void readsWhatJacksonWrites() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 2000; round++) {
      String text =
          random
              .ints(random.nextInt(40), 0, round % 2 == 0 ? 0x80 : 0x11000)
              .filter(point -> point < 0xd800 || point > 0xdfff)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      StringWriter json = new StringWriter();
      try (JsonGenerator generator = new JsonFactory().createGenerator(json)) {
        if (random.nextBoolean()) {
          generator.setHighestNonEscapedChar(127);
        }
        generator.writeString(text);
      }
      assertThat(unescape(json.toString())).as("seed %d: %s", seed, json).isEqualTo(text);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"a\\/b\"|a/b",
        "\"\\ud83d\\ude00\"|\ud83d\ude00",
        "\"\\ud83dx\"|?x",
        "\"\\ude00\"|?",
        "\"\\ud83d\\u0041\"|?A",
        "\"a\" , 1|a"
      })
  void escapes(String json, String text) {
    assertThat(unescape(json)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"",
        "\"abc",
        "\"\\\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\\",
        "\"a\tb\""
      })
  void whatIsNoString(String json) {
    assertThat(unescape(json)).isNull();
  }

  @Test
  void largeRecordsReadAsSmallOnesDo() throws IOException {
    String escaped = "tab\\t quote\\\" \\u00e9 \u00fc ";
    String plain = "tab\t quote\" \u00e9 \u00fc ";
    int times = 20_000;
    Path file =
        TextScans.write(
            directory,
            "large.json",
            "{\"a\":\"%s\",\"b\":[\"%s\"],\"n\":7}\n".formatted(escaped.repeat(times), escaped));
    assertThat(Scan.json("a string, b array<string>, n int").read(file))
        .isEqualTo(List.of(List.of(plain.repeat(times), List.of(plain), 7L)));
  }
}
