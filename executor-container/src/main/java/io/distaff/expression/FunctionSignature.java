package io.distaff.expression;

import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a function takes and gives, written as {@code (string, bigint, [bigint]) -> string}; {@code
 * SignatureParser} holds the grammar. Immutable.
 *
 * @param text as it was written
 * @param rule computes the result's type; null = the pattern says it
 */
public record FunctionSignature(
    String text, List<Parameter> parameters, TypePattern result, ResultRule rule) {
  public FunctionSignature {
    parameters = List.copyOf(parameters);
  }

  /** Reads a signature; throws IllegalArgumentException saying what is wrong with it. */
  public static FunctionSignature of(String text) {
    return new SignatureParser(text).parse(null);
  }

  /** As {@link #of(String)}, with a result that a rule computes. */
  public static FunctionSignature of(String text, ResultRule rule) {
    return new SignatureParser(text).parse(rule);
  }

  /** The casts that make this signature fit, and the result; empty when it can't be made to. */
  public Optional<BoundSignature> bind(List<FunctionArgument> arguments) {
    return Optional.ofNullable(new Binder().bind(arguments));
  }

  /**
   * What the lambdas among the arguments are given, by the types of the others: null for an
   * argument that isn't a lambda; empty when the signature doesn't take such arguments.
   */
  Optional<List<List<DataType>>> lambdaParameters(List<FunctionArgument> arguments) {
    return Optional.ofNullable(new Binder().lambdaParameters(arguments));
  }

  /** The parameter for a position; null when there is none. */
  private Parameter parameter(int index) {
    if (index < parameters.size()) {
      return parameters.get(index);
    }
    int repeated = numOf(Parameter.Occurrence.REPEATED);
    int first = parameters.size() - repeated;
    return repeated == 0 ? null : parameters.get(first + (index - first) % repeated);
  }

  private int numOf(Parameter.Occurrence occurrence) {
    return (int) parameters.stream().filter(p -> p.occurrence() == occurrence).count();
  }

  private boolean takes(int count) {
    int required = numOf(Parameter.Occurrence.ONCE);
    int repeated = numOf(Parameter.Occurrence.REPEATED);
    return count >= required
        && (count == 0 || parameter(count - 1) != null)
        && (repeated == 0 || (count - required) % repeated == 0);
  }

  /** One attempt: first what the variables mean, then what the casts cost. */
  private final class Binder {
    private final Map<String, DataType> variables = new HashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    /** Variables that are parts of an argument, which text doesn't become: its parts are given. */
    private final Set<String> ofParts = new HashSet<>();

    /** Null when the signature doesn't take the arguments. */
    BoundSignature bind(List<FunctionArgument> arguments) {
      if (!inferValues(arguments) || !inferLambdas(arguments)) {
        return null;
      }
      nameDecimals();
      List<DataType> types = new ArrayList<>();
      int cost = 0;
      for (int i = 0; i < arguments.size(); i++) {
        DataType type = resolve(parameter(i).type(), i);
        FunctionArgument argument = arguments.get(i);
        Optional<Integer> step =
            argument.isLambda()
                ? Widening.resultCost(argument.type(), type)
                : parameter(i).type() instanceof TypePattern.Exact
                    ? Widening.cost(argument, type)
                    : Widening.costToCommon(argument.type(), type);
        if (step.isEmpty()) {
          return null;
        }
        cost += step.get();
        types.add(type);
      }
      DataType resultType =
          rule == null ? resolve(result, -1) : rule.resultType(arguments, List.copyOf(types));
      return new BoundSignature(FunctionSignature.this, types, resultType, cost);
    }

    /** Null when the signature doesn't take the arguments. */
    List<List<DataType>> lambdaParameters(List<FunctionArgument> arguments) {
      if (!inferValues(arguments)) {
        return null;
      }
      List<List<DataType>> given = new ArrayList<>();
      for (int i = 0; i < arguments.size(); i++) {
        given.add(arguments.get(i).isLambda() ? lambdaParameters(parameter(i)) : null);
      }
      return given;
    }

    private List<DataType> lambdaParameters(Parameter lambda) {
      return lambda.lambdaParameters().stream().map(pattern -> resolve(pattern, -1)).toList();
    }

    private boolean inferValues(List<FunctionArgument> arguments) {
      if (!takes(arguments.size())) {
        return false;
      }
      // What isn't text says what numbers and times together are, before text joins them.
      return inferValues(arguments, false) && inferValues(arguments, true);
    }

    private boolean inferValues(List<FunctionArgument> arguments, boolean areTexts) {
      for (int i = 0; i < arguments.size(); i++) {
        FunctionArgument argument = arguments.get(i);
        Parameter parameter = parameter(i);
        if (isText(argument.type()) != areTexts) {
          continue;
        }
        boolean fits =
            parameter.kind() == Parameter.Kind.LAMBDA
                ? argument.numParameters() == parameter.lambdaParameters().size()
                : !argument.isLambda() && infer(parameter.type(), argument.type(), i);
        if (!fits) {
          return false;
        }
      }
      return true;
    }

    /** What a lambda gives says what a variable is, unless the values have said it. */
    private boolean inferLambdas(List<FunctionArgument> arguments) {
      for (int i = 0; i < arguments.size(); i++) {
        TypePattern result = parameter(i).type();
        boolean open =
            !(result instanceof TypePattern.Variable variable)
                || !variables.containsKey(key(variable, i));
        if (arguments.get(i).isLambda() && open && !infer(result, arguments.get(i).type(), i)) {
          return false;
        }
      }
      return true;
    }

    /** Learns from an argument what variables are; false when it can't be. */
    private boolean infer(TypePattern pattern, DataType type, int index) {
      if (pattern instanceof TypePattern.Variable variable) {
        if (type.kind() == DataType.Kind.NULL) {
          return true;
        }
        String key = key(variable, index);
        DataType known = variables.get(key);
        if (known != null && ofParts.contains(key) && isText(known) != isText(type)) {
          return false;
        }
        DataType seen = isText(type) && isNumber(variable.family()) ? DataType.DOUBLE : type;
        Optional<DataType> common = known == null ? Optional.of(seen) : CommonType.of(known, type);
        common.ifPresent(t -> variables.put(key, t));
        return common.isPresent() && variable.family().includes(isText(type) ? common.get() : type);
      }
      if (pattern instanceof TypePattern.Decimal decimal) {
        if (type.kind() == DataType.Kind.NULL) {
          return true;
        }
        if (!Widening.isExact(type)) {
          return false;
        }
        variables.merge(
            decimal.toString(), Widening.exact(type), (a, b) -> CommonType.of(a, b).orElse(a));
        return true;
      }
      if (pattern instanceof TypePattern.Nested nested) {
        return type.kind() == DataType.Kind.NULL || inferParts(nested, type, index);
      }
      return true;
    }

    private static boolean isText(DataType type) {
      return type.kind() == DataType.Kind.STRING;
    }

    /** Whether text stands for a number there: a DOUBLE, unless another argument says which. */
    private static boolean isNumber(TypePattern.Family family) {
      return family.includes(DataType.DOUBLE) && !family.includes(DataType.STRING);
    }

    private boolean inferParts(TypePattern.Nested nested, DataType type, int index) {
      List<DataType> parts = nested.partsOf(type);
      boolean fits = parts.size() == nested.parts().size();
      for (int i = 0; fits && i < parts.size(); i++) {
        if (nested.parts().get(i) instanceof TypePattern.Variable variable) {
          ofParts.add(key(variable, index));
        }
        fits = infer(nested.parts().get(i), parts.get(i), index);
      }
      return fits;
    }

    /** What the letters in {@code decimal(p,s)} stand for. */
    private void nameDecimals() {
      for (Parameter parameter : parameters) {
        if (parameter.type() instanceof TypePattern.Decimal pattern) {
          DataType type = variables.getOrDefault(pattern.toString(), DataType.decimal(1, 0));
          DecimalType decimal = (DecimalType) type;
          numbers.putIfAbsent(pattern.precision().toString(), decimal.precision());
          numbers.putIfAbsent(pattern.scale().toString(), decimal.scale());
        }
      }
    }

    /** A family's own name is another variable at each argument. */
    private static String key(TypePattern.Variable variable, int index) {
      return variable.name().length() == 1 ? variable.name() : variable.name() + index;
    }

    private DataType resolve(TypePattern pattern, int index) {
      if (pattern instanceof TypePattern.Exact exact) {
        return exact.type();
      }
      if (pattern instanceof TypePattern.Variable variable) {
        DataType known = variables.get(key(variable, index));
        return known == null ? variable.family().ofNull() : known;
      }
      if (pattern instanceof TypePattern.Decimal decimal) {
        int scale = Math.max(0, Math.min(DecimalType.MAX_PRECISION, value(decimal.scale())));
        int precision = Math.min(DecimalType.MAX_PRECISION, value(decimal.precision()));
        return DataType.decimal(Math.max(Math.max(1, scale), precision), scale);
      }
      TypePattern.Nested nested = (TypePattern.Nested) pattern;
      return nested.of(nested.parts().stream().map(part -> resolve(part, index)).toList());
    }

    private int value(TypePattern.Sum sum) {
      int value = 0;
      for (String term : sum.terms()) {
        boolean minus = term.startsWith("-");
        String name = minus ? term.substring(1) : term;
        int number = Character.isDigit(name.charAt(0)) ? Integer.parseInt(name) : numbers.get(name);
        value += minus ? -number : number;
      }
      return value;
    }
  }

  /** As it was written. */
  @Override
  public String toString() {
    return text;
  }
}
