package io.distaff.optimizer;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.calcite.plan.RelDigest;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Makes rows once that a query needs in several places, where {@link FusedRows} has one tree for
 * what stands there, and where to write its rows down is estimated to be less {@link Work} than to
 * make them again:
 *
 * <pre>
 *   Join                            Join
 *     Filter p                        SharedRows
 *       T                               Filter p
 *     Aggregate            ====>          T
 *       Filter p and q                Aggregate
 *         T                             Filter q
 *                                         SharedRows, the same
 * </pre>
 *
 * <p>Trees are tried from the root down, so that as much as can be is shared. A tree is fused with
 * one after the other that stands behind it, as long as that saves work. What is shared then may
 * have a part that others need as well, so all is looked at again until nothing is found. Confined
 * to one thread.
 */
final class SharedTrees {
  /** All trees of the query, each before those that it is made of. */
  private final List<Tree> trees = new ArrayList<>();

  /** What stands in the place of trees, of equal ones wherever they are. */
  private final Map<RelDigest, RelNode> replaced = new HashMap<>();

  /** The numbers of trees that are shared, or that an equal aggregation has made already. */
  private final BitSet settled = new BitSet();

  private final Set<SharedRows> seen = new HashSet<>();

  private final RowSharing sharing;

  private SharedTrees(RowSharing sharing) {
    this.sharing = sharing;
  }

  /**
   * A tree of the query.
   *
   * @param number its place among all trees
   * @param end the place behind the last one that it is made of
   * @param needed columns
   * @param scans how often it reads each table
   * @param isSteady whether it has the same rows whenever they are made
   */
  private record Tree(
      RelNode rel,
      int number,
      int end,
      ImmutableBitSet needed,
      Map<List<String>, Integer> scans,
      boolean isSteady) {
    boolean contains(Tree other) {
      return number <= other.number && other.number < end;
    }
  }

  /** Trees and the one that they are parts of. */
  private record Group(List<Tree> members, FusedRows fused) {
    static Optional<Group> of(List<Tree> members) {
      return FusedRows.of(members.stream().map(Tree::rel).toList())
          .map(fused -> new Group(members, fused));
    }

    /** Of the fused tree. */
    ImmutableBitSet needed() {
      ImmutableBitSet needed = ImmutableBitSet.of();
      for (int i = 0; i < members.size(); i++) {
        needed = needed.union(fused.parts().get(i).needed(members.get(i).needed));
      }
      return needed;
    }

    /** Nanoseconds, or more with each member where all that can be is shared. */
    double saves(RowSharing sharing) {
      if (sharing == RowSharing.ALWAYS) {
        return members.size();
      }
      Work apart = new Work();
      double made = members.stream().mapToDouble(t -> apart.toMake(t.rel, t.needed)).sum();
      return made - new Work().toShare(fused.rel(), needed(), members.size());
    }
  }

  /** The query with what several of its places need made once. */
  static RelNode share(RelNode query, RowSharing sharing) {
    RelNode root = query;
    boolean goesOn = sharing != RowSharing.NEVER;
    while (goesOn) {
      SharedTrees trees = new SharedTrees(sharing);
      trees.findIn(root);
      root = trees.made(root);
      goesOn = !trees.replaced.isEmpty();
    }
    return SharedColumns.of(root);
  }

  private void findIn(RelNode root) {
    Tree all = collect(root, NeededColumns.all(root));
    if (all.scans.values().stream().noneMatch(times -> times > 1)) {
      return;
    }
    Set<RelDigest> grouped = new HashSet<>();
    for (Tree tree : trees) {
      if (tree.rel instanceof Aggregate && !grouped.add(tree.rel.getRelDigest())) {
        settled.set(tree.number + 1, tree.end);
      }
    }
    for (Tree tree : trees) {
      if (canBeShared(tree)) {
        share(tree);
      }
    }
  }

