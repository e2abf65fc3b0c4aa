package io.distaff.planner;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.eval.ExpressionCompiler;
import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.InputRef;
import io.distaff.expression.Literal;
import io.distaff.memory.ReservedArrays;
import io.distaff.operator.aggregation.AggregateFunctions;
import io.distaff.plan.AggregateCall;
import io.distaff.plan.PlanNode;
import io.distaff.plan.PlanNode.AggregationPhase;
import io.distaff.plan.PlanNode.ExchangeMode;
import io.distaff.plan.Sink;
import io.distaff.plan.SortKey;
import io.distaff.plan.Split;
import io.distaff.plan.UnnestColumn;
import io.distaff.plan.WindowCall;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.types.MapType;
import io.distaff.types.Schema;
import io.distaff.types.StructType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What holds for every stage graph: places, types, who reads whom, and that executors know it. */
final class PlanChecks {
  private final StageGraph graph;

  private PlanChecks(StageGraph graph) {
    this.graph = graph;
  }

  static void check(StageGraph graph) {
    new PlanChecks(graph).check();
  }

  private void check() {
    Map<Integer, Integer> readers = new HashMap<>();
    graph.stages().forEach(stage -> countReaders(stage, stage.fragment().root(), readers));
    for (Stage stage : graph.stages()) {
      if (!stage.filters().isEmpty()) {
        assertThat(readers.get(stage.number())).as("readers of a filtered stage").isEqualTo(1);
      }
    }
    Set<Integer> read = new HashSet<>();
    for (int i = 0; i < graph.stages().size(); i++) {
      Stage stage = graph.stages().get(i);
      assertThat(stage.number()).isEqualTo(i);
      assertThat(stage.fragment().stage()).isEqualTo(i);
      assertThat(stage.tasks()).isNotEmpty();
      for (int t = 0; t < stage.tasks().size(); t++) {
        assertThat(stage.tasks().get(t).partition()).isEqualTo(t);
      }
      for (int input : stage.inputStages()) {
        assertThat(input).isLessThan(i);
        read.add(input);
      }
      Set<Integer> scans = new HashSet<>();
      Set<Integer> exchanges = new HashSet<>();
      node(stage.fragment().root(), stage, scans, exchanges);
      if (stage.fragment().sink() instanceof Sink.RangeShuffleSink ranges) {
        node(ranges.sample(), stage, scans, exchanges);
      }
      assertThat(exchanges).isEqualTo(new HashSet<>(stage.inputStages()));
      stage.tasks().forEach(task -> assertThat(scans).containsAll(task.splits().keySet()));
      sink(stage, i == graph.stages().size() - 1);
    }
    assertThat(read).hasSize(graph.stages().size() - 1);
    Schema root = graph.resultStage().fragment().root().schema();
    assertThat(Piece.names(root)).isEqualTo(Piece.names(graph.resultSchema()));
    for (int i = 0; i < root.size(); i++) {
      assertThat(root.type(i)).isEqualTo(graph.resultSchema().type(i));
    }
  }

  private static void countReaders(Stage stage, PlanNode node, Map<Integer, Integer> readers) {
    if (node instanceof PlanNode.ExchangeRead exchange) {
      readers.merge(stage.fragment().firstStage() + exchange.stage(), 1, Integer::sum);
    }
    node.inputs().forEach(input -> countReaders(stage, input, readers));
  }

  private void sink(Stage stage, boolean last) {
    if (stage.fragment().sink() instanceof Sink.ShuffleSink shuffle) {
      assertThat(last).isFalse();
      assertThat(shuffle.partitions()).isEqualTo(stage.outputPartitions());
      places(shuffle.keys(), stage.fragment().root().schema());
    } else if (stage.fragment().sink() instanceof Sink.RangeShuffleSink ranges) {
      assertThat(last).isFalse();
      assertThat(ranges.partitions()).isEqualTo(stage.outputPartitions());
      places(
          ranges.keys().stream().map(SortKey::column).toList(), stage.fragment().root().schema());
    } else {
      assertThat(last).isTrue();
    }
  }

