package io.distaff.planner;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.InputRef;
import io.distaff.optimizer.Estimates;
import io.distaff.optimizer.SharedRows;
import io.distaff.optimizer.SubQueryJoin;
import io.distaff.optimizer.Unnest;
import io.distaff.optimizer.UserRows;
import io.distaff.plan.PlanNode;
import io.distaff.plan.PlanNode.SampleMethod;
import io.distaff.plan.Sink;
import io.distaff.plan.SortKey;
import io.distaff.plan.UnnestColumn;
import io.distaff.sql.EngineTypes;
import io.distaff.sql.JoinHint;
import io.distaff.sql.PartitionSort;
import io.distaff.sql.Repartition;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.plan.RelOptSamplingParameters;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sample;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Turns optimised algebra into stages.
 *
 * <p>The tree is walked from the root, each node being told which of its columns are needed, so
 * that an operator gives no column that nobody reads. An exchange is put in only where the rows
 * that an operator must see together aren't together: before an aggregation unless the rows are
 * hashed by some of its keys already, before a join unless one side is small enough to go to every
 * task, and before a sort or a limit. Each cut ends a stage:
 *
 * <pre>
 *   Sort                          stage 2, one task:   Sort(ExchangeRead 1)
 *     Aggregate                   stage 1, n tasks:    Sort limit(Aggregate FINAL(ExchangeRead 0))
 *       Filter          =====>                           -> 1 partition
 *         TableScan               stage 0, by splits:  Aggregate PARTIAL(ParquetScan with predicate)
 *                                                        -> n partitions by the keys
 * </pre>
 *
 * <p>A query over little data has one stage of one task. One planner, one query; confined to one
 * thread.
 */
public final class PhysicalPlanner {
  private final PlannerContext context;
  private final StageCutter cutter;

  private final ScanPlanner scans;
  private final UnionPlanner unions;
  private final OrderPlanner orders;
  private final AggregationPlanner aggregations;

  /** The order of the result, if it has one. */
  private RelNode rootSort;

  /** The exchanges of rows that are read in several places. */
  private final IdentityHashMap<SharedRows, Piece> shared = new IdentityHashMap<>();

  /** What of the algebra a node gives the rows of; not all nodes have one. */
  private final IdentityHashMap<PlanNode, RelNode> sources = new IdentityHashMap<>();

  private PhysicalPlanner(PlannerContext context, boolean oneTask) {
    this.context = context;
    this.cutter = new StageCutter(context.slots(), context.runtimeFilters());
    this.scans = new ScanPlanner(context, cutter, oneTask);
    this.unions = new UnionPlanner(context, cutter, this);
    this.orders = new OrderPlanner(context, cutter, this);
    this.aggregations = new AggregationPlanner(context, cutter, this, unions);
  }

  /**
   * The stages of a query.
   *
   * @param rel optimised
   * @param schema names and types of the result's columns
   * @param sink where the result goes: a ResultSink, a FileSink or a CacheSink
   */
  public static StageGraph plan(RelNode rel, Schema schema, PlannerContext context, Sink sink) {
    return planned(rel, schema, context, sink).graph();
  }

  /** As {@link #plan}, with what is expected of the operators. */
  static EstimatedPlan estimated(RelNode rel, Schema schema, PlannerContext context, Sink sink) {
    Planned planned = planned(rel, schema, context, sink);
    PhysicalPlanner planner = planned.planner();
    IdentityHashMap<PlanNode, Double> rows = new IdentityHashMap<>();
    planner
        .cutter
        .originals()
        .forEach(
            (node, original) -> {
              RelNode source = planner.sources.get(original);
              if (source != null) {
                rows.put(node, Estimates.rows(source));
              }
            });
    return new EstimatedPlan(planned.graph(), rows);
  }

  /** A plan and who made it. */
  private record Planned(StageGraph graph, PhysicalPlanner planner) {}

  private static Planned planned(RelNode rel, Schema schema, PlannerContext context, Sink sink) {
    if (sink instanceof Sink.FileSink) {
      checkDistinctNames(schema);
    }
    PhysicalPlanner large = new PhysicalPlanner(context, false);
    StageGraph graph = large.planRoot(rel, schema, sink);
    if (!large.scans.readLittle()) {
      return new Planned(graph, large);
    }
    PhysicalPlanner small = new PhysicalPlanner(context, true);
    return new Planned(small.planRoot(rel, schema, sink), small);
  }

