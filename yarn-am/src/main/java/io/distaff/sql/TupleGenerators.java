package io.distaff.sql;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * The generators whose columns are arguments of their own, written with {@link Generator#INLINE}:
 *
 * <pre>
 *   stack(2, a, b, c)          inline(array(named_struct('col0', a, 'col1', b),
 *                                           named_struct('col0', c, 'col1', NULL)))
 *   json_tuple(j, 'a', 'b')    inline(array(json_members(j, 'a', 'b')))
 * </pre>
 *
 * They always make rows, so that OUTER means nothing to them.
 */
final class TupleGenerators {
  private static final String STACK = "stack";
  private static final String JSON_TUPLE = "json_tuple";
  private static final Set<String> ALL = Set.of(STACK, JSON_TUPLE);

  /** Rows that STACK may be asked for. */
  private static final int MOST_ROWS = 10_000;

  private TupleGenerators() {}

  static boolean contain(String function) {
    return ALL.contains(function.toLowerCase(Locale.ROOT));
  }

  /** The call of one of them as that of INLINE. */
  static SqlNode inline(SqlCall call) {
    boolean isStack = call.getOperator().getName().equalsIgnoreCase(STACK);
    List<SqlNode> structs = isStack ? stacked(call) : List.of(jsonTuple(call));
    SqlParserPos position = call.getParserPosition();
    SqlNode array = SpecialSyntax.unresolved("array", position).createCall(position, structs);
    return SpecialSyntax.unresolved(Generator.INLINE.functionName(), position)
        .createCall(position, array);
  }

  private static List<SqlNode> stacked(SqlCall call) {
    if (call.operandCount() < 2) {
      throw GeneratorFunction.error(call, "stack takes a number of rows, and their values");
    }
    int numRows = numRows(call.operand(0));
    List<SqlNode> values = call.getOperandList().subList(1, call.operandCount());
    int numColumns = (values.size() + numRows - 1) / numRows;
    List<SqlNode> structs = new ArrayList<>();
    for (int row = 0; row < numRows; row++) {
      List<SqlNode> members = new ArrayList<>();
      for (int i = row * numColumns; i < (row + 1) * numColumns; i++) {
        SqlNode missing = SqlLiteral.createNull(call.getParserPosition());
        members.add(i < values.size() ? values.get(i) : missing);
      }
      structs.add(struct("col", members, call.getParserPosition()));
    }
    return structs;
  }

  private static int numRows(SqlNode number) {
    if (number instanceof SqlNumericLiteral literal && literal.isInteger()) {
      BigDecimal rows = literal.getValueAs(BigDecimal.class);
      if (rows.signum() > 0 && rows.compareTo(BigDecimal.valueOf(MOST_ROWS)) <= 0) {
        return rows.intValueExact();
      }
    }
    throw GeneratorFunction.error(
        number,
        "the number of rows of stack is a literal from 1 to %d, not %s"
            .formatted(MOST_ROWS, number));
  }

  private static SqlNode jsonTuple(SqlCall call) {
    if (call.operandCount() < 2) {
      throw GeneratorFunction.error(call, "json_tuple takes a document, and names of its members");
    }
    for (SqlNode name : call.getOperandList().subList(1, call.operandCount())) {
      if (!(name instanceof SqlCharStringLiteral)) {
        throw GeneratorFunction.error(
            name,
            "json_tuple takes names of members as literals, not %s: use get_json_object"
                .formatted(name));
      }
    }
    SqlParserPos position = call.getParserPosition();
    return SpecialSyntax.unresolved("json_members", position)
        .createCall(position, call.getOperandList());
  }

  private static SqlNode struct(String prefix, List<SqlNode> members, SqlParserPos position) {
    List<SqlNode> named = new ArrayList<>();
    for (SqlNode member : members) {
      String name = prefix + named.size() / 2;
      named.add(SqlLiteral.createCharString(name, position));
      named.add(member);
    }
    return SpecialSyntax.unresolved("named_struct", position).createCall(position, named);
  }
}
