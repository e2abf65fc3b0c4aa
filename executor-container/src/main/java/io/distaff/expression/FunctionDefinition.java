package io.distaff.expression;

import io.distaff.types.DataType;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * All that is said about a function, in one place: the SQL front end, the planner, the evaluation,
 * error texts and the reference page use it. Immutable.
 *
 * @param name in lower case
 * @param aliases other names, in lower case
 * @param nulls what it does with nulls, in words
 * @param deterministic false when two calls with the same arguments may differ; it is then called
 *     for every row
 * @param summary one sentence
 * @param errors when it fails, in words; empty if never
 */
public record FunctionDefinition(
    String name,
    List<String> aliases,
    Kind kind,
    Category category,
    List<FunctionSignature> signatures,
    NullRule nullRule,
    String nulls,
    boolean deterministic,
    String summary,
    String errors,
    List<FunctionExample> examples) {
  /** How it is called. */
  public enum Kind {
    SCALAR,
    AGGREGATE,
    WINDOW
  }

  /** The sections of the reference page, in its order. */
  public enum Category {
    MATH("Numbers"),
    TEXT("Text"),
    TIME("Dates and times"),
    CONDITIONAL("Choice"),
    BINARY("Bytes and hashes"),
    COLLECTION("Arrays, maps and structs"),
    JSON("JSON and CSV"),
    AGGREGATE("Aggregates"),
    WINDOW("Window functions"),
    OTHER("Other");

    private final String title;

    Category(String title) {
      this.title = title;
    }

    public String title() {
      return title;
    }
  }

  public FunctionDefinition {
    aliases = List.copyOf(aliases);
    signatures = List.copyOf(signatures);
    examples = List.copyOf(examples);
  }

  /**
   * Which argument of a function that isn't deterministic is the stream, which tasks give it: the
   * number of their partition. Empty of all others.
   */
  public OptionalInt streamPosition() {
    List<Parameter> parameters = signatures.get(0).parameters();
    int stream = parameters.size() - 1;
    boolean isThere =
        !deterministic && stream >= 0 && parameters.get(stream).isOptional(DataType.INT);
    return isThere ? OptionalInt.of(stream) : OptionalInt.empty();
  }

  /** Which argument of a function of chance is the seed, before the stream; empty of all others. */
  public OptionalInt seedPosition() {
    int seed = streamPosition().orElse(0) - 1;
    boolean isThere =
        seed >= 0 && signatures.get(0).parameters().get(seed).isOptional(DataType.BIGINT);
    return isThere ? OptionalInt.of(seed) : OptionalInt.empty();
  }

  /**
   * The signature that takes the arguments with the least casting, the first of them if there are
   * several; empty when none does.
   */
  public Optional<BoundSignature> bind(List<FunctionArgument> arguments) {
    return signatures.stream()
        .flatMap(signature -> signature.bind(arguments).stream())
        .min(Comparator.comparingInt(BoundSignature::cost));
  }

  /**
   * The types of what lambdas among the arguments are given, which the others say; null for an
   * argument that is a value. Empty when no signature takes such arguments.
   */
  public Optional<List<List<DataType>>> lambdaParameters(List<FunctionArgument> arguments) {
    return signatures.stream()
        .flatMap(signature -> signature.lambdaParameters(arguments).stream())
        .findFirst();
  }

  /** How it may be called: {@code lpad(string, bigint, [string]) -> string; ...}. */
  public String usage() {
    return signatures.stream()
        .map(signature -> name + signature.text())
        .collect(Collectors.joining("; "));
  }
}