  private Tree collect(RelNode rel, ImmutableBitSet needed) {
    int number = trees.size();
    trees.add(null);
    Map<List<String>, Integer> scans = new HashMap<>();
    boolean isSteady = isSteady(rel);
    // What is shared is made in its first place.
    if (!(rel instanceof SharedRows shared) || seen.add(shared)) {
      List<ImmutableBitSet> ofInputs = NeededColumns.ofInputs(rel, needed);
      for (int i = 0; i < rel.getInputs().size(); i++) {
        Tree input = collect(rel.getInput(i), ofInputs.get(i));
        isSteady &= input.isSteady;
        input.scans.forEach((table, times) -> scans.merge(table, times, Integer::sum));
      }
    }
    if (rel instanceof TableScan scan) {
      scans.put(scan.getTable().getQualifiedName(), 1);
    }
    Tree tree = new Tree(rel, number, trees.size(), needed, scans, isSteady);
    trees.set(number, tree);
    return tree;
  }

  /** Whether rows depend on the inputs' alone: not on their order, nor on chance. */
  private static boolean isSteady(RelNode rel) {
    boolean isKnown =
        rel instanceof TableScan
            || rel instanceof Filter
            || rel instanceof Project
            || rel instanceof Aggregate
            || rel instanceof Join
            || rel instanceof Union
            || rel instanceof Values;
    return isKnown && isDeterministic(rel);
  }

  private static boolean isDeterministic(RelNode rel) {
    boolean[] isDeterministic = {true};
    rel.accept(
        new RexShuttle() {
          @Override
          public RexNode visitCall(RexCall call) {
            isDeterministic[0] &= RexUtil.isDeterministic(call);
            return call;
          }
        });
    return isDeterministic[0];
  }

  private boolean canBeShared(Tree tree) {
    return tree.isSteady
        && !settled.get(tree.number)
        && !tree.scans.isEmpty()
        && !(tree.rel instanceof TableScan);
  }

  /** Makes a tree a part of what is shared with others behind it, if that saves work. */
  private void share(Tree tree) {
    Group best = null;
    List<Tree> members = List.of(tree);
    double saves = 0;
    for (Tree other : trees.subList(tree.end, trees.size())) {
      if (canBeShared(other)
          && tree.scans.equals(other.scans)
          && members.stream().noneMatch(member -> member.contains(other))) {
        Optional<Group> larger =
            Group.of(Stream.concat(members.stream(), Stream.of(other)).toList());
        if (larger.isPresent() && larger.get().saves(sharing) > saves) {
          best = larger.get();
          members = best.members();
          saves = best.saves(sharing);
        }
      }
    }
    if (best != null) {
      replace(best);
    }
  }

  private void replace(Group group) {
    SharedRows shared = SharedRows.create(group.fused().rel(), group.needed());
    Map<RelDigest, RelNode> places = new HashMap<>();
    for (int i = 0; i < group.members().size(); i++) {
      RelNode rel = group.members().get(i).rel();
      RelNode part = group.fused().parts().get(i).of(shared, rel.getRowType());
      if (!RelOptUtil.areRowTypesEqual(part.getRowType(), rel.getRowType(), false)) {
        return;
      }
      places.put(rel.getRelDigest(), part);
    }
    replaced.putAll(places);
    for (Tree tree : trees) {
      if (places.containsKey(tree.rel.getRelDigest())) {
        settled.set(tree.number, tree.end);
      }
    }
  }

  private RelNode made(RelNode root) {
    IdentityHashMap<RelNode, RelNode> known = new IdentityHashMap<>();
    return replaced.isEmpty() ? root : made(root, known);
  }

  private RelNode made(RelNode rel, IdentityHashMap<RelNode, RelNode> known) {
    RelNode replacement = replaced.get(rel.getRelDigest());
    if (replacement != null) {
      return replacement;
    }
    RelNode made = known.get(rel);
    if (made == null) {
      List<RelNode> inputs = rel.getInputs().stream().map(input -> made(input, known)).toList();
      made = inputs.equals(rel.getInputs()) ? rel : rel.copy(rel.getTraitSet(), inputs);
      known.put(rel, made);
    }
    return made;
  }
}
