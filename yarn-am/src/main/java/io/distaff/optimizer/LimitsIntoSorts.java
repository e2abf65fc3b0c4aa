package io.distaff.optimizer;

import io.distaff.sql.JoinHint;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;

/**
 * A limit above a sort, with nothing between them that drops or adds rows, becomes the sort's own,
 * so that no more rows are kept than are wanted; likewise above another limit:
 *
 * <pre>
 *   Limit 5 offset 2             Project
 *     Project             =&gt;       Sort by a, limit 5 offset 2
 *       Sort by a
 * </pre>
 */
final class LimitsIntoSorts extends RelRewrite {
  private static final BigDecimal MOST_ROWS = BigDecimal.valueOf(Long.MAX_VALUE);

  @Override
  RelNode rewrite(RelNode rel) {
    boolean isLimit =
        rel instanceof Sort sort
            && sort.getCollation().getFieldCollations().isEmpty()
            && isNumber(sort.fetch)
            && isNumber(sort.offset);
    return isLimit ? pushed((Sort) rel, ((Sort) rel).getInput()).orElse(rel) : rel;
  }

  private static boolean isNumber(RexNode rows) {
    return rows == null || (rows instanceof RexLiteral literal && !literal.isNull());
  }

  private static Optional<RelNode> pushed(Sort limit, RelNode rel) {
    if ((rel instanceof Project project && !project.containsOver()) || rel instanceof JoinHint) {
      return pushed(limit, rel.getInput(0))
          .map(input -> rel.copy(rel.getTraitSet(), List.of(input)));
    }
    return rel instanceof Sort sort && isNumber(sort.fetch) && isNumber(sort.offset)
        ? Optional.of(merged(limit, sort))
        : Optional.empty();
  }

  private static RelNode merged(Sort limit, Sort sort) {
    BigDecimal skipped = number(limit.offset, BigDecimal.ZERO);
    BigDecimal left = number(sort.fetch, MOST_ROWS).subtract(skipped).max(BigDecimal.ZERO);
    BigDecimal fetch = number(limit.fetch, MOST_ROWS).min(left);
    BigDecimal offset = number(sort.offset, BigDecimal.ZERO).add(skipped).min(MOST_ROWS);
    boolean isBounded = limit.fetch != null || sort.fetch != null;
    return sort.copy(
        sort.getTraitSet(),
        sort.getInput(),
        sort.getCollation(),
        offset.signum() == 0 ? null : literal(sort, offset),
        isBounded ? literal(sort, fetch) : null);
  }

  private static BigDecimal number(RexNode rows, BigDecimal otherwise) {
    return rows == null ? otherwise : ((RexLiteral) rows).getValueAs(BigDecimal.class);
  }

  private static RexNode literal(Sort sort, BigDecimal rows) {
    return sort.getCluster().getRexBuilder().makeExactLiteral(rows);
  }
}
