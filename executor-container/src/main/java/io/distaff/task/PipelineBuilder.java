package io.distaff.task;

import io.distaff.cache.CacheReader;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.eval.ExpressionCompiler;
import io.distaff.eval.PartitionFilter;
import io.distaff.eval.RandomStreams;
import io.distaff.eval.ValuePlaces;
import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.InputRef;
import io.distaff.expression.Literal;
import io.distaff.ids.QueryId;
import io.distaff.ids.StageId;
import io.distaff.memory.TaskMemory;
import io.distaff.metrics.Counter;
import io.distaff.metrics.TaskMetrics;
import io.distaff.operator.CachedScanOperator;
import io.distaff.operator.DeferredOperator;
import io.distaff.operator.EnforceSingleRowOperator;
import io.distaff.operator.ExchangeReadOperator;
import io.distaff.operator.ExpandOperator;
import io.distaff.operator.FilterOperator;
import io.distaff.operator.GenerateOperator;
import io.distaff.operator.LimitOperator;
import io.distaff.operator.LocalScanOperator;
import io.distaff.operator.Operator;
import io.distaff.operator.OperatorContext;
import io.distaff.operator.ParquetScanOperator;
import io.distaff.operator.ProjectOperator;
import io.distaff.operator.RuntimeFilter;
import io.distaff.operator.SampleOperator;
import io.distaff.operator.TextScanOperator;
import io.distaff.operator.UnionOperator;
import io.distaff.operator.UnnestOperator;
import io.distaff.operator.UserRowsOperator;
import io.distaff.operator.ValuesOperator;
import io.distaff.operator.aggregation.HashAggregationOperator;
import io.distaff.operator.generate.RangeScanOperator;
import io.distaff.operator.generate.TpchScanOperator;
import io.distaff.operator.join.HashJoinOperator;
import io.distaff.operator.join.JoinCondition;
import io.distaff.operator.join.RowFilter;
import io.distaff.operator.join.SharedBuilds;
import io.distaff.operator.sort.SortBound;
import io.distaff.operator.sort.SortOperator;
import io.distaff.operator.spill.RestoreLargeOperator;
import io.distaff.operator.spill.SeparateLargeOperator;
import io.distaff.operator.spill.StoreLargeOperator;
import io.distaff.operator.window.WindowOperator;
import io.distaff.parquet.read.ParquetReader;
import io.distaff.plan.PlanNode;
import io.distaff.plan.ProbeColumns;
import io.distaff.plan.SortKey;
import io.distaff.plan.Split;
import io.distaff.rpc.ControlMessage.MapOutputLocation;
import io.distaff.shuffle.BlockFetcher;
import io.distaff.shuffle.ShuffleReader;
import io.distaff.text.TextReadOptions;
import io.distaff.text.TextReader;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.vector.VectorBatch;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Makes the operators of a task out of its plan. What was made before a failure is closed. Confined
 * to the task's thread.
 */
final class PipelineBuilder {
  private final TaskRequest task;
  private final TaskServices services;
  private final TaskMemory memory;
  private final OperatorContext shared;

  /** In the order in which they were made: inputs before what reads them. */
  private final List<Metered> made = new ArrayList<>();

  /** By number of the scan; the joins above it are made known before it is. */
  private final Map<Integer, List<RuntimeFilter>> filters = new HashMap<>();

  /** What sorts learn for scans, by number of the scan; known before the scan is made. */
  private final Map<Integer, SortBound> bounds = new HashMap<>();

  private int numNodes;

  /**
   * @param shared what operators have in common
   */
  PipelineBuilder(
      TaskRequest task, TaskServices services, TaskMemory memory, OperatorContext shared) {
    this.task = task;
    this.services = services;
    this.memory = memory;
    this.shared = shared;
  }

  /** Gives the rows of the task's fragment, in which tokens may stand for large values. */
  Operator build() {
    try {
      PlanNode root = task.fragment().root();
      if (LargeColumns.lastForABatch(root)) {
        shared.values().forgetWithBatches();
      }
      return build(root, 0);
    } catch (RuntimeException e) {
      made.forEach(Operator::close);
      throw e;
    }
  }

  /** Gives the rows by which the task's sink divides others; not an operator of the fragment. */
  Operator sample(PlanNode.ExchangeRead read) {
    OperatorContext context =
        new OperatorContext(
            memory.operator("sample"), shared.disks(), shared.metrics(), shared.values());
    return new DeferredOperator(() -> leaf(exchangeRead(read, context)));
  }

