package io.distaff.planner;

import io.distaff.expression.Expression;
import io.distaff.expression.InputRef;
import io.distaff.expression.Literal;
import io.distaff.plan.AggregateCall;
import io.distaff.plan.PlanNode;
import io.distaff.plan.Sink;
import io.distaff.plan.SortKey;
import io.distaff.plan.Split;
import io.distaff.plan.Split.FileSplit;
import io.distaff.types.Schema;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Stage graphs as text: a line an operator, inputs indented below. */
public final class PlanText {
  private final StageGraph graph;

  /** True when an exchange shows what is below it. */
  private final boolean acrossStages;

  /** Of the stage that is being written; null where plans haven't run. */
  private ActualFigures actual;

  /** The number, within its fragment, of the plan node that is written next. */
  private int nextNode;

  private final StringBuilder text = new StringBuilder();

  /** What the fragment that is shown counts stages from. */
  private int firstStage;

  private PlanText(StageGraph graph, boolean acrossStages) {
    this.graph = graph;
    this.acrossStages = acrossStages;
  }

  /** One tree for the whole query. */
  public static String physical(StageGraph graph) {
    PlanText plan = new PlanText(graph, true);
    plan.line(0, sink(graph.resultStage()));
    plan.node(graph.resultStage(), graph.resultStage().fragment().root(), 1);
    return plan.withWarnings();
  }

  /** A tree for each stage, with its tasks and where its rows go. */
  public static String stages(StageGraph graph) {
    PlanText plan = new PlanText(graph, false);
    graph.stages().forEach(plan::stage);
    return plan.withWarnings();
  }

  /**
   * As {@link #stages}, with what each stage and each operator did: the rows that it gave, the time
   * that it took without its inputs, in all tasks together, the most memory that it held in one
   * task, and what it spilled.
   *
   * @param figures of the stages, in their order
   */
  public static String analyzed(StageGraph graph, List<StageFigures> figures) {
    PlanText plan = new PlanText(graph, false);
    for (Stage stage : graph.stages()) {
      plan.actual = new ActualFigures(figures.get(stage.number()));
      plan.stage(stage);
    }
    return plan.withWarnings();
  }

  private String withWarnings() {
    graph.warnings().forEach(warning -> line(0, "Warning: " + warning));
    return text.toString();
  }

  /** What a node of a stage does, without its inputs. */
  static String node(StageGraph graph, Stage stage, PlanNode node) {
    PlanText plan = new PlanText(graph, false);
    plan.firstStage = stage.fragment().firstStage();
    return plan.describe(node) + (node instanceof PlanNode.Scan scan ? keys(stage, scan) : "");
  }

  private void stage(Stage stage) {
    int tasks = stage.tasks().size();
    line(
        0,
        "Stage "
            + stage.number()
            + ": "
            + tasks
            + (tasks == 1 ? " task, " : " tasks, ")
            + (stage.enoughRows() == Stage.ALL_ROWS
                ? ""
                : "until there are " + stage.enoughRows() + " rows, ")
            + sink(stage));
    if (actual != null) {
      actual.ofStage().forEach(line -> line(1, line));
    }
    nextNode = 0;
    firstStage = stage.fragment().firstStage();
    node(stage, stage.fragment().root(), 1);
  }

  /** Where the rows of a stage go. */
  static String sink(Stage stage) {
    Sink sink = stage.fragment().sink();
    if (sink instanceof Sink.ShuffleSink shuffle) {
      Schema schema = stage.fragment().root().schema();
      return "to "
          + partitions(shuffle.partitions())
          + (shuffle.keys().isEmpty() ? "" : " by " + columns(shuffle.keys(), schema));
    }
    if (sink instanceof Sink.RangeShuffleSink ranges) {
      return "to "
          + partitions(ranges.partitions())
          + " by ranges of "
          + keys(ranges.keys(), stage.fragment().root().schema())
          + " in stage "
          + (stage.fragment().firstStage() + ranges.sample().stage());
    }
    if (sink instanceof Sink.CacheSink cache) {
      return "to " + cache.cache() + " " + lower(cache.level()).replace('_', ' ');
    }
    if (sink instanceof Sink.FileSink files) {
      return "to "
          + files.format().label()
          + " files"
          + (files.options().isEmpty() ? "" : " " + files.options());
    }
    return "to the result";
  }

  private static String partitions(int number) {
    return number + (number == 1 ? " partition" : " partitions");
  }

  private void line(int depth, String line) {
    text.append("  ".repeat(depth)).append(line).append('\n');
  }

