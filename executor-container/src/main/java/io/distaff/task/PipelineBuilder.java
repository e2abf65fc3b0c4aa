package io.distaff.task;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.eval.ExpressionCompiler;
import io.distaff.ids.StageId;
import io.distaff.operator.ExchangeReadOperator;
import io.distaff.operator.FilterOperator;
import io.distaff.operator.LimitOperator;
import io.distaff.operator.Operator;
import io.distaff.operator.OperatorContext;
import io.distaff.operator.ParquetScanOperator;
import io.distaff.operator.ProjectOperator;
import io.distaff.operator.TextScanOperator;
import io.distaff.operator.UnionOperator;
import io.distaff.operator.ValuesOperator;
import io.distaff.operator.aggregation.HashAggregationOperator;
import io.distaff.operator.generate.TpchScanOperator;
import io.distaff.operator.join.HashJoinOperator;
import io.distaff.operator.join.RowFilter;
import io.distaff.operator.sort.SortOperator;
import io.distaff.operator.window.WindowOperator;
import io.distaff.parquet.read.ParquetReader;
import io.distaff.plan.PlanNode;
import io.distaff.plan.Split;
import io.distaff.rpc.ControlMessage.MapOutputLocation;
import io.distaff.shuffle.BlockFetcher;
import io.distaff.shuffle.ShuffleReader;
import io.distaff.text.TextReadOptions;
import io.distaff.text.TextReader;
import io.distaff.vector.VectorBatch;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the operators of a task out of its plan. What was made before a failure is closed. Confined
 * to the task's thread.
 */
final class PipelineBuilder {
  private final TaskRequest task;
  private final TaskServices services;
  private final OperatorContext context;
  private final List<Operator> made = new ArrayList<>();

  PipelineBuilder(TaskRequest task, TaskServices services, OperatorContext context) {
    this.task = task;
    this.services = services;
    this.context = context;
  }

  /** The operator at the root of the task's fragment. */
  Operator build() {
    try {
      return build(task.fragment().root());
    } catch (RuntimeException e) {
      made.forEach(Operator::close);
      throw e;
    }
  }

  private Operator build(PlanNode node) {
    Operator operator = make(node);
    made.add(operator);
    return operator;
  }

  private Operator make(PlanNode node) {
    if (node instanceof PlanNode.ParquetScan scan) {
      return parquetScan(scan);
    } else if (node instanceof PlanNode.TextScan scan) {
      return textScan(scan);
    } else if (node instanceof PlanNode.TpchScan scan) {
      return leaf(new TpchScanOperator(scan, splits(scan.scan(), Split.TpchSplit.class), context));
    } else if (node instanceof PlanNode.Values values) {
      return new ValuesOperator(values);
    } else if (node instanceof PlanNode.ExchangeRead read) {
      return leaf(exchangeRead(read));
    } else if (node instanceof PlanNode.Filter filter) {
      return new FilterOperator(build(filter.input()), filter.predicate());
    } else if (node instanceof PlanNode.Project project) {
      return new ProjectOperator(build(project.input()), project.expressions());
    } else if (node instanceof PlanNode.Aggregate aggregate) {
      return new HashAggregationOperator(aggregate, build(aggregate.input()), context);
    } else if (node instanceof PlanNode.HashJoin join) {
      return hashJoin(join);
    } else if (node instanceof PlanNode.Sort sort) {
      return new SortOperator(sort, build(sort.input()), context);
    } else if (node instanceof PlanNode.Window window) {
      return new WindowOperator(window, build(window.input()), context);
    } else if (node instanceof PlanNode.Limit limit) {
      return new LimitOperator(limit, build(limit.input()));
    } else if (node instanceof PlanNode.Union union) {
      return new UnionOperator(union, union.inputs().stream().map(this::build).toList());
    }
    throw new DistaffException(
        ErrorCode.INTERNAL_ERROR, "no operator for " + node.getClass().getSimpleName());
  }

  private Operator hashJoin(PlanNode.HashJoin join) {
    RowFilter residual =
        join.residual() == null
            ? null
            : ExpressionCompiler.compilePredicate(join.residual())::select;
    return new HashJoinOperator(join, build(join.left()), build(join.right()), residual, context);
  }

  private Operator parquetScan(PlanNode.ParquetScan scan) {
    ParquetReader.Request request =
        new ParquetReader.Request(
            splits(scan.scan(), Split.ParquetSplit.class),
            scan.schema(),
            scan.predicate(),
            scan.limit());
    // The reader keeps the rows for which the predicate is true, and looks for itself whether the
    // task is cancelled: it may pass many batches without giving one.
    Operator rows =
        new ParquetScanOperator(
            new ParquetReader(
                new ParquetReader.Files(services.store(), services.footers(), services.readAhead()),
                request,
                context.memory(),
                context.metrics(),
                this::failIfCancelled));
    return scan.limit() < 0
        ? rows
        : new LimitOperator(new PlanNode.Limit(scan, scan.limit(), 0), rows);
  }

  private Operator textScan(PlanNode.TextScan scan) {
    TextReader.Request request =
        new TextReader.Request(
            splits(scan.scan(), Split.TextSplit.class),
            TextReadOptions.of(scan.format(), scan.options()),
            scan.fileSchema(),
            scan.columns());
    Operator rows =
        leaf(
            new TextScanOperator(
                new TextReader(services.store(), request, context.memory(), context.metrics())));
    return scan.limit() < 0
        ? rows
        : new LimitOperator(new PlanNode.Limit(scan, scan.limit(), 0), rows);
  }

  private Operator exchangeRead(PlanNode.ExchangeRead read) {
    StageId stage = new StageId(task.attempt().task().stage().query(), read.stage());
    List<BlockFetcher.Source> sources = new ArrayList<>();
    for (MapOutputLocation location : services.outputs().locate(stage, task.generation())) {
      int partition =
          switch (read.mode()) {
            case OWN_PARTITION -> task.attempt().task().partition();
            case ALL_PARTITIONS -> 0;
          };
      sources.add(new BlockFetcher.Source(location, partition));
    }
    return new ExchangeReadOperator(
        new ShuffleReader(
            read.schema(),
            new BlockFetcher(
                sources,
                services.host(),
                services.peers(),
                services.codec(),
                context.memory(),
                context.metrics())));
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
      public void close() {
        source.close();
      }
    };
  }
}
