package io.distaff.eval;

import io.distaff.expression.FunctionDefinition;
import io.distaff.expression.FunctionSignature;
import io.distaff.expression.Parameter;
import io.distaff.expression.TypePattern;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.DataType.Kind;
import io.distaff.types.DecimalType;
import io.distaff.types.MapType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a table of lines leaves out of a function: a signature without a line, a number of arguments
 * that may be given, or a type that a variable stands for.
 */
public final class Coverage {
  private static final Set<String> SCALARS =
      Set.of(
          "BOOLEAN",
          "TINYINT",
          "SMALLINT",
          "INT",
          "BIGINT",
          "FLOAT",
          "DOUBLE",
          "DECIMAL",
          "WIDE DECIMAL",
          "DATE",
          "TIMESTAMP",
          "TIMESTAMP_LOCAL",
          "STRING",
          "BINARY");

  private static final Set<String> ELEMENTS =
      Set.of("BIGINT", "DOUBLE", "WIDE DECIMAL", "STRING", "ARRAY");

  /** Of functions that take less than a signature says: what their variables stand for. */
  private static final Map<String, Set<String>> NARROWER =
      Map.of(
          "map_from_entries", Set.of("STRUCT"),
          "struct_extract", Set.of("STRUCT", "ARRAY"),
          "with_field", Set.of("STRUCT"),
          "drop_fields", Set.of("STRUCT"),
          "window_time", Set.of("STRUCT"),
          "to_json", Set.of("ARRAY", "MAP", "STRUCT"),
          "to_csv", Set.of("STRUCT"),
          "hash", SCALARS,
          "xxhash64", SCALARS);

  private Coverage() {}

  /** A call's signature, and its arguments' types after the casts that it asks for. */
  public record Walked(FunctionSignature signature, List<DataType> arguments) {}

  /** What is missing, in words. */
  public static List<String> missing(FunctionDefinition function, List<Walked> lines) {
    List<String> missing = new ArrayList<>();
    for (FunctionSignature signature : function.signatures()) {
      List<List<DataType>> calls =
          lines.stream()
              .filter(line -> line.signature().equals(signature))
              .map(Walked::arguments)
              .toList();
      String name = function.name() + signature;
      if (calls.isEmpty()) {
        missing.add(name + " has no line");
        continue;
      }
      missingCounts(name, signature, calls, missing);
      for (int p = 0; p < signature.parameters().size(); p++) {
        Parameter parameter = signature.parameters().get(p);
        // Of what is repeated after others, they say enough.
        boolean open = p == 0 || parameter.occurrence() != Parameter.Occurrence.REPEATED;
        if (open && parameter.kind() == Parameter.Kind.TYPE) {
          Set<String> unseen = new TreeSet<>(required(function, parameter.type()));
          unseen.removeAll(seen(parameter.type(), p, calls));
          if (!unseen.isEmpty()) {
            missing.add(name + " isn't walked over " + unseen + " as parameter " + (p + 1));
          }
        }
      }
    }
    return missing;
  }

  private static void missingCounts(
      String name, FunctionSignature signature, List<List<DataType>> calls, List<String> missing) {
    int fewest = 0;
    for (Parameter parameter : signature.parameters()) {
      fewest += parameter.occurrence() == Parameter.Occurrence.ONCE ? 1 : 0;
    }
    int most = signature.parameters().size();
    int least = fewest;
    // None at all are any signature's.
    if (least > 0 && calls.stream().noneMatch(call -> call.size() == least)) {
      missing.add(name + " isn't walked with " + fewest + " arguments");
    }
    if (calls.stream().noneMatch(call -> call.size() >= most)) {
      missing.add(name + " isn't walked with " + most + " arguments");
    }
  }

  private static Set<String> required(FunctionDefinition function, TypePattern pattern) {
    if (pattern instanceof TypePattern.Decimal decimal) {
      boolean fixed = Character.isDigit(decimal.precision().terms().get(0).charAt(0));
      return fixed ? Set.of() : Set.of("DECIMAL", "WIDE DECIMAL");
    }
    if (pattern instanceof TypePattern.Nested nested) {
      return nested.parts().get(0) instanceof TypePattern.Variable
          ? NARROWER.getOrDefault(function.name(), ELEMENTS)
          : Set.of();
    }
    if (!(pattern instanceof TypePattern.Variable variable)) {
      return Set.of();
    }
    return switch (variable.family()) {
      case ANY -> NARROWER.getOrDefault(function.name(), ofAny(function.category()));
      case INTEGRAL -> Set.of("TINYINT", "SMALLINT", "INT", "BIGINT");
      case FLOATING -> Set.of("FLOAT", "DOUBLE");
      case NUMERIC ->
          Set.of(
              "TINYINT", "SMALLINT", "INT", "BIGINT", "FLOAT", "DOUBLE", "DECIMAL", "WIDE DECIMAL");
      case TEMPORAL -> Set.of("DATE", "TIMESTAMP", "TIMESTAMP_LOCAL");
    };
  }

  private static Set<String> ofAny(FunctionDefinition.Category category) {
    if (category == FunctionDefinition.Category.COLLECTION) {
      return ELEMENTS;
    }
    Set<String> all = new LinkedHashSet<>(SCALARS);
    all.addAll(Set.of("ARRAY", "STRUCT"));
    return all;
  }

  /** What stands there; of an array or a map what its first part is. */
  private static Set<String> seen(TypePattern pattern, int parameter, List<List<DataType>> calls) {
    Set<String> seen = new TreeSet<>();
    for (List<DataType> call : calls) {
      if (parameter < call.size()) {
        DataType type = call.get(parameter);
        boolean inside = pattern instanceof TypePattern.Nested;
        seen.add(label(inside ? firstPart(type) : type));
      }
    }
    return seen;
  }

  private static DataType firstPart(DataType type) {
    return type instanceof ArrayType array
        ? array.element()
        : type instanceof MapType map ? map.key() : type;
  }

  private static String label(DataType type) {
    boolean wide = type.kind() == Kind.DECIMAL && !((DecimalType) type).isLong();
    return wide ? "WIDE DECIMAL" : type.kind().name();
  }
}
