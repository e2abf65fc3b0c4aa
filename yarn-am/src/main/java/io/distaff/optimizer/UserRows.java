package io.distaff.optimizer;

import io.distaff.sql.EngineTypes;
import io.distaff.types.Schema;
import java.util.Arrays;
import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.type.RelDataType;

/**
 * What a function of the user's makes of the rows of each task, or of each group of rows with equal
 * keys. Nothing is known of it.
 */
public final class UserRows extends SingleRel {
  private final Call call;

  /**
   * A call of a function.
   *
   * @param name in messages and plans
   * @param code as {@link io.distaff.plan.PlanNode.UserRows} has it
   * @param key position of the groups' key; -1 = the rows of a task aren't divided
   * @param order in which a group's rows come; empty = any
   * @param columns positions of what the function's objects are made of
   * @param schema of what it makes
   */
  public record Call(
      String name,
      byte[] code,
      int key,
      List<RelFieldCollation> order,
      List<Integer> columns,
      Schema schema) {
    public Call {
      order = List.copyOf(order);
      columns = List.copyOf(columns);
    }

    /** The same of groups whose rows come in an order. */
    public Call inOrder(List<RelFieldCollation> other) {
      return new Call(name, code, key, other, columns, schema);
    }
  }

  private UserRows(RelOptCluster cluster, RelTraitSet traits, RelNode input, Call call) {
    super(cluster, traits, input);
    this.call = call;
  }

  public static UserRows create(RelNode input, Call call) {
    return new UserRows(input.getCluster(), input.getTraitSet(), input, call);
  }

  public Call call() {
    return call;
  }

  @Override
  protected RelDataType deriveRowType() {
    return EngineTypes.toCalcite(getCluster().getTypeFactory(), call.schema());
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new UserRows(getCluster(), traits, inputs.get(0), call);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer)
        .item("function", call.name())
        .item("code", Arrays.hashCode(call.code()))
        .item("key", call.key())
        .item("order", call.order())
        .item("columns", call.columns())
        .item("schema", call.schema());
  }
}
