package io.distaff.sql;

import io.distaff.catalog.TableHandle.RangeTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * {@code FROM range([start,] end [, step [, partitions]])} as the name of a table in the schema
 * {@link #SCHEMA}: its numbers. Stateless.
 */
final class RangeCalls extends SqlShuttle {
  static final String FUNCTION = "range";

  /** Not a name that a database can have. */
  static final String SCHEMA = "range()";

  private static final int MOST_ARGUMENTS = 4;

  @Override
  public SqlNode visit(SqlCall call) {
    boolean isRange =
        call.getKind() == SqlKind.COLLECTION_TABLE
            && UnitFunctions.restore(call.operand(0)) instanceof SqlCall function
            && function.getOperator().getName().equalsIgnoreCase(FUNCTION);
    return isRange ? table(call.operand(0)) : super.visit(call);
  }

  private static SqlNode table(SqlCall call) {
    List<Long> numbers = new ArrayList<>();
    for (SqlNode argument : call.getOperandList()) {
      numbers.add(number(argument));
    }
    if (numbers.isEmpty() || numbers.size() > MOST_ARGUMENTS) {
      throw GeneratorFunction.error(call, "range takes ([start,] end [, step [, partitions]])");
    }
    if (numbers.size() == 1) {
      numbers.add(0, 0L);
    }
    if (numbers.size() > 2 && numbers.get(2) == 0) {
      throw GeneratorFunction.error(call, "the step of a range isn't 0");
    }
    if (numbers.size() == MOST_ARGUMENTS && numbers.get(3) < 1) {
      throw GeneratorFunction.error(call, "a range has at least 1 partition");
    }
    SqlParserPos position = call.getParserPosition();
    String name = numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
    return new SqlIdentifier(List.of(SCHEMA, name), null, position, List.of(position, position));
  }

  private static long number(SqlNode argument) {
    boolean isNegative = argument.getKind() == SqlKind.MINUS_PREFIX;
    SqlNode digits = isNegative ? ((SqlCall) argument).operand(0) : argument;
    digits = digits.getKind() == SqlKind.CAST ? ((SqlCall) digits).operand(0) : digits;
    if (digits instanceof SqlNumericLiteral literal && literal.isInteger()) {
      try {
        long number = ((SqlLiteral) literal).bigDecimalValue().longValueExact();
        return isNegative ? Math.negateExact(number) : number;
      } catch (ArithmeticException e) {
        throw GeneratorFunction.error(argument, "a range is of BIGINT: this number is too large");
      }
    }
    throw GeneratorFunction.error(argument, "range takes whole numbers that are written out");
  }

  /** The table of a name that was made here. */
  static Optional<RangeTable> find(String name) {
    List<Long> numbers = new ArrayList<>();
    for (String number : name.split(", ")) {
      numbers.add(Long.parseLong(number));
    }
    return Optional.of(
        RangeTable.of(
            numbers.get(0),
            numbers.get(1),
            numbers.size() > 2 ? numbers.get(2) : 1,
            numbers.size() > 3 ? numbers.get(3).intValue() : 0));
  }
}
