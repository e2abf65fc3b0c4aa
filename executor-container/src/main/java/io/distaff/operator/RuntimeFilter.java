package io.distaff.operator;

import io.distaff.expression.Expression;
import io.distaff.plan.KeySummary;
import java.util.Optional;

/**
 * What a join learns from its build side about a value of the scan that feeds its probe side: rows
 * for which the condition isn't true can't have a match. The join publishes before it asks for the
 * first probe row, so that the scan knows before it opens a file. Confined to a task's thread.
 */
public final class RuntimeFilter {
  private final Expression value;
  private Expression condition;

  /**
   * @param value over the columns of the scan; its type is one that a {@link KeySummarizer} takes
   */
  public RuntimeFilter(Expression value) {
    this.value = value;
  }

  /** The value has a match only among the values of this key. */
  public void publish(KeySummary key) {
    condition = key.condition(value).orElse(null);
  }

  /** Over the columns of the scan; empty when nothing was published. */
  public Optional<Expression> condition() {
    return Optional.ofNullable(condition);
  }
}
