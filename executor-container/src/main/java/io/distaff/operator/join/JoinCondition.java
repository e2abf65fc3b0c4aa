package io.distaff.operator.join;

/**
 * What pairs of rows must fulfil beyond equal keys.
 *
 * @param residual the pairs for which the residual condition is true; null = all
 * @param possible the pairs for which it isn't false, where that makes a difference; else null
 * @param nullAware whether a comparison of keys with null is unknown rather than false
 */
public record JoinCondition(RowFilter residual, RowFilter possible, boolean nullAware) {
  /** Equal keys are all that counts. */
  public static final JoinCondition KEYS_ONLY = new JoinCondition(null, null, false);

  /** Equal keys are all that counts, and null may equal anything. */
  public static final JoinCondition NULL_AWARE = new JoinCondition(null, null, true);

  /** A condition that is true or not. */
  public static JoinCondition of(RowFilter residual) {
    return residual == null ? KEYS_ONLY : new JoinCondition(residual, null, false);
  }

  /** Whether there may be rows of which it is unknown whether they have a match. */
  boolean mayBeUnknown() {
    return nullAware || possible != null;
  }
}
