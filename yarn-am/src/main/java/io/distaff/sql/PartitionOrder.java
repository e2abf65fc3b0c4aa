package io.distaff.sql;

import io.distaff.sql.Repartition.Distribution;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.sql.SqlHint;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * What DISTRIBUTE BY, SORT BY and CLUSTER BY say of the rows of a SELECT. In Calcite's tree their
 * keys are those of ORDER BY, so that they are resolved as these, and a hint tells what they are
 * for. Immutable.
 *
 * @param numDividing how many keys, the first ones, divide the rows among tasks; 0 = they stay
 *     where they are
 * @param firstOrdering the first of the keys, up to the last, by which the rows of a task are in
 *     order
 */
record PartitionOrder(int numDividing, int firstOrdering) {
  private static final String HINT = "\u01CEPARTITION_ORDER";

  /** Puts the keys to a SELECT, which has no other order. */
  void addTo(SqlSelect select, List<SqlNode> keys) {
    SqlParserPos position = select.getParserPosition();
    select.setOrderBy(new SqlNodeList(keys, position));
    select.setHints(
        SqlNodeList.of(
            new SqlHint(
                position,
                new SqlIdentifier(HINT, position),
                SqlNodeList.of(number(numDividing, position), number(firstOrdering, position)),
                SqlHint.HintOptionFormat.LITERAL_LIST)));
  }

  private static SqlLiteral number(int number, SqlParserPos position) {
    return SqlLiteral.createExactNumeric(Integer.toString(number), position);
  }

  /** That of a SELECT, if its order is one. */
  static Optional<PartitionOrder> of(SqlSelect select) {
    SqlNodeList hints = select.getHints();
    if (hints == null || hints.size() != 1) {
      return Optional.empty();
    }
    SqlHint hint = (SqlHint) hints.get(0);
    if (!hint.getName().equals(HINT)) {
      return Optional.empty();
    }
    List<String> numbers = hint.getOptionList();
    return Optional.of(
        new PartitionOrder(Integer.parseInt(numbers.get(0)), Integer.parseInt(numbers.get(1))));
  }

  /**
   * The rows in their tasks and their order.
   *
   * @param keys columns of the input, as many as were put to the SELECT
   */
  RelNode apply(RelNode input, List<RelFieldCollation> keys) {
    RelNode divided =
        numDividing == 0
            ? input
            : Repartition.create(input, Distribution.HASHED, keys.subList(0, numDividing), 0);
    return firstOrdering == keys.size()
        ? divided
        : PartitionSort.create(divided, RelCollations.of(keys.subList(firstOrdering, keys.size())));
  }
}
