package io.distaff.cli;

import io.distaff.catalog.TpchQueries;
import io.distaff.cli.cluster.EmbeddedCluster;
import io.distaff.cli.cluster.EmbeddedClusterOptions;
import io.distaff.cli.cluster.EmbeddedClusterOptions.Lifetime;
import io.distaff.cluster.Master;
import io.distaff.concurrent.Clock;
import io.distaff.config.DistaffConfig;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.format.ResultFormat;
import io.distaff.rpc.ControlMessage.Milestone;
import io.distaff.sql.SqlText;
import io.distaff.submit.ExitGuard;
import io.distaff.submit.SubmitOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The whole way on one machine: an embedded Hadoop, TPC-H data as Parquet on its HDFS, a real
 * application on its YARN, three queries, and a dataset written back.
 */
final class QuickstartCommand implements Command {
  private static final CommandOption SCALE =
      CommandOption.of("scale", "S", "The TPC-H scale factor; default 0.1.");
  private static final CommandOption KEEP =
      CommandOption.flag("keep", "Leaves the cluster running, and says how to use it.");
  private static final CommandOption DIRECTORY =
      CommandOption.of(
          "dir",
          "DIR",
          "The cluster's files; a temporary directory unless --keep, then ~/.distaff/cluster.");
  private static final List<Integer> QUERIES = List.of(1, 3, 6);
  private static final String WRITTEN = "revenue_by_customer";
  private static final String DATA = "/distaff-quickstart";

  @Override
  public String name() {
    return "quickstart";
  }

  @Override
  public String summary() {
    return "Runs a first job on an embedded Hadoop cluster, from nothing.";
  }

  @Override
  public String syntax() {
    return "[options]";
  }

  @Override
  public OptionTable options() {
    return OptionTable.of(SCALE, KEEP, DIRECTORY, LaunchOptions.VERBOSE);
  }

  @Override
  public int run(ParsedArguments arguments, Problems problems, Console console)
      throws InterruptedException {
    arguments.refuseRest(problems);
    String scale =
        TpchTables.checkedScale(
            arguments.value(SCALE.key()).orElse(TpchTables.DEFAULT_SCALE), problems);
    problems.throwIfAny();

    boolean keep = arguments.has(KEEP.key());
    Optional<Path> named = arguments.value(DIRECTORY.key()).map(Path::of);
    EmbeddedCluster cluster = startCluster(named, keep, console);
    ExitGuard guard = new ExitGuard(cluster::stop);
    try {
      runJob(cluster, scale, console);
      if (keep) {
        console.out().println("\nThe cluster is still running. To use it:");
        console.out().println("  export HADOOP_CONF_DIR=" + cluster.confDirectory());
        console.out().println("  distaff sql --views " + DATA + " -e 'SHOW TABLES'");
        console.out().println("  distaff cluster stop --dir " + cluster.directory());
      } else {
        cluster.stop();
      }
    } catch (RuntimeException | InterruptedException e) {
      cluster.stop();
      throw e;
    } finally {
      guard.close();
    }
    return ExitCode.OK;
  }

  private static EmbeddedCluster startCluster(Optional<Path> named, boolean keep, Console console) {
    Path library = EmbeddedLibrary.directory(console);
    console.err().println("starting Hadoop: HDFS, a ResourceManager and 2 NodeManagers ...");
    EmbeddedClusterOptions options =
        EmbeddedClusterOptions.defaults()
            .withLifetime(keep ? Lifetime.DETACHED : Lifetime.ATTACHED);
    if (named.isPresent() || keep) {
      Path directory = named.orElseGet(EmbeddedLibrary::defaultClusterDirectory);
      return EmbeddedCluster.start(library, directory, options);
    }
    try {
      Path temporary = Files.createTempDirectory("distaff-quickstart");
      return EmbeddedCluster.start(library, temporary, options.withDeleteOnStop());
    } catch (IOException e) {
      throw new DistaffException(
          ErrorCode.INTERNAL_ERROR, "can't make a temporary directory: " + e.getMessage(), e);
    }
  }

  private static void runJob(EmbeddedCluster cluster, String scale, Console console)
      throws InterruptedException {
    DistaffConfig config =
        DistaffConfig.empty().with(SubmitOptions.NAME, "distaff quickstart sf" + scale);
    LaunchSettings settings = new LaunchSettings(config, Master.YARN, cluster.confDirectory());
    Clock clock = Clock.system();
    ApplicationConsole listener =
        new ApplicationConsole(console, ApplicationConsole.Detail.EVERYTHING, clock);
    String application;
    String trackingUrl;
    listener.milestoneReached(new Milestone("submitting", clock.currentTimeMillis()));
    try (SessionLauncher launcher = SessionLauncher.open(settings)) {
      String data = launcher.files().qualify(DATA);
      try (YarnStatementRunner runner = launcher.startOnYarn(listener)) {
        application = runner.applicationId();
        trackingUrl = runner.trackingUrl();
        StatementSession session =
            new StatementSession(
                runner, ResultFormat.TABLE, StatementSession.Timing.HIDDEN, console);
        generate(session, scale, data, console);
        listener.milestoneReached(new Milestone("data generated", clock.currentTimeMillis()));
        for (int query : QUERIES) {
          console.out().println("\nTPC-H Q" + query + ":");
          session.run(SqlText.of(TpchQueries.text(query)));
        }
        writeBack(session, data + "-output/" + WRITTEN, console);
      }
    }
    listener.milestoneReached(new Milestone("done", clock.currentTimeMillis()));
    printTimes(listener.milestones(), console);
    console.out().println("\ntracking URL: " + trackingUrl);
    console
        .out()
        .println(
            "logs:         HADOOP_CONF_DIR="
                + cluster.confDirectory()
                + " distaff logs "
                + application
                + "   (while the cluster runs: --keep)");
  }

  private static void generate(StatementSession session, String scale, String data, Console console)
      throws InterruptedException {
    console.err().println("generating TPC-H at scale " + scale + " in " + data + " ...");
    for (String table : TpchTables.NAMES) {
      session.runSilently(TpchTables.writeStatement(table, scale, data));
      session.runSilently(TpchTables.viewStatement(table, data));
    }
  }

  private static void writeBack(StatementSession session, String path, Console console)
      throws InterruptedException {
    session.runSilently(
        "INSERT OVERWRITE DIRECTORY " + SqlNames.text(path) + " USING parquet " + writtenQuery());
    console.out().println("\nwritten to " + path + ", rows read back:");
    session.run(
        SqlText.of("SELECT count(*) AS row_count FROM parquet." + SqlNames.identifier(path)));
  }

  private static void printTimes(List<Milestone> milestones, Console console) {
    console.out().println("\nmilliseconds after submission began:");
    long start = milestones.get(0).atMillis();
    for (Milestone milestone : milestones) {
      console.out().printf("%8d  %s%n", milestone.atMillis() - start, milestone.name());
    }
  }

  private static String writtenQuery() {
    String name = "quickstart/" + WRITTEN + ".sql";
    try (InputStream in = QuickstartCommand.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }
}
