package io.distaff.optimizer;

import java.util.IdentityHashMap;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.util.ImmutableBitSet;

/** Tells {@link SharedRows} which of their columns any of their places needs. One use. */
final class SharedColumns {
  private final IdentityHashMap<SharedRows, ImmutableBitSet> needed = new IdentityHashMap<>();
  private final IdentityHashMap<RelNode, RelNode> told = new IdentityHashMap<>();

  private SharedColumns() {}

  static RelNode of(RelNode root) {
    SharedColumns columns = new SharedColumns();
    columns.note(root, NeededColumns.all(root));
    return columns.needed.isEmpty() ? root : columns.told(root);
  }

  private void note(RelNode rel, ImmutableBitSet columns) {
    ImmutableBitSet all = columns;
    if (rel instanceof SharedRows shared) {
      ImmutableBitSet known = needed.get(shared);
      all = known == null ? columns : known.union(columns);
      if (needed.put(shared, all) != null && all.equals(known)) {
        return;
      }
    }
    List<ImmutableBitSet> ofInputs = NeededColumns.ofInputs(rel, all);
    for (int i = 0; i < ofInputs.size(); i++) {
      note(rel.getInput(i), ofInputs.get(i));
    }
  }

  private RelNode told(RelNode rel) {
    RelNode known = told.get(rel);
    if (known != null) {
      return known;
    }
    List<RelNode> inputs = rel.getInputs().stream().map(this::told).toList();
    RelNode result = rel;
    if (rel instanceof SharedRows shared) {
      result = SharedRows.create(inputs.get(0), needed.get(shared));
    } else if (!inputs.equals(rel.getInputs())) {
      result = rel.copy(rel.getTraitSet(), inputs);
    }
    told.put(rel, result);
    return result;
  }
}
