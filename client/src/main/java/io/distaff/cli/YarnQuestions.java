package io.distaff.cli;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.submit.ApplicationLogs;
import io.distaff.submit.ApplicationMonitor;
import io.distaff.submit.HadoopCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.exceptions.YarnException;

/** Questions about applications, by id: how one stands, its end, its logs. Stateless. */
final class YarnQuestions {
  private YarnQuestions() {}

  /** Prints a report, a line a fact. */
  static int status(String text, Path hadoop, Problems problems, Console console) {
    ApplicationId id = parse(text, problems);
    problems.throwIfAny();
    try (HadoopCluster cluster = HadoopCluster.connect(hadoop)) {
      ApplicationReport report = report(cluster, id);
      console.out().println("application:  " + id);
      console.out().println("name:         " + report.getName());
      console.out().println("user:         " + report.getUser());
      console.out().println("queue:        " + report.getQueue());
      console.out().println("state:        " + report.getYarnApplicationState());
      console.out().println("final status: " + report.getFinalApplicationStatus());
      console.out().println("tracking URL: " + report.getTrackingUrl());
      String diagnostics = report.getDiagnostics();
      if (diagnostics != null && !diagnostics.isBlank()) {
        console.out().println("diagnostics:  " + diagnostics.strip());
      }
      return ExitCode.OK;
    }
  }

  /** Ends an application. */
  static int kill(String text, Path hadoop, Problems problems, Console console) {
    ApplicationId id = parse(text, problems);
    problems.throwIfAny();
    try (HadoopCluster cluster = HadoopCluster.connect(hadoop)) {
      ApplicationReport report = report(cluster, id);
      if (hasEnded(report)) {
        console.err().println(id + " has ended already: " + report.getFinalApplicationStatus());
        return ExitCode.OK;
      }
      ApplicationMonitor.kill(cluster, id);
      console.err().println(id + " killed");
      return ExitCode.OK;
    }
  }

  /** Prints the aggregated logs of an application's containers. */
  static int logs(
      String text, Optional<String> container, Path hadoop, Problems problems, Console console)
      throws InterruptedException {
    ApplicationId id = parse(text, problems);
    problems.throwIfAny();
    try (HadoopCluster cluster = HadoopCluster.connect(hadoop)) {
      ApplicationReport report = report(cluster, id);
      if (!hasEnded(report)) {
        console.error(
            id
                + " is still "
                + report.getYarnApplicationState()
                + ": its logs are collected when it ends; until then they are at "
                + report.getTrackingUrl());
        return ExitCode.FAILED;
      }
      ApplicationLogs logs = new ApplicationLogs(cluster, id);
      if (!logs.print(container, console.out())) {
        console.error(
            "no logs of "
                + id
                + container.map(c -> ", container " + c).orElse("")
                + ": they are not collected yet, or log aggregation is off"
                + " (yarn.log-aggregation-enable), or they have been deleted");
        return ExitCode.FAILED;
      }
      return ExitCode.OK;
    }
  }

  private static boolean hasEnded(ApplicationReport report) {
    return switch (report.getYarnApplicationState()) {
      case FINISHED, FAILED, KILLED -> true;
      case NEW, NEW_SAVING, SUBMITTED, ACCEPTED, RUNNING -> false;
    };
  }

  private static ApplicationId parse(String text, Problems problems) {
    try {
      return ApplicationId.fromString(text);
    } catch (IllegalArgumentException e) {
      problems.add(
          "'" + text + "' is not an application id such as application_1700000000000_0001");
      return null;
    }
  }

  private static ApplicationReport report(HadoopCluster cluster, ApplicationId id) {
    try {
      return cluster.yarn().getApplicationReport(id);
    } catch (YarnException | IOException e) {
      throw new DistaffException(
          ErrorCode.CLUSTER_REFUSED, "no report of " + id + ": " + firstLine(e), e);
    }
  }

  /** Without the server's stack trace, which YARN sends along. */
  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
