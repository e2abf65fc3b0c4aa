package io.distaff.optimizer;

import io.distaff.catalog.TableHandle;
import io.distaff.catalog.TableHandle.CachedTable;
import io.distaff.catalog.TableHandle.FileTable;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.sql.EngineTable;
import io.distaff.sql.PartitionSort;
import io.distaff.sql.RegistryFunction;
import io.distaff.sql.Repartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sample;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalTableScan;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.util.Util;

/**
 * Calls of {@code input_file_name()} become a column that the scan below gives, as it gives those
 * of partition directories. It is handed up through what leaves rows as they are; rows of joins and
 * groups have no one file. In sub-queries too. Stateless.
 */
final class FileNames {
  private static final String FUNCTION = "input_file_name";

  private FileNames() {}

  /**
   * The tree without such calls, of the same row type. Throws SEMANTIC_ERROR for one whose rows
   * aren't those of files.
   */
  static RelNode bind(RelNode rel) {
    if (isAsked(rel)) {
      RelNode named = named(rel);
      List<RexNode> columns = columns(named).subList(0, rel.getRowType().getFieldCount());
      return project(named, columns, rel.getRowType().getFieldNames());
    }
    List<RelNode> inputs = rel.getInputs().stream().map(FileNames::bind).toList();
    RelNode bound = inputs.equals(rel.getInputs()) ? rel : rel.copy(rel.getTraitSet(), inputs);
    return bound.accept(new SubQueries());
  }

  /** The same rows with a last column more, in which calls find the file's name. */
  private static RelNode named(RelNode rel) {
    if (rel instanceof TableScan scan) {
      return named(scan);
    } else if (rel instanceof Values) {
      return withoutFile(rel);
    } else if (rel instanceof Project project) {
      return named(project);
    } else if (rel instanceof Filter filter) {
      RelNode input = named(filter.getInput());
      RexNode condition = filter.getCondition().accept(new Calls(input));
      return filter.copy(filter.getTraitSet(), input, condition);
    } else if (rel instanceof Sort
        || rel instanceof Sample
        || rel instanceof Repartition
        || rel instanceof PartitionSort
        || (rel instanceof Union union && union.all)) {
      return rel.copy(rel.getTraitSet(), rel.getInputs().stream().map(FileNames::named).toList());
    }
    throw refused("rows of " + rel.getRelTypeName().replace("Logical", ""));
  }

  private static RelNode named(TableScan scan) {
    RelOptTable table = scan.getTable();
    TableHandle handle = EngineTable.of(table).handle();
    if (handle instanceof CachedTable) {
      throw refused("cached rows");
    } else if (!(handle instanceof FileTable files)) {
      return withoutFile(scan);
    } else {
      RelOptCluster cluster = scan.getCluster();
      RelNode named =
          LogicalTableScan.create(
              cluster,
              EngineTable.withFileNames(table, files, cluster.getTypeFactory()),
              scan.getHints());
      List<RexNode> columns = columns(named);
      columns.add(columns.remove(0));
      return project(named, columns, scan.getRowType().getFieldNames());
    }
  }

  private static RelNode withoutFile(RelNode rel) {
    List<RexNode> columns = columns(rel);
    columns.add(rel.getCluster().getRexBuilder().makeLiteral(""));
    return project(rel, columns, rel.getRowType().getFieldNames());
  }

  private static RelNode named(Project project) {
    RelNode input = named(project.getInput());
    Calls calls = new Calls(input);
    List<RexNode> columns = new ArrayList<>(calls.visitList(project.getProjects()));
    columns.add(calls.name);
    return LogicalProject.create(
        input,
        project.getHints(),
        columns,
        withName(project.getRowType().getFieldNames()),
        project.getVariablesSet());
  }

  private static List<RexNode> columns(RelNode rel) {
    return new ArrayList<>(rel.getCluster().getRexBuilder().identityProjects(rel.getRowType()));
  }

  /**
   * @param names of all columns, or all but the file's name
   */
  private static RelNode project(RelNode input, List<RexNode> columns, List<String> names) {
    List<String> all = names.size() < columns.size() ? withName(names) : names;
    return LogicalProject.create(input, List.of(), columns, all, Set.of());
  }

  private static List<String> withName(List<String> names) {
    List<String> all = new ArrayList<>(names);
    all.add(FUNCTION);
    return all;
  }

  private static DistaffException refused(String rows) {
    return new DistaffException(
        ErrorCode.SEMANTIC_ERROR,
        FUNCTION
            + "() is known of rows as they come from files, not of "
            + rows
            + ": call it in a sub-query over the files alone, such as (SELECT *, "
            + FUNCTION
            + "() AS file FROM t)");
  }

  private static boolean isCall(RexNode node) {
    return node instanceof RexCall call
        && call.getOperator() instanceof RegistryFunction function
        && function.definition().name().equals(FUNCTION);
  }

  /** Whether an expression of the node itself has the call. */
  private static boolean isAsked(RelNode rel) {
    boolean[] found = {false};
    rel.accept(
        new RexShuttle() {
          @Override
          public RexNode visitCall(RexCall call) {
            found[0] |= isCall(call);
            return super.visitCall(call);
          }
        });
    return found[0];
  }

  private static class SubQueries extends RexShuttle {
    @Override
    public RexNode visitSubQuery(RexSubQuery subQuery) {
      RexSubQuery visited = (RexSubQuery) super.visitSubQuery(subQuery);
      RelNode bound = bind(visited.rel);
      return bound == visited.rel ? visited : visited.clone(bound);
    }
  }

  /** Puts the last column of an input in the place of calls. */
  private static final class Calls extends SubQueries {
    private final RexNode name;

    Calls(RelNode input) {
      this.name = Util.last(columns(input));
    }

    @Override
    public RexNode visitCall(RexCall call) {
      return isCall(call) ? name : super.visitCall(call);
    }
  }
}
