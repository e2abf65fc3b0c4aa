package io.distaff.expression;

import io.distaff.expression.Parameter.Kind;
import io.distaff.expression.Parameter.Occurrence;
import io.distaff.types.DataType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the text of a signature:
 *
 * <pre>
 * signature := '(' [parameter {',' parameter}] ')' '->' type
 * parameter := value ['...'] | '[' value ']'                      of several with ..., all repeat together
 * value     := type | '(' [type {',' type}] ')' '->' type           a lambda
 * type      := name | variable [':' family] | family
 *            | 'decimal' '(' sum ',' sum ')' | 'array' '&lt;' type '&gt;'
 *            | 'map' '&lt;' type ',' type '&gt;'
 * sum       := term {('+' | '-') term}                               term: a number or a name
 * </pre>
 *
 * A variable is a capital letter; its family stands where it occurs first.
 */
final class SignatureParser {
  private static final Pattern TOKEN =
      Pattern.compile("\\s*(->|\\.\\.\\.|[A-Za-z_]\\w*|\\d+|[()\\[\\]<>,:+-])");
  private static final Map<String, DataType> TYPES =
      Map.ofEntries(
          Map.entry("null", DataType.NULL),
          Map.entry("boolean", DataType.BOOLEAN),
          Map.entry("tinyint", DataType.TINYINT),
          Map.entry("smallint", DataType.SMALLINT),
          Map.entry("int", DataType.INT),
          Map.entry("bigint", DataType.BIGINT),
          Map.entry("float", DataType.FLOAT),
          Map.entry("double", DataType.DOUBLE),
          Map.entry("date", DataType.DATE),
          Map.entry("timestamp", DataType.TIMESTAMP),
          Map.entry("timestamp_ntz", DataType.TIMESTAMP_LOCAL),
          Map.entry("string", DataType.STRING),
          Map.entry("binary", DataType.BINARY));

  private final String text;
  private final List<String> tokens = new ArrayList<>();
  private final Map<String, TypePattern.Family> variables = new HashMap<>();
  private int next;

  SignatureParser(String text) {
    this.text = text;
    Matcher matcher = TOKEN.matcher(text);
    int end = 0;
    while (matcher.find() && matcher.start() == end) {
      tokens.add(matcher.group(1));
      end = matcher.end();
    }
    if (end != text.length()) {
      throw wrong("unexpected character at " + end);
    }
  }

  /** The parameters, then the result's type. */
  FunctionSignature parse(ResultRule rule) {
    List<Parameter> parameters = new ArrayList<>();
    expect("(");
    while (!peek().equals(")")) {
      parameters.add(parameter());
      if (!peek().equals(")")) {
        expect(",");
      }
    }
    expect(")");
    expect("->");
    TypePattern result = type();
    if (next != tokens.size()) {
      throw wrong("text after the result");
    }
    checkOrder(parameters);
    return new FunctionSignature(text, parameters, result, rule);
  }

  private void checkOrder(List<Parameter> parameters) {
    for (int i = 0; i + 1 < parameters.size(); i++) {
      Occurrence occurrence = parameters.get(i).occurrence();
      if (occurrence != Occurrence.ONCE && occurrence != parameters.get(i + 1).occurrence()) {
        throw wrong("optional and repeated parameters stand last");
      }
    }
  }

  private Parameter parameter() {
    if (peek().equals("[")) {
      expect("[");
      Parameter value = value(Occurrence.OPTIONAL);
      expect("]");
      return value;
    }
    Parameter value = value(Occurrence.ONCE);
    if (next < tokens.size() && peek().equals("...")) {
      expect("...");
      return new Parameter(
          value.kind(), Occurrence.REPEATED, value.type(), value.lambdaParameters());
    }
    return value;
  }

  private Parameter value(Occurrence occurrence) {
    if (!peek().equals("(")) {
      return new Parameter(Kind.TYPE, occurrence, type(), List.of());
    }
    List<TypePattern> given = new ArrayList<>();
    expect("(");
    while (!peek().equals(")")) {
      given.add(type());
      if (!peek().equals(")")) {
        expect(",");
      }
    }
    expect(")");
    expect("->");
    return new Parameter(Kind.LAMBDA, occurrence, type(), given);
  }

  private TypePattern type() {
    String name = take();
    if (name.equals("decimal")) {
      expect("(");
      TypePattern.Sum precision = sum();
      expect(",");
      TypePattern.Sum scale = sum();
      expect(")");
      return new TypePattern.Decimal(precision, scale);
    }
    if (TYPES.containsKey(name)) {
      return new TypePattern.Exact(TYPES.get(name));
    }
    if (next < tokens.size() && peek().equals("<")) {
      expect("<");
      List<TypePattern> parts = new ArrayList<>();
      parts.add(type());
      while (peek().equals(",")) {
        expect(",");
        parts.add(type());
      }
      expect(">");
      if (parts.size() != Map.of("array", 1, "map", 2).getOrDefault(name, 0)) {
        throw wrong("no type '" + name + "' of " + parts.size());
      }
      return new TypePattern.Nested(name, parts);
    }
    if (name.length() == 1 && Character.isUpperCase(name.charAt(0))) {
      boolean limited = next < tokens.size() && peek().equals(":");
      if (limited) {
        expect(":");
        variables.put(name, family(take()));
      }
      TypePattern.Family family = variables.getOrDefault(name, TypePattern.Family.ANY);
      return new TypePattern.Variable(name, family, limited);
    }
    return new TypePattern.Variable(name, family(name), false);
  }

  private TypePattern.Family family(String name) {
    for (TypePattern.Family family : TypePattern.Family.values()) {
      if (family.name().toLowerCase(Locale.ROOT).equals(name)) {
        return family;
      }
    }
    throw wrong("no type '" + name + "'");
  }

  private TypePattern.Sum sum() {
    List<String> terms = new ArrayList<>();
    terms.add(take());
    while (peek().equals("+") || peek().equals("-")) {
      String sign = take();
      terms.add((sign.equals("-") ? "-" : "") + take());
    }
    return new TypePattern.Sum(terms);
  }

  private String peek() {
    if (next == tokens.size()) {
      throw wrong("it ends too early");
    }
    return tokens.get(next);
  }

  private String take() {
    String token = peek();
    next++;
    return token;
  }

  private void expect(String token) {
    if (!take().equals(token)) {
      throw wrong("'" + token + "' expected instead of '" + tokens.get(next - 1) + "'");
    }
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("signature " + text + ": " + what);
  }
}
