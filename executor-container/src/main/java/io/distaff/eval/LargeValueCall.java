package io.distaff.eval;

import io.distaff.expression.Call;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.Lambda;
import io.distaff.expression.Literal;
import io.distaff.expression.PartFunctions;
import io.distaff.kernel.Argument;
import io.distaff.kernel.Bounds;
import io.distaff.kernel.Flattener;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.kernel.WholeTexts;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnBuffer;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.FlatView;
import io.distaff.vector.Validity;
import io.distaff.vector.Vectors;
import io.distaff.vector.large.ExchangedTexts;
import io.distaff.vector.large.LargeValues;
import java.util.List;
import java.util.Set;

/**
 * A function that computes with values, for arguments in which tokens may stand for large ones:
 * rows without a token are computed as ever, the others one by one, for each of which the values
 * are in memory meanwhile. Large results become tokens.
 */
final class LargeValueCall implements VectorFunction {
  private static final RowSet ONE_ROW = RowSet.all(1);
  private static final String CONCAT = "concat";

  /** Functions that move and compare values, so that tokens do as well. */
  private static final Set<String> MOVING =
      Set.of(
          FunctionNames.EQUAL,
          FunctionNames.NOT_EQUAL,
          FunctionNames.LESS,
          FunctionNames.LESS_OR_EQUAL,
          FunctionNames.GREATER,
          FunctionNames.GREATER_OR_EQUAL,
          PartFunctions.STRUCT_EXTRACT,
          PartFunctions.MAP_CONTAINS_KEY,
          "greatest",
          "least",
          "named_struct",
          "with_field",
          "drop_fields",
          "array",
          "array_repeat",
          "arrays_zip",
          "size",
          "array_position",
          "arrays_overlap",
          "array_min",
          "array_max",
          "slice",
          "array_remove",
          "array_compact",
          "flatten",
          "sort_array",
          "array_sort",
          "array_distinct",
          "array_union",
          "array_intersect",
          "array_except",
          "array_append",
          "array_prepend",
          "array_insert",
          "map",
          "map_from_arrays",
          "map_from_entries",
          "map_keys",
          "map_values",
          "map_entries",
          "map_concat");

  private final VectorFunction function;
  private final String name;
  private final DataType type;
  private final ReservedArrays arrays;
  private final LargeValues values;
  private final boolean[] isConstant;
  private final Argument[] single;
  private final ColumnBuffer[] copies;
  private final ExchangedTexts results;
  private final ExchangedTexts restored;
  private final ResultMerger merger;
  private final Flattener flattener;
  private final FlatView view = new FlatView();
  private boolean isWhole;

  /** Whether a call's function moves and compares values at the most. */
  static boolean moves(Call call, Workspace workspace) {
    String name = call.function();
    boolean isElementwise = call.arguments().stream().anyMatch(Lambda.class::isInstance);
    boolean moves =
        MOVING.contains(name)
            || PartFunctions.ELEMENT.contains(name)
            || PartFunctions.CONTAINS.contains(name);
    boolean isOfArrays = name.equals(CONCAT) && call.type().isNested();
    return isElementwise
        || moves
        || isOfArrays
        || (name.equals(FunctionNames.IN) && !hasLarge(call, workspace));
  }

  private static boolean hasLarge(Call call, Workspace workspace) {
    return call.arguments().stream()
        .anyMatch(
            argument ->
                argument instanceof Literal literal
                    && workspace.isLarge(ConstantEvaluator.of(literal.type(), literal.value())));
  }

  /** The function itself where it has to do with no text, or no value is large. */
  static VectorFunction of(
      VectorFunction function, List<Evaluator> arguments, Call call, Workspace workspace) {
    boolean isConcerned =
        !workspace.values().areNone()
            && (hasText(call.type()) || arguments.stream().anyMatch(a -> hasText(a.type())));
    return isConcerned ? new LargeValueCall(function, arguments, call, workspace) : function;
  }

