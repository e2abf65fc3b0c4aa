package io.distaff.cluster.yarn;

import io.distaff.executor.ClassDataReport;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line of a Distaff JVM in a YARN container: heap, class-data archive, class path, log
 * files. Immutable.
 *
 * @param mainClass to start
 * @param heapMebibytes -Xmx and -Xms' upper bound
 * @param runtime what the runtime archive holds
 * @param compilation as fits what the process does
 * @param jvmOptions more options of the JVM
 * @param arguments of the program; plain words without characters that mean something to a shell
 */
public record JavaCommand(
    String mainClass,
    int heapMebibytes,
    RuntimeLayout runtime,
    Compilation compilation,
    List<String> jvmOptions,
    List<String> arguments) {

  /** Where YARN links the runtime archive in a container's working directory. */
  public static final String RUNTIME_LINK = "distaff";

  /** Where YARN links the Hadoop configuration. */
  public static final String CONFIGURATION_LINK = "hadoop-conf";

  private static final String CLASS_DATA_LOG = "tmp/class-data.log";

  /** What the JVM compiles, and how well: the compilers take processor time that tasks need. */
  public enum Compilation {
    /**
     * For executors. The optimising compiler gets to what loops over rows early, and late to what
     * is merely called often.
     */
    ROWS(
        "-XX:Tier4InvocationThreshold=100000",
        "-XX:Tier4MinInvocationThreshold=200",
        "-XX:Tier4CompileThreshold=200000"),

    /**
     * For a driver that runs a user's program. The optimising compiler is for what that computes: a
     * planner calls so much, and each so seldom, that compiling it so takes longer than it saves.
     */
    PROGRAM(
        "-XX:Tier4InvocationThreshold=1000000",
        "-XX:Tier4MinInvocationThreshold=2000",
        "-XX:Tier4CompileThreshold=2000000",
        "-XX:Tier4BackEdgeThreshold=400000"),

    /** For a driver that plans, and does nothing else. */
    PLANS("-XX:TieredStopAtLevel=1");

    private final String options;

    Compilation(String... options) {
      this.options = String.join(" ", options);
    }
  }

  /** One shell command that replaces the shell. */
  public String shellCommand() {
    List<String> words = new ArrayList<>();
    words.add("exec {{JAVA_HOME}}/bin/java");
    words.add("-Xmx" + heapMebibytes + "m");
    words.addAll(
        List.of(
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-UsePerfData",
            "-Djava.io.tmpdir=./tmp",
            "-Dio.netty.allocator.type=pooled",
            "-Dlog4j.configuration=distaff-container-log4j.properties"));
    words.add(compilation.options);
    runtime
        .classDataArchive()
        .ifPresent(
            archive ->
                words.addAll(
                    List.of(
                        "-Xshare:auto",
                        "-XX:SharedArchiveFile=" + RUNTIME_LINK + "/" + archive,
                        // The JVM refuses an archive that doesn't fit without a word.
                        "-Xlog:cds=info,cds+dynamic=info,class+path=info:file=" + CLASS_DATA_LOG,
                        "-D" + ClassDataReport.LOG_PROPERTY + "=" + CLASS_DATA_LOG)));
    words.addAll(jvmOptions);
    words.add("-cp");
    words.add(runtime.classPath(RUNTIME_LINK) + ":" + CONFIGURATION_LINK);
    words.add(mainClass);
    words.addAll(arguments);
    return "mkdir -p tmp; " + String.join(" ", words) + " 1><LOG_DIR>/stdout 2><LOG_DIR>/stderr";
  }
}
