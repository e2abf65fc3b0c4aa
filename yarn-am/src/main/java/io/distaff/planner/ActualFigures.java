package io.distaff.planner;

import io.distaff.metrics.Counter;
import io.distaff.metrics.OperatorCounters;
import io.distaff.metrics.TaskCounters;
import io.distaff.plan.PlanNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a stage and its operators did, as text for {@link PlanText}. Immutable. */
final class ActualFigures {
  private static final int SINK = -1;

  private final StageFigures stage;
  private final Map<Integer, OperatorCounters> operators = new HashMap<>();

  ActualFigures(StageFigures stage) {
    this.stage = stage;
    stage.counters().operators().forEach(operator -> operators.put(operator.node(), operator));
  }

  /** Lines for the stage as a whole. */
  List<String> ofStage() {
    TaskCounters counters = stage.counters();
    List<String> lines = new ArrayList<>();
    Parts time = new Parts("took " + stage.wallMillis() + " ms");
    time.add(stage.retries(), "%s tries again");
    OperatorCounters sink = operators.get(SINK);
    if (sink != null) {
      time.add(sink.name() + ": " + figures(sink, sink.nanos()));
    }
    addTo(time, counters, Counter.Line.MADE);
    lines.add(time.toString());
    for (Counter.Line line : List.of(Counter.Line.READ, Counter.Line.PRUNED)) {
      Parts parts = new Parts("");
      addTo(parts, counters, line);
      parts.addTo(lines);
    }
    return lines;
  }

  private static void addTo(Parts parts, TaskCounters counters, Counter.Line line) {
    for (Counter counter : Counter.values()) {
      long count = counters.count(counter);
      if (count > 0 && counter.line().equals(Optional.of(line))) {
        parts.add(String.format(Locale.ROOT, counter.words(), text(counter.unit(), count)));
      }
    }
  }

  private static String text(Counter.Unit unit, long number) {
    return switch (unit) {
      case NUMBER -> count(number);
      case BYTES -> bytes(number);
      case NANOS -> millis(number);
    };
  }

  /**
   * What is put behind an operator's line.
   *
   * @param number of the node within the fragment
   */
  String ofOperator(int number, PlanNode node) {
    return operator(number, node)
        .map(counters -> "  (" + figures(counters, counters.nanos()) + ")")
        .orElse("  (never ran)");
  }

  /** Figures of a node, whose time is without that of its inputs; empty if it never ran. */
  Optional<OperatorCounters> operator(int number, PlanNode node) {
    OperatorCounters counters = operators.get(number);
    if (counters == null) {
      return Optional.empty();
    }
    long nanos = counters.nanos();
    int input = number + 1;
    for (PlanNode child : node.inputs()) {
      OperatorCounters below = operators.get(input);
      nanos -= below == null ? 0 : below.nanos();
      input += size(child);
    }
    return Optional.of(counters.withRows(counters.rows(), Math.max(0, nanos)));
  }

  private static String figures(OperatorCounters counters, long ownNanos) {
    Parts parts = new Parts(count(counters.rows()) + " rows");
    parts.add(millis(ownNanos));
    parts.addBytes(counters.peakMemoryBytes(), "held %s");
    parts.addBytes(counters.bytesSpilled(), "spilled %s");
    if (counters.spillNanos() > 0) {
      parts.add("in " + millis(counters.spillNanos()));
    }
    return parts.toString();
  }

  /** Nodes of a tree. */
  static int size(PlanNode node) {
    return 1 + node.inputs().stream().mapToInt(ActualFigures::size).sum();
  }

  private static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String bytes(long number) {
    if (number < 1 << 10) {
      return number + " B";
    }
    double value = number;
    int unit = 0;
    while (value >= 1024 && unit < 4) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %ciB", value, " KMGT".charAt(unit));
  }

  /** Words between commas, of which those of nothing are left out. */
  private static final class Parts {
    private final StringBuilder text;

    Parts(String first) {
      text = new StringBuilder(first);
    }

    void add(String part) {
      text.append(text.length() == 0 ? "" : ", ").append(part);
    }

    void add(long number, String format) {
      if (number > 0) {
        add(String.format(Locale.ROOT, format, count(number)));
      }
    }

    void addBytes(long number, String format) {
      if (number > 0) {
        add(String.format(Locale.ROOT, format, bytes(number)));
      }
    }

    void addTo(List<String> lines) {
      if (text.length() > 0) {
        lines.add(text.toString());
      }
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
