package io.distaff.optimizer;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;

/** The columns of outer rows that parts of correlated sub-queries name, each once, in order. */
final class OuterColumns {
  /** A column of a row that a correlation gives. */
  record OuterColumn(CorrelationId row, int column) implements Comparable<OuterColumn> {
    @Override
    public int compareTo(OuterColumn other) {
      int rows = row.compareTo(other.row);
      return rows != 0 ? rows : Integer.compare(column, other.column);
    }
  }

  private OuterColumns() {}

  /** Those in a relation's own expressions. */
  static Map<OuterColumn, RexNode> namedBy(RelNode rel) {
    Map<OuterColumn, RexNode> named = new TreeMap<>();
    rel.accept(collecting(named));
    return named;
  }

  /** Those in the expressions of a relation and of all below it, of rows that come from above. */
  static Map<OuterColumn, RexNode> namedWithin(RelNode rel) {
    Map<OuterColumn, RexNode> named = new TreeMap<>();
    Set<CorrelationId> own = new HashSet<>();
    rel.accept(
        new RelHomogeneousShuttle() {
          @Override
          public RelNode visit(RelNode other) {
            named.putAll(namedBy(other));
            if (other instanceof Correlate correlate) {
              own.add(correlate.getCorrelationId());
            }
            return super.visit(other);
          }
        });
    named.keySet().removeIf(column -> own.contains(column.row()));
    return named;
  }

  private static RexShuttle collecting(Map<OuterColumn, RexNode> named) {
    return new RexShuttle() {
      @Override
      public RexNode visitFieldAccess(RexFieldAccess access) {
        if (access.getReferenceExpr() instanceof RexCorrelVariable row) {
          named.put(new OuterColumn(row.id, access.getField().getIndex()), access);
          return access;
        }
        return super.visitFieldAccess(access);
      }
    };
  }
}
