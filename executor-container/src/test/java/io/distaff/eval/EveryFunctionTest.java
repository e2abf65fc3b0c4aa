package io.distaff.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.BoundSignature;
import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionArgument;
import io.distaff.expression.FunctionDefinition;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.FunctionSignature;
import io.distaff.expression.InputRef;
import io.distaff.expression.Literal;
import io.distaff.expression.Parameter;
import io.distaff.expression.TypePattern;
import io.distaff.memory.MemoryManager;
import io.distaff.memory.ReservedArrays;
import io.distaff.memory.TaskMemory;
import io.distaff.scalar.Cast;
import io.distaff.scalar.ScalarFunctions;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.DictionaryVector;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.Validity;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every function of the registry, and every cast, gives a row the same in every form of vector:
 * what it gives for the row alone. Arguments are the edges of their types, with nulls. A row that
 * fails alone fails in a batch with the same code, unless it isn't selected.
 */
class EveryFunctionTest {
  private static final long SEED = 20_241_129;
  private static final int ROWS = 40;

  /** Rounds of types for a signature that leaves them open. */
  private static final int ROUNDS = 8;

  /** The planner's short forms and literals; what differs for every row; what takes no scalars. */
  private static final Set<String> NOT_EVALUATED =
      Set.of(
          "nvl2",
          "zeroifnull",
          "nullifzero",
          "nanvl",
          "current_date",
          "current_timestamp",
          "localtimestamp",
          "current_timezone",
          "rand",
          "randn",
          "uuid",
          "to_json");

  @TestFactory
  Stream<DynamicTest> functions() {
    // Those of collections have tests of their own, over vectors of arrays, maps and structs.
    return ScalarFunctions.registry().all().stream()
        .filter(function -> function.category() != FunctionDefinition.Category.COLLECTION)
        .filter(function -> !NOT_EVALUATED.contains(function.name()))
        .map(function -> DynamicTest.dynamicTest(function.name(), () -> check(function)));
  }

  @Test
  void whatIsNotEvaluatedExists() {
    assertThat(NOT_EVALUATED)
        .allSatisfy(name -> assertThat(ScalarFunctions.registry().find(name)).isPresent());
  }

  @TestFactory
  Stream<DynamicTest> casts() {
    List<DynamicTest> tests = new ArrayList<>();
    for (DataType from : EdgeValues.TYPES) {
      for (DataType to : EdgeValues.TYPES) {
        if (!from.equals(to) && Cast.of(from, to, false, ReservedArrays.uncounted()) != null) {
          String name = from.sqlName() + " to " + to.sqlName();
          for (String function : List.of(FunctionNames.CAST, FunctionNames.TRY_CAST)) {
            Call call = new Call(function, to, new InputRef(0, from));
            tests.add(
                DynamicTest.dynamicTest(
                    function + " " + name, () -> check(call, List.of(from), function + name)));
          }
        }
      }
    }
    return tests.stream();
  }

  private static void check(FunctionDefinition function) {
    Set<String> checked = new TreeSet<>();
    for (FunctionSignature signature : function.signatures()) {
      boolean nested =
          signature.parameters().stream()
              .anyMatch(
                  p ->
                      p.kind() == Parameter.Kind.LAMBDA
                          || p.type() instanceof TypePattern.Nested
                          || (p.type() instanceof TypePattern.Exact exact
                              && exact.type().isNested()));
      for (int round = 0; round < ROUNDS && !nested; round++) {
        for (boolean all : new boolean[] {false, true}) {
          List<DataType> types = EdgeValues.types(signature.parameters(), round, all);
          if (checked.add(types.toString())) {
            check(function, types);
          }
        }
      }
    }
  }

