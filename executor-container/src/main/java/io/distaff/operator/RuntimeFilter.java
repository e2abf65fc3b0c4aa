package io.distaff.operator;

import io.distaff.expression.Expression;
import io.distaff.plan.KeySummary;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What a join learns from its build side about a value of the scan that feeds its probe side: rows
 * for which the condition isn't true can't have a match. The join publishes before it asks for the
 * first probe row, so that the scan knows before it opens a file. Confined to a task's thread.
 */
public final class RuntimeFilter {
  private final Expression value;
  private final BooleanSupplier isTrusted;
  private Expression condition;

  /**
   * @param value over the columns of the scan; its type is one that a {@link KeySummarizer} takes
   */
  public RuntimeFilter(Expression value) {
    this(value, () -> true);
  }

  /**
   * @param isTrusted whether what is published is about the values themselves
   */
  public RuntimeFilter(Expression value, BooleanSupplier isTrusted) {
    this.value = value;
    this.isTrusted = isTrusted;
  }

  /** The value has a match only among the values of this key. */
  public void publish(KeySummary key) {
    condition = isTrusted.getAsBoolean() ? key.condition(value).orElse(null) : null;
  }

  /** Over the columns of the scan; empty when nothing was published. */
  public Optional<Expression> condition() {
    return Optional.ofNullable(condition);
  }
}