  private void node(PlanNode node, Stage stage, Set<Integer> scans, Set<Integer> exchanges) {
    node.inputs().forEach(input -> node(input, stage, scans, exchanges));
    if (node instanceof PlanNode.ParquetScan scan) {
      assertThat(scans.add(scan.scan())).isTrue();
      if (scan.predicate() != null) {
        predicate(scan.predicate(), scan.schema());
      }
    } else if (node instanceof PlanNode.TpchScan scan) {
      assertThat(scans.add(scan.scan())).isTrue();
    } else if (node instanceof PlanNode.Values values) {
      for (List<Expression> row : values.rows()) {
        assertThat(row).hasSize(values.schema().size());
        for (int i = 0; i < row.size(); i++) {
          assertThat(row.get(i)).isInstanceOf(Literal.class);
          assertThat(row.get(i).type()).isEqualTo(values.schema().type(i));
        }
      }
      assertThat(stage.tasks()).hasSize(1);
    } else if (node instanceof PlanNode.CachedScan scan) {
      assertThat(scans.add(scan.scan())).isTrue();
      for (TaskInput task : stage.tasks()) {
        for (Split split : task.splits().getOrDefault(scan.scan(), List.of())) {
          int maker = stage.fragment().firstStage() + ((Split.CachedSplit) split).stage();
          exchanges.add(maker);
          assertThat(graph.stage(maker).fragment().sink()).isInstanceOf(Sink.CacheSink.class);
        }
      }
    } else if (node instanceof PlanNode.ExchangeRead read) {
      int number = stage.fragment().firstStage() + read.stage();
      exchanges.add(number);
      Stage input = graph.stage(number);
      assertThat(read.schema()).isEqualTo(input.fragment().root().schema());
      if (read.mode() == ExchangeMode.OWN_PARTITION) {
        assertThat(stage.tasks()).hasSize(input.outputPartitions());
      }
    } else if (node instanceof PlanNode.Filter filter) {
      predicate(filter.predicate(), filter.input().schema());
    } else if (node instanceof PlanNode.Project project) {
      assertThat(project.expressions()).hasSize(project.schema().size());
      for (int i = 0; i < project.schema().size(); i++) {
        Expression expression = project.expressions().get(i);
        expression(expression, project.input().schema());
        assertThat(ExpressionCompiler.compile(expression, ReservedArrays.uncounted())).isNotNull();
        assertThat(expression.type()).isEqualTo(project.schema().type(i));
      }
    } else if (node instanceof PlanNode.Expand expand) {
      for (List<Expression> projection : expand.projections()) {
        assertThat(projection.stream().map(Expression::type).toList())
            .isEqualTo(expand.schema().fields().stream().map(f -> f.type()).toList());
        projection.forEach(expression -> expression(expression, expand.input().schema()));
      }
    } else if (node instanceof PlanNode.Unnest unnest) {
      unnest(unnest);
    } else if (node instanceof PlanNode.Generate generate) {
      generate(generate);
    } else if (node instanceof PlanNode.Sample sample) {
      assertThat(sample.share()).isBetween(0.0, 1.0);
    } else if (node instanceof PlanNode.Aggregate aggregate) {
      aggregate(aggregate, stage);
    } else if (node instanceof PlanNode.HashJoin join) {
      join(join);
    } else if (node instanceof PlanNode.Sort sort) {
      sort.keys().forEach(key -> places(List.of(key.column()), sort.schema()));
    } else if (node instanceof PlanNode.Window window) {
      window(window, stage);
    } else if (node instanceof PlanNode.Union union) {
      for (PlanNode input : union.inputs()) {
        assertThat(input.schema().fields().stream().map(f -> f.type()).toList())
            .isEqualTo(union.schema().fields().stream().map(f -> f.type()).toList());
      }
    }
  }