  private void node(Stage stage, PlanNode node, int depth) {
    int number = nextNode++;
    String keys = node instanceof PlanNode.Scan scan ? keys(stage, scan) : "";
    String files = node instanceof PlanNode.Scan scan ? files(stage, scan) : "";
    line(
        depth,
        describe(node) + files + keys + (actual == null ? "" : actual.ofOperator(number, node)));
    if (acrossStages && node instanceof PlanNode.ExchangeRead read) {
      Stage source = graph.stage(firstStage + read.stage());
      node(source, source.fragment().root(), depth + 1);
    }
    node.inputs().forEach(input -> node(stage, input, depth + 1));
  }

  /** How much of a table in partition directories is read. */
  private static String files(Stage stage, PlanNode.Scan scan) {
    Set<String> files = new HashSet<>();
    Set<Map<String, Literal>> partitions = new HashSet<>();
    for (TaskInput task : stage.tasks()) {
      for (Split split : task.splits().getOrDefault(scan.scan(), List.of())) {
        if (split instanceof FileSplit part && !part.partition().isEmpty()) {
          files.add(part.path());
          partitions.add(part.partition());
        }
      }
    }
    return partitions.isEmpty()
        ? ""
        : " (%s, %d %s)"
            .formatted(
                partitions(partitions.size()), files.size(), files.size() == 1 ? "file" : "files");
  }

  /** The values of which a scan learns from other stages which values are wanted. */
  private static String keys(Stage stage, PlanNode.Scan scan) {
    return stage.filters().stream()
        .filter(filter -> filter.scan() == scan.scan())
        .map(
            filter ->
                " %s among the keys of stage %d"
                    .formatted(ExpressionText.of(filter.value(), scan.schema()), filter.stage()))
        .collect(Collectors.joining());
  }

  private String describe(PlanNode node) {
    if (node instanceof PlanNode.ParquetScan scan) {
      return "ParquetScan "
          + scan.table()
          + " ["
          + names(scan.schema())
          + "]"
          + where(scan.predicate(), scan.schema())
          + (scan.limit() < 0 ? "" : " limit " + scan.limit());
    } else if (node instanceof PlanNode.TextScan scan) {
      return "TextScan "
          + scan.table()
          + " ["
          + names(scan.schema())
          + "]"
          + (scan.limit() < 0 ? "" : " limit " + scan.limit());
    } else if (node instanceof PlanNode.TpchScan scan) {
      return "TpchScan "
          + scan.table()
          + " scale "
          + scan.scaleFactor()
          + " ["
          + names(scan.schema())
          + "]";
    } else if (node instanceof PlanNode.LocalScan scan) {
      return "LocalScan " + scan.table() + " [" + names(scan.schema()) + "]";
    } else if (node instanceof PlanNode.RangeScan scan) {
      return "RangeScan [" + names(scan.schema()) + "]";
    } else if (node instanceof PlanNode.CachedScan scan) {
      return "CachedScan " + scan.table() + " [" + names(scan.schema()) + "]";
    } else if (node instanceof PlanNode.Values values) {
      return "Values " + values.rows().size() + " rows [" + names(values.schema()) + "]";
    } else if (node instanceof PlanNode.ExchangeRead read) {
      return exchange(read);
    } else if (node instanceof PlanNode.Filter filter) {
      return "Filter" + where(filter.predicate(), filter.schema());
    } else if (node instanceof PlanNode.Project project) {
      return project(project);
    } else if (node instanceof PlanNode.Expand expand) {
      return "Expand " + expand.projections().size() + " times [" + names(expand.schema()) + "]";
    } else if (node instanceof PlanNode.Aggregate aggregate) {
      return aggregate(aggregate);
    } else if (node instanceof PlanNode.HashJoin join) {
      return join(join);
    } else if (node instanceof PlanNode.Sort sort) {
      return "Sort " + keys(sort.keys(), sort.schema()) + bounds(sort.limit(), sort.offset());
    } else if (node instanceof PlanNode.Window window) {
      return WindowText.of(window);
    } else if (node instanceof PlanNode.Unnest unnest) {
      return unnest(unnest);
    } else if (node instanceof PlanNode.Generate generate) {
      return generate(generate);
    } else if (node instanceof PlanNode.UserRows rows) {
      return userRows(rows);
    } else if (node instanceof PlanNode.Sample sample) {
      return sample(sample);
    } else if (node instanceof PlanNode.EnforceSingleRow) {
      return "EnforceSingleRow";
    } else if (node instanceof PlanNode.Limit limit) {
      return "Limit" + bounds(limit.limit(), limit.offset());
    }
    return "Union";
  }

  private static String where(Expression predicate, Schema schema) {
    return predicate == null ? "" : " where " + ExpressionText.of(predicate, schema);
  }

  private String exchange(PlanNode.ExchangeRead read) {
    boolean all = read.mode() == PlanNode.ExchangeMode.ALL_PARTITIONS;
    String what = all ? "Broadcast" : "Exchange";
    if (!acrossStages) {
      return what
          + " from stage "
          + (firstStage + read.stage())
          + " ["
          + names(read.schema())
          + "]";
    }
    return all ? what : what + " " + sink(graph.stage(firstStage + read.stage()));
  }

