package io.distaff.planner;

import io.distaff.ids.CacheId;
import io.distaff.planner.CachedRelation.Size;
import io.distaff.sql.EngineTable;
import io.distaff.sql.EngineTypes;
import io.distaff.types.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;

/**
 * What a session has cached, and where queries contain it: every part of a query, sub-queries
 * included, that is the same algebra as a cached relation becomes a scan of that. Tables are the
 * same when they have the same name. Guarded by the session's lock.
 */
final class SessionCaches {
  private final List<CachedRelation> relations = new ArrayList<>();
  private int lastId;

  CacheId nextId() {
    return new CacheId(++lastId);
  }

  void add(CachedRelation relation) {
    relations.add(relation);
  }

  /** Without projections that leave all columns as they are. */
  static RelNode plain(RelNode rel) {
    RelNode plain = rel;
    while (plain instanceof Project project
        && RexUtil.isIdentity(project.getProjects(), project.getInput().getRowType())) {
      plain = project.getInput();
    }
    return plain;
  }

  Optional<CachedRelation> find(RelNode rel) {
    RelNode plain = plain(rel);
    return relations.stream().filter(relation -> relation.rel().deepEquals(plain)).findFirst();
  }

  Optional<CachedRelation> find(String name) {
    return relations.stream().filter(relation -> isNamed(relation, name)).findFirst();
  }

  private static boolean isNamed(CachedRelation relation, String name) {
    return relation.name().filter(name::equalsIgnoreCase).isPresent();
  }

  /** Forgets a relation. */
  void remove(CachedRelation relation) {
    relations.removeIf(other -> other.id().equals(relation.id()));
  }

  List<CachedRelation> all() {
    return List.copyOf(relations);
  }

  /** The relations that can't be told from others once a name means another table. */
  List<CachedRelation> dependingOn(List<String> fullName) {
    Predicate<RelNode> scansIt =
        rel ->
            rel instanceof TableScan scan && isSame(scan.getTable().getQualifiedName(), fullName);
    return relations.stream()
        .filter(
            relation ->
                isNamed(relation, String.join(".", fullName)) || contains(relation.rel(), scansIt))
        .toList();
  }

  private static boolean isSame(List<String> one, List<String> other) {
    boolean same = one.size() == other.size();
    for (int i = 0; same && i < one.size(); i++) {
      same = one.get(i).equalsIgnoreCase(other.get(i));
    }
    return same;
  }

  private static boolean contains(RelNode rel, Predicate<RelNode> wanted) {
    if (wanted.test(rel) || rel.getInputs().stream().anyMatch(input -> contains(input, wanted))) {
      return true;
    }
    boolean[] found = {false};
    rel.accept(
        new RexShuttle() {
          @Override
          public RexNode visitSubQuery(RexSubQuery subQuery) {
            found[0] |= contains(subQuery.rel, wanted);
            return super.visitSubQuery(subQuery);
          }
        });
    return found[0];
  }

  /** All of a relation is there, and this large. */
  void filled(CacheId id, Size size) {
    relations.replaceAll(relation -> relation.id().equals(id) ? relation.withSize(size) : relation);
  }

  /** The query with scans of caches in it. */
  RelNode substitute(RelNode rel) {
    if (relations.isEmpty()) {
      return rel;
    }
    for (CachedRelation relation : relations) {
      if (relation.rel().deepEquals(rel)) {
        Schema schema = EngineTypes.fromCalciteRow(rel.getRowType());
        return EngineTable.scan(rel, relation.table(schema), relation.id().toString());
      }
    }
    List<RelNode> inputs = rel.getInputs().stream().map(this::substitute).toList();
    RelNode substituted =
        inputs.equals(rel.getInputs()) ? rel : rel.copy(rel.getTraitSet(), inputs);
    return substituted.accept(
        new RexShuttle() {
          @Override
          public RexNode visitSubQuery(RexSubQuery subQuery) {
            RexSubQuery operandsDone = (RexSubQuery) super.visitSubQuery(subQuery);
            RelNode inner = substitute(subQuery.rel);
            return inner == subQuery.rel ? operandsDone : operandsDone.clone(inner);
          }
        });
  }
}
