package io.distaff.scalar;

import io.distaff.collection.StreamedArrays;
import io.distaff.expression.FunctionDefinition;
import io.distaff.expression.FunctionDefinition.Category;
import io.distaff.expression.FunctionExample;
import io.distaff.expression.FunctionSignature;
import io.distaff.expression.NullRule;
import io.distaff.expression.ResultRule;
import io.distaff.types.ArrayType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A table of functions in the making. A line reads
 *
 * <pre>
 * table.add("lpad").takes("(string, bigint, [string]) -&gt; string")
 *     .says("Fills up on the left ...").example("lpad('7', 3, '0')", "007")
 *     .is(site -&gt; new Pad(true, site.type()));
 * </pre>
 */
final class FunctionTable {
  private final Category category;
  private final List<ScalarFunction> functions = new ArrayList<>();

  FunctionTable(Category category) {
    this.category = category;
  }

  /** Begins a line, which {@link Line#is} ends. */
  Line add(String name, String... aliases) {
    return new Line(name, List.of(aliases));
  }

  List<ScalarFunction> functions() {
    return List.copyOf(functions);
  }

  /** A function in the making. */
  final class Line {
    private final String name;
    private final List<String> aliases;
    private final List<FunctionSignature> signatures = new ArrayList<>();
    private final List<FunctionExample> examples = new ArrayList<>();
    private NullRule nullRule = NullRule.STRICT;
    private String nulls = NullRule.STRICT.text();
    private boolean deterministic = true;
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

    /** What it does, in one sentence. */
    Line says(String sentence) {
      summary = sentence;
      return this;
    }

    /** It is null where an argument is null, and also as said here: "if ...". */
    Line alsoNull(String when) {
      nullRule = NullRule.NULLABLE;
      nulls = NullRule.NULLABLE.text() + ", and " + when;
      return this;
    }

    /** It sees nulls, and does with them as said here. */
    Line seesNulls(String behaviour) {
      nullRule = NullRule.OWN;
      nulls = behaviour;
      return this;
    }

    /** When it fails: "if ...". */
    Line fails(String when) {
      errors = when;
      return this;
    }

    /** Two calls with the same arguments may differ. */
    Line volatileResult() {
      deterministic = false;
      return this;
    }

    /** An expression, and its value as CAST to STRING prints it; NULL for null. */
    Line example(String sql, String result) {
      examples.add(new FunctionExample(sql, result));
      return this;
    }

    /** Ends the line. */
    void is(ScalarFunction.Factory factory) {
      end(factory, Optional.empty());
    }

    /** Ends the line of a function whose arrays' elements can be had some at a time. */
    void gives(ScalarFunction.ElementFactory elements) {
      end(
          site -> new StreamedArrays((ArrayType) site.type(), elements.create(site), site.arrays()),
          Optional.of(elements));
    }

    private void end(
        ScalarFunction.Factory factory, Optional<ScalarFunction.ElementFactory> elements) {
      FunctionDefinition definition =
          new FunctionDefinition(
              name,
              aliases,
              FunctionDefinition.Kind.SCALAR,
              category,
              signatures,
              nullRule,
              nulls,
              deterministic,
              summary,
              errors,
              examples);
      functions.add(new ScalarFunction(definition, factory, elements));
    }
  }
}
