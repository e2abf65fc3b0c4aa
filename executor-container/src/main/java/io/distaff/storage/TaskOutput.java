package io.distaff.storage;

import io.distaff.ids.AttemptId;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The files that one task attempt writes: below {@code <staging>/task-<partition>.<attempt>/}, so
 * that attempts never meet. Nothing here is visible to readers; the driver lets one attempt of each
 * task win and moves its files. Confined to the task's thread.
 */
public final class TaskOutput {
  private final FileStore store;
  private final String directory;
  private final int partition;
  private final List<String> files = new ArrayList<>();

  public TaskOutput(FileStore store, String stagingDirectory, AttemptId attempt) {
    this.store = store;
    this.partition = attempt.task().partition();
    this.directory = stagingDirectory + "/task-" + partition + "." + attempt.attempt();
  }

  /**
   * Starts a file with a name that no other task of the query uses, such as {@code
   * part-00003-0.parquet}.
   */
  public OutputStream create(String extension) {
    return create("", extension);
  }

  /**
   * As {@link #create(String)}, in a directory of the output.
   *
   * @param subdirectory such as {@code year=2024/month=1}; empty for none
   */
  public OutputStream create(String subdirectory, String extension) {
    String parent = subdirectory.isEmpty() ? directory : directory + "/" + subdirectory;
    String path = "%s/part-%05d-%d%s".formatted(parent, partition, files.size(), extension);
    OutputStream out = store.create(path);
    files.add(path);
    return out;
  }

  /** The files started, in order; complete when the attempt has succeeded. */
  public List<String> files() {
    return List.copyOf(files);
  }

  /** Deletes what this attempt wrote. */
  public void discard() {
    store.delete(directory);
  }
}
