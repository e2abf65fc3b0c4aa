package io.distaff.planner;

import io.distaff.expression.InputRef;
import io.distaff.plan.PlanNode;
import io.distaff.plan.PlanNode.AggregationPhase;
import io.distaff.plan.PlanNode.ExchangeMode;
import io.distaff.plan.PlanNode.ExchangeRead;
import io.distaff.plan.PlanNode.HashJoin;
import io.distaff.plan.Sink;
import io.distaff.types.Field;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * What a plan does that it needn't: joins every row with every row, moves rows that lie right
 * already, hashes both sides of a join of which one could be sent whole, gives a single task a
 * large part of the data.
 */
final class PlanFaults {
  private static final double SMALL_BYTES = 1 << 20;
  private static final double BYTES_OF_ONE_TASK = 256 << 20;

  private final EstimatedPlan plan;
  private final List<String> faults = new ArrayList<>();

  private PlanFaults(EstimatedPlan plan) {
    this.plan = plan;
  }

  static List<String> of(EstimatedPlan plan) {
    PlanFaults found = new PlanFaults(plan);
    for (Stage stage : plan.graph().stages()) {
      found.visit(stage, stage.fragment().root());
      found.checkSink(stage);
    }
    return found.faults;
  }

  /** The tables that the plan scans, once for each scan. */
  static List<String> scans(StageGraph graph) {
    List<String> tables = new ArrayList<>();
    graph.stages().forEach(stage -> collectScans(stage.fragment().root(), tables));
    return tables.stream().sorted().toList();
  }

  private static void collectScans(PlanNode node, List<String> tables) {
    if (node instanceof PlanNode.ParquetScan scan) {
      tables.add(scan.table());
    }
    node.inputs().forEach(input -> collectScans(input, tables));
  }

  /** How many joins there are in all stages. */
  static int joins(StageGraph graph) {
    return graph.stages().stream().mapToInt(stage -> joins(stage.fragment().root())).sum();
  }

  private static int joins(PlanNode node) {
    return (node instanceof HashJoin ? 1 : 0)
        + node.inputs().stream().mapToInt(PlanFaults::joins).sum();
  }

  private void add(Stage stage, String fault, PlanNode node) {
    faults.add("stage %d %s: %s".formatted(stage.number(), fault, node.getClass().getSimpleName()));
  }

  private void visit(Stage stage, PlanNode node) {
    if (node instanceof HashJoin join) {
      checkJoin(stage, join);
    } else if (node instanceof PlanNode.Aggregate aggregate
        && aggregate.phase() == AggregationPhase.PARTIAL
        && hashed(stage, aggregate.input())
            .filter(h -> isWithin(h, aggregate.keys()))
            .isPresent()) {
      add(stage, "makes states of groups whose rows are together", node);
    }
    for (PlanNode input : node.inputs()) {
      if (input instanceof ExchangeRead read) {
        checkRead(stage, read, node);
      }
      visit(stage, input);
    }
  }

  /** Of states, of which nothing is expected, there are as many as the groups that they become. */
  private void checkRead(Stage stage, ExchangeRead read, PlanNode reader) {
    OptionalDouble known = plan.rows(stage, read);
    OptionalDouble rows = known.isPresent() ? known : plan.rows(stage, reader);
    if (stage.tasks().size() == 1
        && read.mode() == ExchangeMode.OWN_PARTITION
        && rows.orElse(0) * width(read) > BYTES_OF_ONE_TASK) {
      add(stage, "has one task read all", read);
    }
  }

  private void checkJoin(Stage stage, HashJoin join) {
    if (join.leftKeys().isEmpty()
        && !isOneRow(stage, join.left())
        && !isOneRow(stage, join.right())) {
      add(stage, "joins every row with every row", join);
    }
    boolean mayBeSent = !join.type().settlesRightRows();
    if (isMoved(stage, join.left())
        && isMoved(stage, join.right())
        && mayBeSent
        && plan.rows(stage, join.right()).orElse(Double.POSITIVE_INFINITY) * width(join.right())
            <= SMALL_BYTES) {
      add(stage, "hashes both sides though the right one is small", join);
    }
  }

  private static boolean isMoved(Stage stage, PlanNode node) {
    return stage.tasks().size() > 1
        && node instanceof ExchangeRead read
        && read.mode() == ExchangeMode.OWN_PARTITION;
  }

  private boolean isOneRow(Stage stage, PlanNode node) {
    if (node instanceof PlanNode.Aggregate aggregate) {
      return aggregate.keys().isEmpty() && aggregate.phase() != AggregationPhase.PARTIAL;
    } else if (node instanceof ExchangeRead read) {
      Stage source = source(stage, read);
      return isOneRow(source, source.fragment().root());
    }
    return node instanceof PlanNode.EnforceSingleRow
        || (node instanceof PlanNode.Values values && values.rows().size() <= 1)
        || ((node instanceof PlanNode.Project || node instanceof PlanNode.Filter)
            && isOneRow(stage, node.inputs().get(0)));
  }

