package io.distaff.cli;

import io.distaff.cli.cluster.EmbeddedCluster;
import io.distaff.cli.cluster.EmbeddedClusterOptions;
import io.distaff.config.DataSize;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** An embedded Hadoop cluster on this machine: for trying things out, and for tests. */
final class ClusterCommand implements Command {
  private static final CommandOption DIRECTORY =
      CommandOption.of("dir", "DIR", "The cluster's files; default ~/.distaff/cluster.");
  private static final CommandOption NODES =
      CommandOption.of("nodes", "N", "NodeManagers to start; default 2.");
  private static final CommandOption NODE_MEMORY =
      CommandOption.of("node-memory", "SIZE", "Memory that each node offers; default 8g.");
  private static final CommandOption NODE_CORES =
      CommandOption.of("node-cores", "N", "Virtual cores that each node offers; default 8.");

  @Override
  public String name() {
    return "cluster";
  }

  @Override
  public String summary() {
    return "Starts and stops an embedded Hadoop cluster on this machine.";
  }

  @Override
  public String syntax() {
    return "start|status|stop [options]";
  }

  @Override
  public OptionTable options() {
    return OptionTable.of(DIRECTORY, NODES, NODE_MEMORY, NODE_CORES, LaunchOptions.VERBOSE);
  }

  @Override
  public int run(ParsedArguments arguments, Problems problems, Console console) {
    Path directory =
        arguments
            .value(DIRECTORY.key())
            .map(Path::of)
            .orElseGet(EmbeddedLibrary::defaultClusterDirectory)
            .toAbsolutePath()
            .normalize();
    EmbeddedClusterOptions options = options(arguments, problems);
    List<String> words = arguments.rest();
    String action = words.size() == 1 ? words.get(0) : "";
    if (!List.of("start", "status", "stop").contains(action)) {
      problems.add("cluster needs one of start, status and stop");
    }
    problems.throwIfAny();
    return switch (action) {
      case "start" -> start(directory, options, console);
      case "stop" -> stop(directory, console);
      default -> status(directory, console);
    };
  }

  private static EmbeddedClusterOptions options(ParsedArguments arguments, Problems problems) {
    EmbeddedClusterOptions defaults = EmbeddedClusterOptions.defaults();
    int nodes = arguments.count(NODES.key(), 1, defaults.numNodes(), problems);
    int vcores = arguments.count(NODE_CORES.key(), 1, defaults.nodeVcores(), problems);
    int memory = defaults.nodeMemoryMegabytes();
    Optional<String> memoryText = arguments.value(NODE_MEMORY.key());
    if (memoryText.isPresent()) {
      try {
        memory = Math.toIntExact(DataSize.parseMebibytes(memoryText.get()).mebibytes());
      } catch (IllegalArgumentException | ArithmeticException e) {
        problems.add("--node-memory '" + memoryText.get() + "': " + e.getMessage());
      }
    }
    return defaults
        .withNumNodes(nodes)
        .withNodeSize(memory, vcores)
        .withLifetime(EmbeddedClusterOptions.Lifetime.DETACHED);
  }

  private static int start(Path directory, EmbeddedClusterOptions options, Console console) {
    Path library = EmbeddedLibrary.directory(console);
    EmbeddedCluster cluster = EmbeddedCluster.start(library, directory, options);
    console.out().println(cluster.confDirectory());
    console.err().println("ready; export HADOOP_CONF_DIR=" + cluster.confDirectory());
    return ExitCode.OK;
  }

  private static int status(Path directory, Console console) {
    Optional<EmbeddedCluster> cluster = EmbeddedCluster.attach(directory);
    if (cluster.isEmpty()) {
      console.err().println("no cluster runs in " + directory);
      return ExitCode.FAILED;
    }
    console.out().println("process:         " + cluster.get().pid());
    console.out().println("HADOOP_CONF_DIR: " + cluster.get().confDirectory());
    console.out().println("log:             " + cluster.get().logFile());
    console.out().println("parts:           " + cluster.get().command("status"));
    return ExitCode.OK;
  }

  private static int stop(Path directory, Console console) {
    Optional<EmbeddedCluster> cluster = EmbeddedCluster.attach(directory);
    cluster.ifPresent(EmbeddedCluster::stop);
    console
        .err()
        .println(
            (cluster.isPresent() ? "stopped the cluster in " : "no cluster runs in ") + directory);
    return ExitCode.OK;
  }
}
