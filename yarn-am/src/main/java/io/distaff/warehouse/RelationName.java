package io.distaff.warehouse;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.util.Locale;
import java.util.regex.Pattern;

/** The name of a table or a view, with its database. Compared without regard to case. Immutable. */
public record RelationName(String database, String name) {
  private static final Pattern VALID = Pattern.compile("[\\p{L}\\p{N}_]{1,128}");

  /** As names are compared, and as they are called on disk. */
  static String canonical(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  static boolean isValid(String name) {
    return VALID.matcher(name).matches();
  }

  /**
   * Throws SEMANTIC_ERROR for a name that can't be one.
   *
   * @param what it is to be, as in {@code table}
   */
  static void check(String what, String name) {
    if (!isValid(name)) {
      throw new DistaffException(
          ErrorCode.SEMANTIC_ERROR,
          "'%s' can't be the name of a %s: names have 1 to 128 letters, digits and _"
              .formatted(name, what));
    }
  }

  /** True when both are names of the same. */
  public boolean isSame(RelationName other) {
    return canonical(toString()).equals(canonical(other.toString()));
  }

  @Override
  public String toString() {
    return database + "." + name;
  }
}
