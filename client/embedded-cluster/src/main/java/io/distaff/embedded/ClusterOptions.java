package io.distaff.embedded;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The command line of the embedded cluster. Immutable.
 *
 * @param directory where all files of the cluster are, absolute
 * @param numNodes NodeManagers
 * @param numDataNodes DataNodes; a file has as many replicas, at most two
 * @param nodeMemoryMegabytes what each NodeManager offers
 * @param nodeVcores what each NodeManager offers
 * @param enforceMemory kill a container whose processes hold more memory than it was granted
 * @param attached end when standard input ends
 * @param deleteOnStop remove the directory at the end
 * @param settings Hadoop settings that go over those of the cluster, for daemons and clients
 */
record ClusterOptions(
    Path directory,
    int numNodes,
    int numDataNodes,
    int nodeMemoryMegabytes,
    int nodeVcores,
    boolean enforceMemory,
    boolean attached,
    boolean deleteOnStop,
    Map<String, String> settings) {

  static final String USAGE =
      "usage: EmbeddedClusterMain --dir D [--nodes N] [--datanodes N] [--node-memory MB]"
          + " [--node-vcores N] [--enforce-memory] [--attached] [--delete-on-stop]"
          + " [--conf key=value]...";

  ClusterOptions {
    Objects.requireNonNull(directory, "directory");
    settings = Map.copyOf(settings);
  }

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  static ClusterOptions parse(List<String> arguments) {
    Path directory = null;
    int numNodes = 2;
    int numDataNodes = 1;
    int nodeMemoryMegabytes = 8192;
    int nodeVcores = 8;
    boolean enforceMemory = false;
    boolean attached = false;
    boolean deleteOnStop = false;
    Map<String, String> settings = new LinkedHashMap<>();

    Deque<String> rest = new ArrayDeque<>(arguments);
    while (!rest.isEmpty()) {
      String option = rest.remove();
      switch (option) {
        case "--dir" -> directory = Path.of(value(option, rest)).toAbsolutePath().normalize();
        case "--nodes" -> numNodes = positive(option, rest);
        case "--datanodes" -> numDataNodes = positive(option, rest);
        case "--node-memory" -> nodeMemoryMegabytes = positive(option, rest);
        case "--node-vcores" -> nodeVcores = positive(option, rest);
        case "--enforce-memory" -> enforceMemory = true;
        case "--attached" -> attached = true;
        case "--delete-on-stop" -> deleteOnStop = true;
        case "--conf" -> {
          String setting = value(option, rest);
          int equals = setting.indexOf('=');
          if (equals <= 0) {
            throw new IllegalArgumentException("--conf takes key=value, not '" + setting + "'");
          }
          settings.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        default -> throw new IllegalArgumentException("unknown option '" + option + "'");
      }
    }
    if (directory == null) {
      throw new IllegalArgumentException("--dir is missing");
    }
    return new ClusterOptions(
        directory,
        numNodes,
        numDataNodes,
        nodeMemoryMegabytes,
        nodeVcores,
        enforceMemory,
        attached,
        deleteOnStop,
        settings);
  }

  private static String value(String option, Deque<String> rest) {
    if (rest.isEmpty()) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return rest.remove();
  }

  private static int positive(String option, Deque<String> rest) {
    String text = value(option, rest);
    try {
      int number = Integer.parseInt(text);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, in the same words as for a number that isn't positive.
    }
    throw new IllegalArgumentException(option + " takes a positive number, not '" + text + "'");
  }
}
