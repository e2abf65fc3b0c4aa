package io.distaff.optimizer;

import io.distaff.sql.EnginePredicates;
import io.distaff.sql.MetadataDispatch;
import java.util.IdentityHashMap;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinInfo;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.metadata.BuiltInMetadata;
import org.apache.calcite.rel.metadata.ChainedRelMetadataProvider;
import org.apache.calcite.rel.metadata.DefaultRelMetadataProvider;
import org.apache.calcite.rel.metadata.ReflectiveRelMetadataProvider;
import org.apache.calcite.rel.metadata.RelMdRowCount;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;

/**
 * Row counts from the statistics of the tables, in the place of Calcite's, which take every
 * equality to keep 15 % of the rows. Public because its methods are called by reflection.
 */
public final class EngineRowCount extends RelMdRowCount {
  /** These row counts and what goes with them, and Calcite's own metadata for all else. */
  static final MetadataDispatch METADATA =
      new MetadataDispatch(
          ChainedRelMetadataProvider.of(
              List.of(
                  ReflectiveRelMetadataProvider.reflectiveSource(
                      new EngineRowCount(), BuiltInMetadata.RowCount.Handler.class),
                  ReflectiveRelMetadataProvider.reflectiveSource(
                      new EngineColumnOrigins(), BuiltInMetadata.ColumnOrigin.Handler.class),
                  ReflectiveRelMetadataProvider.reflectiveSource(
                      new JoinCost(), BuiltInMetadata.NonCumulativeCost.Handler.class),
                  EnginePredicates.PROVIDER,
                  DefaultRelMetadataProvider.INSTANCE)));

  @Override
  public Double getRowCount(Filter filter, RelMetadataQuery mq) {
    RelNode input = filter.getInput();
    return Math.max(1, rows(input, mq) * Estimates.selectivity(mq, input, filter.getCondition()));
  }

  /**
   * Where one side's keys identify the rows of a table, each row of the other side meets the part
   * of them that is left. Else as if the side with fewer distinct keys found a match for each in
   * the other.
   */
  @Override
  public Double getRowCount(Join join, RelMetadataQuery mq) {
    double left = rows(join.getLeft(), mq);
    double right = rows(join.getRight(), mq);
    JoinInfo info = join.analyzeCondition();
    double leftKeys = distinctKeys(mq, join.getLeft(), info.leftKeys, left);
    double rightKeys = distinctKeys(mq, join.getRight(), info.rightKeys, right);
    double leftTable = Estimates.rowsOfTableWithKey(mq, join.getLeft(), info.leftKeys);
    double rightTable = Estimates.rowsOfTableWithKey(mq, join.getRight(), info.rightKeys);
    RexNode residual =
        RexUtil.composeConjunction(join.getCluster().getRexBuilder(), info.nonEquiConditions);
    double kept = residual.isAlwaysTrue() ? 1 : Estimates.selectivity(mq, join, residual);
    // Of two tables that seem to have the key, the smaller one has it.
    double table = Math.min(leftTable, rightTable);
    double keys = Double.isInfinite(table) ? Math.max(leftKeys, rightKeys) : table;
    double matched = Math.max(1, left * right / Math.max(1, keys) * kept);
    double withMatch = left * Math.min(1, rightKeys / Math.min(leftTable, leftKeys)) * kept;
    return switch (join.getJoinType()) {
      case LEFT, LEFT_MARK -> Math.max(matched, left);
      case RIGHT -> Math.max(matched, right);
      case FULL -> Math.max(matched, left + right);
      case SEMI -> Math.max(1, withMatch);
      case ANTI -> Math.max(1, Math.max(left - withMatch, left / 10));
      default -> matched;
    };
  }

  /** Columns of one table have no more combinations than it has rows. */
  private static double distinctKeys(
      RelMetadataQuery mq, RelNode input, List<Integer> keys, double rows) {
    double distinct = 1;
    IdentityHashMap<TableScan, Double> ofTables = new IdentityHashMap<>();
    for (int key : keys) {
      double values = Estimates.distinctValues(mq, input, key, rows);
      TableScan table = DistinctValues.tableOf(input, key);
      if (table == null) {
        distinct *= values;
      } else {
        ofTables.merge(table, values, (a, b) -> Math.min(a * b, rows(table, mq)));
      }
    }
    for (double values : ofTables.values()) {
      distinct *= values;
    }
    return Math.max(1, Math.min(distinct, rows));
  }

  @Override
  public Double getRowCount(Aggregate aggregate, RelMetadataQuery mq) {
    double rows = rows(aggregate.getInput(), mq);
    double groups = distinctKeys(mq, aggregate.getInput(), aggregate.getGroupSet().asList(), rows);
    return groups * aggregate.getGroupSets().size();
  }

  private static double rows(RelNode rel, RelMetadataQuery mq) {
    Double rows = mq.getRowCount(rel);
    return rows == null ? 1 : Math.max(1, rows);
  }
}
