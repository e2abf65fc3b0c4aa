package io.distaff.expression;

/** What a function does with nulls. */
public enum NullRule {
  /** Null where an argument is null, and only there; the function never sees a null. */
  STRICT("null if an argument is null"),

  /** Null where an argument is null, and for some other values. */
  NULLABLE("null if an argument is null"),

  /** The function sees the nulls. */
  OWN("sees nulls");

  private final String text;

  NullRule(String text) {
    this.text = text;
  }

  /** What the reference says when the function doesn't say more. */
  public String text() {
    return text;
  }
}
