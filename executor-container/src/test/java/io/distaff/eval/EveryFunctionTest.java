package io.distaff.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.BoundSignature;
import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionArgument;
import io.distaff.expression.FunctionDefinition;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.InputRef;
import io.distaff.expression.Parameter;
import io.distaff.memory.ReservedArrays;
import io.distaff.scalar.ScalarFunctions;
import io.distaff.types.DataType;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every function of the registry, every operator and every cast agrees with DuckDB or with a
 * reference of the test's own, over the edges of its types, in every form of vector. A function, a
 * signature or a type of one that no line of the table has is an error.
 */
class EveryFunctionTest {
  private static final Path DIFFERENCES = Path.of("..", "conf", "sql.md");

  /** Differ for every row: {@link RandomFunctionsTest} says how. */
  private static final Set<String> CHANCE =
      Set.of(
          "rand", "randn", "uuid", "shuffle", "spark_partition_id", "monotonically_increasing_id");

  /** Not evaluated: the planner writes a literal or an operator in their place. */
  private static final Set<String> PLANNED =
      Set.of(
          "nvl2",
          "zeroifnull",
          "nullifzero",
          "nanvl",
          "current_date",
          "current_timestamp",
          "localtimestamp",
          "current_timezone");

  /** The planner reads a column of the scan instead: its tests show that. */
  private static final Set<String> OF_SCANS = Set.of("input_file_name");

  /**
   * Not of SQL: runtime filters use one, {@link PredicateTest} has it; the others are the user's.
   */
  private static final Set<String> INTERNAL =
      Set.of(
          FunctionNames.MAY_CONTAIN,
          FunctionNames.USER_FUNCTION,
          FunctionNames.USER_FUNCTION_OF_CHANCE);

  private static final OracleTable TABLE = table();

  @TempDir static Path directory;

  private static OracleTable table() {
    OracleTable table = new OracleTable();
    NumberLines.addTo(table);
    BitLines.addTo(table);
    TextLines.addTo(table);
    NumberTextLines.addTo(table);
    RegexLines.addTo(table);
    ChoiceLines.addTo(table);
    BytesLines.addTo(table);
    TimeLines.addTo(table);
    InstantLines.addTo(table);
    CollectionLines.addTo(table);
    SequenceLines.addTo(table);
    MapLines.addTo(table);
    JsonLines.addTo(table);
    OperatorLines.addTo(table);
    CastLines.addTo(table);
    return table;
  }

  @TestFactory
  Stream<DynamicTest> agrees() {
    Map<String, List<OracleLine>> bySubject =
        TABLE.lines().stream()
            .collect(Collectors.groupingBy(OracleLine::subject, TreeMap::new, Collectors.toList()));
    return bySubject.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(),
                    () -> entry.getValue().forEach(line -> new FormWalk(line, directory).run())));
  }

  @TestFactory
  Stream<DynamicTest> everySignatureHasItsLines() {
    return ScalarFunctions.registry().all().stream()
        .filter(function -> !CHANCE.contains(function.name()))
        .filter(function -> !PLANNED.contains(function.name()))
        .filter(function -> !OF_SCANS.contains(function.name()))
        .map(
            function ->
                DynamicTest.dynamicTest(
                    function.name(), () -> assertThat(missing(function)).isEmpty()));
  }

  private static List<String> missing(FunctionDefinition function) {
    List<Coverage.Walked> walked =
        TABLE.lines().stream()
            .filter(line -> line.signature() != null && line.subject().equals(function.name()))
            .map(line -> new Coverage.Walked(line.signature(), line.argumentTypes()))
            .toList();
    return Coverage.missing(function, walked);
  }

  @Test
  void everyOperatorHasItsLines() throws IllegalAccessException {
    Set<String> operators = new TreeSet<>();
    for (Field field : FunctionNames.class.getFields()) {
      if (field.getType() == String.class) {
        operators.add((String) field.get(null));
      }
    }
    operators.removeAll(INTERNAL);
    Set<String> walked =
        TABLE.lines().stream()
            .filter(line -> line.signature() == null)
            .map(OracleLine::subject)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(walked).isEqualTo(operators);
  }

  @Test
  void whatIsLeftToThePlannerCannotBeEvaluated() {
    for (String name : PLANNED) {
      FunctionDefinition function = ScalarFunctions.registry().find(name).orElseThrow();
      List<Expression> arguments = new ArrayList<>();
      for (Parameter parameter : function.signatures().get(0).parameters()) {
        assertThat(parameter.occurrence()).isEqualTo(Parameter.Occurrence.ONCE);
        arguments.add(new InputRef(arguments.size(), DataType.FLOAT));
      }
      BoundSignature bound =
          function.bind(arguments.stream().map(FunctionArgument::of).toList()).orElseThrow();
      Call call = new Call(name, arguments, bound.resultType());
      assertThatThrownBy(() -> ExpressionCompiler.compile(call, ReservedArrays.uncounted()))
          .isInstanceOfSatisfying(
              DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_SUPPORTED));
    }
  }

  @Test
  void whatIsLeftToChanceIsNotDeterministic() {
    assertThat(CHANCE)
        .allSatisfy(
            name ->
                assertThat(ScalarFunctions.registry().find(name).orElseThrow().deterministic())
                    .isFalse());
  }

  @Test
  void everyDifferenceOnPurposeIsDocumented() throws IOException {
    String page = Files.readString(DIFFERENCES);
    assertThat(TABLE.lines().stream().flatMap(line -> line.documented().stream()).distinct())
        .filteredOn(difference -> !page.contains("\n| `" + difference + "` |"))
        .isEmpty();
  }
}
