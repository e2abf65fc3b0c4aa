package io.distaff.cli;

import io.distaff.driver.ApplicationSpec;
import io.distaff.storage.FileStore;
import io.distaff.submit.HadoopCluster;
import io.distaff.submit.Submission;
import java.util.List;
import java.util.Map;

/**
 * Starts the session that statements run in, where the settings say: as an application on the
 * cluster, or in this process. Confined to one thread.
 */
final class SessionLauncher implements AutoCloseable {
  private final LaunchSettings settings;
  private final HadoopCluster cluster;
  private final FileStore files;

  private SessionLauncher(LaunchSettings settings, HadoopCluster cluster, FileStore files) {
    this.settings = settings;
    this.cluster = cluster;
    this.files = files;
  }

  /** Connects to the cluster, if the session is to run there. */
  static SessionLauncher open(LaunchSettings settings) {
    if (settings.master().isLocal()) {
      return new SessionLauncher(settings, null, FileStore.open(Map.of()));
    }
    HadoopCluster cluster = HadoopCluster.connect(settings.hadoopConfiguration());
    return new SessionLauncher(settings, cluster, new FileStore(cluster.configuration()));
  }

  /** The files that the session's statements will see. */
  FileStore files() {
    return files;
  }

  /** Starts the session. */
  StatementRunner start(ApplicationConsole listener) throws InterruptedException {
    if (cluster == null) {
      return new LocalStatementRunner(settings.config(), settings.master().slots());
    }
    return startOnYarn(listener);
  }

  /** Starts the session, if there is nothing wrong with the statements that it is for. */
  StatementRunner start(ApplicationConsole listener, ScriptCheck check)
      throws InterruptedException {
    if (cluster == null) {
      check.finish(files, ScriptCheck.Place.THIS_PROCESS);
      return start(listener);
    }
    return startOnYarn(listener, () -> check.finish(files, ScriptCheck.Place.CLUSTER));
  }

  /** Starts the session on the cluster, which must be where the settings say. */
  YarnStatementRunner startOnYarn(ApplicationConsole listener) throws InterruptedException {
    return startOnYarn(listener, Submission.NO_CHECK);
  }

  private YarnStatementRunner startOnYarn(ApplicationConsole listener, Runnable lastCheck)
      throws InterruptedException {
    Submission submission =
        new Submission(
            ApplicationSpec.Mode.SESSION,
            settings.name(),
            null,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            settings.config(),
            settings.hadoopConfiguration(),
            lastCheck);
    return YarnStatementRunner.start(cluster, submission, listener);
  }

  @Override
  public void close() {
    if (cluster != null) {
      cluster.close();
    }
  }
}
