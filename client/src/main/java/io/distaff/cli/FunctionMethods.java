package io.distaff.cli;

import io.distaff.expression.FunctionDefinition;
import io.distaff.expression.FunctionSignature;
import io.distaff.expression.Parameter;
import io.distaff.operator.aggregation.AggregateFunctions;
import io.distaff.scalar.ScalarFunctions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;

/**
 * Writes {@code RegistryFunctions.java}: a method of the API for every name of every function, for
 * each number of arguments that it takes. A test keeps the file as this program writes it.
 */
public final class FunctionMethods {
  private static final String HEAD =
      """
      package io.distaff.api;

      import java.util.function.BiFunction;
      import java.util.function.Function;

      /**
       * The functions of SQL. Generated from their definitions, which conf/functions.md shows with
       * examples: {@code bin/dev/regen-conf} writes it.
       */
      @SuppressWarnings({"checkstyle:MethodName", "overloads"})
      abstract class RegistryFunctions {
        RegistryFunctions() {}

        private static Column call(String function, Object... arguments) {
          return Column.call(function, arguments);
        }

        /** Arguments of which the last are an array. */
        private static Column callAll(String function, Object[] first, Column... more) {
          Object[] all = new Object[first.length + more.length];
          System.arraycopy(first, 0, all, 0, first.length);
          System.arraycopy(more, 0, all, first.length, more.length);
          return Column.call(function, all);
        }
      """;

  /** Characters on a line, as the formatter has them. */
  private static final int LINE = 100;

  private static final String BY_NAME = "As above, of a column by its name.";

  private static final List<String> ORDINALS =
      List.of("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth");

  /** Functions whose first argument is text that says what to do, not the value. */
  private static final Set<String> TEXT_FIRST =
      Set.of(
          "concat_ws", "date_trunc", "date_part", "format_string", "timestampadd", "timestampdiff");

  /** Functions of which all arguments are columns. */
  private static final Set<String> ALL_COLUMNS =
      Set.of(
          "atan2",
          "power",
          "hypot",
          "corr",
          "covar_pop",
          "covar_samp",
          "max_by",
          "min_by",
          "regr_avgx",
          "regr_avgy",
          "regr_count",
          "regr_intercept",
          "regr_r2",
          "regr_slope",
          "regr_sxx",
          "regr_sxy",
          "regr_syy");

  /** Methods that are written by hand. */
  private static final Set<String> BY_HAND = Set.of("count", "window", "session_window");

  private FunctionMethods() {}

  /** Writes the file that the only argument names. */
  public static void main(String[] arguments) throws IOException {
    Files.writeString(Path.of(arguments[0]), text());
  }

  static String text() {
    Map<String, FunctionDefinition> byName = new TreeMap<>();
    Stream.of(ScalarFunctions.registry(), AggregateFunctions.registry())
        .flatMap(registry -> registry.all().stream())
        .forEach(
            definition -> {
              byName.put(definition.name(), definition);
              definition.aliases().forEach(alias -> byName.put(alias, definition));
            });
    StringBuilder text = new StringBuilder(HEAD);
    byName.forEach(
        (name, definition) -> {
          if (!BY_HAND.contains(name)) {
            append(name, definition, text);
          }
        });
    return text.append("}\n").toString();
  }

  /** A function's name in Java. */
  static String methodName(String function) {
    return SourceVersion.isKeyword(function) ? function + "_" : function;
  }

  /** Kinds and number of the arguments of a method; of a varargs method, those before the array. */
  private record Shape(List<Integer> lambdaSizes, boolean hasMore) {
    int size() {
      return lambdaSizes.size();
    }
  }

  private static void append(String name, FunctionDefinition definition, StringBuilder text) {
    Set<Shape> shapes = new LinkedHashSet<>();
    for (FunctionSignature signature : definition.signatures()) {
      shapes.addAll(shapes(signature, TEXT_FIRST.contains(definition.name())));
    }
    for (Shape shape : shapes) {
      boolean isCovered =
          shapes.stream().anyMatch(s -> s.hasMore() && !shape.hasMore() && covers(s, shape));
      if (!isCovered) {
        append(name, definition, shape, text);
      }
    }
  }

  private static boolean covers(Shape more, Shape shape) {
    return more.size() == 0 && shape.lambdaSizes().stream().allMatch(size -> size == 0);
  }

