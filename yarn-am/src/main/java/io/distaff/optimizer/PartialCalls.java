package io.distaff.optimizer;

import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.tools.RelBuilder;

/** Calls of aggregate functions over groups that are made of the same calls over finer ones. */
final class PartialCalls {
  private static final Set<SqlAggFunction> MADE_OF_PARTS =
      Set.of(
          SqlStdOperatorTable.COUNT,
          SqlStdOperatorTable.SUM,
          WideSum.INSTANCE,
          SqlStdOperatorTable.MIN,
          SqlStdOperatorTable.MAX);

  private PartialCalls() {}

  static boolean isMadeOfParts(AggregateCall call) {
    return MADE_OF_PARTS.contains(call.getAggregation())
        && !call.isDistinct()
        && !call.ignoreNulls()
        && call.filterArg < 0
        && call.distinctKeys == null;
  }

  /** What makes of a function's results for parts its result for the whole. */
  static SqlAggFunction ofParts(SqlAggFunction function) {
    return switch (function.getKind()) {
      case COUNT -> SqlStdOperatorTable.SUM0;
      case SUM -> SqlStdOperatorTable.SUM;
      default -> function;
    };
  }

  /** What was made of parts in the types of the whole; nothing if they are quite other ones. */
  static Optional<RelNode> withTypes(RelBuilder builder, RelNode made, RelDataType wanted) {
    boolean keepsValues =
        IntStream.range(0, wanted.getFieldCount())
            .allMatch(
                i ->
                    keepsValue(
                        builder,
                        made.getRowType().getFieldList().get(i).getType(),
                        wanted.getFieldList().get(i).getType()));
    return keepsValues
        ? Optional.of(builder.push(made).convert(wanted, true).build())
        : Optional.empty();
  }

  /** The sum of sums is a decimal of more digits, of which it needs no more than the sum of all. */
  private static boolean keepsValue(RelBuilder builder, RelDataType made, RelDataType wanted) {
    return SqlTypeUtil.equalSansNullability(builder.getTypeFactory(), made, wanted)
        || (made.getSqlTypeName() == SqlTypeName.DECIMAL
            && wanted.getSqlTypeName() == SqlTypeName.DECIMAL
            && made.getScale() == wanted.getScale()
            && made.getPrecision() >= wanted.getPrecision());
  }
}
