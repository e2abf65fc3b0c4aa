package io.distaff.planner;

import io.distaff.catalog.TableHandle;
import io.distaff.ids.CacheId;
import io.distaff.plan.StorageLevel;
import io.distaff.types.Schema;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.RelNode;

/**
 * A query whose rows are kept. Its stages are planned once, so that a partition that is made again
 * has the rows it had: whatever the session's settings, and whichever files lie at the paths that
 * it reads. Immutable.
 *
 * @param name of the table that was cached; empty when a program has cached a query
 * @param rel what queries are compared with: analysed, not optimised
 * @param stages the last one fills the cache; its tasks are the partitions
 * @param size of the cached rows
 * @param uncachedView the view that has the name when the relation isn't cached, if that is another
 */
record CachedRelation(
    CacheId id,
    Optional<String> name,
    StorageLevel level,
    RelNode rel,
    Schema schema,
    List<Stage> stages,
    Size size,
    Optional<TableHandle> uncachedView)
    implements TableHandle.Cached {
  CachedRelation {
    stages = List.copyOf(stages);
  }

  /**
   * How large cached rows are, or are thought to be.
   *
   * @param columnBytes by column
   */
  record Size(long rows, List<Long> columnBytes) {
    Size {
      columnBytes = List.copyOf(columnBytes);
    }
  }

  int numPartitions() {
    return stages.get(stages.size() - 1).tasks().size();
  }

  CachedRelation withSize(Size known) {
    return new CachedRelation(id, name, level, rel, schema, stages, known, uncachedView);
  }

  /**
   * The relation as a table that a query reads.
   *
   * @param inQuery what the query calls the columns
   */
  TableHandle.CachedTable table(Schema inQuery) {
    return new TableHandle.CachedTable(
        name.map(n -> n + " (" + id + ")").orElse(id.toString()),
        inQuery,
        size.rows(),
        size.columnBytes(),
        this);
  }
}
