package io.distaff.planner;

import io.distaff.catalog.SplitWithHosts;
import io.distaff.catalog.TableHandle;
import io.distaff.catalog.TableHandle.CachedTable;
import io.distaff.catalog.TableHandle.FileTable;
import io.distaff.catalog.TableHandle.LocalTable;
import io.distaff.catalog.TableHandle.ParquetTable;
import io.distaff.catalog.TableHandle.RangeTable;
import io.distaff.catalog.TableHandle.TextTable;
import io.distaff.catalog.TableHandle.TpchTable;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.InputRef;
import io.distaff.optimizer.Estimates;
import io.distaff.optimizer.SubQueryJoin;
import io.distaff.optimizer.Unnest;
import io.distaff.optimizer.UserRows;
import io.distaff.optimizer.WindowPartitions;
import io.distaff.plan.PlanNode;
import io.distaff.plan.PlanNode.AggregationPhase;
import io.distaff.plan.PlanNode.SampleMethod;
import io.distaff.plan.Sink;
import io.distaff.plan.SortKey;
import io.distaff.plan.Split;
import io.distaff.plan.UnnestColumn;
import io.distaff.sql.EngineTable;
import io.distaff.sql.EngineTypes;
import io.distaff.sql.JoinHint;
import io.distaff.sql.PartitionSort;
import io.distaff.sql.Repartition;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.plan.RelOptSamplingParameters;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelFieldCollation.NullDirection;
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
import org.apache.calcite.sql.SqlKind;
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
  /** Groups are spread well over partitions if there are as many for each. */
  private static final int GROUPS_PER_PARTITION = 64;

  private final PlannerContext context;
  private final StageCutter cutter;

  /** True when everything runs in one task. */
  private final boolean oneTask;

  /**
   * The order of the result, if it has one: its rows may come from several tasks, one after the
   * other.
   */
  private RelNode rootSort;

  /** What of the algebra a node gives the rows of; not all nodes have one. */
  private final IdentityHashMap<PlanNode, RelNode> sources = new IdentityHashMap<>();

  /** By which of its keys alone an aggregation had best be hashed. */
  private final IdentityHashMap<RelNode, Coarser> coarser = new IdentityHashMap<>();

  private int scans;
  private double scannedBytes;
  private double scannedRows;

  private PhysicalPlanner(PlannerContext context, boolean oneTask) {
    this.context = context;
    this.cutter = new StageCutter(context.slots(), context.runtimeFilters());
    this.oneTask = oneTask;
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
    PhysicalPlanner small = new PhysicalPlanner(context, true);
    StageGraph graph = small.planRoot(rel, schema, sink);
    if (context.isLittle(small.scannedBytes, small.scannedRows)) {
      return new Planned(graph, small);
    }
    PhysicalPlanner large = new PhysicalPlanner(context, false);
    return new Planned(large.planRoot(rel, schema, sink), large);
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

  private static Field field(RelDataTypeField field) {
    return new Field(
        field.getName(), EngineTypes.fromCalcite(field.getType()), field.getType().isNullable());
  }

  // Operators.

  /** The operators for an expression, which give at least the columns that are needed. */
  private Piece visit(RelNode rel, ImmutableBitSet needed) {
    Piece piece = operators(rel, needed);
    sources.putIfAbsent(piece.node(), rel);
    return piece;
  }

  private Piece operators(RelNode rel, ImmutableBitSet needed) {
    if (rel instanceof Project project) {
      return project(project, needed);
    } else if (rel instanceof Filter filter) {
      return filter(filter, needed);
    } else if (rel instanceof TableScan scan) {
      return scan(scan, needed);
    } else if (rel instanceof Unnest unnest) {
      return unnest(unnest, needed);
    } else if (rel instanceof Sample sample) {
      return sample(sample, needed);
    } else if (rel instanceof UserRows rows) {
      return userRows(rows);
    } else if (rel instanceof Aggregate aggregate) {
      return aggregate(aggregate, needed);
    } else if (rel instanceof Join join) {
      return join(JoinRequest.of(join), needed);
    } else if (rel instanceof SubQueryJoin join) {
      return join(JoinRequest.of(join), needed);
    } else if (rel instanceof Sort sort) {
      return sort(sort, needed);
    } else if (rel instanceof Repartition repartition) {
      return repartition(repartition, needed);
    } else if (rel instanceof JoinHint hint) {
      Piece input = visit(hint.getInput(), needed);
      return new Piece(input.node(), input.positions(), input.stage(), input.hashedBy(), hint);
    } else if (rel instanceof PartitionSort sort) {
      return partitionSort(sort, needed);
    } else if (rel instanceof Union union) {
      return union(union, needed);
    } else if (rel instanceof Values values) {
      return values(values, needed);
    }
    throw notSupported(rel.getRelTypeName().replaceFirst("^Logical", "").toUpperCase(Locale.ROOT));
  }

  private Piece project(Project project, ImmutableBitSet needed) {
    List<RexNode> expressions = needed.asList().stream().map(project.getProjects()::get).toList();
    if (project.containsOver()) {
      noteCoarser(project.getInput(), ofPartitions(project));
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
  private static Piece projected(
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
    ImmutableBitSet read = ImmutableBitSet.of(call.columns());
    Piece input = visit(rows.getInput(), call.key() < 0 ? read : read.set(call.key())).pruned();
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
      input =
          input.withNode(
              new PlanNode.Sort(input.node(), List.of(new SortKey(key, false, true)), -1, 0));
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

  private Piece scan(TableScan scan, ImmutableBitSet needed) {
    EngineTable table = EngineTable.of(scan.getTable());
    TableHandle handle = table.handle();
    if (handle instanceof CachedTable cached) {
      return cachedScan(scan, cached, needed);
    }
    Schema schema = handle.schema().select(needed.asList());
    int number = scans++;
    // Of text all is read, whatever the columns.
    scannedBytes +=
        handle instanceof TextTable text
            ? text.sizeBytes()
            : table.statistics().sizeBytes(Piece.names(schema));
    scannedRows += table.statistics().rows();
    PlanNode node;
    List<SplitWithHosts> splits;
    if (handle instanceof FileTable files && files.partitionColumns().isPresent()) {
      throw new IllegalStateException("only a sample is known of the files of " + handle.name());
    }
    if (handle instanceof ParquetTable parquet) {
      node = new PlanNode.ParquetScan(number, handle.name(), schema, null, -1);
      splits = context.splitEnumerator().splits(parquet, context.slots());
    } else if (handle instanceof TextTable text) {
      node =
          new PlanNode.TextScan(
              number,
              handle.name(),
              text.format(),
              text.options(),
              text.metadata().fileSchema(),
              schema,
              -1);
      splits = context.splitEnumerator().splits(text, context.slots());
    } else if (handle instanceof TpchTable tpch) {
      node = new PlanNode.TpchScan(number, tpch.table(), tpch.scale(), schema);
      splits = context.splitEnumerator().splits(tpch, context.slots());
    } else if (handle instanceof LocalTable local) {
      node = new PlanNode.LocalScan(number, handle.name(), local.schema(), needed.asList());
      splits =
          local.blocks().stream()
              .map(block -> new SplitWithHosts(new Split.LocalSplit(block), List.of()))
              .toList();
    } else if (handle instanceof RangeTable range) {
      node = new PlanNode.RangeScan(number, schema);
      splits = context.splitEnumerator().splits(range, context.slots());
    } else {
      throw new IllegalStateException("not a table that can be scanned: " + handle.name());
    }
    List<Integer> positions = Piece.packed(needed, handle.schema().size());
    StageBuilder stage =
        oneTask || splits.size() <= 1 ? StageBuilder.oneTask() : StageBuilder.bySplit();
    return new Piece(node, positions, stage.withScan(number, splits), Optional.empty(), scan);
  }

  private Piece cachedScan(TableScan scan, CachedTable cached, ImmutableBitSet needed) {
    // Rows are counted by a column.
    ImmutableBitSet read = needed.isEmpty() ? ImmutableBitSet.of(smallest(cached)) : needed;
    CachedRelation relation = (CachedRelation) cached.relation();
    int filled = cutter.include(relation);
    int number = scans++;
    double bytes = read.asList().stream().mapToLong(cached.columnBytes()::get).sum();
    scannedBytes += bytes;
    scannedRows += cached.rows();
    List<SplitWithHosts> splits = new ArrayList<>();
    for (int p = 0; p < relation.numPartitions(); p++) {
      long weight = Math.round(bytes / relation.numPartitions());
      splits.add(new SplitWithHosts(new Split.CachedSplit(filled, p, weight), List.of()));
    }
    StageBuilder stage =
        oneTask || splits.size() <= 1 ? StageBuilder.oneTask() : StageBuilder.bySplit();
    return new Piece(
        new PlanNode.CachedScan(
            number, cached.name(), read.asList(), cached.schema().select(read.asList())),
        Piece.packed(read, cached.schema().size()),
        stage.withScan(number, splits).withInput(filled),
        Optional.empty(),
        scan);
  }

  private static int smallest(CachedTable cached) {
    return cached.columnBytes().indexOf(Collections.min(cached.columnBytes()));
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

  private Piece union(Union union, ImmutableBitSet needed) {
    List<Piece> pieces = unionInputs(union, needed);
    if (!areAlike(pieces)) {
      double bytes = pieces.stream().mapToDouble(Piece::sizeBytes).sum();
      int partitions = context.partitions(bytes);
      pieces.replaceAll(piece -> cutter.spread(piece, partitions));
    }
    return united(pieces, Optional.empty(), union);
  }

  /** The inputs of a union, with the same columns. */
  private List<Piece> unionInputs(Union union, ImmutableBitSet needed) {
    if (!union.all) {
      throw notSupported("UNION DISTINCT that isn't an aggregation");
    }
    List<Field> fields =
        needed.asList().stream().map(c -> field(union.getRowType().getFieldList().get(c))).toList();
    Schema schema = new Schema(fields);
    List<Piece> pieces = new ArrayList<>();
    for (RelNode input : union.getInputs()) {
      pieces.add(typed(visit(input, needed).exactly(needed.asList(), schema), schema));
    }
    return pieces;
  }

  /** Whether pieces can be in one stage as they are. */
  private static boolean areAlike(List<Piece> pieces) {
    return pieces.stream().map(piece -> piece.stage().tasks).distinct().count() == 1
        && pieces.get(0).stage().tasks != StageBuilder.Tasks.BY_PARTITION;
  }

  /** Pieces with the same columns, whose tasks are alike, as one of an expression. */
  private static Piece united(List<Piece> pieces, Optional<Hashing> hashedBy, RelNode rel) {
    Piece first = pieces.get(0);
    if (pieces.size() == 1) {
      return first;
    }
    pieces.stream().skip(1).forEach(piece -> first.stage().merge(piece.stage()));
    PlanNode node =
        new PlanNode.Union(pieces.stream().map(Piece::node).toList(), first.node().schema());
    return new Piece(node, first.positions(), first.stage(), hashedBy, rel);
  }

  /** The piece with its columns cast to the types of a schema. */
  private static Piece typed(Piece piece, Schema schema) {
    Schema given = piece.node().schema();
    List<Expression> casts = new ArrayList<>();
    boolean changed = false;
    for (int i = 0; i < schema.size(); i++) {
      changed |= !given.type(i).equals(schema.type(i));
      casts.add(ExpressionTranslator.cast(new InputRef(i, given.type(i)), schema.type(i)));
    }
    return changed ? piece.withNode(new PlanNode.Project(piece.node(), casts, schema)) : piece;
  }

  private Piece sort(Sort sort, ImmutableBitSet needed) {
    List<RelFieldCollation> collations = sort.getCollation().getFieldCollations();
    ImmutableBitSet keyColumns =
        ImmutableBitSet.of(collations.stream().map(RelFieldCollation::getFieldIndex).toList());
    long limit = count(sort.fetch, "LIMIT", -1);
    long offset = count(sort.offset, "OFFSET", 0);
    Piece input = visit(sort.getInput(), needed.union(keyColumns)).pruned();
    List<SortKey> keys = sortKeys(collations, input);
    boolean bounded = limit >= 0 && limit + offset >= 0;
    Piece together = input;
    if (!input.isOneTask() && sort == rootSort && limit < 0 && offset == 0) {
      together = toSort(sort, input);
    } else if (!input.isOneTask()) {
      Piece partial = bounded ? limited(input, keys, limit + offset, 0) : input;
      together =
          bounded && keys.isEmpty()
              ? cutter.gatherSome(partial, limit + offset)
              : cutter.gather(partial);
    }
    Piece sorted = limited(together, sortKeys(collations, together), limit, offset);
    return new Piece(
        sorted.node(), sorted.positionsFor(needed), sorted.stage(), Optional.empty(), sort);
  }

  /** Ready to be sorted: in parts, if there is much of it. */
  private Piece toSort(Sort sort, Piece input) {
    List<RelFieldCollation> order = sort.getCollation().getFieldCollations();
    boolean nested =
        sortKeys(order, input).stream()
            .anyMatch(key -> input.node().schema().type(key.column()).isNested());
    int partitions = nested ? 1 : context.sortPartitions(input.sizeBytes());
    return partitions == 1
        ? cutter.gather(input)
        : inRanges(sort.getInput(), input, order, partitions);
  }

  /**
   * A piece by ranges of an order of its columns.
   *
   * @param rel what the piece is of
   */
  private Piece inRanges(RelNode rel, Piece input, List<RelFieldCollation> order, int partitions) {
    ImmutableBitSet columns =
        ImmutableBitSet.of(order.stream().map(RelFieldCollation::getFieldIndex).toList());
    return new RangeExchange(cutter, order, partitions).exchange(input, () -> visit(rel, columns));
  }

  private Piece partitionSort(PartitionSort sort, ImmutableBitSet needed) {
    List<RelFieldCollation> collations = sort.collation().getFieldCollations();
    ImmutableBitSet keyColumns =
        ImmutableBitSet.of(collations.stream().map(RelFieldCollation::getFieldIndex).toList());
    Piece input = visit(sort.getInput(), needed.union(keyColumns)).pruned();
    List<SortKey> keys = sortKeys(collations, input);
    PlanNode node = new PlanNode.Sort(input.node(), keys, -1, 0);
    return new Piece(node, input.positionsFor(needed), input.stage(), input.hashedBy(), sort);
  }

  private Piece repartition(Repartition repartition, ImmutableBitSet needed) {
    List<Integer> keys = repartition.keys();
    Piece input = visit(repartition.getInput(), needed.union(ImmutableBitSet.of(keys))).pruned();
    int partitions =
        repartition.partitions() > 0
            ? repartition.partitions()
            : context.partitions(input.sizeBytes());
    Piece moved =
        switch (repartition.distribution()) {
          case COALESCED -> coalesced(input, partitions);
          case RANGED -> inRanges(repartition.getInput(), input, repartition.order(), partitions);
          case DEALT -> cutter.spread(input, partitions);
          case HASHED -> cutter.exchange(input, input.positionsOf(keys), partitions);
        };
    return new Piece(
        moved.node(), moved.positionsFor(needed), moved.stage(), moved.hashedBy(), repartition);
  }

  /** Tasks that read splits can read more of them; partitions of an exchange have a task each. */
  private Piece coalesced(Piece input, int partitions) {
    if (input.stage().numTasks(context.slots()) <= partitions) {
      return input;
    }
    if (input.stage().tasks == StageBuilder.Tasks.BY_SPLIT) {
      input.stage().limitTasks(partitions);
      return input;
    }
    return cutter.spread(input, partitions);
  }

  private static Piece limited(Piece piece, List<SortKey> keys, long limit, long offset) {
    PlanNode node = piece.node();
    if (!keys.isEmpty()) {
      return piece.withNode(new PlanNode.Sort(node, keys, limit, offset));
    }
    if (limit < 0 && offset == 0) {
      return piece;
    }
    PlanNode input = limit < 0 ? node : withScanLimit(node, limit + offset);
    return piece.withNode(new PlanNode.Limit(input, limit, offset));
  }

  /** Tells the scan below projections that more rows aren't needed. */
  private static PlanNode withScanLimit(PlanNode node, long rows) {
    if (node instanceof PlanNode.ParquetScan scan && scan.limit() < 0) {
      return new PlanNode.ParquetScan(
          scan.scan(), scan.table(), scan.schema(), scan.predicate(), rows);
    }
    if (node instanceof PlanNode.TextScan scan && scan.limit() < 0) {
      return new PlanNode.TextScan(
          scan.scan(),
          scan.table(),
          scan.format(),
          scan.options(),
          scan.fileSchema(),
          scan.schema(),
          rows);
    }
    if (node instanceof PlanNode.Project project) {
      return new PlanNode.Project(
          withScanLimit(project.input(), rows), project.expressions(), project.schema());
    }
    return node;
  }

  private static long count(RexNode node, String clause, long otherwise) {
    if (node == null) {
      return otherwise;
    }
    if (node instanceof RexLiteral literal && !literal.isNull()) {
      return literal.getValueAs(Long.class);
    }
    throw notSupported(clause + " other than a number");
  }

  static List<SortKey> sortKeys(List<RelFieldCollation> order, Piece input) {
    return order.stream().map(collation -> sortKey(collation, input)).toList();
  }

  static SortKey sortKey(RelFieldCollation collation, Piece input) {
    boolean descending = collation.getDirection().isDescending();
    boolean nullsFirst =
        collation.nullDirection == NullDirection.UNSPECIFIED
            ? !descending
            : collation.nullDirection == NullDirection.FIRST;
    return new SortKey(input.position(collation.getFieldIndex()), descending, nullsFirst);
  }

  // Aggregation.

  private Piece aggregate(Aggregate aggregate, ImmutableBitSet needed) {
    if (isSingleRow(aggregate)) {
      return singleRow(aggregate);
    }
    AggregatePlan plan = AggregatePlan.of(aggregate, needed);
    if (!plan.hasGroupingSets()) {
      noteCoarser(
          aggregate.getInput(),
          new Coarser(aggregate.getGroupSet().asList(), Estimates.rows(aggregate)));
    }
    List<Piece> parts = parts(aggregate.getInput(), plan.inputColumns());
    Piece rows = parts.get(0);
    List<Integer> keys = plan.input(rows).keys();
    boolean together =
        parts.size() == 1
            && (rows.isOneTask()
                || (!keys.isEmpty()
                    && !plan.hasGroupingSets()
                    && rows.hashedBy().flatMap(hashing -> hashing.within(keys)).isPresent()));
    if (together && !plan.hasGroupWithoutRows()) {
      AggregatePlan.Input input = plan.input(rows);
      PlanNode node =
          new PlanNode.Aggregate(
              input.node(), AggregationPhase.SINGLE, keys, input.calls(), input.results());
      Optional<Hashing> hashedBy = rows.hashedBy().flatMap(hashing -> hashing.moved(keys::indexOf));
      return plan.finish(node, rows.stage(), hashedBy);
    }
    return fromStates(plan, aggregate, parts, together);
  }

  /** One piece of an expression, or those of a union below it that can't be in one stage. */
  private List<Piece> parts(RelNode rel, ImmutableBitSet needed) {
    List<Piece> parts;
    if (rel instanceof Union union) {
      List<Piece> inputs = unionInputs(union, needed);
      parts = areAlike(inputs) ? List.of(united(inputs, Optional.empty(), union)) : inputs;
    } else if (rel instanceof Project project
        && !project.containsOver()
        && project.getInput() instanceof Union union) {
      List<RexNode> expressions = needed.asList().stream().map(project.getProjects()::get).toList();
      parts =
          parts(union, RelOptUtil.InputFinder.bits(expressions, null)).stream()
              .map(part -> projected(project, needed, expressions, part, Map.of()))
              .toList();
    } else {
      return List.of(visit(rel, needed));
    }
    if (parts.size() == 1) {
      sources.putIfAbsent(parts.get(0).node(), rel);
    }
    return parts;
  }

  /**
   * An aggregation of the states that each of some pieces has for its groups.
   *
   * @param together whether there is one piece whose groups needn't be brought together
   */
  private Piece fromStates(
      AggregatePlan plan, Aggregate aggregate, List<Piece> parts, boolean together) {
    AggregatePlan.Input input = plan.input(parts.get(0));
    List<Piece> states = new ArrayList<>();
    for (Piece part : parts) {
      states.add(partial(plan.input(part), part.stage(), aggregate));
    }
    if (plan.hasGroupWithoutRows()) {
      PlanNode.Values row = plan.groupWithoutRows(input.states());
      List<Integer> positions = states.get(0).positions();
      states.add(new Piece(row, positions, StageBuilder.oneTask(), Optional.empty(), aggregate));
    }
    List<Integer> stateKeys = Piece.inPlace(input.keys().size());
    int partitions = stateKeys.isEmpty() ? 1 : context.partitions(Estimates.sizeBytes(aggregate));
    List<Integer> by = plan.hasGroupingSets() ? stateKeys : hashKeys(aggregate, partitions);
    if (!together) {
      states.replaceAll(state -> cutter.exchange(state, by, partitions));
    }
    Piece read = united(states, states.get(0).hashedBy(), aggregate);
    PlanNode result =
        new PlanNode.Aggregate(
            read.node(), AggregationPhase.FINAL, stateKeys, input.finalCalls(), input.results());
    return plan.finish(result, read.stage(), read.hashedBy());
  }

  private static Piece partial(AggregatePlan.Input input, StageBuilder stage, Aggregate aggregate) {
    return new Piece(
        new PlanNode.Aggregate(
            input.node(), AggregationPhase.PARTIAL, input.keys(), input.calls(), input.states()),
        Piece.inPlace(input.states().size()),
        stage,
        Optional.empty(),
        aggregate);
  }

  /**
   * What an operator above wants rows to be together by.
   *
   * @param columns of an expression
   * @param values how many different ones they are estimated to have
   */
  private record Coarser(List<Integer> columns, double values) {}

  private static Coarser ofPartitions(Project windows) {
    List<Integer> columns = WindowPartitions.common(windows).asList();
    double values = 1;
    for (int column : columns) {
      values *= Estimates.distinctValues(windows.getInput(), column);
    }
    return new Coarser(columns, Math.min(values, Estimates.rows(windows.getInput())));
  }

  /**
   * Tells an aggregation below that its groups are going to be brought together by some of its
   * keys: hashed by these alone, they need no other exchange then.
   */
  private void noteCoarser(RelNode rel, Coarser wanted) {
    if (rel instanceof Filter filter) {
      noteCoarser(filter.getInput(), wanted);
    } else if (rel instanceof Project project && !project.containsOver()) {
      List<Integer> columns = new ArrayList<>();
      for (int column : wanted.columns()) {
        if (!(project.getProjects().get(column) instanceof RexInputRef ref)) {
          return;
        }
        columns.add(ref.getIndex());
      }
      noteCoarser(project.getInput(), new Coarser(columns, wanted.values()));
    } else if (rel instanceof Aggregate aggregate
        && !wanted.columns().isEmpty()
        && wanted.columns().stream().allMatch(column -> column < aggregate.getGroupCount())) {
      coarser.put(aggregate, wanted);
    }
  }

  /** The keys by which an aggregation's groups are spread over partitions. */
  private List<Integer> hashKeys(Aggregate aggregate, int partitions) {
    Coarser wanted = coarser.get(aggregate);
    return wanted != null && wanted.values() >= (double) GROUPS_PER_PARTITION * partitions
        ? wanted.columns()
        : Piece.inPlace(aggregate.getGroupCount());
  }

  private static boolean isSingleRow(Aggregate aggregate) {
    return aggregate.getGroupCount() == 0
        && !aggregate.getAggCallList().isEmpty()
        && aggregate.getAggCallList().stream()
            .allMatch(call -> call.getAggregation().getKind() == SqlKind.SINGLE_VALUE);
  }

  /** A scalar sub-query: its only row; two rows of each task are enough to tell. */
  private Piece singleRow(Aggregate aggregate) {
    List<Integer> columns =
        aggregate.getAggCallList().stream().map(call -> call.getArgList().get(0)).toList();
    Piece input = visit(aggregate.getInput(), ImmutableBitSet.of(columns)).pruned();
    Piece together = cutter.gatherSome(limited(input, List.of(), 2, 0), 2);
    Schema given = together.node().schema();
    List<Field> fields =
        given.fields().stream().map(f -> new Field(f.name(), f.type(), true)).toList();
    return new Piece(
        new PlanNode.EnforceSingleRow(together.node(), new Schema(fields)),
        together.positionsOf(columns),
        together.stage(),
        Optional.empty(),
        aggregate);
  }

  // Joins.

  private Piece join(JoinRequest join, ImmutableBitSet needed) {
    Piece left = visit(join.rel().getLeft(), join.leftColumns(needed));
    Piece right = visit(join.rel().getRight(), join.rightColumns(needed));
    return new JoinPlanner(context, cutter, join, needed).plan(left, right);
  }

  static DistaffException notSupported(String what) {
    return new DistaffException(ErrorCode.NOT_SUPPORTED, what + " is not supported");
  }
}
