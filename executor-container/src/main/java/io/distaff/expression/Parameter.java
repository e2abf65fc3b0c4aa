package io.distaff.expression;

import io.distaff.types.DataType;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A parameter of a function.
 *
 * @param kind whether the argument is a value or a lambda
 * @param type of the value; of a lambda, what it gives back
 * @param lambdaParameters what a lambda is given; empty for a value
 */
public record Parameter(
    Kind kind, Occurrence occurrence, TypePattern type, List<TypePattern> lambdaParameters) {
  /** What stands there in a call. */
  public enum Kind {
    TYPE,
    LAMBDA
  }

  /** How often it stands there. */
  public enum Occurrence {
    ONCE,
    /** Only the last parameters. */
    OPTIONAL,
    /** Any number of times, also none; only the last parameters, which are repeated together. */
    REPEATED
  }

  public Parameter {
    lambdaParameters = List.copyOf(lambdaParameters);
  }

  /** Whether it is a value of exactly a type that may be left out. */
  boolean isOptional(DataType wanted) {
    return occurrence == Occurrence.OPTIONAL && type.equals(new TypePattern.Exact(wanted));
  }

  @Override
  public String toString() {
    String text =
        kind == Kind.TYPE
            ? type.toString()
            : lambdaParameters.stream()
                .map(TypePattern::toString)
                .collect(Collectors.joining(", ", "(", ") -> " + type));
    return switch (occurrence) {
      case ONCE -> text;
      case OPTIONAL -> "[" + text + "]";
      case REPEATED -> text + "...";
    };
  }
}
