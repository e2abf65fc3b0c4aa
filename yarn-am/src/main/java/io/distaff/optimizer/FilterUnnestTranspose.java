package io.distaff.optimizer;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.tools.RelBuilderFactory;
import org.apache.calcite.util.ImmutableBitSet;

/** Conditions on the columns that an unnest repeats are checked before it. */
final class FilterUnnestTranspose extends RelRule<FilterUnnestTranspose.Config> {
  static final RelOptRule RULE =
      new Config(
              RelFactories.LOGICAL_BUILDER,
              FilterUnnestTranspose.class.getSimpleName(),
              filter ->
                  filter
                      .operand(LogicalFilter.class)
                      .oneInput(unnest -> unnest.operand(Unnest.class).anyInputs()))
          .toRule();

  /** What Calcite wants to know of a rule. */
  record Config(
      RelBuilderFactory relBuilderFactory, String description, OperandTransform operandSupplier)
      implements RelRule.Config {
    @Override
    public RelOptRule toRule() {
      return new FilterUnnestTranspose(this);
    }

    @Override
    public Config withRelBuilderFactory(RelBuilderFactory factory) {
      return new Config(factory, description, operandSupplier);
    }

    @Override
    public Config withDescription(String text) {
      return new Config(relBuilderFactory, text, operandSupplier);
    }

    @Override
    public Config withOperandSupplier(OperandTransform transform) {
      return new Config(relBuilderFactory, description, transform);
    }
  }

  private FilterUnnestTranspose(Config config) {
    super(config);
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    LogicalFilter filter = call.rel(0);
    Unnest unnest = call.rel(1);
    RelNode input = unnest.getInput();
    ImmutableBitSet repeated = ImmutableBitSet.range(input.getRowType().getFieldCount());
    List<RexNode> below = new ArrayList<>();
    List<RexNode> above = new ArrayList<>();
    for (RexNode condition : RelOptUtil.conjunctions(filter.getCondition())) {
      boolean isBelow =
          RexUtil.isDeterministic(condition)
              && repeated.contains(RelOptUtil.InputFinder.bits(condition));
      (isBelow ? below : above).add(condition);
    }
    if (!below.isEmpty()) {
      RelNode filtered = call.builder().push(input).filter(below).build();
      RelNode unnested = unnest.copy(unnest.getTraitSet(), List.of(filtered));
      call.transformTo(call.builder().push(unnested).filter(above).build());
    }
  }
}
