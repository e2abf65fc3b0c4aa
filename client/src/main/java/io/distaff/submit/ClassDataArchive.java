package io.distaff.submit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An archive of parsed classes that makes container JVMs start in about half the time (JEP 350). It
 * is made by a training run whose class path is spelled as it will be in a container: a JVM takes
 * the archive only where class path, file times and JDK build are the same, and works without it
 * anywhere else. It is kept beside the jars, where they can be written to; otherwise it goes with
 * {@link #close}.
 */
final class ClassDataArchive implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ClassDataArchive.class);
  private static final String TRAINING_MAIN = "io.distaff.cli.TrainingRun";
  private static final int LONGEST_TRAINING_SECONDS = 120;

  private final Path file;
  private final Path temporary;

  private ClassDataArchive(Path file, Path temporary) {
    this.file = file;
    this.temporary = temporary;
  }

  /**
   * Finds the archive that is kept, or runs the training; without an archive, and with a line in
   * the log, when that fails.
   *
   * @param hash of the jars and the JVM that the archive is for
   */
  static ClassDataArchive of(DistributionFiles distribution, String hash) throws IOException {
    Path kept = distribution.home().resolve("lib/runtime-" + hash + ".jsa");
    if (Files.isReadable(kept)) {
      return new ClassDataArchive(kept, null);
    }
    Path directory = Files.createTempDirectory("distaff-training");
    try {
      // Containers see the distribution through a link of this name.
      Files.createSymbolicLink(directory.resolve("distaff"), distribution.home().toAbsolutePath());
      Path archive = directory.resolve("distaff.jsa");
      if (!train(directory, distribution.jars(), archive)) {
        return new ClassDataArchive(null, directory);
      }
      if (!Files.isWritable(kept.getParent())) {
        return new ClassDataArchive(archive, directory);
      }
      Path partial =
          kept.resolveSibling("." + kept.getFileName() + "." + ProcessHandle.current().pid());
      Files.copy(archive, partial, StandardCopyOption.REPLACE_EXISTING);
      Files.move(
          partial, kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      delete(directory);
      return new ClassDataArchive(kept, null);
    } catch (IOException | RuntimeException e) {
      delete(directory);
      throw e;
    }
  }

  private static boolean train(Path directory, List<Path> jars, Path archive) throws IOException {
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
    try {
      boolean ended = process.waitFor(LONGEST_TRAINING_SECONDS, TimeUnit.SECONDS);
      if (!ended || process.exitValue() != 0 || !Files.isRegularFile(archive)) {
        process.destroyForcibly();
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
    if (temporary != null) {
      delete(temporary);
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
