package io.distaff.types;

import java.io.Serializable;

/**
 * What Spark's users say of a field beside its type, which is nothing here: it stands where their
 * programs have {@code Metadata.empty()}. Immutable.
 */
public record Metadata() implements Serializable {
  private static final Metadata EMPTY = new Metadata();

  public static Metadata empty() {
    return EMPTY;
  }
}