  private void checkSink(Stage stage) {
    PlanNode root = stage.fragment().root();
    if (stage.fragment().sink() instanceof Sink.ShuffleSink sink && sink.partitions() > 1) {
      Optional<List<Set<Integer>>> hashed = hashed(stage, root);
      boolean liesRight =
          stage.tasks().size() == sink.partitions()
              && hashed.isPresent()
              && hashed.get().size() == sink.keys().size()
              && IntStream.range(0, sink.keys().size())
                  .allMatch(i -> hashed.get().get(i).contains(sink.keys().get(i)));
      if (liesRight && !isShared(stage)) {
        add(stage, "moves rows that lie so already", root);
      }
    }
    PlanNode rows = root;
    while (rows instanceof PlanNode.Project project && isMadeOfColumns(project)) {
      rows = project.input();
    }
    if (rows instanceof ExchangeRead && stage.fragment().sink() instanceof Sink.ShuffleSink) {
      add(stage, "moves what has been moved", root);
    }
  }

  private static boolean isMadeOfColumns(PlanNode.Project project) {
    return project.expressions().stream().allMatch(InputRef.class::isInstance);
  }

  /** Whether several places read the stage, for which its rows are written down. */
  private boolean isShared(Stage stage) {
    return plan.graph().stages().stream()
            .mapToInt(reader -> reads(reader, reader.fragment().root(), stage))
            .sum()
        > 1;
  }

  private int reads(Stage reader, PlanNode node, Stage stage) {
    return (node instanceof ExchangeRead read && source(reader, read).number() == stage.number()
            ? 1
            : 0)
        + node.inputs().stream().mapToInt(input -> reads(reader, input, stage)).sum();
  }

  private Stage source(Stage stage, ExchangeRead read) {
    return plan.graph().stage(stage.fragment().firstStage() + read.stage());
  }

  /** Of a row, in bytes. */
  private static double width(PlanNode node) {
    double width = 1;
    for (Field field : node.schema().fields()) {
      width +=
          switch (field.type().kind()) {
            case BOOLEAN, TINYINT -> 1;
            case SMALLINT -> 2;
            case INT, DATE, FLOAT -> 4;
            case STRING, BINARY -> 24;
            default -> 8;
          };
    }
    return width;
  }

  /** By which places the rows of a stage's tasks are hashed, each with others of its value. */
  private Optional<List<Set<Integer>>> hashed(Stage stage, PlanNode node) {
    if (node instanceof ExchangeRead read) {
      return read.mode() == ExchangeMode.OWN_PARTITION
              && source(stage, read).fragment().sink() instanceof Sink.ShuffleSink sink
              && !sink.keys().isEmpty()
          ? Optional.of(sink.keys().stream().map(Set::of).toList())
          : Optional.empty();
    } else if (node instanceof PlanNode.Filter || node instanceof PlanNode.Sort) {
      return hashed(stage, node.inputs().get(0));
    } else if (node instanceof PlanNode.Project project) {
      return hashed(stage, project.input()).flatMap(h -> moved(h, place -> places(project, place)));
    } else if (node instanceof PlanNode.Aggregate aggregate) {
      return hashed(stage, aggregate.input())
          .flatMap(
              h ->
                  moved(
                      h,
                      place ->
                          aggregate.keys().contains(place)
                              ? Set.of(aggregate.keys().indexOf(place))
                              : Set.of()));
    } else if (node instanceof HashJoin join && join.type() == PlanNode.JoinType.INNER) {
      return hashed(stage, join.left()).map(h -> withEquals(h, join));
    }
    return Optional.empty();
  }

  private static Set<Integer> places(PlanNode.Project project, int place) {
    Set<Integer> places = new HashSet<>();
    for (int i = 0; i < project.expressions().size(); i++) {
      if (project.expressions().get(i) instanceof InputRef ref && ref.index() == place) {
        places.add(i);
      }
    }
    return places;
  }

  private static List<Set<Integer>> withEquals(List<Set<Integer>> hashed, HashJoin join) {
    int left = join.left().schema().size();
    List<Set<Integer>> all = new ArrayList<>();
    for (Set<Integer> key : hashed) {
      Set<Integer> more = new HashSet<>(key);
      for (int i = 0; i < join.leftKeys().size(); i++) {
        if (key.contains(join.leftKeys().get(i))) {
          more.add(left + join.rightKeys().get(i));
        }
      }
      all.add(more);
    }
    return all;
  }

  private static Optional<List<Set<Integer>>> moved(
      List<Set<Integer>> hashed, IntFunction<Set<Integer>> move) {
    List<Set<Integer>> moved = new ArrayList<>();
    for (Set<Integer> key : hashed) {
      Set<Integer> places = new HashSet<>();
      key.forEach(place -> places.addAll(move.apply(place)));
      if (places.isEmpty()) {
        return Optional.empty();
      }
      moved.add(places);
    }
    return Optional.of(moved);
  }

  private static boolean isWithin(List<Set<Integer>> hashed, List<Integer> keys) {
    return hashed.stream().allMatch(key -> keys.stream().anyMatch(key::contains));
  }
}