  private static void checkDistinctNames(Schema schema) {
    Set<String> seen = new HashSet<>();
    for (Field field : schema.fields()) {
      if (!seen.add(field.name())) {
        throw new DistaffException(
            ErrorCode.SEMANTIC_ERROR,
            "can't write two columns of the name " + field.name() + ": give one an alias");
      }
    }
  }

  private StageGraph planRoot(RelNode rel, Schema schema, Sink sink) {
    int columns = rel.getRowType().getFieldCount();
    rootSort = rel;
    while (rootSort instanceof Project project && !project.containsOver()) {
      rootSort = project.getInput();
    }
    Piece piece =
        visit(rel, ImmutableBitSet.range(columns)).exactly(Piece.inPlace(columns), schema);
    cutter.finish(piece, sink, 1);
    return new StageGraph(cutter.stages(), schema, RandomJoinKeys.warnings(rel));
  }

  static Field field(RelDataTypeField field) {
    return new Field(
        field.getName(), EngineTypes.fromCalcite(field.getType()), field.getType().isNullable());
  }

  /** The operators for an expression, which give at least the columns that are needed. */
  Piece visit(RelNode rel, ImmutableBitSet needed) {
    Piece piece = operators(rel, needed);
    noteSource(piece, rel);
    return piece;
  }

  /** Notes what of the algebra a piece gives the rows of, unless that is known. */
  void noteSource(Piece piece, RelNode rel) {
    sources.putIfAbsent(piece.node(), rel);
  }

  private Piece operators(RelNode rel, ImmutableBitSet needed) {
    if (rel instanceof Project project) {
      return project(project, needed);
    } else if (rel instanceof Filter filter) {
      return filter(filter, needed);
    } else if (rel instanceof TableScan scan) {
      return scans.scan(scan, needed);
    } else if (rel instanceof Unnest unnest) {
      return unnest(unnest, needed);
    } else if (rel instanceof Sample sample) {
      return sample(sample, needed);
    } else if (rel instanceof UserRows rows) {
      return userRows(rows);
    } else if (rel instanceof Aggregate aggregate) {
      return aggregations.aggregate(aggregate, needed);
    } else if (rel instanceof Join join) {
      return join(JoinRequest.of(join), needed);
    } else if (rel instanceof SubQueryJoin join) {
      return join(JoinRequest.of(join), needed);
    } else if (rel instanceof Sort sort) {
      return sort == rootSort ? orders.sortResult(sort, needed) : orders.sort(sort, needed);
    } else if (rel instanceof Repartition repartition) {
      return orders.repartition(repartition, needed);
    } else if (rel instanceof JoinHint hint) {
      Piece input = visit(hint.getInput(), needed);
      return new Piece(input.node(), input.positions(), input.stage(), input.hashedBy(), hint);
    } else if (rel instanceof PartitionSort sort) {
      return orders.partitionSort(sort, needed);
    } else if (rel instanceof Union union) {
      return unions.union(union, needed);
    } else if (rel instanceof Values values) {
      return values(values, needed);
    } else if (rel instanceof SharedRows rows) {
      return shared(rows);
    }
    throw notSupported(rel.getRelTypeName().replaceFirst("^Logical", "").toUpperCase(Locale.ROOT));
  }

  private Piece project(Project project, ImmutableBitSet needed) {
    List<RexNode> expressions = needed.asList().stream().map(project.getProjects()::get).toList();
    if (project.containsOver()) {
      aggregations.noteWindows(project);
    }
    Piece input = visit(project.getInput(), RelOptUtil.InputFinder.bits(expressions, null));
    Map<RexNode, Expression> windowResults = Map.of();
    if (RexOver.containsOver(expressions, null)) {
      WindowPlanner.Result windows =
          new WindowPlanner(context, cutter, project).plan(input, expressions);
      input = windows.piece();
      windowResults = windows.values();
    }
    return projected(project, needed, expressions, input, windowResults);
  }

