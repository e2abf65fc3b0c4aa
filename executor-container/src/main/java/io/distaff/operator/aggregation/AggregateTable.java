package io.distaff.operator.aggregation;

import io.distaff.expression.FunctionDefinition;
import io.distaff.expression.FunctionExample;
import io.distaff.expression.FunctionSignature;
import io.distaff.expression.NullRule;
import io.distaff.expression.ResultRule;
import java.util.ArrayList;
import java.util.List;

/**
 * A table of aggregate functions in the making. A line reads
 *
 * <pre>
 * table.add("product").takes("(double) -&gt; double").says("All values multiplied.")
 *     .example("SELECT product(x) FROM (VALUES (2), (3)) AS t(x)", "6.0")
 *     .is(AggregateTable::valueState, (call, state, empty) -&gt; new ProductAccumulator(empty));
 * </pre>
 */
final class AggregateTable {
  private static final String NULLS = "ignores nulls; null if there are no values";

  private final List<AggregateFunction> functions = new ArrayList<>();

  /** Begins a line, which {@link Line#is} ends. */
  Line add(String name, String... aliases) {
    return new Line(name, List.of(aliases));
  }

  List<AggregateFunction> functions() {
    return List.copyOf(functions);
  }

  /** A function in the making. */
  final class Line {
    private final String name;
    private final List<String> aliases;
    private final List<FunctionSignature> signatures = new ArrayList<>();
    private final List<FunctionExample> examples = new ArrayList<>();
    private int numArguments = 1;
    private boolean ordered;
    private boolean byOrder;
    private String nulls = NULLS;
    private String summary = "";
    private String errors = "";

    private Line(String name, List<String> aliases) {
      this.name = name;
      this.aliases = aliases;
    }

    /** A signature; of several that fit at the same cost, the first is taken. */
    Line takes(String signature) {
      signatures.add(FunctionSignature.of(signature));
      return this;
    }

    /** A signature whose result's type is computed. */
    Line takes(String signature, ResultRule rule) {
      signatures.add(FunctionSignature.of(signature, rule));
      return this;
    }

    /** How many arguments are columns, if not one; the others are constants. */
    Line ofColumns(int number) {
      numArguments = number;
      return this;
    }

    /** The order of the rows matters, and may be given. */
    Line ordered() {
      ordered = true;
      return byOrder();
    }

    /** The order of the rows matters. */
    Line byOrder() {
      byOrder = true;
      return this;
    }

    /** What it does, in one sentence. */
    Line says(String sentence) {
      summary = sentence;
      return this;
    }

    /** What it does with nulls, if it isn't what most do. */
    Line nulls(String behaviour) {
      nulls = behaviour;
      return this;
    }

    /** When it fails: "if ...". */
    Line fails(String when) {
      errors = when;
      return this;
    }

    /** A query and its only value as it is printed. */
    Line example(String sql, String result) {
      examples.add(new FunctionExample(sql, result));
      return this;
    }

    /** Ends the line. */
    void is(AggregateFunction.StateRule stateRule, AggregateFunction.Factory factory) {
      FunctionDefinition definition =
          new FunctionDefinition(
              name,
              aliases,
              FunctionDefinition.Kind.AGGREGATE,
              FunctionDefinition.Category.AGGREGATE,
              signatures,
              NullRule.OWN,
              nulls,
              true,
              summary,
              errors,
              examples);
      functions.add(
          new AggregateFunction(definition, numArguments, ordered, byOrder, stateRule, factory));
    }
  }
}
