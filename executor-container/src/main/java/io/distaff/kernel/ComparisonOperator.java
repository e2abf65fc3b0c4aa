package io.distaff.kernel;

/** The comparison operators. */
public enum ComparisonOperator {
  EQUAL(2),
  NOT_EQUAL(5),
  LESS(1),
  LESS_OR_EQUAL(3),
  GREATER(4),
  GREATER_OR_EQUAL(6);

  private final int signMask;

  ComparisonOperator(int signMask) {
    this.signMask = signMask;
  }

  /** The signs of a comparison that make it true: 1 = less, 2 = equal, 4 = greater. */
  public int signMask() {
    return signMask;
  }

  public boolean isEquality() {
    return this == EQUAL || this == NOT_EQUAL;
  }

  /** The operator with its arguments exchanged. */
  public ComparisonOperator mirrored() {
    return switch (this) {
      case EQUAL, NOT_EQUAL -> this;
      case LESS -> GREATER;
      case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
      case GREATER -> LESS;
      case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
    };
  }

  /** True for those that are "less" with their arguments exchanged. */
  public boolean exchanges() {
    return this == GREATER || this == LESS_OR_EQUAL;
  }

  /** 1 for those that are the opposite of "equal" or "less", else 0. */
  public int flip() {
    return this == NOT_EQUAL || this == LESS_OR_EQUAL || this == GREATER_OR_EQUAL ? 1 : 0;
  }
}
