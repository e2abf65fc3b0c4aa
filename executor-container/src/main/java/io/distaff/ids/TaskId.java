package io.distaff.ids;

/** One partition of a stage, counted from 0. */
public record TaskId(StageId stage, int partition) {
  @Override
  public String toString() {
    return stage + "/task-" + partition;
  }
}
