package io.distaff.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.memory.MemoryManager;
import io.distaff.memory.OperatorMemory;
import io.distaff.memory.TaskMemory;
import io.distaff.metrics.TaskMetrics;
import io.distaff.storage.LocalDisks;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.DictionaryVector;
import io.distaff.vector.RandomBatches;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.Validity;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import io.distaff.vector.large.ExchangedTexts;
import io.distaff.vector.large.LargeValues;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Evaluates one line of the oracle's table over its grid of rows: each column as a flat, a
 * dictionary and a constant vector, each with every pattern of nulls, the other columns at random,
 * under every selection. Rows that must fail are tried alone, and are in batches where they aren't
 * selected.
 */
final class FormWalk {
  private enum Form {
    FLAT,
    DICTIONARY,
    CONSTANT
  }

  private enum Nulls {
    NONE,
    SOME,
    ALL,
    FIRST,
    ALTERNATING;

    boolean isNull(int row, Random random) {
      return switch (this) {
        case NONE -> false;
        case SOME -> random.nextInt(4) == 0;
        case ALL -> true;
        case FIRST -> row == 0;
        case ALTERNATING -> row % 2 == 1;
      };
    }
  }

  private static final long POOL_BYTES = 64L << 20;
  private static final int MOST_ROWS = 50;
  private static final int MOST_FAILURES = 6;
  private static final int LEAST_LARGE_BYTES = 3;
  private static final int MOST_PIECE_BYTES = 40;

  private final Random random = new Random(20_241_129);
  private final OracleLine line;
  private final Path directory;
  private final List<Domain> columns;
  private final Grid grid;
  private final List<Object> expected;
  private final MemoryManager manager = new MemoryManager(POOL_BYTES);
  private final TaskMemory memory;
  private final Evaluator evaluator;

  /**
   * @param directory where large values are kept
   */
  FormWalk(OracleLine line, Path directory) {
    this.line = line;
    this.directory = directory;
    this.columns = line.columns();
    this.grid = new Grid(columns);
    this.expected = line.expected(grid);
    this.memory = manager.startTask("test");
    this.evaluator =
        ExpressionCompiler.compile(line.expression(), memory.operator("batch").arrays());
  }

  void run() {
    everyRow();
    for (int c = 0; c < columns.size(); c++) {
      if (!columns.get(c).isLiteral()) {
        for (Form form : Form.values()) {
          for (Nulls nulls : Nulls.values()) {
            batch(c, form, nulls);
          }
        }
      }
    }
    failures();
    tokens();
    memory.close();
    assertThat(manager.usedBytes()).isZero();
  }

  /** The whole grid at once; rows that fail aren't selected. */
  private void everyRow() {
    int[] indexes = IntStream.range(0, grid.size()).toArray();
    check(vectors(indexes, all(Form.FLAT)), indexes, good(indexes), "every row");
    VectorBatch dictionaries = vectors(indexes, all(Form.DICTIONARY));
    // What was kept for the dictionaries must still be right.
    for (String time : new String[] {"once", "twice"}) {
      check(dictionaries, indexes, good(indexes), "every row, dictionaries " + time);
    }
  }

  private Form[] all(Form form) {
    Form[] forms = new Form[columns.size()];
    Arrays.fill(forms, form);
    return forms;
  }

  private void batch(int column, Form form, Nulls nulls) {
    int n = 1 + random.nextInt(MOST_ROWS);
    int[][] positions = new int[columns.size()][];
    Form[] forms = new Form[columns.size()];
    for (int c = 0; c < forms.length; c++) {
      forms[c] = c == column ? form : Form.values()[random.nextInt(3)];
      Nulls pattern = c == column ? nulls : random.nextBoolean() ? Nulls.NONE : Nulls.SOME;
      positions[c] = positions(c, forms[c], pattern, n);
    }
    int[] indexes = new int[n];
    int[] row = new int[columns.size()];
    for (int r = 0; r < n; r++) {
      for (int c = 0; c < row.length; c++) {
        row[c] = positions[c][r];
      }
      indexes[r] = grid.index(row);
    }
    boolean all = random.nextInt(3) == 0;
    if (all) {
      indexes = withoutFailures(indexes);
    }
    SelectionVector selection = all ? null : some(good(indexes));
    String how = "column " + column + " " + form + ", nulls " + nulls;
    check(vectors(indexes, forms), indexes, selection, how);
  }

