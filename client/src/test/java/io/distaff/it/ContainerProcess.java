package io.distaff.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A JVM in a YARN container of this machine, as {@code /proc} shows it.
 *
 * @param container YARN's id of its container
 * @param localDirectories of its NodeManager
 */
record ContainerProcess(
    ProcessHandle handle, String container, String localDirectories, String mainClass) {
  private static final String EXECUTOR = "io.distaff.executor.ExecutorMain";
  private static final Pattern PEAK_RESIDENT = Pattern.compile("VmHWM:\\s+(\\d+) kB");
  private static final String DRIVER = "io.distaff.driver.ApplicationMaster";

  /** The executors of an application that live now. */
  static List<ContainerProcess> executors(String application) {
    String prefix = "container_" + application.substring("application_".length()) + "_";
    return all()
        .filter(found -> found.container.startsWith(prefix) && found.mainClass.equals(EXECUTOR))
        .toList();
  }

  /** All JVMs that live now in containers of a cluster. */
  static List<ContainerProcess> ofCluster(Path clusterDirectory) {
    return all()
        .filter(found -> found.localDirectories.contains(clusterDirectory.toString()))
        .toList();
  }

  /** The most memory that was ever resident; 0 when the process is gone. */
  long peakResidentBytes() {
    Path status = Path.of("/proc", Long.toString(handle.pid()), "status");
    try {
      return Files.readAllLines(status).stream()
          .map(PEAK_RESIDENT::matcher)
          .filter(Matcher::matches)
          .mapToLong(line -> Long.parseLong(line.group(1)) << 10)
          .sum();
    } catch (IOException e) {
      return 0;
    }
  }

  private static Stream<ContainerProcess> all() {
    return ProcessHandle.allProcesses().flatMap(process -> find(process).stream());
  }

  private static Optional<ContainerProcess> find(ProcessHandle process) {
    List<String> arguments = entries(process, "cmdline");
    return Stream.of(EXECUTOR, DRIVER)
        .filter(arguments::contains)
        .findFirst()
        .map(
            mainClass -> {
              List<String> environment = entries(process, "environ");
              return new ContainerProcess(
                  process,
                  variable("CONTAINER_ID", environment),
                  variable("LOCAL_DIRS", environment),
                  mainClass);
            });
  }

  private static String variable(String name, List<String> environment) {
    return environment.stream()
        .filter(entry -> entry.startsWith(name + "="))
        .map(entry -> entry.substring(name.length() + 1))
        .findFirst()
        .orElse("");
  }

  /** What ProcessHandle tells is cut at 4096 bytes; none if the process is gone or another's. */
  private static List<String> entries(ProcessHandle process, String name) {
    Path file = Path.of("/proc", Long.toString(process.pid()), name);
    try {
      if (!Files.isReadable(file)) {
        return List.of();
      }
      return List.of(Files.readString(file, StandardCharsets.ISO_8859_1).split("\0", -1));
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      // The process has ended while it was looked at.
      if (process.isAlive()) {
        throw new UncheckedIOException(e);
      }
      return List.of();
    }
  }
}
