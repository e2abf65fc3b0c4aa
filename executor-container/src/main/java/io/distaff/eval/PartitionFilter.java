package io.distaff.eval;

import io.distaff.error.DistaffException;
import io.distaff.expression.Expression;
import io.distaff.expression.Literal;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells by the values that a directory gives to columns whether rows of its files can be wanted:
 * before a file is opened, and before a directory is listed. Each conjunct is compiled once, and
 * asked once about equal values. Confined to a thread.
 */
public final class PartitionFilter {
  private final Schema schema;
  private final List<Conjunct> conjuncts = new ArrayList<>();
  private final Map<Map<String, Literal>, Boolean> known = new HashMap<>();

  private record Conjunct(Set<Integer> columns, Predicate predicate) {}

  /**
   * @param conjuncts over the schema, deterministic; rows are wanted for which all are true
   */
  public PartitionFilter(Schema schema, List<Expression> conjuncts) {
    this.schema = schema;
    for (Expression conjunct : conjuncts) {
      this.conjuncts.add(
          new Conjunct(
              ExpressionCompiler.columns(conjunct),
              ExpressionCompiler.compilePredicate(conjunct, ReservedArrays.uncounted())));
    }
  }

  /**
   * False when a conjunct isn't true for these values. One that is about other columns as well, or
   * that fails, says nothing: it is for the rows to decide.
   *
   * @param partition values of columns by name, of their types
   */
  public boolean mayMatch(Map<String, Literal> partition) {
    return known.computeIfAbsent(partition, this::judge);
  }

  private boolean judge(Map<String, Literal> partition) {
    ColumnVector[] columns = new ColumnVector[schema.size()];
    for (int i = 0; i < columns.length; i++) {
      Field field = schema.field(i);
      Literal value = partition.get(field.name());
      if (value != null) {
        columns[i] = new ConstantVector(Vectors.single(field.type(), value.value()), 1);
      }
    }
    VectorBatch row = new VectorBatch(1, columns);
    return conjuncts.stream()
        .filter(conjunct -> conjunct.columns().stream().allMatch(i -> columns[i] != null))
        .allMatch(conjunct -> mayBeTrue(conjunct.predicate(), row));
  }

  private static boolean mayBeTrue(Predicate predicate, VectorBatch row) {
    try {
      var selected = predicate.select(row, null);
      return selected == null || selected.count() > 0;
    } catch (DistaffException e) {
      // It fails for the rows too, if there are any, and if no other conjunct leaves them out.
      return true;
    }
  }
}
