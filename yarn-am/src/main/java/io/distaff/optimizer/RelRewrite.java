package io.distaff.optimizer;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;

/** A rewriting of algebra that looks at every node once, inputs first. Immutable. */
abstract class RelRewrite {
  final RelNode apply(RelNode rel) {
    List<RelNode> inputs = new ArrayList<>(rel.getInputs().size());
    boolean changed = false;
    for (RelNode input : rel.getInputs()) {
      RelNode rewritten = apply(input);
      changed |= rewritten != input;
      inputs.add(rewritten);
    }
    return rewrite(changed ? rel.copy(rel.getTraitSet(), inputs) : rel);
  }

  /** The node in a better form, of the same row type; itself when there is nothing to do. */
  abstract RelNode rewrite(RelNode rel);
}