  private static void check(FunctionDefinition function, List<DataType> types) {
    List<Expression> arguments = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      Object literal = EdgeValues.literal(function.name(), i, types.get(i));
      arguments.add(
          literal == null ? new InputRef(i, types.get(i)) : Literal.of(types.get(i), literal));
    }
    BoundSignature bound =
        function.bind(arguments.stream().map(FunctionArgument::of).toList()).orElse(null);
    if (bound == null) {
      return; // types of one family that have nothing in common
    }
    for (int i = 0; i < types.size(); i++) {
      DataType type = bound.argumentTypes().get(i);
      if (!type.equals(types.get(i))) {
        arguments.set(i, new Call(FunctionNames.CAST, type, arguments.get(i)));
      }
    }
    check(
        new Call(function.name(), arguments, bound.resultType()),
        types,
        function.name() + types.stream().map(DataType::sqlName).toList());
  }

  private static void check(Call call, List<DataType> types, String name) {
    new Comparison(call, types, name).run();
  }

  /** One call over columns of these types. */
  private static final class Comparison {
    private final Random random = new Random(SEED);

    /** So little that a text of a million characters is an error. */
    private final TaskMemory memory = new MemoryManager(8L << 20).startTask("test");

    private final List<DataType> types;
    private final String name;
    private final Evaluator evaluator;
    private final Evaluator alone;
    private final List<Object[]> rows = new ArrayList<>();
    private final IdentityHashMap<Object[], Object> known = new IdentityHashMap<>();

    Comparison(Call call, List<DataType> types, String name) {
      this.types = types;
      this.name = name;
      this.evaluator = ExpressionCompiler.compile(call, memory.operator("batch").arrays());
      this.alone = ExpressionCompiler.compile(call, memory.operator("row").arrays());
      for (int i = 0; i < ROWS; i++) {
        rows.add(EdgeValues.row(types, i, random));
      }
    }

    /** A value, or the code of an error; computed once. */
    private Object expected(Object[] row) {
      if (!known.containsKey(row)) {
        known.put(row, compute(row));
      }
      return known.get(row);
    }

    private Object compute(Object[] row) {
      ColumnVector[] columns = new ColumnVector[row.length];
      for (int i = 0; i < row.length; i++) {
        columns[i] = Vectors.of(types.get(i), Arrays.asList(row[i]));
      }
      try {
        return Vectors.value(alone.evaluate(new VectorBatch(1, columns), null), 0);
      } catch (DistaffException e) {
        return e.code();
      }
    }

    void run() {
      List<Object[]> good = rows.stream().filter(row -> !fails(row)).toList();
      List<Object[]> bad = rows.stream().filter(this::fails).toList();
      if (!good.isEmpty()) {
        check(good, columns(good, this::flat), null, "flat");
        check(good, columns(good, this::dictionary), null, "dictionary");
        check(good, columns(good, this::dictionary), odd(good.size()), "dictionary, selected");
        constants(good);
      }
      selected();
      for (Object[] row : bad.subList(0, Math.min(4, bad.size()))) {
        List<Object[]> mixed = new ArrayList<>(good);
        mixed.add(row);
        DistaffException error =
            catchThrowableOfType(
                DistaffException.class, () -> evaluator.evaluate(columns(mixed, this::flat), null));
        assertThat(error).as("%s of %s must fail", name, Arrays.deepToString(row)).isNotNull();
        assertThat(error.code()).as(name + Arrays.deepToString(row)).isEqualTo(expected(row));
      }
    }

    private boolean fails(Object[] row) {
      return expected(row) instanceof ErrorCode;
    }

    /** Rows that fail are in the batch, but not selected. */
    private void selected() {
      int[] selected = IntStream.range(0, ROWS).filter(i -> !fails(rows.get(i))).toArray();
      SelectionVector selection = new SelectionVector(selected, selected.length);
      check(rows, columns(rows, this::flat), selection, "selected");
      check(rows, columns(rows, this::dictionary), selection, "dictionary, selected");
    }

    /** One or all of the arguments the same in all rows. */
    private void constants(List<Object[]> good) {
      for (int column = -1; column < types.size(); column++) {
        for (int i = 0; i < 3; i++) {
          Object[] from = good.get(random.nextInt(good.size()));
          List<Object[]> same = new ArrayList<>();
          for (Object[] row : good) {
            Object[] changed = column < 0 ? from.clone() : row.clone();
            if (column >= 0) {
              changed[column] = from[column];
            }
            if (!fails(changed)) {
              same.add(changed);
            }
          }
          if (!same.isEmpty()) {
            int constant = column;
            ColumnVector[] columns = new ColumnVector[types.size()];
            for (int c = 0; c < columns.length; c++) {
              boolean isConstant = constant < 0 || c == constant;
              columns[c] =
                  isConstant
                      ? new ConstantVector(
                          Vectors.of(types.get(c), Arrays.asList(from[c])), same.size())
                      : flat(types.get(c), values(same, c));
            }
            VectorBatch batch = new VectorBatch(same.size(), columns);
            check(same, batch, null, "constant " + column);
            check(same, batch, odd(same.size()), "constant " + column + ", selected");
          }
        }
      }
    }

    private static SelectionVector odd(int count) {
      int[] rows = IntStream.range(0, count).filter(i -> i % 2 == 1).toArray();
      return new SelectionVector(rows, rows.length);
    }

    private interface Form {
      ColumnVector of(DataType type, List<Object> values);
    }

    private VectorBatch columns(List<Object[]> some, Form form) {
      ColumnVector[] columns = new ColumnVector[types.size()];
      for (int c = 0; c < columns.length; c++) {
        columns[c] = form.of(types.get(c), values(some, c));
      }
      return new VectorBatch(some.size(), columns);
    }

    private static List<Object> values(List<Object[]> some, int column) {
      List<Object> values = new ArrayList<>();
      some.forEach(row -> values.add(row[column]));
      return values;
    }

    private ColumnVector flat(DataType type, List<Object> values) {
      return EvalFixture.flat(type, values, () -> EvalFixture.value(type, random));
    }

    private ColumnVector dictionary(DataType type, List<Object> values) {
      List<Object> entries = new ArrayList<>();
      int[] ids = new int[values.size()];
      long[] validity = Validity.allValid(values.size());
      for (int i = 0; i < ids.length; i++) {
        Object value = values.get(i);
        if (value == null) {
          Validity.setNull(validity, i);
        } else if (!entries.contains(value)) {
          entries.add(value);
        }
        ids[i] = Math.max(0, entries.indexOf(value));
      }
      if (entries.isEmpty()) {
        entries.add(EdgeValues.row(List.of(type), 0, random)[0]);
      }
      return new DictionaryVector(flat(type, entries), ids, validity, ids.length);
    }

    private void check(
        List<Object[]> some, VectorBatch batch, SelectionVector selection, String form) {
      ColumnVector result;
      try {
        result = evaluator.evaluate(batch, selection);
      } catch (RuntimeException e) {
        throw new AssertionError(name + ", " + form + ": " + e, e);
      }
      int count = selection == null ? batch.numRows() : selection.count();
      for (int i = 0; i < count; i++) {
        int row = EvalFixture.rowOf(selection, i);
        Object actual = Vectors.value(result, row);
        Object wanted = expected(some.get(row));
        assertThat(Objects.deepEquals(actual, wanted))
            .as(
                "%s of %s, %s, row %s: %s, alone %s",
                name, Arrays.deepToString(some.get(row)), form, row, actual, wanted)
            .isTrue();
      }
    }
  }
}
