package io.distaff.optimizer;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.plan.UnnestColumn;
import io.distaff.plan.UnnestColumn.Part;
import io.distaff.sql.Generator;
import io.distaff.sql.GeneratorColumn;
import io.distaff.sql.GeneratorFunction;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.Strong;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rel.core.Uncollect;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalValues;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * UNNEST and the generators become {@link Unnest}s. A join with a sub-query for each row, of which
 * the sub-query is a chain of projections, filters and unnests over one row of literals, is that
 * chain over the left rows, with the left columns carried along and read in the place of the
 * correlated variable:
 *
 * <pre>
 *   Correlate $c                          Project left columns, x
 *     left                                  Unnest arr
 *     Project x                  =>           Project left columns, arr = $c.arr
 *       Uncollect                               left
 *         Project arr = $c.arr
 *           Values 1 row
 * </pre>
 */
final class UnnestCorrelates extends RelRewrite {
  @Override
  RelNode rewrite(RelNode node) {
    RelNode rel = node.accept(new SubQueryTrees(this::apply));
    if (rel instanceof Uncollect uncollect) {
      return unnest(uncollect);
    } else if (rel instanceof TableFunctionScan scan
        && scan.getCall() instanceof RexCall call
        && call.getOperator() instanceof GeneratorFunction function) {
      return generate(scan, call, function.generator());
    } else if (rel instanceof LogicalProject project) {
      return generate(project);
    } else if (rel instanceof Correlate correlate && isChain(correlate.getRight())) {
      return correlate.getJoinType() == JoinRelType.LEFT
          ? leftJoined(correlate)
          : asDeclared(
              new Graft(correlate, false).over(correlate.getRight()), correlate.getRowType());
    }
    return rel;
  }

  // What makes rows.

  private static RelNode unnest(Uncollect uncollect) {
    RelNode input = uncollect.getInput();
    List<UnnestColumn> columns = new ArrayList<>();
    List<RelDataTypeField> fields = input.getRowType().getFieldList();
    for (int c = 0; c < fields.size(); c++) {
      RelDataType type = fields.get(c).getType();
      RelDataType element = type.getComponentType();
      if (type.getKeyType() != null) {
        columns.add(UnnestColumn.of(Part.KEY, c));
        columns.add(UnnestColumn.of(Part.VALUE, c));
      } else if (element != null && element.isStruct() && uncollect.getItemAliases().isEmpty()) {
        for (int m = 0; m < element.getFieldCount(); m++) {
          columns.add(UnnestColumn.member(c, m));
        }
      } else {
        columns.add(UnnestColumn.of(Part.ELEMENT, c));
      }
    }
    if (uncollect.withOrdinality) {
      columns.add(UnnestColumn.ordinality());
    }
    List<Integer> collections = ImmutableBitSet.range(fields.size()).asList();
    List<RelDataTypeField> added = uncollect.getRowType().getFieldList();
    RelNode unnest = Unnest.create(input, collections, columns, added, false);
    return asDeclared(columnsFrom(unnest, fields.size()), uncollect.getRowType());
  }

  /** A generator in FROM: over one row that has its argument. */
  private static RelNode generate(TableFunctionScan scan, RexCall call, Generator generator) {
    RelNode row = LogicalValues.createOneRow(scan.getCluster());
    RelNode argument =
        LogicalProject.create(row, List.of(), call.getOperands(), List.of("argument"), Set.of());
    return asDeclared(columnsFrom(generated(argument, generator), 1), scan.getRowType());
  }

  /**
   * A generator among the columns of a SELECT: beneath go the others and what those need that are
   * made of its columns, with its argument last.
   */
  private static RelNode generate(LogicalProject project) {
    List<RexNode> below = new ArrayList<>();
    List<RexNode> generated = new ArrayList<>();
    for (RexNode column : project.getProjects()) {
      (generatorColumn(column).isPresent() ? generated : below).add(column);
    }
    if (generated.isEmpty()) {
      return project;
    }
    Map<Integer, Integer> inputs = new HashMap<>();
    for (int input : RelOptUtil.InputFinder.bits(generated, null)) {
      inputs.put(input, below.size());
      below.add(project.getCluster().getRexBuilder().makeInputRef(project.getInput(), input));
    }
    RexCall call = generatorColumn(generated.get(0)).orElseThrow();
    Generator generator = ((GeneratorColumn) call.getOperator()).generator();
    below.add(call.getOperands().get(0));
    RelNode others =
        LogicalProject.create(
            project.getInput(),
            project.getHints(),
            below,
            (List<String>) null,
            project.getVariablesSet());
    RelNode rows = generated(others, generator);
    RexBuilder rexBuilder = project.getCluster().getRexBuilder();
    List<RexNode> columns = new ArrayList<>();
    int other = 0;
    RexShuttle above = aboveGenerator(rows, below.size(), inputs);
    for (RexNode column : project.getProjects()) {
      RexNode value =
          generated.contains(column)
              ? column.accept(above)
              : rexBuilder.makeInputRef(rows, other++);
      columns.add(rexBuilder.ensureType(column.getType(), value, true));
    }
    return LogicalProject.create(
        rows, List.of(), columns, project.getRowType().getFieldNames(), Set.of());
  }

