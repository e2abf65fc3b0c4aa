package io.distaff.types;

import io.distaff.config.NearestName;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads columns as SQL declares them: {@code id bigint, `unit price` decimal(10,2), tags
 * array<string>, at struct<x: double, y: double>}. Types are written as {@link DataType#sqlName}
 * writes them, or by SQL's other names for them; every column may be null. {@code varchar(n)} is
 * text of any length. Confined to one thread.
 */
public final class SchemaParser {
  private static final int DEFAULT_PRECISION = 10;
  private static final int DEEPEST = 100;
  private static final Pattern NESTED =
      Pattern.compile("\\s*(array|map|struct)\\s*<", Pattern.CASE_INSENSITIVE);

  private final String text;
  private final Problems problems;
  private int position;
  private int depth;

  private SchemaParser(String text, Problems problems) {
    this.text = text;
    this.problems = problems;
  }

  /** An array, a map, or a struct; columns are its members. Throws SYNTAX_ERROR. */
  public static DataType parseNested(String text) {
    if (!NESTED.matcher(text).lookingAt()) {
      return new StructType(
          parse(text).fields().stream()
              .map(field -> new StructType.Member(field.name(), field.type()))
              .toList());
    }
    SchemaParser parser = of(text);
    DataType type = parser.type();
    parser.end("expected the end");
    return type;
  }

  private static SchemaParser of(String text) {
    return new SchemaParser(text, (offset, problem) -> error(text, offset, problem));
  }

  private void end(String expected) {
    if (position != text.length()) {
      throw error(expected);
    }
  }

  /** Throws SYNTAX_ERROR that shows where. */
  public static Schema parse(String text) {
    SchemaParser parser = of(text);
    List<Field> fields = new ArrayList<>();
    Set<String> names = new HashSet<>();
    do {
      String name = parser.name("a column's name");
      parser.takeIf(':');
      fields.add(new Field(name, parser.type(), true));
      if (!names.add(name.toLowerCase(Locale.ROOT))) {
        throw parser.error("two columns are called " + name);
      }
    } while (parser.takeIf(','));
    parser.end("expected , or the end");
    return new Schema(fields);
  }

  /** Makes the error of a text that can't be read. */
  public interface Problems {
    /**
     * The error of a problem.
     *
     * @param offset where it shows, from 0
     */
    DistaffException at(int offset, String problem);
  }

  /**
   * A type within a text.
   *
   * @param end offset behind its last character
   */
  public record TypeAt(DataType type, int end) {}

  /** Reads the type that stands at an offset. */
  public static TypeAt typeAt(String text, int start, Problems problems) {
    SchemaParser parser = new SchemaParser(text, problems);
    parser.position = start;
    DataType type = parser.type();
    int end = parser.position;
    while (Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    return new TypeAt(type, end);
  }

  private static Map<String, DataType> scalars() {
    Map<String, DataType> types = new HashMap<>();
    types.put("boolean", DataType.BOOLEAN);
    types.put("bool", DataType.BOOLEAN);
    types.put("tinyint", DataType.TINYINT);
    types.put("byte", DataType.TINYINT);
    types.put("smallint", DataType.SMALLINT);
    types.put("short", DataType.SMALLINT);
    types.put("int", DataType.INT);
    types.put("integer", DataType.INT);
    types.put("bigint", DataType.BIGINT);
    types.put("long", DataType.BIGINT);
    types.put("float", DataType.FLOAT);
    types.put("real", DataType.FLOAT);
    types.put("double", DataType.DOUBLE);
    types.put("date", DataType.DATE);
    types.put("timestamp", DataType.TIMESTAMP);
    types.put("timestamp_ltz", DataType.TIMESTAMP);
    types.put("timestamp_ntz", DataType.TIMESTAMP_LOCAL);
    types.put("string", DataType.STRING);
    types.put("text", DataType.STRING);
    types.put("varchar", DataType.STRING);
    types.put("binary", DataType.BINARY);
    return types;
  }

  private DataType type() {
    if (++depth > DEEPEST) {
      throw error("types are nested too deeply");
    }
    int start = position;
    String word = name("a type").toLowerCase(Locale.ROOT);
    DataType type =
        switch (word) {
          case "decimal", "numeric", "dec" -> decimal();
          case "varchar", "char", "character" -> {
            if (takeIf('(')) {
              number();
              take(')');
            }
            yield DataType.STRING;
          }
          case "array" -> {
            take('<');
            DataType element = type();
            take('>');
            yield new ArrayType(element);
          }
          case "map" -> {
            take('<');
            DataType key = type();
            take(',');
            DataType value = type();
            take('>');
            yield new MapType(key, value);
          }
          case "struct" -> struct();
          default -> scalar(word, start);
        };
    depth--;
    return type;
  }

  private DataType scalar(String word, int start) {
    Map<String, DataType> scalars = scalars();
    DataType type = scalars.get(word);
    if (type == null) {
      position = start;
      List<String> known = new ArrayList<>(scalars.keySet());
      known.addAll(List.of("decimal", "array", "map", "struct"));
      throw error(
          "no type "
              + word
              + NearestName.of(word, known).map(n -> "; did you mean " + n + "?").orElse(""));
    }
    return type;
  }

  private DataType decimal() {
    int precision = DEFAULT_PRECISION;
    int scale = 0;
    if (takeIf('(')) {
      precision = number();
      scale = takeIf(',') ? number() : 0;
      take(')');
    }
    if (precision < 1 || precision > DecimalType.MAX_PRECISION || scale > precision) {
      throw error(
          "a decimal has 1 to %d digits, and no more than that after the point"
              .formatted(DecimalType.MAX_PRECISION));
    }
    return DataType.decimal(precision, scale);
  }

  private DataType struct() {
    take('<');
    List<StructType.Member> members = new ArrayList<>();
    do {
      String name = name("a member's name");
      takeIf(':');
      members.add(new StructType.Member(name, type()));
    } while (takeIf(','));
    take('>');
    return new StructType(members);
  }

  private int number() {
    skipSpace();
    int start = position;
    while (position < text.length() && position - start < 9 && isDigit(text.charAt(position))) {
      position++;
    }
    if (start == position) {
      throw error("expected a number");
    }
    int number = Integer.parseInt(text.substring(start, position));
    skipSpace();
    return number;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** A word, or anything in backquotes. */
  private String name(String what) {
    skipSpace();
    StringBuilder name = new StringBuilder();
    if (position < text.length() && text.charAt(position) == '`') {
      position++;
      while (position < text.length()) {
        char c = text.charAt(position++);
        if (c == '`' && !(position < text.length() && text.charAt(position) == '`')) {
          skipSpace();
          return name.toString();
        }
        position += c == '`' ? 1 : 0;
        name.append(c);
      }
      throw error("a backquote isn't closed");
    }
    while (position < text.length()
        && (Character.isLetterOrDigit(text.charAt(position)) || text.charAt(position) == '_')) {
      name.append(text.charAt(position++));
    }
    if (name.isEmpty()) {
      throw error("expected " + what);
    }
    skipSpace();
    return name.toString();
  }

  private void skipSpace() {
    while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
      position++;
    }
  }

  private boolean takeIf(char wanted) {
    skipSpace();
    if (position < text.length() && text.charAt(position) == wanted) {
      position++;
      skipSpace();
      return true;
    }
    return false;
  }

  private void take(char wanted) {
    if (!takeIf(wanted)) {
      throw error("expected " + wanted);
    }
  }

  private DistaffException error(String message) {
    return problems.at(position, message);
  }

  private static DistaffException error(String text, int offset, String problem) {
    return new DistaffException(
        ErrorCode.SYNTAX_ERROR,
        "schema '%s', at character %d: %s".formatted(text, offset + 1, problem));
  }
}
