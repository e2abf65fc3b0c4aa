package io.distaff.cli;

import io.distaff.cluster.ClusterOptions;
import io.distaff.cluster.Master;
import io.distaff.config.DataSize;
import io.distaff.config.DistaffConfig;
import io.distaff.submit.DistributionFiles;
import io.distaff.submit.SubmitOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of a command line: {@code --conf} and dedicated options go over the properties file,
 * which goes over {@code conf/distaff-defaults.conf}. Immutable.
 *
 * @param hadoopConfiguration HADOOP_CONF_DIR; null where it isn't needed and not set
 */
record LaunchSettings(DistaffConfig config, Master master, Path hadoopConfiguration) {
  /** The heap of the JVM that bin/distaff has started in local mode; set only then. */
  private static final String STARTED_HEAP = "distaff.launcher.heap";

  /** Settles the settings; whatever is wrong with them is a problem. */
  static LaunchSettings of(ParsedArguments arguments, Problems problems, Console console) {
    Map<String, String> settings = new LinkedHashMap<>();
    Optional.ofNullable(console.properties().get(DistributionFiles.HOME_PROPERTY))
        .map(home -> new DistributionFiles(Path.of(home)).defaultsFile())
        .filter(Files::exists)
        .ifPresent(file -> settings.putAll(PropertiesFile.read(file, problems)));
    arguments
        .value(LaunchOptions.PROPERTIES_FILE.key())
        .ifPresent(file -> settings.putAll(PropertiesFile.read(Path.of(file), problems)));
    settings.putAll(commandLine(arguments, problems));
    problems.addAll(KnownSettings.registry().problems(settings));

    DistaffConfig config = DistaffConfig.of(settings);
    String masterText = config.value(SubmitOptions.MASTER);
    Optional<Master> master = Master.parse(masterText);
    if (master.isEmpty()) {
      problems.add("--master '" + masterText + "' is neither yarn nor local, local[N] or local[*]");
    }
    boolean local = master.map(Master::isLocal).orElse(false);
    if (local && problems.isEmpty()) {
      checkHeap(config, problems, console);
    }
    Path hadoop = console.hadoopConfiguration().orElse(null);
    if (!local) {
      checkHadoopConfiguration(hadoop, problems);
    }
    return new LaunchSettings(config, master.orElse(Master.YARN), hadoop);
  }

  private static Map<String, String> commandLine(ParsedArguments arguments, Problems problems) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (String text : arguments.values(LaunchOptions.CONF.key())) {
      int equals = text.indexOf('=');
      if (equals <= 0) {
        problems.add("--conf '" + text + "' is not of the form key=value");
      } else {
        settings.put(text.substring(0, equals).strip(), text.substring(equals + 1).strip());
      }
    }
    for (ParsedArguments.Given given : arguments.given()) {
      CommandOption option = given.option();
      if (option.setting() == null) {
        continue;
      }
      String key = option.setting().key();
      String value = arguments.value(option.key()).orElseThrow();
      String before = settings.put(key, value);
      if (before != null && !before.equals(value)) {
        problems.add(
            "%s %s and --conf %s=%s contradict each other"
                .formatted(option.dashed(), value, key, before));
      }
    }
    return settings;
  }

  /** In local mode the driver's memory is this JVM's heap, which can't be changed any more. */
  private static void checkHeap(DistaffConfig config, Problems problems, Console console) {
    DataSize wanted = config.value(ClusterOptions.DRIVER_MEMORY);
    String started = console.properties().get(STARTED_HEAP);
    if (console.properties().containsKey(DistributionFiles.HOME_PROPERTY)
        && (started == null || !DataSize.parseMebibytes(started).equals(wanted))) {
      problems.add(
          "bin/distaff started this process with a heap of %s, but %s is %s: say --master local[N] and --driver-memory on the command line"
              .formatted(
                  started == null ? "a client's size" : started,
                  ClusterOptions.DRIVER_MEMORY.key(),
                  wanted));
    }
  }

  private static void checkHadoopConfiguration(Path directory, Problems problems) {
    if (directory == null) {
      problems.add(
          "HADOOP_CONF_DIR is not set: export HADOOP_CONF_DIR=<directory with core-site.xml and"
              + " yarn-site.xml>, or use --master local[N]");
    } else if (!Files.isDirectory(directory)) {
      problems.add("HADOOP_CONF_DIR = " + directory + " is not a directory");
    } else {
      for (String name : new String[] {"core-site.xml", "yarn-site.xml"}) {
        if (!Files.isReadable(directory.resolve(name))) {
          problems.add("HADOOP_CONF_DIR = " + directory + " has no " + name);
        }
      }
    }
  }

  /** With a name, unless one was set. */
  LaunchSettings named(String name) {
    return config.isSet(SubmitOptions.NAME)
        ? this
        : new LaunchSettings(config.with(SubmitOptions.NAME, name), master, hadoopConfiguration);
  }

  String name() {
    return config.value(SubmitOptions.NAME);
  }
}
