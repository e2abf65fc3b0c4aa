package io.distaff.optimizer;

import io.distaff.expression.PartFunctions;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.rules.ProjectJoinTransposeRule;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.util.Util;

/**
 * Takes members out of structs below joins rather than above, so that a scan need not give the
 * other members, nor an exchange carry them. Leaves joins alone above and in which no member is
 * taken.
 */
final class MembersBelowJoins extends ProjectJoinTransposeRule {
  static final MembersBelowJoins RULE =
      new MembersBelowJoins(
          Config.DEFAULT.withPreserveExprCondition(MembersBelowJoins::isMember).as(Config.class));

  private MembersBelowJoins(Config config) {
    super(config);
  }

  @Override
  public boolean matches(RelOptRuleCall call) {
    Project project = call.rel(0);
    Join join = call.rel(1);
    return project.getProjects().stream().anyMatch(MembersBelowJoins::takesMember)
        || takesMember(join.getCondition());
  }

  private static boolean takesMember(RexNode expression) {
    try {
      expression.accept(
          new RexVisitorImpl<Void>(true) {
            @Override
            public Void visitCall(RexCall call) {
              if (isMember(call)) {
                throw Util.FoundOne.NULL;
              }
              return super.visitCall(call);
            }
          });
      return false;
    } catch (Util.FoundOne e) {
      return true;
    }
  }

  /** A member of a column, or of a member of a column. */
  private static boolean isMember(RexNode expression) {
    return expression instanceof RexCall call
        && call.getOperator().getName().equalsIgnoreCase(PartFunctions.STRUCT_EXTRACT)
        && (call.getOperands().get(0) instanceof RexInputRef
            || isMember(call.getOperands().get(0)));
  }
}
