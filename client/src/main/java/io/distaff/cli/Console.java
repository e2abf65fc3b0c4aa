package io.distaff.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * All that a command knows of the process it runs in. Results go to {@code out}, everything else to
 * {@code err}.
 *
 * @param environment the environment variables
 * @param properties the JVM's system properties that begin with {@code distaff.}: what {@code
 *     bin/distaff} says
 * @param promptsUser whether standard input is a terminal
 * @param rewritesLines whether {@code err} is a terminal
 */
record Console(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Map<String, String> environment,
    Map<String, String> properties,
    boolean promptsUser,
    boolean rewritesLines) {
  private static final int OUT_BUFFER_BYTES = 1 << 16;

  /** The process's own streams; {@code out} is buffered. */
  static Console ofThisProcess() {
    Map<String, String> properties = new java.util.TreeMap<>();
    for (String name : System.getProperties().stringPropertyNames()) {
      if (name.startsWith("distaff.")) {
        properties.put(name, System.getProperty(name));
      }
    }
    return new Console(
        new FileInputStream(FileDescriptor.in),
        new PrintStream(
            new java.io.BufferedOutputStream(
                new FileOutputStream(FileDescriptor.out), OUT_BUFFER_BYTES),
            false,
            StandardCharsets.UTF_8),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        System.getenv(),
        properties,
        "true".equals(properties.get("distaff.terminal.in")),
        "true".equals(properties.get("distaff.terminal.err")));
  }

  /** HADOOP_CONF_DIR; empty when it isn't set. */
  Optional<Path> hadoopConfiguration() {
    return Optional.ofNullable(environment.get("HADOOP_CONF_DIR"))
        .filter(directory -> !directory.isBlank())
        .map(directory -> Path.of(directory).toAbsolutePath().normalize());
  }

  /** One line or several on standard error, each with its prefix. */
  void error(String message) {
    out.flush();
    err.println("error: " + message);
  }
}
