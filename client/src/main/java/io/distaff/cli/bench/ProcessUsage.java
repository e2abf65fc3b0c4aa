package io.distaff.cli.bench;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Processor time and memory of a process, of those it started, and of the YARN containers of its
 * applications that run on this machine, from {@code /proc}. Thread-safe: one thread looks, any may
 * ask.
 */
final class ProcessUsage implements AutoCloseable {
  private static final long MILLIS_PER_LOOK = 100;

  /** Who belongs to the engine is looked up in every how manieth look: it is costly. */
  private static final int LOOKS_PER_SEARCH = 5;

  /** Of {@code /proc/PID/stat}: Linux tells all programs a hundredth of a second. */
  private static final double TICKS_PER_SECOND = 100;

  private static final int USER_TICKS = 11;
  private static final int SYSTEM_TICKS = 12;
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

  private final ProcessHandle root;
  private final Set<String> containerPrefixes = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService sampler;

  /** By process id. Of processes that have ended, what was last seen. */
  private final Map<Long, Long> ticks = new HashMap<>();

  private Set<Long> members = Set.of();
  private int looks;
  private long peakResidentBytes;

  /** Why the last look failed; null when it didn't. */
  private RuntimeException failure;

  ProcessUsage(ProcessHandle root) {
    this.root = root;
    this.sampler =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "process-usage");
              thread.setDaemon(true);
              return thread;
            });
    var unused =
        sampler.scheduleWithFixedDelay(this::look, 0, MILLIS_PER_LOOK, TimeUnit.MILLISECONDS);
  }

  /** Counts the containers of an application from now on. */
  void addApplication(String application) {
    containerPrefixes.add("container_" + application.substring("application_".length()) + "_");
  }

  /** Of all processes together, so far. */
  synchronized double cpuSeconds() {
    requireLooks();
    return ticks.values().stream().mapToLong(Long::longValue).sum() / TICKS_PER_SECOND;
  }

  /** The most that was resident at one time in all processes together. */
  synchronized long peakResidentBytes() {
    requireLooks();
    return peakResidentBytes;
  }

  /** Figures that stand still since a look failed must not pass for what was used. */
  private void requireLooks() {
    if (failure != null) {
      throw new DistaffException(
          ErrorCode.INTERNAL_ERROR, "the engine's processes can't be looked at", failure);
    }
  }

  private synchronized void look() {
    try {
      measure();
      failure = null;
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void measure() {
    if (looks++ % LOOKS_PER_SEARCH == 0) {
      members = search();
    }
    long resident = 0;
    for (long pid : members) {
      resident += residentBytes(pid);
      long used = ticks(pid);
      if (used > 0) {
        ticks.put(pid, used);
      }
    }
    peakResidentBytes = Math.max(peakResidentBytes, resident);
  }

  private Set<Long> search() {
    Set<Long> found = new HashSet<>();
    found.add(root.pid());
    try (Stream<ProcessHandle> started = root.descendants()) {
      started.forEach(process -> found.add(process.pid()));
    }
    if (!containerPrefixes.isEmpty()) {
      try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
        all.filter(process -> isContainer(process.pid()))
            .forEach(process -> found.add(process.pid()));
      }
    }
    return found;
  }

  private boolean isContainer(long pid) {
    for (String variable : read(pid, "environ").split("\0", -1)) {
      if (variable.startsWith("CONTAINER_ID=")) {
        String container = variable.substring("CONTAINER_ID=".length());
        return containerPrefixes.stream().anyMatch(container::startsWith);
      }
    }
    return false;
  }

  private static long residentBytes(long pid) {
    Matcher resident = RESIDENT.matcher(read(pid, "status"));
    return resident.find() ? Long.parseLong(resident.group(1)) << 10 : 0;
  }

  private static long ticks(long pid) {
    String stat = read(pid, "stat");
    // The second field is the program's name in parentheses, which may hold anything.
    int name = stat.lastIndexOf(')');
    if (name < 0) {
      return 0;
    }
    List<String> fields = List.of(stat.substring(name + 2).split(" ", -1));
    return Long.parseLong(fields.get(USER_TICKS)) + Long.parseLong(fields.get(SYSTEM_TICKS));
  }

  /** Empty when the process is gone, or another user's. */
  private static String read(long pid, String file) {
    try {
      return Files.readString(
          Path.of("/proc", Long.toString(pid), file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public void close() {
    List<Runnable> unused = sampler.shutdownNow();
  }
}
