package io.distaff.scalar;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.distaff.kernel.BytesBuilder;
import java.io.IOException;
import java.io.OutputStream;

/** Reads and writes JSON in UTF-8 bytes, token by token. Stateless. */
final class Json {
  /** Texts are as long as a column's value may be; depth stays limited. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  /** The parser's characters, of two bytes each, and two copies as a text and as bytes of it. */
  private static final long DECODED_COPIES = 5;

  private Json() {}

  /** A parser of an argument of a row; what it decodes a long text to is counted. */
  static JsonParser parser(Row row, int argument) throws IOException {
    byte[] data = row.data(argument);
    int from = row.from(argument);
    int length = row.length(argument);
    row.count(argument, DECODED_COPIES * longestToken(data, from, from + length));
    return FACTORY.createParser(data, from, length);
  }

  /** No token of a document takes more bytes than there are between two quotes of it. */
  private static long longestToken(byte[] data, int from, int to) {
    int longest = 0;
    int begin = from;
    for (int i = from; i < to; i++) {
      if (data[i] == '"') {
        longest = Math.max(longest, i - begin);
        begin = i + 1;
      } else if (data[i] == '\\') {
        i++;
      }
    }
    return Math.max(longest, to - begin);
  }

  /** A generator whose output is appended, at the latest when it is closed. */
  static JsonGenerator generator(BytesBuilder out) throws IOException {
    return generator(
        new OutputStream() {
          @Override
          public void write(int b) {
            out.append((byte) b);
          }

          @Override
          public void write(byte[] bytes, int from, int length) {
            out.append(bytes, from, length);
          }
        });
  }

  static JsonGenerator generator(OutputStream out) throws IOException {
    return FACTORY.createGenerator(out);
  }

  /** Copies the value that the parser stands at, numbers as they are spelt. */
  static void copy(JsonParser parser, JsonGenerator generator) throws IOException {
    int depth = 0;
    while (true) {
      JsonToken token = parser.currentToken();
      switch (token) {
        case START_OBJECT -> {
          generator.writeStartObject();
          depth++;
        }
        case START_ARRAY -> {
          generator.writeStartArray();
          depth++;
        }
        case END_OBJECT -> {
          generator.writeEndObject();
          depth--;
        }
        case END_ARRAY -> {
          generator.writeEndArray();
          depth--;
        }
        case FIELD_NAME -> generator.writeFieldName(parser.currentName());
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> generator.writeNumber(parser.getText());
        default -> generator.copyCurrentEvent(parser);
      }
      if (depth == 0) {
        return;
      }
      if (parser.nextToken() == null) {
        throw new com.fasterxml.jackson.core.io.JsonEOFException(parser, token, "ends too early");
      }
    }
  }
}