  private static List<Shape> shapes(FunctionSignature signature, boolean textFirst) {
    List<Shape> shapes = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    for (Parameter parameter : signature.parameters()) {
      if (parameter.occurrence() == Parameter.Occurrence.REPEATED) {
        boolean allValues = sizes.stream().allMatch(size -> size == 0);
        int before = !allValues ? sizes.size() : textFirst ? 1 : 0;
        return List.of(new Shape(List.copyOf(sizes.subList(0, before)), true));
      }
      if (parameter.occurrence() == Parameter.Occurrence.OPTIONAL) {
        shapes.add(new Shape(List.copyOf(sizes), false));
      }
      sizes.add(parameter.lambdaParameters().size());
    }
    shapes.add(new Shape(List.copyOf(sizes), false));
    return shapes;
  }

  private static void append(
      String name, FunctionDefinition definition, Shape shape, StringBuilder text) {
    List<String> parameters = new ArrayList<>();
    List<String> arguments = new ArrayList<>();
    boolean textFirst = TEXT_FIRST.contains(definition.name());
    for (int i = 0; i < shape.size(); i++) {
      String argument = ORDINALS.get(i);
      String type =
          switch (shape.lambdaSizes().get(i)) {
            case 0 -> i == 0 && !textFirst ? "Column" : "Object";
            case 1 -> "Function<Column, Column>";
            case 2 -> "BiFunction<Column, Column, Column>";
            case 3 -> "TriFunction<Column, Column, Column, Column>";
            default -> throw new IllegalStateException(name + " takes a larger lambda");
          };
      parameters.add(type + " " + argument);
      arguments.add(shape.lambdaSizes().get(i) == 0 ? argument : "Lambdas.of(" + argument + ")");
    }
    String call =
        shape.hasMore()
            ? "callAll(\"%s\", new Object[] {%s}, more)"
            : arguments.isEmpty() ? "call(\"%s\"%s)" : "call(\"%s\", %s)";
    if (shape.hasMore()) {
      parameters.add("Column... more");
    }
    comment(definition.summary(), text);
    method(name, parameters, call.formatted(name, String.join(", ", arguments)), text);
    boolean isOfColumn = !textFirst && shape.size() > 0 && shape.lambdaSizes().get(0) == 0;
    boolean isAggregate = definition.kind() == FunctionDefinition.Kind.AGGREGATE;
    boolean allColumns = ALL_COLUMNS.contains(definition.name());
    if (isOfColumn && !shape.hasMore() && (shape.size() == 1 || isAggregate || allColumns)) {
      List<String> types = new ArrayList<>(parameters);
      List<String> passed = new ArrayList<>(ORDINALS.subList(0, shape.size()));
      for (int i = 0; i < (allColumns ? shape.size() : 1); i++) {
        types.set(i, "String " + ORDINALS.get(i));
        passed.set(i, "Functions.col(" + ORDINALS.get(i) + ")");
      }
      comment(allColumns ? "As above, of columns by their names." : BY_NAME, text);
      method(name, types, methodName(name) + "(" + String.join(", ", passed) + ")", text);
    }
  }

  private static void method(
      String name, List<String> parameters, String result, StringBuilder text) {
    String head = "  public static Column " + methodName(name) + "(";
    String list = String.join(", ", parameters) + ") {";
    text.append(head);
    if (list.length() + 6 > LINE) {
      list = "\n      " + String.join(",\n      ", parameters) + ") {";
    } else if (head.length() + list.length() > LINE) {
      text.append("\n      ");
    }
    text.append(list).append("\n    return ").append(result).append(";\n  }\n");
  }

  /** A comment, on one line if it fits. */
  private static void comment(String summary, StringBuilder text) {
    String plain = summary.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    plain = plain.replace("@", "{@literal @}").replace("*/", "*&#47;");
    text.append("\n");
    if (plain.length() + 9 <= LINE) {
      text.append("  /** ").append(plain).append(" */\n");
      return;
    }
    text.append("  /**\n");
    StringBuilder line = new StringBuilder("   *");
    for (String word : plain.split(" ", -1)) {
      if (line.length() + 1 + word.length() > LINE) {
        text.append(line).append('\n');
        line = new StringBuilder("   *");
      }
      line.append(' ').append(word);
    }
    text.append(line).append("\n   */\n");
  }
}
