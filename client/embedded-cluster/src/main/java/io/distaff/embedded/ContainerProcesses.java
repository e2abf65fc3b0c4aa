package io.distaff.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * The processes that NodeManagers of this directory started. Two marks find them: they descend from
 * this process, or (where there is a {@code /proc}) their environment says that their local
 * directories are the cluster's, which stays true when their parents die before them, and when the
 * cluster itself died. Stateless.
 */
final class ContainerProcesses {
  private static final Path PROC = Path.of("/proc");

  private final String mark;

  /** Of the NodeManagers whose local directories are below {@code directory}. */
  ContainerProcesses(Path directory) {
    this.mark = "\0LOCAL_DIRS=" + directory + "/";
  }

  /** Kills what lives now; returns how many processes that were. */
  int kill() {
    Set<ProcessHandle> found = find();
    for (ProcessHandle process : found) {
      process.destroyForcibly();
    }
    return found.size();
  }

  /** Kills until nothing is found any more, at most for {@code timeoutMillis}; true if so. */
  boolean killAll(long timeoutMillis) throws InterruptedException {
    long deadlineNanos = System.nanoTime() + timeoutMillis * 1_000_000;
    while (kill() > 0) {
      if (System.nanoTime() > deadlineNanos) {
        return false;
      }
      Thread.sleep(10);
    }
    return true;
  }

  /** Kills what an earlier cluster of this directory left behind when it died. */
  void killLeftovers() {
    marked().forEach(ProcessHandle::destroyForcibly);
  }

  private Set<ProcessHandle> find() {
    Set<ProcessHandle> found = marked();
    ProcessHandle.current().descendants().filter(ProcessHandle::isAlive).forEach(found::add);
    return found;
  }

  private Set<ProcessHandle> marked() {
    Set<ProcessHandle> found = new HashSet<>();
    if (!Files.isDirectory(PROC)) {
      return found;
    }
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        if (isContainer(process)) {
          ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
              .filter(ProcessHandle::isAlive)
              .ifPresent(found::add);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Can't list " + PROC, e);
    }
    found.remove(ProcessHandle.current());
    return found;
  }

  private boolean isContainer(Path process) {
    try {
      byte[] environment = Files.readAllBytes(process.resolve("environ"));
      return ("\0" + new String(environment, StandardCharsets.UTF_8)).contains(mark);
    } catch (IOException e) {
      return false; // It ended meanwhile, or is another user's.
    }
  }
}