  private int[] positions(int column, Form form, Nulls nulls, int n) {
    Domain domain = columns.get(column);
    int[] positions = new int[n];
    if (domain.isLiteral()) {
      return positions;
    }
    int numValues = grid.numValues(column);
    for (int r = 0; r < n; r++) {
      boolean isNull = numValues == 0 || nulls.isNull(r, random);
      positions[r] = isNull ? numValues : random.nextInt(numValues);
    }
    if (form == Form.CONSTANT) {
      Arrays.fill(positions, positions[0]);
    }
    return positions;
  }

  private boolean fails(int index) {
    return expected.get(index) == OracleLine.FAILS;
  }

  private int[] withoutFailures(int[] indexes) {
    return Arrays.stream(indexes).filter(index -> !fails(index)).toArray();
  }

  private SelectionVector good(int[] indexes) {
    int[] rows = IntStream.range(0, indexes.length).filter(r -> !fails(indexes[r])).toArray();
    return new SelectionVector(rows, rows.length);
  }

  /** All, most, few or none of them. */
  private SelectionVector some(SelectionVector good) {
    int of100 = new int[] {100, 80, 10, 0}[random.nextInt(4)];
    int[] rows =
        Arrays.stream(good.rows(), 0, good.count())
            .filter(row -> random.nextInt(100) < of100)
            .toArray();
    return new SelectionVector(rows, rows.length);
  }

  private void failures() {
    int[] every = IntStream.range(0, grid.size()).toArray();
    int[] bad = Arrays.stream(every).filter(this::fails).toArray();
    int[] good = withoutFailures(every);
    for (int i = 0; i < Math.min(MOST_FAILURES, bad.length); i++) {
      int index = bad[random.nextInt(bad.length)];
      mustFail(vectors(new int[] {index}, all(Form.values()[i % 3])), index);
      int[] mixed = Arrays.copyOf(good, Math.min(good.length, MOST_ROWS) + 1);
      mixed[mixed.length - 1] = index;
      mustFail(vectors(mixed, all(Form.FLAT)), index);
    }
  }

  /** Some rows, with tokens for what counts as large: values of a few bytes. */
  private void tokens() {
    int[] indexes = random.ints(MOST_ROWS, 0, grid.size()).filter(index -> !fails(index)).toArray();
    OperatorMemory own = memory.operator("values");
    try (LargeValues values =
        new LargeValues(
            own,
            new LocalDisks(List.of(directory)),
            new TaskMetrics(),
            LEAST_LARGE_BYTES,
            1 + random.nextInt(MOST_PIECE_BYTES))) {
      Projection projection =
          ExpressionCompiler.compileAll(List.of(line.expression()), own.arrays(), values);
      ExchangedTexts stored = values.storing(own.arrays());
      ExchangedTexts restored = values.restoring(own.arrays());
      for (Form form : List.of(Form.FLAT, Form.DICTIONARY)) {
        VectorBatch batch = vectors(indexes, all(form));
        ColumnVector[] columnsOfTokens =
            Arrays.stream(batch.columns()).map(stored::of).toArray(ColumnVector[]::new);
        VectorBatch tokens = new VectorBatch(indexes.length, columnsOfTokens);
        ColumnVector result = projection.evaluate(tokens)[0];
        compare(restored.of(result), indexes, null, "tokens, " + form);
      }
    }
  }

  private void mustFail(VectorBatch batch, int index) {
    Throwable error = catchThrowable(() -> evaluator.evaluate(batch, null));
    if (!(error instanceof DistaffException e) || e.code().category() != ErrorCode.Category.USER) {
      throw new AssertionError(
          line + " must fail for " + shown(index) + ", but gave " + error, error);
    }
  }

