package io.distaff.optimizer;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.BiRel;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;

/**
 * Rows of a query and what a sub-query says about each. Unlike a Calcite join its conditions have
 * three values, so that no rule may take unknown for false.
 */
public final class SubQueryJoin extends BiRel {
  /** What is given beside the left columns. */
  public enum Kind {
    /** Nothing: the left rows for which the condition is false for every right row. */
    ANTI,
    /**
     * A boolean: true when the condition is true for some right row, else null when it is unknown
     * for some, else false.
     */
    MARK,
    /** The right input's first column, null when no row matches; more than one is an error. */
    SINGLE
  }

  private final Kind kind;
  private final List<RexNode> comparisons;
  private final List<RexNode> predicates;
  private final RelDataType added;

  private SubQueryJoin(
      RelOptCluster cluster,
      RelTraitSet traits,
      RelNode left,
      RelNode right,
      Kind kind,
      List<RexNode> comparisons,
      List<RexNode> predicates,
      RelDataType added) {
    super(cluster, traits, left, right);
    this.kind = kind;
    this.comparisons = List.copyOf(comparisons);
    this.predicates = List.copyOf(predicates);
    this.added = added;
  }

  /**
   * @param comparisons of left with right values, which may be unknown; over left columns, then
   *     right columns
   * @param predicates that decide which right rows count: those for which they are true
   * @param added the type of the column that is added; null for {@link Kind#ANTI}
   */
  static SubQueryJoin create(
      RelNode left,
      RelNode right,
      Kind kind,
      List<RexNode> comparisons,
      List<RexNode> predicates,
      RelDataType added) {
    return new SubQueryJoin(
        left.getCluster(), left.getTraitSet(), left, right, kind, comparisons, predicates, added);
  }

  public Kind kind() {
    return kind;
  }

  public List<RexNode> comparisons() {
    return comparisons;
  }

  public List<RexNode> predicates() {
    return predicates;
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new SubQueryJoin(
        getCluster(), traits, inputs.get(0), inputs.get(1), kind, comparisons, predicates, added);
  }

  @Override
  public RelNode accept(RexShuttle shuttle) {
    List<RexNode> newComparisons = shuttle.apply(comparisons);
    List<RexNode> newPredicates = shuttle.apply(predicates);
    return newComparisons == comparisons && newPredicates == predicates
        ? this
        : create(left, right, kind, newComparisons, newPredicates, added);
  }

  @Override
  protected RelDataType deriveRowType() {
    if (kind == Kind.ANTI) {
      return left.getRowType();
    }
    List<String> names = new ArrayList<>(left.getRowType().getFieldNames());
    String name = kind == Kind.MARK ? "mark" : right.getRowType().getFieldNames().get(0);
    String unique = name;
    for (int number = 0; names.contains(unique); number++) {
      unique = name + number;
    }
    RelDataTypeFactory.Builder builder = getCluster().getTypeFactory().builder();
    return builder.addAll(left.getRowType().getFieldList()).add(unique, added).build();
  }

  @Override
  public double estimateRowCount(RelMetadataQuery mq) {
    double rows = mq.getRowCount(left);
    return kind == Kind.ANTI ? Math.max(1, rows / 2) : rows;
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer)
        .item("kind", kind)
        .item("comparisons", comparisons)
        .item("predicates", predicates);
  }
}