  /** A column of a generator in an expression; there is one generator in a SELECT. */
  private static Optional<RexCall> generatorColumn(RexNode expression) {
    RexCall[] found = new RexCall[1];
    expression.accept(
        new RexVisitorImpl<Void>(true) {
          @Override
          public Void visitCall(RexCall call) {
            if (call.getOperator() instanceof GeneratorColumn) {
              found[0] = call;
              return null;
            }
            return super.visitCall(call);
          }
        });
    return Optional.ofNullable(found[0]);
  }

  /** Expressions over a generator's rows: its columns, and inputs by their places beneath. */
  private static RexShuttle aboveGenerator(
      RelNode rows, int firstGenerated, Map<Integer, Integer> inputs) {
    RexBuilder rexBuilder = rows.getCluster().getRexBuilder();
    return new RexShuttle() {
      @Override
      public RexNode visitCall(RexCall call) {
        if (call.getOperator() instanceof GeneratorColumn part) {
          RexNode column = rexBuilder.makeInputRef(rows, firstGenerated + part.index());
          return rexBuilder.ensureType(call.getType(), column, true);
        }
        return super.visitCall(call);
      }

      @Override
      public RexNode visitInputRef(RexInputRef input) {
        return rexBuilder.makeInputRef(rows, inputs.get(input.getIndex()));
      }
    };
  }

  /** The rows of an input with a generator's columns, whose argument is the last column. */
  private static RelNode generated(RelNode input, Generator generator) {
    int argument = input.getRowType().getFieldCount() - 1;
    RelDataType type = input.getRowType().getFieldList().get(argument).getType();
    List<Generator.Column> generated = generator.columns(input.getCluster().getTypeFactory(), type);
    RelDataType added = generator.rowType(input.getCluster().getTypeFactory(), generated);
    List<UnnestColumn> columns = generated.stream().map(Generator.Column::of).toList();
    RelNode unnest =
        Unnest.create(input, List.of(argument), columns, added.getFieldList(), generator.isOuter());
    if (columns.stream().noneMatch(column -> column.part() == Part.ORDINALITY)) {
      return unnest;
    }
    // What SQL counts from 1 the generators count from 0.
    RexBuilder rexBuilder = input.getCluster().getRexBuilder();
    List<RexNode> values = new ArrayList<>(rexBuilder.identityProjects(unnest.getRowType()));
    int position = argument + 1;
    values.set(
        position,
        rexBuilder.makeCall(
            SqlStdOperatorTable.MINUS,
            values.get(position),
            rexBuilder.makeExactLiteral(BigDecimal.ONE)));
    return LogicalProject.create(
        unnest, List.of(), values, unnest.getRowType().getFieldNames(), Set.of());
  }

  private static RelNode columnsFrom(RelNode rel, int first) {
    RexBuilder rexBuilder = rel.getCluster().getRexBuilder();
    List<RexNode> all = rexBuilder.identityProjects(rel.getRowType());
    List<String> names = rel.getRowType().getFieldNames();
    return LogicalProject.create(
        rel,
        List.of(),
        all.subList(first, all.size()),
        names.subList(first, names.size()),
        Set.of());
  }

  /** The same columns with the names and types that the rest of the tree counts on. */
  private static RelNode asDeclared(RelNode rel, RelDataType declared) {
    return RelOptUtil.areRowTypesEqual(rel.getRowType(), declared, true)
        ? rel
        : RelOptUtil.createCastRel(rel, declared, true);
  }

  // Chains.

  /** Whether an expression is a chain with an unnest in it. */
  private static boolean isChain(RelNode rel) {
    boolean unnests = false;
    RelNode node = rel;
    while (!(node instanceof LogicalValues)) {
      unnests |= node instanceof Unnest;
      boolean fits =
          node instanceof Unnest
              || (node instanceof LogicalProject project && isPlain(project.getProjects()))
              || (node instanceof LogicalFilter filter && isPlain(List.of(filter.getCondition())));
      if (!fits) {
        return false;
      }
      node = node.getInput(0);
    }
    return unnests && ((LogicalValues) node).getTuples().size() == 1;
  }

