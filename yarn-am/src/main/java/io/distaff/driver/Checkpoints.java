package io.distaff.driver;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.storage.FileStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Where rows are written that a program goes on from. Each attempt of a driver has a directory of
 * its own below the program's, so that one that is started again finds its names free; what an
 * attempt that was killed has written stays. Thread-safe.
 */
public final class Checkpoints {
  private final FileStore store;
  private final String owner;
  private final BooleanSupplier keep;

  // Guarded by this.
  private final List<String> directories = new ArrayList<>();
  private int written;

  /**
   * @param owner a name that no other attempt of any driver has
   * @param keep whether files stay at the end
   */
  Checkpoints(FileStore store, String owner, BooleanSupplier keep) {
    this.store = store;
    this.owner = owner;
    this.keep = keep;
  }

  /** Sets below which directory checkpoints are from now on. */
  public synchronized void useDirectory(String directory) {
    if (directory.isBlank()) {
      throw new DistaffException(ErrorCode.USAGE, "a directory of checkpoints needs a path");
    }
    String base = directory.endsWith("/") ? directory : directory + "/";
    String own = store.qualify(base + owner);
    store.makeDirectories(own);
    directories.remove(own);
    directories.add(own);
  }

  /** The path of the next checkpoint. Throws USAGE when no directory is set. */
  public synchronized String next() {
    if (directories.isEmpty()) {
      throw new DistaffException(
          ErrorCode.USAGE,
          "checkpoint() needs a directory that all executors reach: setCheckpointDir(path) of the"
              + " session");
    }
    return directories.get(directories.size() - 1) + "/checkpoint-" + written++;
  }

  /** Deletes what was written, unless it is to be kept. */
  public synchronized void deleteAll() {
    if (!keep.getAsBoolean()) {
      directories.forEach(store::delete);
    }
    directories.clear();
  }
}
