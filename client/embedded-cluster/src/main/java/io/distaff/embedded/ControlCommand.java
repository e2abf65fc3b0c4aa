package io.distaff.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringTokenizer;

/**
 * One line of the control protocol, understood. Immutable.
 *
 * @param kind what to do
 * @param index of the daemon, from 0; 0 for a kind that takes no index
 */
record ControlCommand(Kind kind, int index) {

  /** The commands, in the order in which an error lists them. */
  enum Kind {
    STATUS(false),
    STOP(false),
    RESTART_RESOURCEMANAGER(false),
    STOP_NODEMANAGER(true),
    FREEZE_NODEMANAGER(true),
    STOP_DATANODE(true),
    RESTART_NAMENODE(false);

    private final boolean indexed;

    Kind(boolean indexed) {
      this.indexed = indexed;
    }

    /** As it is written in the protocol. */
    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * Understands a line.
   *
   * @throws IllegalArgumentException with a message of one line for whoever wrote the line
   */
  static ControlCommand parse(String line) {
    StringTokenizer words = new StringTokenizer(line);
    if (!words.hasMoreTokens()) {
      throw new IllegalArgumentException("empty command; " + known());
    }
    String word = words.nextToken();
    Kind kind = kindOf(word);
    if (!kind.indexed) {
      if (words.hasMoreTokens()) {
        throw new IllegalArgumentException(word + " takes nothing after it");
      }
      return new ControlCommand(kind, 0);
    }
    String index = words.hasMoreTokens() ? words.nextToken() : "";
    if (words.hasMoreTokens() || !index.matches("[0-9]{1,6}")) {
      throw new IllegalArgumentException(word + " takes one number, counted from 0");
    }
    return new ControlCommand(kind, Integer.parseInt(index));
  }

  private static Kind kindOf(String word) {
    for (Kind kind : Kind.values()) {
      if (kind.word().equals(word)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("unknown command '" + word + "'; " + known());
  }

  private static String known() {
    List<String> words = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      words.add(kind.word());
    }
    return "known are " + String.join(", ", words);
  }
}
