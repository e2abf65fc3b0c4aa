package io.distaff.optimizer;

import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.util.ImmutableBitSet;

/** By what the window functions of a projection are partitioned. */
public final class WindowPartitions {
  private WindowPartitions() {}

  /** The columns of a projection's input that are among the keys of all of its windows. */
  public static ImmutableBitSet common(Project project) {
    ImmutableBitSet[] common = {
      ImmutableBitSet.range(project.getInput().getRowType().getFieldCount())
    };
    RexVisitorImpl<Void> visitor =
        new RexVisitorImpl<>(true) {
          @Override
          public Void visitOver(RexOver over) {
            ImmutableBitSet.Builder keys = ImmutableBitSet.builder();
            for (RexNode key : over.getWindow().partitionKeys) {
              if (key instanceof RexInputRef column) {
                keys.set(column.getIndex());
              }
            }
            common[0] = common[0].intersect(keys.build());
            return null;
          }
        };
    visitor.visitEach(project.getProjects());
    return common[0];
  }
}
