package io.distaff.parquet.read;

import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.InputRef;
import io.distaff.expression.Lambda;
import java.util.BitSet;

/** Which columns an expression looks at. */
final class PredicateColumns {
  private PredicateColumns() {}

  static BitSet of(Expression expression) {
    BitSet columns = new BitSet();
    collect(expression, columns);
    return columns;
  }

  private static void collect(Expression expression, BitSet into) {
    if (expression instanceof InputRef ref) {
      into.set(ref.index());
    } else if (expression instanceof Call call) {
      call.arguments().forEach(argument -> collect(argument, into));
    } else if (expression instanceof Lambda lambda) {
      lambda.captured().forEach(captured -> collect(captured, into));
    }
  }

  /** The one column that an expression looks at; -1 when there are several or none. */
  static int only(Expression expression) {
    BitSet columns = of(expression);
    return columns.cardinality() == 1 ? columns.nextSetBit(0) : -1;
  }
}
