package io.distaff.text;

/**
 * Values of JSON one after the other, on any number of lines; those of an array by themselves. What
 * stands between them, white space, commas and the brackets of the array, is found as no record.
 */
final class JsonValueEnds implements RecordEnds {
  private enum State {
    BETWEEN,
    STRING,
    ESCAPE,
    /** Within an object or array. */
    NESTED,
    /** Within any other value that has no quotes. */
    WORD
  }

  private State state = State.BETWEEN;
  private int depth;
  private boolean inArray;
  private boolean isRecord;

  /** Whether bytes of what is looked at have been seen. */
  private boolean begun;

  @Override
  public boolean isRecord() {
    return isRecord;
  }

  @Override
  public boolean isCutOff() {
    boolean cutOff = inArray;
    inArray = false;
    return cutOff;
  }

  @Override
  public int find(byte[] data, int from, int limit) {
    for (int i = from; i < limit; i++) {
      if (state == State.BETWEEN && !isBetween(data[i])) {
        if (begun) {
          return found(i, false);
        }
        beginValue(data[i]);
      } else if (state == State.WORD && endsWord(data[i])) {
        return found(i, true);
      } else if (state != State.BETWEEN && endsValue(data[i])) {
        return found(i + 1, true);
      }
      begun = true;
    }
    isRecord = state != State.BETWEEN;
    return -1;
  }

  private int found(int end, boolean record) {
    isRecord = record;
    begun = false;
    depth = 0;
    state = State.BETWEEN;
    return end;
  }

  private boolean isBetween(byte b) {
    switch (b) {
      case '[' -> {
        boolean isOuter = !inArray;
        inArray = true;
        return isOuter;
      }
      case ']' -> {
        boolean isOuter = inArray;
        inArray = false;
        return isOuter;
      }
      case ',' -> {
        return inArray;
      }
      default -> {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
      }
    }
  }

  private void beginValue(byte b) {
    depth = b == '{' || b == '[' ? 1 : 0;
    state = depth > 0 ? State.NESTED : b == '"' ? State.STRING : State.WORD;
  }

  private static boolean endsWord(byte b) {
    return b == ',' || b == ']' || b == '[' || b == '{' || (b >= 0 && b <= ' ');
  }

  /** Whether a byte is the last one of the value. */
  private boolean endsValue(byte b) {
    switch (state) {
      case STRING -> {
        state = b == '\\' ? State.ESCAPE : b == '"' && depth > 0 ? State.NESTED : State.STRING;
        return b == '"' && depth == 0;
      }
      case ESCAPE -> state = State.STRING;
      case NESTED -> {
        switch (b) {
          case '"' -> state = State.STRING;
          case '{', '[' -> depth++;
          case '}', ']' -> depth--;
          default -> {}
        }
        return depth == 0;
      }
      case WORD, BETWEEN -> {}
    }
    return false;
  }
}