  private static boolean isPlain(List<RexNode> expressions) {
    return !RexOver.containsOver(expressions, null)
        && expressions.stream().allMatch(e -> RexUtil.SubQueryFinder.find(e) == null);
  }

  /**
   * A left join, where a row without entries must give nulls: so it is if there is one unnest, and
   * above it are only expressions that are null where the entries' columns are.
   */
  private static RelNode leftJoined(Correlate correlate) {
    RelNode node = correlate.getRight();
    List<LogicalProject> above = new ArrayList<>();
    while (node instanceof LogicalProject project) {
      above.add(0, project);
      node = project.getInput();
    }
    ImmutableBitSet nulls =
        node instanceof Unnest unnest && isRowOfLiterals(unnest.getInput())
            ? ImmutableBitSet.range(
                unnest.getInput().getRowType().getFieldCount(), node.getRowType().getFieldCount())
            : ImmutableBitSet.of();
    for (LogicalProject project : above) {
      ImmutableBitSet.Builder projected = ImmutableBitSet.builder();
      for (int c = 0; c < project.getProjects().size(); c++) {
        if (Strong.isNull(project.getProjects().get(c), nulls)) {
          projected.set(c);
        }
      }
      nulls = projected.build();
    }
    if (nulls.cardinality() < correlate.getRight().getRowType().getFieldCount()) {
      throw new DistaffException(
          ErrorCode.NOT_SUPPORTED,
          "a LEFT JOIN with UNNEST or a generator must be ON TRUE, and what is selected there be"
              + " null for rows without entries: filter or compute in an outer query");
    }
    return asDeclared(
        new Graft(correlate, true).over(correlate.getRight()), correlate.getRowType());
  }

  private static boolean isRowOfLiterals(RelNode rel) {
    return rel instanceof LogicalValues
        || (rel instanceof LogicalProject project && isRowOfLiterals(project.getInput()));
  }

  /** Puts a chain on top of the left rows. */
  private static final class Graft extends RexShuttle {
    private final Correlate correlate;
    private final RelNode left;
    private final int leftColumns;
    private final boolean outer;
    private final RexBuilder rexBuilder;

    /** What expressions are over now. */
    private RelNode input;

    Graft(Correlate correlate, boolean outer) {
      this.correlate = correlate;
      this.left = correlate.getLeft();
      this.leftColumns = left.getRowType().getFieldCount();
      this.outer = outer;
      this.rexBuilder = correlate.getCluster().getRexBuilder();
    }

    /** The left columns, then the chain's. */
    RelNode over(RelNode chain) {
      if (chain instanceof LogicalValues values) {
        return project(left, List.copyOf(values.getTuples().get(0)), values);
      }
      RelNode below = over(chain.getInput(0));
      if (chain instanceof Unnest unnest) {
        return unnest.over(below, leftColumns, outer || unnest.isOuter());
      }
      input = below;
      if (chain instanceof LogicalFilter filter) {
        return LogicalFilter.create(below, apply(filter.getCondition()));
      }
      return project(below, apply(((LogicalProject) chain).getProjects()), chain);
    }

    private RelNode project(RelNode below, List<RexNode> expressions, RelNode named) {
      List<RexNode> columns = new ArrayList<>();
      List<String> names = new ArrayList<>();
      for (int c = 0; c < leftColumns; c++) {
        columns.add(rexBuilder.makeInputRef(below, c));
        names.add(below.getRowType().getFieldNames().get(c));
      }
      columns.addAll(expressions);
      names.addAll(named.getRowType().getFieldNames());
      return LogicalProject.create(below, List.of(), columns, names, Set.of());
    }

    @Override
    public RexNode visitInputRef(RexInputRef ref) {
      return rexBuilder.makeInputRef(input, ref.getIndex() + leftColumns);
    }

    @Override
    public RexNode visitFieldAccess(RexFieldAccess access) {
      if (access.getReferenceExpr() instanceof RexCorrelVariable variable
          && variable.id.equals(correlate.getCorrelationId())) {
        return rexBuilder.makeInputRef(input, access.getField().getIndex());
      }
      return super.visitFieldAccess(access);
    }

    /** Over columns that may be null now the result may be, too. */
    @Override
    public RexNode visitCall(RexCall call) {
      RexNode visited = super.visitCall(call);
      if (!outer || visited.getType().isNullable()) {
        return visited;
      }
      RelDataType nullable =
          rexBuilder.getTypeFactory().createTypeWithNullability(visited.getType(), true);
      return ((RexCall) visited).clone(nullable, ((RexCall) visited).getOperands());
    }
  }
}