  /** What was made, by number of the plan node. */
  Map<Integer, Metered> operators() {
    return made.stream().collect(Collectors.toMap(Metered::node, operator -> operator));
  }

  private Metered build(PlanNode node, int depth) {
    int number = numNodes++;
    OperatorContext context =
        new OperatorContext(
            memory.operator(number, depth, nameOf(node)),
            shared.disks(),
            shared.metrics(),
            shared.values());
    LargeColumns columns = LargeColumns.of(node);
    Operator operator;
    if (node instanceof PlanNode.HashJoin join) {
      operator = join(join, depth, columns, context);
    } else if (node instanceof PlanNode.Sort sort) {
      operator = sort(sort, depth, columns, context);
    } else {
      operator = make(node, inputs(node, depth, columns, context), context);
    }
    Metered metered = new Metered(number, storing(operator, node, columns, context));
    made.add(metered);
    return metered;
  }

  private List<Operator> inputs(
      PlanNode node, int depth, LargeColumns columns, OperatorContext context) {
    List<Operator> inputs = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      PlanNode input = node.inputs().get(i);
      BitSet computed = LargeColumns.text(input.schema());
      computed.andNot(columns.inputs().get(i));
      Operator operator = build(input, depth + 1);
      if (!computed.isEmpty()) {
        inputs.add(new RestoreLargeOperator(operator, computed, context));
      } else if (computes(node)) {
        BitSet texts = LargeColumns.text(input.schema());
        inputs.add(new SeparateLargeOperator(operator, texts, context));
      } else {
        inputs.add(operator);
      }
    }
    return inputs;
  }

  /** Whether a node has expressions that are more than columns. */
  private static boolean computes(PlanNode node) {
    return node instanceof PlanNode.Filter
        || (node instanceof PlanNode.Project project
            && !project.expressions().stream().allMatch(InputRef.class::isInstance));
  }

  /** What an operator gives, with tokens for the large values that it makes. */
  private static Operator storing(
      Operator operator, PlanNode node, LargeColumns columns, OperatorContext context) {
    BitSet made = LargeColumns.text(node.schema());
    made.andNot(columns.output());
    return made.isEmpty() ? operator : new StoreLargeOperator(operator, types(node), made, context);
  }

  private static List<DataType> types(PlanNode node) {
    return node.schema().fields().stream().map(Field::type).toList();
  }

  /** What errors and metrics call a node's operator. */
  private static String nameOf(PlanNode node) {
    if (node instanceof PlanNode.ParquetScan scan) {
      return "scan of " + scan.table();
    } else if (node instanceof PlanNode.TextScan scan) {
      return "scan of " + scan.table();
    } else if (node instanceof PlanNode.TpchScan scan) {
      return "generator of " + scan.table();
    } else if (node instanceof PlanNode.CachedScan scan) {
      return "cached scan of " + scan.table();
    } else if (node instanceof PlanNode.ExchangeRead read) {
      return "read of stage " + read.stage();
    } else if (node instanceof PlanNode.Aggregate aggregate) {
      return aggregate.phase().name().toLowerCase(Locale.ROOT) + " aggregation";
    } else if (node instanceof PlanNode.UserRows rows) {
      return rows.name();
    } else if (node instanceof PlanNode.HashJoin join) {
      return join.type().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " join";
    }
    return node.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  private Operator make(PlanNode node, List<Operator> inputs, OperatorContext context) {
    if (node instanceof PlanNode.ParquetScan scan) {
      return learning(scan, learnt -> parquetScan(scan, learnt, context));
    } else if (node instanceof PlanNode.TextScan scan) {
      return learning(scan, learnt -> textScan(scan, learnt, context));
    } else if (node instanceof PlanNode.TpchScan scan) {
      return leaf(new TpchScanOperator(scan, splits(scan.scan(), Split.TpchSplit.class), context));
    } else if (node instanceof PlanNode.RangeScan scan) {
      return leaf(
          new RangeScanOperator(scan, splits(scan.scan(), Split.RangeSplit.class), context));
    } else if (node instanceof PlanNode.LocalScan scan) {
      return leaf(
          new LocalScanOperator(scan, splits(scan.scan(), Split.LocalSplit.class), context));
    } else if (node instanceof PlanNode.Values values) {
      return new ValuesOperator(values, context);
    } else if (node instanceof PlanNode.CachedScan scan) {
      return leaf(cachedScan(scan, context));
    } else if (node instanceof PlanNode.ExchangeRead read) {
      return new DeferredOperator(() -> leaf(exchangeRead(read, context)));
    } else if (node instanceof PlanNode.Filter filter) {
      return new FilterOperator(
          inputs.get(0),
          ofPartition(filter.predicate()),
          ValuePlaces.ofCondition(filter.predicate(), filter.input().schema()),
          context);
    } else if (node instanceof PlanNode.Project project) {
      List<Expression> expressions = RandomStreams.ofPartition(project.expressions(), partition());
      List<String> names = List.of(project.schema().fieldNames());
      List<String> places = ValuePlaces.of(expressions, names, project.input().schema());
      return new ProjectOperator(inputs.get(0), expressions, places, context);
    } else if (node instanceof PlanNode.Expand expand) {
      return new ExpandOperator(expand, inputs.get(0), context);
    } else if (node instanceof PlanNode.Unnest unnest) {
      return new UnnestOperator(unnest, inputs.get(0), context);
    } else if (node instanceof PlanNode.Generate generate) {
      return new GenerateOperator(generate, inputs.get(0), context);
    } else if (node instanceof PlanNode.UserRows rows) {
      return new UserRowsOperator(rows, inputs.get(0), context);
    } else if (node instanceof PlanNode.Sample sample) {
      return new SampleOperator(sample, partition(), inputs.get(0), context);
    } else if (node instanceof PlanNode.Aggregate aggregate) {
      return new HashAggregationOperator(aggregate, inputs.get(0), context);
    } else if (node instanceof PlanNode.Window window) {
      return new WindowOperator(window, inputs.get(0), context);
    } else if (node instanceof PlanNode.EnforceSingleRow single) {
      return new EnforceSingleRowOperator(inputs.get(0), single.schema(), context);
    } else if (node instanceof PlanNode.Limit limit) {
      return new LimitOperator(limit, inputs.get(0));
    } else if (node instanceof PlanNode.Union union) {
      return new UnionOperator(union, inputs);
    }
    throw new DistaffException(
        ErrorCode.INTERNAL_ERROR, "no operator for " + node.getClass().getSimpleName());
  }

  private Operator join(
      PlanNode.HashJoin join, int depth, LargeColumns columns, OperatorContext context) {
    Map<Integer, RuntimeFilter> published = runtimeFilters(join);
    List<Operator> inputs = inputs(join, depth, columns, context);
    return new HashJoinOperator(
        join,
        condition(join, context),
        new HashJoinOperator.Surroundings(
            inputs.get(0), inputs.get(1), published, share(join, context)),
        context);
  }

  private Operator sort(
      PlanNode.Sort sort, int depth, LargeColumns columns, OperatorContext context) {
    SortBound bound = bound(sort, context);
    return new SortOperator(sort, inputs(sort, depth, columns, context).get(0), bound, context);
  }

  /** What a limited sort tells the scan that its leading key comes from; null if it can't. */
  private SortBound bound(PlanNode.Sort sort, OperatorContext context) {
    if (!task.fragment().filters().withinStage() || !SortOperator.isBounded(sort)) {
      return null;
    }
    SortKey leading = sort.keys().get(0);
    ProbeColumns.Source source =
        ProbeColumns.sourceOf(sort.input(), leading.column(), ExpressionCompiler::isDeterministic)
            .orElse(null);
    if (source == null
        || !(source.leaf() instanceof PlanNode.ParquetScan scan)
        || !SortBound.describes(source.value().type())) {
      return null;
    }
    SortBound bound =
        services
            .bounds()
            .share(
                task.attempt().task().stage(),
                context.memory().node(),
                () -> new SortBound(leading, source.value()));
    bounds.put(scan.scan(), bound);
    return bound;
  }

  private int partition() {
    return task.attempt().task().partition();
  }

  private Expression ofPartition(Expression expression) {
    return RandomStreams.ofPartition(expression, partition());
  }

  /** Filters for the scans that a join's keys come from, by number of the key. */
  private Map<Integer, RuntimeFilter> runtimeFilters(PlanNode.HashJoin join) {
    Map<Integer, RuntimeFilter> published = new HashMap<>();
    if (task.fragment().filters().withinStage() && ProbeColumns.dropsUnmatchedProbeRows(join)) {
      for (int k = 0; k < join.leftKeys().size(); k++) {
        int key = k;
        ProbeColumns.sourceOf(
                join.left(), join.leftKeys().get(k), ExpressionCompiler::isDeterministic)
            .ifPresent(
                source -> {
                  if (source.leaf() instanceof PlanNode.Scan scan) {
                    RuntimeFilter filter = new RuntimeFilter(source.value());
                    filters.computeIfAbsent(scan.scan(), n -> new ArrayList<>()).add(filter);
                    published.put(key, filter);
                  }
                });
      }
    }
    return published;
  }

  /** Whether the build side of a join is the same for all tasks of the stage. */
  private static boolean sharesBuild(PlanNode.HashJoin join) {
    return join.right() instanceof PlanNode.ExchangeRead read
        && read.mode() == PlanNode.ExchangeMode.ALL_PARTITIONS
        && !join.type().settlesRightRows();
  }

  /** The task's part in a build side that is the same for all tasks of the stage, else null. */
  private SharedBuilds.Share share(PlanNode.HashJoin join, OperatorContext context) {
    return sharesBuild(join)
        ? services
            .builds()
            .share(task.attempt().task().stage(), context.memory().node(), task.cancelled())
        : null;
  }

  private JoinCondition condition(PlanNode.HashJoin join, OperatorContext context) {
    if (join.residual() == null) {
      return join.nullAware() ? JoinCondition.NULL_AWARE : JoinCondition.KEYS_ONLY;
    }
    // What the condition works with is given back with the task's memory.
    Expression residual = ofPartition(join.residual());
    RowFilter isTrue =
        ExpressionCompiler.compilePredicate(residual, context.memory().arrays(), context.values())
            ::select;
    if (join.type() != PlanNode.JoinType.MARK) {
      return JoinCondition.of(isTrue);
    }
    Expression notFalse =
        new Call(
            FunctionNames.COALESCE, DataType.BOOLEAN, residual, Literal.of(DataType.BOOLEAN, true));
    RowFilter possible =
        ExpressionCompiler.compilePredicate(notFalse, context.memory().arrays(), context.values())
            ::select;
    return new JoinCondition(isTrue, possible, false);
  }

  /** A scan that is made when the joins above it in this stage have told what they look for. */
  private Operator learning(PlanNode.Scan scan, Function<List<Expression>, Operator> making) {
    List<RuntimeFilter> published = filters.getOrDefault(scan.scan(), List.of());
    return published.isEmpty()
        ? making.apply(learnt(scan, published))
        : new DeferredOperator(() -> making.apply(learnt(scan, published)));
  }

  /** What is known now of the rows wanted: from other stages, and from joins of this one. */
  private List<Expression> learnt(PlanNode.Scan scan, List<RuntimeFilter> published) {
    List<Expression> learnt = told(scan);
    published.forEach(filter -> filter.condition().ifPresent(learnt::add));
    return learnt;
  }

  /** What is known of the rows wanted from other stages. */
  private List<Expression> told(PlanNode.Scan scan) {
    List<Expression> told = new ArrayList<>();
    task.conditions().stream()
        .filter(condition -> condition.scan() == scan.scan())
        .forEach(condition -> told.add(condition.condition()));
    return told;
  }

  /** True where all are; null when there are none. */
  private static Expression conjunction(List<Expression> conjuncts) {
    return conjuncts.size() > 1
        ? new Call(FunctionNames.AND, conjuncts, DataType.BOOLEAN)
        : conjuncts.isEmpty() ? null : conjuncts.get(0);
  }

  /** What a scan has to read of files: the parts whose directories say nothing against it. */
  private <T extends Split.FileSplit> List<T> splits(
      PlanNode.Scan scan, Class<T> type, List<Expression> learnt, TaskMetrics metrics) {
    PartitionFilter filter = new PartitionFilter(scan.schema(), learnt);
    List<T> wanted = new ArrayList<>();
    for (T split : splits(scan.scan(), type)) {
      if (filter.mayMatch(split.partition())) {
        wanted.add(split);
      } else {
        metrics.add(Counter.SPLITS_PRUNED, 1);
        metrics.add(Counter.FILES_PRUNED, split.beginsFile() ? 1 : 0);
      }
    }
    return wanted;
  }

  private Operator parquetScan(
      PlanNode.ParquetScan scan, List<Expression> learnt, OperatorContext context) {
    List<Expression> conjuncts = new ArrayList<>();
    if (scan.predicate() != null) {
      conjuncts.add(ofPartition(scan.predicate()));
    }
    conjuncts.addAll(learnt);
    ParquetReader.Request request =
        new ParquetReader.Request(
            splits(scan, Split.ParquetSplit.class, learnt, context.metrics()),
            scan.schema(),
            conjunction(conjuncts),
            scan.limit(),
            bounds.get(scan.scan()));
    // The reader keeps the rows for which the predicate is true, and looks for itself whether the
    // task is cancelled: it may pass many batches without giving one.
    Operator rows =
        new ParquetScanOperator(
            new ParquetReader(
                new ParquetReader.Files(services.store(), services.footers(), services.readAhead()),
                request,
                new ParquetReader.Resources(context.memory(), context.metrics(), context.values()),
                this::failIfCancelled));
    return limited(scan, scan.limit(), rows);
  }

  private Operator textScan(
      PlanNode.TextScan scan, List<Expression> learnt, OperatorContext context) {
    TextReader.Request request =
        new TextReader.Request(
            splits(scan, Split.TextSplit.class, learnt, context.metrics()),
            TextReadOptions.of(scan.format(), scan.options()),
            scan.fileSchema(),
            scan.schema());
    TextReader reader =
        new TextReader(
            new TextReader.Files(services.store(), context.disks(), context.values()),
            request,
            context.memory(),
            context.metrics());
    // What a join of this stage drops anyway is dropped no cheaper here, where all is decoded.
    Operator rows =
        new TextScanOperator(
            reader, conjunction(told(scan)), scan.schema(), this::failIfCancelled, context);
    return limited(scan, scan.limit(), rows);
  }

  private static Operator limited(PlanNode scan, long limit, Operator rows) {
    return limit < 0 ? rows : new LimitOperator(new PlanNode.Limit(scan, limit, 0), rows);
  }

  private Operator cachedScan(PlanNode.CachedScan scan, OperatorContext context) {
    List<MapOutputLocation> partitions = new ArrayList<>();
    for (Split.CachedSplit split : splits(scan.scan(), Split.CachedSplit.class)) {
      partitions.add(
          services
              .outputs()
              .locate(stage(split.stage()), task.generation())
              .get(split.partition()));
    }
    return new CachedScanOperator(
        new CacheReader(
            new CacheReader.Request(partitions, scan.columns(), scan.schema(), query()),
            new CacheReader.Access(services.cache(), services.blocks()),
            context.memory(),
            context.metrics(),
            context.values()));
  }

  private QueryId query() {
    return task.attempt().task().stage().query();
  }

  /** A stage by its number in the plan. */
  private StageId stage(int number) {
    return new StageId(query(), task.fragment().firstStage() + number);
  }

  private Operator exchangeRead(PlanNode.ExchangeRead read, OperatorContext context) {
    List<BlockFetcher.Source> sources = new ArrayList<>();
    for (MapOutputLocation location :
        services.outputs().locate(stage(read.stage()), task.generation())) {
      int partition =
          switch (read.mode()) {
            case OWN_PARTITION -> partition();
            case ALL_PARTITIONS -> 0;
          };
      sources.add(new BlockFetcher.Source(location, partition));
    }
    return new ExchangeReadOperator(
        new ShuffleReader(
            read.schema(),
            new BlockFetcher(sources, services.blocks(), context.memory(), context.metrics()),
            context.memory(),
            context.values()));
  }

  private <T extends Split> List<T> splits(int scan, Class<T> type) {
    return task.splits().getOrDefault(scan, List.of()).stream().map(type::cast).toList();
  }

  private void failIfCancelled() {
    if (task.cancelled().getAsBoolean()) {
      throw new DistaffException(ErrorCode.CANCELLED, task.attempt() + " was cancelled");
    }
  }

  /**
   * A source of rows that ends when the task is cancelled: everything else asks a source for every
   * batch.
   */
  private Operator leaf(Operator source) {
    return new Operator() {
      @Override
      public VectorBatch next() {
        failIfCancelled();
        return source.next();
      }

      @Override
      public void release() {
        source.release();
      }

      @Override
      public void close() {
        source.close();
      }
    };
  }
}
