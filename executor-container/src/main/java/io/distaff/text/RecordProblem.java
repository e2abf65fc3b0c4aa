package io.distaff.text;

/**
 * What is wrong with a record.
 *
 * @param what for messages
 * @param place bytes of the record before it
 */
record RecordProblem(String what, int place) {
  @Override
  public String toString() {
    return "%s (byte %d of the record)".formatted(what, place);
  }
}
