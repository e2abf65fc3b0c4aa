package io.distaff.submit;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
 * is made by a training run whose class path is spelled as it will be in a container: a JVM takes
 * the archive only where class path, file times and JDK build are the same, and works without it
 * anywhere else. It is kept beside the jars, where they can be written to; otherwise it goes with
 * {@link #close}. A training run that is under way ends with this process.
 */
final class ClassDataArchive implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ClassDataArchive.class);
  private static final String TRAINING_MAIN = "io.distaff.cli.TrainingRun";
  private static final int LONGEST_TRAINING_SECONDS = 120;

  private final Path kept;
  private final AtomicReference<Process> training = new AtomicReference<>();
  private final ExitGuard guard;
  private volatile boolean abandoned;
  private Path directory;
  private Path file;

  private ClassDataArchive(Path kept) {
    this.kept = kept;
    this.guard = new ExitGuard(this::abandon);
  }

  /**
   * Finds the archive that is kept, or runs the training; without an archive, and with a line in
   * the log, when that fails.
   *
   * @param hash of the jars and the JVM that the archive is for
   */
  static ClassDataArchive of(DistributionFiles distribution, String hash) throws IOException {
    ClassDataArchive archive =
        new ClassDataArchive(distribution.home().resolve("lib/runtime-" + hash + ".jsa"));
    try {
      archive.findOrMake(distribution);
      return archive;
    } catch (IOException | RuntimeException e) {
      archive.close();
      throw e;
    }
  }

  private void findOrMake(DistributionFiles distribution) throws IOException {
    if (Files.isReadable(kept)) {
      file = kept;
      return;
    }
    directory = Files.createTempDirectory("distaff-training");
    // Containers see the distribution through a link of this name.
    Files.createSymbolicLink(directory.resolve("distaff"), distribution.home().toAbsolutePath());
    Path made = directory.resolve("distaff.jsa");
    boolean trained = train(distribution.jars(), made);
    if (abandoned) {
      throw new DistaffException(ErrorCode.CANCELLED, "the process is ending");
    }
    if (trained) {
      file = Files.isWritable(kept.getParent()) ? keep(made) : made;
    }
  }

  private Path keep(Path made) throws IOException {
    Path partial =
        kept.resolveSibling("." + kept.getFileName() + "." + ProcessHandle.current().pid());
    Files.copy(made, partial, StandardCopyOption.REPLACE_EXISTING);
    return Files.move(
        partial, kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
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
            "-Dlog4j.configuration=distaff-container-log4j.properties",
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
      if (ended && process.exitValue() == 0 && Files.isRegularFile(archive)) {
        return true;
      }
      process.destroyForcibly();
      if (!abandoned) {
        log.warn(
            "no class-data archive: the training run failed; containers start more slowly\n{}",
            Files.readString(output));
      }
      return false;
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new DistaffException(ErrorCode.CANCELLED, "interrupted", e);
    }
  }

  Optional<Path> file() {
    return Optional.ofNullable(file);
  }

  @Override
  public void close() throws IOException {
    guard.close();
    if (!abandoned) {
      deleteDirectory();
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
      deleteDirectory();
    } catch (IOException e) {
      log.warn("can't delete {}", directory, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void deleteDirectory() throws IOException {
    if (directory == null) {
      return;
    }
    // Links aren't followed.
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