  private static String project(PlanNode.Project project) {
    Schema input = project.input().schema();
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < project.expressions().size(); i++) {
      Expression expression = project.expressions().get(i);
      String name = project.schema().field(i).name();
      String value = ExpressionText.of(expression, input);
      boolean same = expression instanceof InputRef && value.equals(name);
      columns.add(same ? name : name + " = " + value);
    }
    return "Project " + String.join(", ", columns);
  }

  /** A call with its arguments. */
  static String call(AggregateCall call, Schema input) {
    List<String> arguments =
        new ArrayList<>(call.columns().stream().map(c -> input.field(c).name()).toList());
    if (!call.function().equals(AggregateCall.Function.USER_AGGREGATE)) {
      call.parameters().forEach(parameter -> arguments.add(parameter.text()));
    }
    return call.name() + "(" + (arguments.isEmpty() ? "*" : String.join(", ", arguments)) + ")";
  }

  private static String aggregate(PlanNode.Aggregate aggregate) {
    Schema input = aggregate.input().schema();
    List<String> calls = new ArrayList<>();
    for (int i = 0; i < aggregate.calls().size(); i++) {
      AggregateCall call = aggregate.calls().get(i);
      calls.add(
          aggregate.schema().field(aggregate.keys().size() + i).name()
              + " = "
              + call(call, input)
              + (call.filter() < 0 ? "" : " where " + input.field(call.filter()).name()));
    }
    return "Aggregate "
        + lower(aggregate.phase())
        + (aggregate.keys().isEmpty() ? "" : " by " + columns(aggregate.keys(), input))
        + (calls.isEmpty() ? "" : ": " + String.join(", ", calls));
  }

  private static String unnest(PlanNode.Unnest unnest) {
    Schema schema = unnest.schema();
    int carried = unnest.carried().size();
    List<Integer> made = IntStream.range(carried, schema.size()).boxed().toList();
    return "Unnest"
        + (unnest.outer() ? " outer " : " ")
        + columns(unnest.collections(), unnest.input().schema())
        + (made.isEmpty() ? "" : " as " + columns(made, schema));
  }

  private static String generate(PlanNode.Generate generate) {
    Schema schema = generate.schema();
    List<Integer> made = IntStream.range(generate.carried().size(), schema.size()).boxed().toList();
    return "Generate"
        + (generate.outer() ? " outer " : " ")
        + ExpressionText.of(generate.call(), generate.input().schema())
        + (made.isEmpty() ? "" : " as " + columns(made, schema));
  }

  private static String userRows(PlanNode.UserRows rows) {
    Schema input = rows.input().schema();
    return "UserRows "
        + rows.name()
        + " of "
        + columns(rows.columns(), input)
        + (rows.key() < 0 ? "" : " by " + input.field(rows.key()).name())
        + " as "
        + names(rows.schema());
  }

  private static String sample(PlanNode.Sample sample) {
    return "Sample "
        + lower(sample.method())
        + " "
        + BigDecimal.valueOf(sample.share())
            .round(new MathContext(6))
            .movePointRight(2)
            .stripTrailingZeros()
            .toPlainString()
        + " % seed "
        + sample.seed();
  }

  private static String join(PlanNode.HashJoin join) {
    List<String> equalities = new ArrayList<>();
    for (int i = 0; i < join.leftKeys().size(); i++) {
      equalities.add(
          join.left().schema().field(join.leftKeys().get(i)).name()
              + " = "
              + join.right().schema().field(join.rightKeys().get(i)).name());
    }
    Schema both = join.left().schema().concat(join.right().schema());
    return "HashJoin "
        + lower(join.type()).replace('_', ' ')
        + (join.nullAware() ? " null-aware" : "")
        + (equalities.isEmpty() ? "" : " on " + String.join(" and ", equalities))
        + where(join.residual(), both);
  }

  static String keys(List<SortKey> keys, Schema schema) {
    return keys.stream()
        .map(
            key ->
                schema.field(key.column()).name()
                    + (key.descending() ? " desc" : "")
                    + (key.nullsFirst() == key.descending()
                        ? " nulls " + (key.nullsFirst() ? "first" : "last")
                        : ""))
        .collect(Collectors.joining(", "));
  }

  private static String bounds(long limit, long offset) {
    return (limit < 0 ? "" : " limit " + limit) + (offset == 0 ? "" : " offset " + offset);
  }

  private static String names(Schema schema) {
    return String.join(", ", Piece.names(schema));
  }

  static String columns(List<Integer> places, Schema schema) {
    return places.stream().map(p -> schema.field(p).name()).collect(Collectors.joining(", "));
  }

  static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
