package io.distaff.scalar;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.distaff.kernel.BytesBuilder;
import io.distaff.memory.ReservedArrays;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path into a JSON document: {@code $}, then members {@code .name} or {@code ['name']}, elements
 * {@code [0]}, and {@code [*]} for all elements. What it leads to is written as Hive and Spark do:
 *
 * <ul>
 *   <li>text alone without quotes, anything else as JSON;
 *   <li>of {@code [*]}, an array of what there is, except that a single value stands alone;
 *   <li>of {@code [*][*]}, one array of the elements of all;
 *   <li>of {@code [*]} behind an index that is followed by it, or within another, always an array.
 * </ul>
 *
 * Immutable.
 */
final class JsonPath {
  private static final Pattern STEP =
      Pattern.compile("\\.([^.\\[*][^.\\[]*)|\\['([^'?]+)'\\]|\\[(\\d{1,9})\\]|\\[(\\*)\\]");

  /** A member's name, or else an element's index, or all elements at -1. */
  private record Step(String name, int index) {
    boolean isEveryElement() {
      return name == null && index < 0;
    }
  }

  /** How what is found is written. */
  private enum Style {
    /** Text without quotes. */
    RAW,
    /** As JSON. */
    QUOTED,
    /** As JSON, arrays as their elements. */
    FLATTENED
  }

  private final List<Step> steps;

  private JsonPath(List<Step> steps) {
    this.steps = List.copyOf(steps);
  }

  /** Reads a path; empty when it isn't one. */
  static Optional<JsonPath> of(String text) {
    if (!text.startsWith("$")) {
      return Optional.empty();
    }
    List<Step> steps = new ArrayList<>();
    Matcher matcher = STEP.matcher(text);
    int position = 1;
    while (position < text.length()) {
      if (!matcher.find(position) || matcher.start() != position) {
        return Optional.empty();
      }
      if (matcher.group(4) != null) {
        steps.add(new Step(null, -1));
      } else if (matcher.group(3) != null) {
        steps.add(new Step(null, Integer.parseInt(matcher.group(3))));
      } else {
        steps.add(new Step(matcher.group(1) == null ? matcher.group(2) : matcher.group(1), 0));
      }
      position = matcher.end();
    }
    return Optional.of(new JsonPath(steps));
  }

  /**
   * Appends what the path leads to; false if that is nothing. What follows in the document isn't
   * read.
   *
   * @throws IOException when the document up to there isn't JSON
   */
  boolean write(Row row, int argument, BytesBuilder out) throws IOException {
    try (JsonParser parser = Json.parser(row, argument);
        JsonGenerator generator = Json.generator(out)) {
      return parser.nextToken() != null && evaluate(parser, generator, Style.RAW, 0);
    }
  }

  private boolean isEveryElement(int step) {
    return step < steps.size() && steps.get(step).isEveryElement();
  }

  /** Deals with the value that the parser stands at, and leaves it at that value's end. */
  private boolean evaluate(JsonParser parser, JsonGenerator out, Style style, int step)
      throws IOException {
    JsonToken token = parser.currentToken();
    if (step == steps.size()) {
      return found(parser, out, style);
    }
    Step next = steps.get(step);
    if (token == JsonToken.START_OBJECT && next.name() != null) {
      return member(parser, out, style, step);
    }
    if (token == JsonToken.START_ARRAY && next.isEveryElement()) {
      if (isEveryElement(step + 1)) {
        return array(parser, out, Style.FLATTENED, step + 2);
      }
      return style == Style.QUOTED
          ? array(parser, out, Style.QUOTED, step + 1)
          : elements(parser, out, style == Style.RAW ? Style.QUOTED : style, step + 1);
    }
    if (token == JsonToken.START_ARRAY && next.name() == null) {
      return element(parser, out, isEveryElement(step + 1) ? Style.QUOTED : style, step);
    }
    parser.skipChildren();
    return false;
  }

  private boolean found(JsonParser parser, JsonGenerator out, Style style) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING && style == Style.RAW) {
      out.writeRaw(parser.getText());
      return true;
    }
    if (parser.currentToken() == JsonToken.START_ARRAY && style == Style.FLATTENED) {
      boolean any = false;
      while (next(parser) != JsonToken.END_ARRAY) {
        any |= evaluate(parser, out, style, steps.size());
      }
      return any;
    }
    Json.copy(parser, out);
    return true;
  }

  private boolean member(JsonParser parser, JsonGenerator out, Style style, int step)
      throws IOException {
    boolean found = false;
    while (next(parser) != JsonToken.END_OBJECT) {
      boolean wanted = !found && parser.currentName().equals(steps.get(step).name());
      if (next(parser) != JsonToken.VALUE_NULL && wanted) {
        found = evaluate(parser, out, style, step + 1);
      } else {
        parser.skipChildren();
      }
    }
    return found;
  }

  private boolean element(JsonParser parser, JsonGenerator out, Style style, int step)
      throws IOException {
    boolean found = false;
    for (int i = 0; next(parser) != JsonToken.END_ARRAY; i++) {
      if (i == steps.get(step).index()) {
        found = evaluate(parser, out, style, step + 1);
      } else {
        parser.skipChildren();
      }
    }
    return found;
  }

  /** What the path leads to from each element, as an array. */
  private boolean array(JsonParser parser, JsonGenerator out, Style style, int step)
      throws IOException {
    boolean any = false;
    out.writeStartArray();
    while (next(parser) != JsonToken.END_ARRAY) {
      any |= evaluate(parser, out, style, step);
    }
    out.writeEndArray();
    return any;
  }

  /** As {@link #array}, without the brackets if only one element leads anywhere. */
  private boolean elements(JsonParser parser, JsonGenerator out, Style style, int step)
      throws IOException {
    BytesBuilder buffer = new BytesBuilder(ReservedArrays.uncounted());
    int count = 0;
    try (JsonGenerator inner = Json.generator(buffer)) {
      inner.writeStartArray();
      while (next(parser) != JsonToken.END_ARRAY) {
        count += evaluate(parser, inner, style, step) ? 1 : 0;
      }
      inner.writeEndArray();
    }
    if (count > 0) {
      String text = buffer.text();
      out.writeRawValue(count == 1 ? text.substring(1, text.length() - 1) : text);
    }
    return count > 0;
  }

  /** The next token; there is one as long as an array or object is open. */
  private static JsonToken next(JsonParser parser) throws IOException {
    JsonToken token = parser.nextToken();
    if (token == null) {
      throw new com.fasterxml.jackson.core.JsonParseException(parser, "it ends too early");
    }
    return token;
  }
}
