package io.distaff.optimizer;

import io.distaff.catalog.TableHandle.FileTable;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.Expression;
import io.distaff.sql.EngineTable;
import io.distaff.types.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.logical.LogicalTableScan;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Finds the files of tables in partition directories: of the conditions above a scan, those that
 * are about partition columns alone say which directories are listed. The conditions stay where
 * they are, so that it doesn't matter if one of them can't be decided by directory. Later steps see
 * the sizes of the files that are left.
 */
final class PrunePartitions extends RelRewrite {
  private final Function<RexNode, Expression> translation;

  /**
   * @param translation of conditions into the engine's terms; throws NOT_SUPPORTED
   */
  PrunePartitions(Function<RexNode, Expression> translation) {
    this.translation = translation;
  }

  @Override
  RelNode rewrite(RelNode rel) {
    if (rel instanceof Filter filter && filter.getInput() instanceof TableScan scan) {
      List<RexNode> conditions = RelOptUtil.conjunctions(filter.getCondition());
      RelNode pruned = pruned(scan, conditions);
      return pruned == scan ? rel : rel.copy(rel.getTraitSet(), List.of(pruned));
    }
    return rel;
  }

  /** All directories of the scans that no condition has reached. */
  RelNode listRest(RelNode rel) {
    return new RelRewrite() {
      @Override
      RelNode rewrite(RelNode node) {
        return node instanceof TableScan scan ? pruned(scan, List.of()) : node;
      }
    }.apply(rel);
  }

  private RelNode pruned(TableScan scan, List<RexNode> conditions) {
    EngineTable table = EngineTable.of(scan.getTable());
    if (!(table.handle() instanceof FileTable files) || files.partitionColumns().isEmpty()) {
      return scan;
    }
    List<Expression> conjuncts =
        conjuncts(files.schema(), files.partitionColumns().get(), conditions);
    String distinction = conjuncts.isEmpty() ? "all partitions" : "partitions where " + conjuncts;
    RelOptTable replaced =
        EngineTable.replaced(scan.getTable(), files.matching(conjuncts), distinction);
    return LogicalTableScan.create(scan.getCluster(), replaced, scan.getHints());
  }

  /** The conditions over partition columns alone, which are the table's last. */
  private List<Expression> conjuncts(Schema table, Schema columns, List<RexNode> conditions) {
    int first = table.size() - columns.size();
    ImmutableBitSet partitionColumns = ImmutableBitSet.range(first, table.size());
    List<Expression> conjuncts = new ArrayList<>();
    for (RexNode condition : conditions) {
      if (RexUtil.isDeterministic(condition)
          && partitionColumns.contains(RelOptUtil.InputFinder.bits(condition))) {
        translated(RexUtil.shift(condition, -first)).ifPresent(conjuncts::add);
      }
    }
    return conjuncts;
  }

  private Optional<Expression> translated(RexNode condition) {
    try {
      return Optional.of(translation.apply(condition));
    } catch (DistaffException e) {
      if (e.code() == ErrorCode.NOT_SUPPORTED) {
        // Planning the filter itself will say so.
        return Optional.empty();
      }
      throw e;
    }
  }
}
