package io.distaff.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How {@code bin/distaff} is called: which one, where, and with which environment. Immutable.
 *
 * @param script the command itself, or a link to it
 * @param directory that it is called in
 * @param environment variables on top of a bare environment
 */
record Distaff(Path script, Path directory, Map<String, String> environment) {
  private static final String HADOOP_CONF_DIR = "HADOOP_CONF_DIR";

  Distaff {
    environment = Map.copyOf(environment);
  }

  /** The distribution that the build has made, without any cluster. */
  static Distaff ofThisBuild() {
    Path root = Path.of("/");
    return new Distaff(
        home().resolve("bin/distaff"), root, Map.of("JAVA_HOME", System.getProperty("java.home")));
  }

  /** The directory of the distribution under test. */
  static Path home() {
    String named = System.getProperty("distaff.it.home");
    if (named != null) {
      return Path.of(named).toAbsolutePath();
    }
    Path target = Path.of("target").toAbsolutePath();
    try (var entries = Files.list(target)) {
      return entries
          .filter(entry -> entry.getFileName().toString().startsWith("distaff-"))
          .filter(Files::isDirectory)
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no distribution in " + target));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Distaff withHadoop(Path configurationDirectory) {
    return with(HADOOP_CONF_DIR, configurationDirectory.toString());
  }

  Distaff with(String variable, String value) {
    Map<String, String> more = new LinkedHashMap<>(environment);
    more.put(variable, value);
    return new Distaff(script, directory, more);
  }

  Distaff at(Path otherScript) {
    return new Distaff(otherScript, directory, environment);
  }

  Distaff in(Path otherDirectory) {
    return new Distaff(script, otherDirectory, environment);
  }

  /** Runs a command to its end, which must come in time. */
  DistaffProcess.Ended run(String... arguments) {
    return run(List.of(arguments));
  }

  DistaffProcess.Ended run(List<String> arguments) {
    return start("", arguments).awaitEnd();
  }

  /** As above, with something on standard input. */
  DistaffProcess.Ended runWithInput(String input, String... arguments) {
    return start(input, List.of(arguments)).awaitEnd();
  }

  /** Starts a command; nothing is on its standard input. */
  DistaffProcess start(List<String> arguments) {
    return start("", arguments);
  }

  private DistaffProcess start(String input, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(script.toString());
    command.addAll(arguments);
    try {
      Path files = Files.createTempDirectory("distaff-process");
      Path in = Files.writeString(files.resolve("in"), input, StandardCharsets.UTF_8);
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectInput(in.toFile())
              .redirectOutput(files.resolve("out").toFile())
              .redirectError(files.resolve("err").toFile());
      builder
          .environment()
          .keySet()
          .removeIf(
              name ->
                  name.startsWith("HADOOP_")
                      || name.startsWith("YARN_")
                      || name.startsWith("DISTAFF_"));
      builder.environment().putAll(environment);
      return new DistaffProcess(String.join(" ", arguments), builder.start(), files);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
