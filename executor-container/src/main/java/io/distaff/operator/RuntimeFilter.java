package io.distaff.operator;

import io.distaff.expression.Expression;
import io.distaff.expression.InputRef;
import io.distaff.plan.KeySummary;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What a join learns from its build side about a column of the scan that feeds its probe side: rows
 * for which the condition isn't true can't have a match. The join publishes before it asks for the
 * first probe row, so that the scan knows before it opens a file. Confined to a task's thread.
 */
public final class RuntimeFilter {
  private final InputRef column;
  private final BooleanSupplier isTrusted;
  private Expression condition;

  /**
   * @param column of the scan; its type is one that a {@link KeySummarizer} takes
   */
  public RuntimeFilter(InputRef column) {
    this(column, () -> true);
  }

  /**
   * @param isTrusted whether what is published is about the values themselves
   */
  public RuntimeFilter(InputRef column, BooleanSupplier isTrusted) {
    this.column = column;
    this.isTrusted = isTrusted;
  }

  /** The column has a match only among the values of this key. */
  public void publish(KeySummary key) {
    condition = isTrusted.getAsBoolean() ? key.condition(column).orElse(null) : null;
  }

  /** Over the columns of the scan; empty when nothing was published. */
  public Optional<Expression> condition() {
    return Optional.ofNullable(condition);
  }
}
