package io.distaff.cli;

import io.distaff.concurrent.Clock;
import io.distaff.rpc.ControlMessage.Milestone;
import io.distaff.rpc.ControlMessage.ProgramOutput;
import io.distaff.rpc.ControlMessage.Progress;
import io.distaff.submit.ApplicationListener;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;

/**
 * Shows what becomes of an application: the program's output where it belongs, states and progress
 * on standard error. On a terminal progress is one line that is rewritten. Confined to one thread.
 */
final class ApplicationConsole implements ApplicationListener {
  private static final long QUIET_MILLIS = 2_000;

  /** How much is said. */
  enum Detail {
    /** Nothing but the program's output, and progress on a terminal. */
    RESULTS,
    /** States and progress too. */
    EVERYTHING
  }

  private final Console console;
  private final Detail detail;
  private final Clock clock;
  private final List<Milestone> milestones = new ArrayList<>();
  private String lastProgress = "";
  private long lastProgressMillis;
  private boolean lineOpen;

  ApplicationConsole(Console console, Detail detail, Clock clock) {
    this.console = console;
    this.detail = detail;
    this.clock = clock;
    this.lastProgressMillis = clock.monotonicMillis() - QUIET_MILLIS;
  }

  @Override
  public void reportChanged(ApplicationReport report) {
    YarnApplicationState state = report.getYarnApplicationState();
    switch (state) {
      case ACCEPTED -> addMilestone("accepted");
      case RUNNING -> addMilestone("driver registered");
      case FINISHED, FAILED, KILLED -> addMilestone("ended");
      case NEW, NEW_SAVING, SUBMITTED -> {}
    }
    if (detail == Detail.EVERYTHING) {
      clearLine();
      console
          .err()
          .println(report.getApplicationId() + ": " + state.name().toLowerCase(Locale.ROOT));
    }
  }

  /** What this process knows by itself. */
  void addMilestone(String name) {
    milestoneReached(new Milestone(name, clock.currentTimeMillis()));
  }

  @Override
  public void programPrinted(ProgramOutput output) {
    clearLine();
    PrintStream stream = output.standardError() ? console.err() : console.out();
    stream.write(output.bytes(), 0, output.bytes().length);
    stream.flush();
  }

  /** The first time counts: who connects late, or again, is told of all that was. */
  @Override
  public void milestoneReached(Milestone milestone) {
    if (milestones.stream().noneMatch(known -> known.name().equals(milestone.name()))) {
      milestones.add(milestone);
    }
  }

  @Override
  public void progressed(Progress progress) {
    String text =
        "%s: stages %d/%d, tasks %d/%d, %d executor%s"
            .formatted(
                progress.query(),
                progress.stagesDone(),
                progress.stages(),
                progress.tasksDone(),
                progress.tasks(),
                progress.executors(),
                progress.executors() == 1 ? "" : "s");
    if (text.equals(lastProgress)) {
      return;
    }
    if (console.rewritesLines()) {
      console.err().print("\r\u001b[K" + text);
      console.err().flush();
      lineOpen = true;
    } else if (detail == Detail.EVERYTHING
        && clock.monotonicMillis() - lastProgressMillis >= QUIET_MILLIS) {
      console.err().println(text);
      lastProgressMillis = clock.monotonicMillis();
    } else {
      return;
    }
    lastProgress = text;
  }

  /** Takes the progress line away; what comes next begins on an empty line. */
  void clearLine() {
    if (lineOpen) {
      console.err().print("\r\u001b[K");
      console.err().flush();
      lineOpen = false;
    }
  }

  /** What the application went through, in time. */
  List<Milestone> milestones() {
    return milestones.stream()
        .sorted(java.util.Comparator.comparingLong(Milestone::atMillis))
        .toList();
  }

  /**
   * One line of JSON with when each milestone was reached.
   *
   * @param start what the milliseconds count from
   */
  String timeline(Instant start) {
    return milestones().stream()
        .map(each -> "\"%s\":%d".formatted(each.name(), each.atMillis() - start.toEpochMilli()))
        .collect(Collectors.joining(",", "{\"milestones\":{", "}}"));
  }
}
