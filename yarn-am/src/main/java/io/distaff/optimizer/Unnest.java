package io.distaff.optimizer;

import io.distaff.plan.UnnestColumn;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.validate.SqlValidatorUtil;

/**
 * Each row of the input once for each entry of its arrays or maps in some columns, the entry's
 * parts behind the input's columns; several collections are walked side by side. What Calcite says
 * as a join with a sub-query for each row.
 */
public final class Unnest extends SingleRel {
  /** Entries that a collection of unknown size is taken to have. */
  private static final double ENTRIES = 4;

  private final List<Integer> collections;
  private final List<UnnestColumn> columns;
  private final List<RelDataTypeField> added;
  private final boolean outer;

  private Unnest(
      RelOptCluster cluster,
      RelTraitSet traits,
      RelNode input,
      List<Integer> collections,
      List<UnnestColumn> columns,
      List<RelDataTypeField> added,
      boolean outer) {
    super(cluster, traits, input);
    this.collections = List.copyOf(collections);
    this.columns = List.copyOf(columns);
    this.added = List.copyOf(added);
    this.outer = outer;
  }

  /**
   * @param collections positions in the input of arrays and maps
   * @param columns what is added
   * @param added names and types of {@code columns}, as of one collection whose rows all have
   *     entries
   * @param outer whether a row without entries is given once, with nulls
   */
  static Unnest create(
      RelNode input,
      List<Integer> collections,
      List<UnnestColumn> columns,
      List<RelDataTypeField> added,
      boolean outer) {
    return new Unnest(
        input.getCluster(), input.getTraitSet(), input, collections, columns, added, outer);
  }

  public List<Integer> collections() {
    return collections;
  }

  public List<UnnestColumn> columns() {
    return columns;
  }

  public boolean isOuter() {
    return outer;
  }

  /** Over another input, in which the columns have moved to the right. */
  Unnest over(RelNode other, int shift, boolean isOuter) {
    List<Integer> moved = collections.stream().map(c -> c + shift).toList();
    return create(other, moved, columns, added, isOuter);
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new Unnest(getCluster(), traits, inputs.get(0), collections, columns, added, outer);
  }

  @Override
  protected RelDataType deriveRowType() {
    RelDataTypeFactory factory = getCluster().getTypeFactory();
    List<RelDataType> types = new ArrayList<>();
    List<String> names = new ArrayList<>(input.getRowType().getFieldNames());
    input.getRowType().getFieldList().forEach(field -> types.add(field.getType()));
    for (int i = 0; i < columns.size(); i++) {
      boolean mayEndEarly =
          collections.size() > 1 && columns.get(i).part() != UnnestColumn.Part.ORDINALITY;
      RelDataType type = added.get(i).getType();
      types.add(factory.createTypeWithNullability(type, type.isNullable() || outer || mayEndEarly));
      names.add(added.get(i).getName());
    }
    return factory.createStructType(
        types, SqlValidatorUtil.uniquify(names, SqlValidatorUtil.F_SUGGESTER, true));
  }

  @Override
  public double estimateRowCount(RelMetadataQuery mq) {
    return mq.getRowCount(input) * ENTRIES;
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer)
        .item("collections", collections)
        .item("columns", columns)
        .item("names", added.stream().map(RelDataTypeField::getName).toList())
        .item("outer", outer);
  }
}