  private void check(VectorBatch batch, int[] indexes, SelectionVector selection, String how) {
    ColumnVector result;
    try {
      result = evaluator.evaluate(batch, selection);
    } catch (RuntimeException e) {
      throw new AssertionError(line + ", " + how + culprit(indexes, selection) + ": " + e, e);
    }
    compare(result, indexes, selection, how);
  }

  private void compare(ColumnVector result, int[] indexes, SelectionVector selection, String how) {
    int count = selection == null ? indexes.length : selection.count();
    for (int i = 0; i < count; i++) {
      int row = EvalFixture.rowOf(selection, i);
      Object wanted = expected.get(indexes[row]);
      Object actual = Vectors.value(result, row);
      if (!Answers.same(wanted, actual, line.tolerance())) {
        throw new AssertionError(
            "%s of %s, %s, row %s: is %s, not %s"
                .formatted(line, shown(indexes[row]), how, row, text(actual), text(wanted)));
      }
    }
  }

  /** The first row that fails alone. */
  private String culprit(int[] indexes, SelectionVector selection) {
    int count = selection == null ? indexes.length : selection.count();
    for (int i = 0; i < count; i++) {
      int index = indexes[EvalFixture.rowOf(selection, i)];
      Throwable error =
          catchThrowable(
              () -> evaluator.evaluate(vectors(new int[] {index}, all(Form.FLAT)), null));
      if (error != null) {
        return ", for " + shown(index) + " expected " + text(expected.get(index));
      }
    }
    return "";
  }

  private String shown(int index) {
    return text(Arrays.asList(grid.row(index)));
  }

  private static String text(Object value) {
    return Arrays.deepToString(
        new Object[] {value instanceof List<?> list ? list.toArray() : value});
  }

  private VectorBatch vectors(int[] indexes, Form[] forms) {
    ColumnVector[] vectors = new ColumnVector[columns.size()];
    for (int c = 0; c < vectors.length; c++) {
      List<Object> values = new ArrayList<>();
      for (int index : indexes) {
        values.add(grid.row(index)[c]);
      }
      vectors[c] = vector(columns.get(c), values, forms[c]);
    }
    return new VectorBatch(indexes.length, vectors);
  }

  private ColumnVector vector(Domain domain, List<Object> values, Form form) {
    DataType type = domain.type();
    if (!values.isEmpty() && (form == Form.CONSTANT || domain.isLiteral())) {
      return new ConstantVector(Vectors.single(type, values.get(0)), values.size());
    }
    if (form == Form.FLAT || domain.values().isEmpty()) {
      return flat(domain, values);
    }
    List<Object> entries = new ArrayList<>();
    Map<Object, Integer> known = new HashMap<>();
    int[] ids = new int[values.size()];
    long[] validity = values.contains(null) ? Validity.allValid(ids.length) : null;
    // An entry that no row has.
    entries.add(domain.values().get(0));
    for (int i = 0; i < ids.length; i++) {
      Object value = values.get(i);
      if (value == null) {
        Validity.setNull(validity, i);
      } else {
        Object key = value instanceof byte[] bytes ? Arrays.toString(bytes) : value;
        ids[i] = known.computeIfAbsent(key, unseen -> entries.size());
        if (ids[i] == entries.size()) {
          entries.add(value);
        }
      }
    }
    return new DictionaryVector(flat(domain, entries), ids, validity, ids.length);
  }

  private ColumnVector flat(Domain domain, List<Object> values) {
    DataType type = domain.type();
    if (type.isNested()) {
      return new RandomBatches(random.nextInt()).flatForm(type, values);
    }
    if (domain.values().isEmpty()) {
      return Vectors.of(type, values);
    }
    return EvalFixture.flat(
        type, values, () -> domain.values().get(random.nextInt(domain.values().size())));
  }
}
