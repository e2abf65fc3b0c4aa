package io.distaff.cluster;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an application runs.
 *
 * @param slots task slots of local mode; 0 on YARN
 */
public record Master(int slots) {
  private static final Pattern LOCAL = Pattern.compile("local(?:\\[(\\d{1,4}|\\*)])?");

  public static final Master YARN = new Master(0);

  /** {@code yarn}, {@code local} (one slot), {@code local[N]}, {@code local[*]} (a slot a core). */
  public static Optional<Master> parse(String text) {
    if (text.equals("yarn")) {
      return Optional.of(YARN);
    }
    Matcher matcher = LOCAL.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String slots = matcher.group(1);
    if (slots == null) {
      return Optional.of(new Master(1));
    }
    int count =
        slots.equals("*") ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(slots);
    return count == 0 ? Optional.empty() : Optional.of(new Master(count));
  }

  public boolean isLocal() {
    return slots > 0;
  }
}
