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
import io.distaff.plan.PlanNode;
import io.distaff.plan.Split;
import io.distaff.sql.EngineTable;
import io.distaff.types.Schema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Plans scans: what of a table each reads, and by which splits its tasks share it; and counts how
 * much that is altogether. One planner, one query.
 */
final class ScanPlanner {
  private final PlannerContext context;
  private final StageCutter cutter;

  /** True when everything runs in one task. */
  private final boolean oneTask;

  private int scans;

  /** Those whose bytes and rows are counted: what is planned twice is read once, or sampled. */
  private final Set<TableScan> counted = new HashSet<>();

  private double scannedBytes;
  private double scannedRows;

  ScanPlanner(PlannerContext context, StageCutter cutter, boolean oneTask) {
    this.context = context;
    this.cutter = cutter;
    this.oneTask = oneTask;
  }

  /** Whether all scans together read so little that one task had best do it. */
  boolean readLittle() {
    return context.isLittle(scannedBytes, scannedRows);
  }

  Piece scan(TableScan scan, ImmutableBitSet needed) {
    EngineTable table = EngineTable.of(scan.getTable());
    TableHandle handle = table.handle();
    if (handle instanceof CachedTable cached) {
      return cachedScan(scan, cached, needed);
    }
    Schema schema = handle.schema().select(needed.asList());
    int number = scans++;
    // Of text all is read, whatever the columns.
    count(
        scan,
        handle instanceof TextTable text
            ? text.sizeBytes()
            : table.statistics().sizeBytes(Piece.names(schema)),
        table.statistics().rows());
    PlanNode node;
    List<SplitWithHosts> splits;
    int slots = oneTask ? 1 : context.slots();
    if (handle instanceof FileTable files && files.partitionColumns().isPresent()) {
      throw new IllegalStateException("only a sample is known of the files of " + handle.name());
    }
    if (handle instanceof ParquetTable parquet) {
      node = new PlanNode.ParquetScan(number, handle.name(), schema, null, -1);
      splits = context.splitEnumerator().splits(parquet, slots);
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
      splits = context.splitEnumerator().splits(text, slots);
    } else if (handle instanceof TpchTable tpch) {
      node = new PlanNode.TpchScan(number, tpch.table(), tpch.scale(), schema);
      splits = context.splitEnumerator().splits(tpch, slots);
    } else if (handle instanceof LocalTable local) {
      node = new PlanNode.LocalScan(number, handle.name(), local.schema(), needed.asList());
      splits =
          local.blocks().stream()
              .map(block -> new SplitWithHosts(new Split.LocalSplit(block), List.of()))
              .toList();
    } else if (handle instanceof RangeTable range) {
      node = new PlanNode.RangeScan(number, schema);
      splits = context.splitEnumerator().splits(range, slots);
    } else {
      throw new IllegalStateException("not a table that can be scanned: " + handle.name());
    }
    List<Integer> positions = Piece.packed(needed, handle.schema().size());
    StageBuilder stage =
        oneTask || splits.size() <= 1 ? StageBuilder.oneTask() : StageBuilder.bySplit();
    return new Piece(node, positions, stage.withScan(number, splits), Optional.empty(), scan);
  }

  private void count(TableScan scan, double bytes, long rows) {
    if (counted.add(scan)) {
      scannedBytes += bytes;
      scannedRows += rows;
    }
  }

  private Piece cachedScan(TableScan scan, CachedTable cached, ImmutableBitSet needed) {
    // Rows are counted by a column.
    ImmutableBitSet read = needed.isEmpty() ? ImmutableBitSet.of(smallest(cached)) : needed;
    CachedRelation relation = (CachedRelation) cached.relation();
    int filled = cutter.include(relation);
    int number = scans++;
    double bytes = read.asList().stream().mapToLong(cached.columnBytes()::get).sum();
    count(scan, bytes, cached.rows());
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
}
