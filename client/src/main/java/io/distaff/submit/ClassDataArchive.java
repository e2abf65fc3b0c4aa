package io.distaff.submit;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An archive of parsed classes that makes container JVMs start in about half the time (JEP 350). It
 * is made by a training run over copies of the jars that lie as they will lie in a container: a JVM
 * takes the archive only where class path, file times and JDK build are the same, and works without
 * it anywhere else. The temporary directory goes with {@link #close}.
 */
final class ClassDataArchive implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ClassDataArchive.class);
  private static final String TRAINING_MAIN = "io.distaff.cli.TrainingRun";
  private static final int LONGEST_TRAINING_SECONDS = 60;

  private final Path directory;
  private final ExitGuard guard;
  private final AtomicReference<Process> training = new AtomicReference<>();
  private volatile boolean abandoned;
  private Path file;

  private ClassDataArchive(Path directory) {
    this.directory = directory;
    this.guard = new ExitGuard(this::abandon);
  }

  /** Runs the training; without an archive, and with a line in the log, when that fails. */
  static ClassDataArchive make(List<Path> jars) throws IOException {
    ClassDataArchive made = new ClassDataArchive(Files.createTempDirectory("distaff-training"));
    try {
      made.run(jars);
      return made;
    } catch (IOException | RuntimeException e) {
      made.close();
      throw e;
    }
  }

  private void run(List<Path> jars) throws IOException {
    Path lib = Files.createDirectories(directory.resolve("distaff/lib"));
    for (Path jar : jars) {
      Path copy =
          Files.copy(jar, lib.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      long seconds = Files.getLastModifiedTime(jar).to(TimeUnit.SECONDS);
      Files.setLastModifiedTime(copy, FileTime.from(seconds, TimeUnit.SECONDS));
    }
    Path archive = directory.resolve("distaff.jsa");
    boolean trained = train(jars, archive);
    if (abandoned) {
      throw new DistaffException(ErrorCode.CANCELLED, "the process is ending");
    }
    if (trained) {
      file = archive;
    }
  }

  private boolean train(List<Path> jars, Path archive) throws IOException {
    String classPath =
        jars.stream()
            .map(jar -> "distaff/lib/" + jar.getFileName())
            .collect(Collectors.joining(":"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:ArchiveClassesAtExit=" + archive,
            "-Xmx512m",
            "-Dio.netty.allocator.type=pooled",
            "-Djava.io.tmpdir=" + Files.createDirectory(directory.resolve("tmp")),
            "-cp",
            classPath,
            TRAINING_MAIN));
    Path output = directory.resolve("training.log");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    training.set(process);
    try {
      boolean ended = process.waitFor(LONGEST_TRAINING_SECONDS, TimeUnit.SECONDS);
      if (!ended || process.exitValue() != 0 || !Files.isRegularFile(archive)) {
        process.destroyForcibly();
        if (abandoned) {
          return false;
        }
        log.warn(
            "no class-data archive: the training run failed; containers start more slowly\n{}",
            Files.readString(output));
        return false;
      }
      return true;
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  Optional<Path> file() {
    return Optional.ofNullable(file);
  }

  @Override
  public void close() throws IOException {
    guard.close();
    if (!abandoned) {
      delete(directory);
    }
  }

  /** On the exit thread. */
  private void abandon() {
    abandoned = true;
    try {
      Process process = training.get();
      if (process != null) {
        process.destroyForcibly().waitFor();
      }
      delete(directory);
    } catch (IOException e) {
      log.warn("can't delete {}", directory, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