  private static boolean hasText(DataType type) {
    return switch (type.kind()) {
      case STRING, BINARY, ARRAY, MAP, STRUCT -> true;
      default -> false;
    };
  }

  private LargeValueCall(
      VectorFunction function, List<Evaluator> arguments, Call call, Workspace workspace) {
    this.arrays = workspace.arrays();
    this.values = workspace.values();
    this.function = function;
    this.name = call.function();
    this.type = call.type();
    this.isConstant = new boolean[arguments.size()];
    this.single = new Argument[arguments.size()];
    this.copies = new ColumnBuffer[arguments.size()];
    for (int a = 0; a < single.length; a++) {
      isConstant[a] = arguments.get(a) instanceof ConstantEvaluator;
      single[a] = new Argument(arguments.get(a).type(), arrays);
      copies[a] = new ColumnBuffer(arguments.get(a).type(), arrays);
    }
    this.results = values.storing(arrays);
    this.restored = values.restoring(arrays);
    this.merger = new ResultMerger(type, arrays);
    this.flattener = new Flattener(arrays);
  }

  @Override
  public long resultBound() {
    return isWhole ? function.resultBound() : Bounds.UNKNOWN;
  }

  @Override
  public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
    results.release();
    isWhole = true;
    for (int a = 0; a < arguments.length; a++) {
      isWhole &= isConstant[a] || !restored.isIn(arguments[a].vector());
    }
    return isWhole
        ? results.of(function.apply(arguments, rows, validity))
        : byRows(arguments, rows, validity);
  }

  private ColumnVector byRows(Argument[] arguments, RowSet rows, long[] validity) {
    int[] small = new int[rows.count()];
    int[] large = new int[rows.count()];
    int numSmall = 0;
    int numLarge = 0;
    for (int i = 0; i < rows.count(); i++) {
      int row = rows.row(i);
      if (hasToken(arguments, row)) {
        large[numLarge++] = row;
      } else {
        small[numSmall++] = row;
      }
    }
    int length = rows.length();
    merger.reset(length);
    if (numSmall > 0) {
      RowSet others = new RowSet(small, numSmall, length);
      merger.put(results.of(function.apply(arguments, others, validity)), others);
    }
    for (int i = 0; i < numLarge; i++) {
      int row = large[i];
      boolean isNull = validity != null && !Validity.isValid(validity, row);
      ColumnVector value = isNull ? Vectors.nullOf(type) : ofRow(arguments, row);
      merger.put(new ConstantVector(value, length), new RowSet(new int[] {row}, 1, length));
      restored.release();
      results.release();
    }
    return merger.finish();
  }

  private boolean hasToken(Argument[] arguments, int row) {
    for (int a = 0; a < arguments.length; a++) {
      if (!isConstant[a] && restored.isIn(arguments[a].vector(), row)) {
        return true;
      }
    }
    return false;
  }

  /** A flat vector of one row. */
  private ColumnVector ofRow(Argument[] arguments, int row) {
    int[] rows = {row};
    for (int a = 0; a < arguments.length; a++) {
      ColumnVector vector = arguments[a].vector();
      if (!isConstant[a]) {
        view.set(vector, rows, 1);
        copies[a].begin(1);
        copies[a].copy(view, null, 1);
        ColumnVector tokens = copies[a].vector();
        vector =
            WholeTexts.ofArgument(name, a, restored.bytes(tokens, 0), () -> restored.of(tokens));
      } else if (vector instanceof ConstantVector constant) {
        vector = new ConstantVector(constant.single(), 1);
      }
      single[a].load(vector, Bounds.UNKNOWN, ONE_ROW);
    }
    ColumnVector result = results.of(function.apply(single, ONE_ROW, null));
    for (Argument argument : single) {
      argument.clear();
    }
    return flattener.flatten(result, ONE_ROW);
  }
}
