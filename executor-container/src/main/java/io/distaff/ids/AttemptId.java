package io.distaff.ids;

/** One attempt at a task, counted from 0. */
public record AttemptId(TaskId task, int attempt) {
  @Override
  public String toString() {
    return task + "." + attempt;
  }
}
