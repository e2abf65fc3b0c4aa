package io.distaff.operator.sort;

import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.Literal;
import io.distaff.parquet.read.LearntCondition;
import io.distaff.plan.SortKey;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.vector.FlatView;
import io.distaff.vector.ShortKeys;
import io.distaff.vector.Validity;
import java.math.BigDecimal;

/**
 * What tasks that sort parts of the same rows, of which the first are wanted, know of the leading
 * key of these: where one of them has as many rows as are wanted, no row that comes after the last
 * of them is. The scans that the rows come from needn't give such rows. Thread-safe: offers are
 * guarded by the monitor, what follows from them is published as a whole.
 */
public final class SortBound implements LearntCondition {
  private final SortKey key;
  private final Expression value;
  private long bound;
  private volatile Expression condition;

  /**
   * @param key the leading one
   * @param value it, over the columns of the scan; of a type that {@link #describes}
   */
  public SortBound(SortKey key, Expression value) {
    this.key = key;
    this.value = value;
  }

  /** Whether there are bounds of keys of a type. */
  public static boolean describes(DataType type) {
    return ShortKeys.isShort(type);
  }

  /**
   * A task has as many rows as are wanted.
   *
   * @param last their last one's leading key
   */
  void offer(FlatView last) {
    if (last.validity() != null && !Validity.isValid(last.validity(), last.rows()[0])) {
      return;
    }
    long[] offered = new long[1];
    ShortKeys.gather(last, 1, offered);
    offer(offered[0]);
  }

  private synchronized void offer(long offered) {
    boolean isNarrower = key.descending() ? offered > bound : offered < bound;
    if (condition == null || isNarrower) {
      bound = offered;
      condition = conditionOf(literal(offered));
    }
  }

  private Expression conditionOf(Literal last) {
    String comparison =
        key.descending() ? FunctionNames.GREATER_OR_EQUAL : FunctionNames.LESS_OR_EQUAL;
    Expression isWithin = new Call(comparison, DataType.BOOLEAN, value, last);
    return key.nullsFirst()
        ? new Call(
            FunctionNames.OR,
            DataType.BOOLEAN,
            new Call(FunctionNames.IS_NULL, DataType.BOOLEAN, value),
            isWithin)
        : isWithin;
  }

  private Literal literal(long number) {
    return value.type() instanceof DecimalType decimal
        ? Literal.of(decimal, BigDecimal.valueOf(number, decimal.scale()))
        : Literal.of(value.type(), number);
  }

  @Override
  public Expression value() {
    return value;
  }

  @Override
  public Expression condition() {
    return condition;
  }
}
