package io.distaff.parquet.read;

import io.distaff.expression.Expression;

/**
 * A condition that comes to be known, and gets narrower, while rows are read: those for which it
 * isn't true needn't be given. Asked from the reader's thread.
 */
public interface LearntCondition {
  /** What of a row it looks at, over the columns wanted. */
  Expression value();

  /** What is known now, the same object as long as no more is; null while nothing is known. */
  Expression condition();
}