  /**
   * @param known what some expressions are in the input's columns
   */
  static Piece projected(
      Project project,
      ImmutableBitSet needed,
      List<RexNode> expressions,
      Piece input,
      Map<RexNode, Expression> known) {
    int columns = project.getProjects().size();
    if (expressions.stream().allMatch(RexInputRef.class::isInstance)) {
      List<Integer> positions = new ArrayList<>();
      for (int column = 0; column < columns; column++) {
        boolean isNeeded = needed.get(column);
        positions.add(
            isNeeded
                ? input.position(((RexInputRef) project.getProjects().get(column)).getIndex())
                : -1);
      }
      return new Piece(input.node(), positions, input.stage(), input.hashedBy(), project);
    }
    ExpressionTranslator translator = input.translator().knowing(known);
    List<Expression> translated = expressions.stream().map(translator::translate).toList();
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < translated.size(); i++) {
      RelDataTypeField field = project.getRowType().getFieldList().get(needed.nth(i));
      fields.add(
          new Field(field.getName(), translated.get(i).type(), field.getType().isNullable()));
    }
    PlanNode node =
        ScanNarrowing.narrowed(new PlanNode.Project(input.node(), translated, new Schema(fields)));
    Optional<Hashing> hashedBy =
        input.hashedBy().flatMap(hashing -> hashing.moved(place -> indexOf(place, translated)));
    return new Piece(node, Piece.packed(needed, columns), input.stage(), hashedBy, project);
  }

  /** Where a projection leaves a column as it is; -1 when it doesn't. */
  private static int indexOf(int place, List<Expression> expressions) {
    for (int i = 0; i < expressions.size(); i++) {
      if (expressions.get(i) instanceof InputRef ref && ref.index() == place) {
        return i;
      }
    }
    return -1;
  }

  private Piece filter(Filter filter, ImmutableBitSet needed) {
    RexNode condition = filter.getCondition();
    Piece input = visit(filter.getInput(), needed.union(RelOptUtil.InputFinder.bits(condition)));
    Expression predicate = input.translator().translate(condition);
    PlanNode node =
        ScanNarrowing.narrowed(
            filtered(input.node(), predicate), input.positionsOf(needed.asList()));
    return new Piece(node, input.positionsFor(needed), input.stage(), input.hashedBy(), filter);
  }

  private Piece unnest(Unnest unnest, ImmutableBitSet needed) {
    int inputColumns = unnest.getInput().getRowType().getFieldCount();
    ImmutableBitSet repeated = needed.intersect(ImmutableBitSet.range(inputColumns));
    Piece input =
        visit(unnest.getInput(), repeated.union(ImmutableBitSet.of(unnest.collections())));
    List<Integer> carried = input.positionsOf(repeated.asList());
    List<Field> fields = new ArrayList<>(input.node().schema().select(carried).fields());
    List<UnnestColumn> columns = new ArrayList<>();
    for (int column : needed.except(repeated)) {
      columns.add(unnest.columns().get(column - inputColumns));
      fields.add(field(unnest.getRowType().getFieldList().get(column)));
    }
    PlanNode node =
        GeneratedArrays.of(
            new PlanNode.Unnest(
                input.node(),
                carried,
                input.positionsOf(unnest.collections()),
                columns,
                unnest.isOuter(),
                new Schema(fields)));
    return new Piece(
        node,
        Piece.packed(needed, unnest.getRowType().getFieldCount()),
        input.stage(),
        input.hashedBy().flatMap(hashing -> hashing.moved(carried::indexOf)),
        unnest);
  }

  /** Groups are brought together and sorted first, so that one of any size can be streamed. */
  private Piece userRows(UserRows rows) {
    UserRows.Call call = rows.call();
    ImmutableBitSet.Builder read = ImmutableBitSet.builder().addAll(call.columns());
    call.order().forEach(collation -> read.set(collation.getFieldIndex()));
    if (call.key() >= 0) {
      read.set(call.key());
    }
    Piece input = visit(rows.getInput(), read.build()).pruned();
    int key = -1;
    if (call.key() >= 0) {
      int place = input.position(call.key());
      boolean together =
          input.isOneTask() || input.hashedBy().flatMap(h -> h.within(List.of(place))).isPresent();
      input =
          together
              ? input
              : cutter.exchange(input, List.of(place), context.partitions(input.sizeBytes()));
      key = input.position(call.key());
      List<SortKey> order = new ArrayList<>(List.of(new SortKey(key, false, true)));
      order.addAll(OrderPlanner.sortKeys(call.order(), input));
      input = input.withNode(new PlanNode.Sort(input.node(), order, -1, 0));
    }
    PlanNode node =
        new PlanNode.UserRows(
            input.node(),
            call.name(),
            call.code(),
            key,
            input.positionsOf(call.columns()),
            call.schema());
    return new Piece(
        node, Piece.inPlace(call.schema().size()), input.stage(), Optional.empty(), rows);
  }

  private Piece sample(Sample sample, ImmutableBitSet needed) {
    Piece input = visit(sample.getInput(), needed);
    RelOptSamplingParameters parameters = sample.getSamplingParameters();
    PlanNode node =
        new PlanNode.Sample(
            input.node(),
            parameters.isBernoulli() ? SampleMethod.ROWS : SampleMethod.BLOCKS,
            parameters.sampleRate.doubleValue(),
            parameters.getRepeatableSeed());
    return new Piece(node, input.positions(), input.stage(), input.hashedBy(), sample);
  }

  /** A Parquet scan takes the predicate itself, since it can skip row groups by it. */
  private static PlanNode filtered(PlanNode node, Expression predicate) {
    if (node instanceof PlanNode.ParquetScan scan && scan.limit() < 0) {
      Expression both = scan.predicate() == null ? predicate : and(scan.predicate(), predicate);
      return new PlanNode.ParquetScan(scan.scan(), scan.table(), scan.schema(), both, -1);
    }
    return new PlanNode.Filter(node, predicate);
  }

  private static Expression and(Expression first, Expression second) {
    List<Expression> conjuncts = new ArrayList<>();
    for (Expression expression : List.of(first, second)) {
      if (expression instanceof Call call && call.function().equals(FunctionNames.AND)) {
        conjuncts.addAll(call.arguments());
      } else {
        conjuncts.add(expression);
      }
    }
    return new Call(FunctionNames.AND, conjuncts, DataType.BOOLEAN);
  }

  private Piece values(Values values, ImmutableBitSet needed) {
    List<RelDataTypeField> columns = values.getRowType().getFieldList();
    List<Field> fields = needed.asList().stream().map(c -> field(columns.get(c))).toList();
    ExpressionTranslator translator =
        new ExpressionTranslator(values.getCluster().getRexBuilder(), column -> column);
    List<List<Expression>> rows = new ArrayList<>();
    for (List<RexLiteral> tuple : values.getTuples()) {
      List<Expression> row = new ArrayList<>();
      for (int column : needed) {
        DataType type = EngineTypes.fromCalcite(columns.get(column).getType());
        row.add(ExpressionTranslator.cast(translator.translate(tuple.get(column)), type));
      }
      rows.add(row);
    }
    return new Piece(
        new PlanNode.Values(new Schema(fields), rows),
        Piece.packed(needed, columns.size()),
        StageBuilder.oneTask(),
        Optional.empty(),
        values);
  }

  /**
   * Reads rows that are made once, by a stage that ends where they are, with the columns that one
   * of the places needs. From the first place on they count as read by others, so that no join has
   * rows left out for its own place.
   */
  private Piece shared(SharedRows rows) {
    Piece made = shared.get(rows);
    if (made == null) {
      made = made(rows);
      shared.put(rows, made);
    }
    return cutter.readAgain(made);
  }

  private Piece made(SharedRows rows) {
    Piece input = visit(rows.getInput(), rows.needed()).pruned();
    Optional<List<Integer>> keys = input.hashedBy().map(Hashing::firstPlaces);
    if (keys.isPresent()) {
      return cutter.exchange(input, keys.get(), input.stage().partitions);
    }
    int partitions = context.partitions(input.sizeBytes());
    return partitions == 1
        ? cutter.exchange(input, List.of(), 1)
        : cutter.spread(input, partitions);
  }

  private Piece join(JoinRequest join, ImmutableBitSet needed) {
    Piece left = visit(join.rel().getLeft(), join.leftColumns(needed));
    Piece right = visit(join.rel().getRight(), join.rightColumns(needed));
    return new JoinPlanner(context, cutter, join, needed).plan(left, right);
  }

  static DistaffException notSupported(String what) {
    return new DistaffException(ErrorCode.NOT_SUPPORTED, what + " is not supported");
  }
}
