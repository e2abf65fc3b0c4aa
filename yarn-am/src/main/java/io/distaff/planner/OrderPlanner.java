package io.distaff.planner;

import io.distaff.plan.PlanNode;
import io.distaff.plan.SortKey;
import io.distaff.sql.PartitionSort;
import io.distaff.sql.Repartition;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelFieldCollation.NullDirection;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Plans sorts and limits, in parts by ranges where there is much to sort, and what users say of how
 * rows lie in partitions. One planner, one query.
 */
final class OrderPlanner {
  private final PlannerContext context;
  private final StageCutter cutter;
  private final PhysicalPlanner planner;

  /**
   * @param planner of the inputs
   */
  OrderPlanner(PlannerContext context, StageCutter cutter, PhysicalPlanner planner) {
    this.context = context;
    this.cutter = cutter;
    this.planner = planner;
  }

  /** A sort, a limit, or both. */
  Piece sort(Sort sort, ImmutableBitSet needed) {
    return sorted(sort, needed, false);
  }

  /** As {@link #sort}, of the result: its rows may come from several tasks, one after the other. */
  Piece sortResult(Sort sort, ImmutableBitSet needed) {
    return sorted(sort, needed, true);
  }

  private Piece sorted(Sort sort, ImmutableBitSet needed, boolean isResult) {
    List<RelFieldCollation> collations = sort.getCollation().getFieldCollations();
    ImmutableBitSet keyColumns =
        ImmutableBitSet.of(collations.stream().map(RelFieldCollation::getFieldIndex).toList());
    long limit = count(sort.fetch, "LIMIT", -1);
    long offset = count(sort.offset, "OFFSET", 0);
    Piece input = planner.visit(sort.getInput(), needed.union(keyColumns)).pruned();
    List<SortKey> keys = sortKeys(collations, input);
    boolean bounded = limit >= 0 && limit + offset >= 0;
    Piece together = input;
    if (!input.isOneTask() && isResult && limit < 0 && offset == 0) {
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
    return new RangeExchange(cutter, order, partitions)
        .exchange(input, () -> planner.visit(rel, columns));
  }

  Piece partitionSort(PartitionSort sort, ImmutableBitSet needed) {
    List<RelFieldCollation> collations = sort.collation().getFieldCollations();
    ImmutableBitSet keyColumns =
        ImmutableBitSet.of(collations.stream().map(RelFieldCollation::getFieldIndex).toList());
    Piece input = planner.visit(sort.getInput(), needed.union(keyColumns)).pruned();
    List<SortKey> keys = sortKeys(collations, input);
    PlanNode node = new PlanNode.Sort(input.node(), keys, -1, 0);
    return new Piece(node, input.positionsFor(needed), input.stage(), input.hashedBy(), sort);
  }

  Piece repartition(Repartition repartition, ImmutableBitSet needed) {
    List<Integer> keys = repartition.keys();
    Piece input =
        planner.visit(repartition.getInput(), needed.union(ImmutableBitSet.of(keys))).pruned();
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

  /** In the order of keys, if there are any, and no more rows than a limit that isn't negative. */
  static Piece limited(Piece piece, List<SortKey> keys, long limit, long offset) {
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
    throw PhysicalPlanner.notSupported(clause + " other than a number");
  }

  /** The keys of an order of a piece's columns. */
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
}