  private static void unnest(PlanNode.Unnest unnest) {
    Schema input = unnest.input().schema();
    places(unnest.carried(), input);
    places(unnest.collections(), input);
    assertThat(unnest.collections()).isNotEmpty();
    int carried = unnest.carried().size();
    assertThat(unnest.schema().size()).isEqualTo(carried + unnest.columns().size());
    for (int i = 0; i < carried; i++) {
      assertThat(unnest.schema().type(i)).isEqualTo(input.type(unnest.carried().get(i)));
    }
    for (int i = 0; i < unnest.columns().size(); i++) {
      UnnestColumn column = unnest.columns().get(i);
      DataType of =
          column.collection() < 0
              ? null
              : input.type(unnest.collections().get(column.collection()));
      DataType expected =
          switch (column.part()) {
            case ELEMENT -> ((ArrayType) of).element();
            case MEMBER -> ((StructType) ((ArrayType) of).element()).member(column.member()).type();
            case KEY -> ((MapType) of).key();
            case VALUE -> ((MapType) of).value();
            case ORDINALITY -> DataType.INT;
          };
      assertThat(unnest.schema().type(carried + i)).isEqualTo(expected);
    }
  }

  private static void generate(PlanNode.Generate generate) {
    Schema input = generate.input().schema();
    places(generate.carried(), input);
    expression(generate.call(), input);
    List<DataType> types = new ArrayList<>();
    generate.carried().forEach(column -> types.add(input.type(column)));
    for (UnnestColumn column : generate.columns()) {
      types.add(
          switch (column.part()) {
            case ELEMENT -> ((ArrayType) generate.call().type()).element();
            case ORDINALITY -> DataType.INT;
            case MEMBER, KEY, VALUE -> throw new AssertionError(column);
          });
    }
    assertThat(generate.schema().fields().stream().map(f -> f.type()).toList()).isEqualTo(types);
  }

  private static void window(PlanNode.Window window, Stage stage) {
    Schema input = window.input().schema();
    places(window.partitionKeys(), input);
    window.orderKeys().forEach(key -> places(List.of(key.column()), input));
    assertThat(window.calls()).isNotEmpty();
    assertThat(window.schema().size()).isEqualTo(input.size() + window.calls().size());
    for (int i = 0; i < window.calls().size(); i++) {
      WindowCall call = window.calls().get(i);
      assertThat(call.type()).isEqualTo(window.schema().type(input.size() + i));
      if (call instanceof WindowCall.FrameAggregate aggregate && aggregate.call().column() >= 0) {
        places(List.of(aggregate.call().column()), input);
      } else if (call instanceof WindowCall.FrameValue value) {
        assertThat(input.type(value.column())).isEqualTo(value.type());
      } else if (call instanceof WindowCall.Shift shift) {
        assertThat(input.type(shift.column())).isEqualTo(shift.type());
      }
    }
    if (window.partitionKeys().isEmpty()) {
      assertThat(stage.tasks()).hasSize(1);
    }
  }

  private static void aggregate(PlanNode.Aggregate aggregate, Stage stage) {
    Schema input = aggregate.input().schema();
    places(aggregate.keys(), input);
    assertThat(aggregate.schema().size())
        .isEqualTo(aggregate.keys().size() + aggregate.calls().size());
    for (int i = 0; i < aggregate.calls().size(); i++) {
      AggregateCall call = aggregate.calls().get(i);
      DataType given = aggregate.schema().type(aggregate.keys().size() + i);
      if (aggregate.phase() == AggregationPhase.PARTIAL) {
        List<DataType> arguments = call.columns().stream().map(input::type).toList();
        assertThat(given).isEqualTo(AggregateFunctions.stateType(call, arguments));
      } else {
        assertThat(given).isEqualTo(call.type());
      }
      places(call.columns(), input);
      if (call.filter() >= 0) {
        assertThat(input.type(call.filter())).isEqualTo(DataType.BOOLEAN);
      }
    }
    if (aggregate.keys().isEmpty() && aggregate.phase() != AggregationPhase.PARTIAL) {
      assertThat(stage.tasks()).hasSize(1);
    }
  }

  private static void join(PlanNode.HashJoin join) {
    Schema left = join.left().schema();
    Schema right = join.right().schema();
    assertThat(join.leftKeys()).hasSameSizeAs(join.rightKeys());
    for (int i = 0; i < join.leftKeys().size(); i++) {
      assertThat(left.type(join.leftKeys().get(i))).isEqualTo(right.type(join.rightKeys().get(i)));
    }
    if (join.residual() != null) {
      predicate(join.residual(), left.concat(right));
    }
    if (join.nullAware()) {
      assertThat(join.leftKeys()).hasSize(1);
      assertThat(join.residual()).isNull();
    }
    int expected =
        switch (join.type()) {
          case SEMI, ANTI -> left.size();
          case RIGHT_SEMI, RIGHT_ANTI -> right.size();
          case MARK -> left.size() + 1;
          case INNER, LEFT, RIGHT, FULL, SINGLE -> left.size() + right.size();
        };
    assertThat(join.schema().size()).isEqualTo(expected);
  }

  private static void places(List<Integer> places, Schema schema) {
    assertThat(places).allMatch(place -> place >= 0 && place < schema.size());
  }

  private static void predicate(Expression expression, Schema schema) {
    assertThat(expression.type()).isEqualTo(DataType.BOOLEAN);
    expression(expression, schema);
    assertThat(ExpressionCompiler.compilePredicate(expression, ReservedArrays.uncounted()))
        .isNotNull();
  }

  private static void expression(Expression expression, Schema schema) {
    if (expression instanceof InputRef ref) {
      assertThat(ref.type()).isEqualTo(schema.type(ref.index()));
    } else if (expression instanceof Call call) {
      call.arguments().forEach(argument -> expression(argument, schema));
      call(call);
    }
  }

  /** The argument rules of {@link FunctionNames}. */
  private static void call(Call call) {
    List<DataType> types = call.arguments().stream().map(Expression::type).toList();
    switch (call.function()) {
      case FunctionNames.ADD,
          FunctionNames.SUBTRACT,
          FunctionNames.MULTIPLY,
          FunctionNames.DIVIDE,
          FunctionNames.MODULUS -> {
        assertThat(types).hasSize(2);
        if (call.type() instanceof DecimalType) {
          assertThat(types).allMatch(DecimalType.class::isInstance);
        } else {
          assertThat(types).allMatch(call.type()::equals);
        }
      }
      case FunctionNames.EQUAL,
          FunctionNames.NOT_EQUAL,
          FunctionNames.LESS,
          FunctionNames.LESS_OR_EQUAL,
          FunctionNames.GREATER,
          FunctionNames.GREATER_OR_EQUAL,
          FunctionNames.IS_NOT_DISTINCT -> {
        boolean decimals = types.stream().allMatch(DecimalType.class::isInstance);
        assertThat(decimals || types.get(0).equals(types.get(1))).as("%s", call).isTrue();
      }
      case FunctionNames.IN -> assertThat(types).allMatch(types.get(0)::equals);
      case FunctionNames.AND, FunctionNames.OR -> {
        assertThat(types).hasSizeGreaterThan(1).allMatch(DataType.BOOLEAN::equals);
      }
      case FunctionNames.COALESCE -> assertThat(types).allMatch(call.type()::equals);
      case FunctionNames.CASE -> {
        assertThat(types.size() % 2).isEqualTo(1);
        for (int i = 0; i < types.size(); i++) {
          boolean condition = i % 2 == 0 && i < types.size() - 1;
          assertThat(types.get(i)).isEqualTo(condition ? DataType.BOOLEAN : call.type());
        }
      }
      default -> assertThat(types).isNotEmpty();
    }
  }
}
