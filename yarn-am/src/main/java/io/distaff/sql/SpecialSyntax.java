package io.distaff.sql;

import io.distaff.expression.FunctionArgument;
import io.distaff.types.DataType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.fun.SqlTrimFunction;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * Calls that the grammar has a rule of its own for, as plain calls of the registry's functions:
 * {@code TRIM(BOTH c FROM t)} is {@code trim(t, c)}, {@code FLOOR(t TO MONTH)} is {@code
 * date_trunc('month', t)}. A call of a function of chance that has no seed gets one, which makes
 * the tree one that gives the same result again.
 */
final class SpecialSyntax extends SqlShuttle {
  /** What the grammar calls them, and what the registry does. */
  private static final Map<String, String> NAMES =
      Map.of(
          "FLOOR", "floor",
          "CEIL", "ceil",
          "POSITION", "position",
          "SUBSTRING", "substring",
          "OVERLAY", "overlay",
          "TRANSLATE3", "translate");

  private final RegistryOperators functions;
  private final LongSupplier seeds;

  /**
   * @param seeds of calls of functions of chance that are given none
   */
  SpecialSyntax(RegistryOperators functions, LongSupplier seeds) {
    this.functions = functions;
    this.seeds = seeds;
  }

  @Override
  public SqlNode visit(SqlCall call) {
    SqlNode visited = super.visit(call);
    return visited instanceof SqlCall plain ? rewritten(plain) : visited;
  }

  private SqlNode rewritten(SqlCall call) {
    List<SqlNode> operands = call.getOperandList();
    SqlParserPos position = call.getParserPosition();
    if (call.getKind() == SqlKind.TRIM && operands.size() == 3) {
      return trim(operands, position);
    }
    if (call.getKind() == SqlKind.FLOOR
        && operands.size() == 2
        && operands.get(1) instanceof SqlIntervalQualifier unit) {
      String name = unit.timeUnitRange.name().toLowerCase(Locale.ROOT);
      return plain(
          "date_trunc",
          List.of(SqlLiteral.createCharString(name, position), operands.get(0)),
          position);
    }
    String name = NAMES.get(call.getOperator().getName().toUpperCase(Locale.ROOT));
    if (name != null) {
      return plain(name, operands, position);
    }
    return operands.isEmpty() && takesSeed(call.getOperator().getName())
        ? plain(
            call.getOperator().getName(),
            List.of(SqlLiteral.createExactNumeric(Long.toString(seeds.getAsLong()), position)),
            position)
        : call;
  }

  private boolean takesSeed(String name) {
    return functions
        .function(name)
        .map(operator -> ((RegistryFunction) operator).definition())
        .filter(definition -> !definition.deterministic())
        .flatMap(definition -> definition.bind(List.of(FunctionArgument.of(DataType.BIGINT))))
        .isPresent();
  }

  private SqlNode trim(List<SqlNode> operands, SqlParserPos position) {
    SqlTrimFunction.Flag side =
        ((SqlLiteral) operands.get(0)).getValueAs(SqlTrimFunction.Flag.class);
    String name =
        switch (side) {
          case BOTH -> "trim";
          case LEADING -> "ltrim";
          case TRAILING -> "rtrim";
        };
    boolean spaces =
        operands.get(1) == null
            || (operands.get(1) instanceof SqlLiteral literal && " ".equals(literal.toValue()));
    List<SqlNode> plain =
        spaces ? List.of(operands.get(2)) : List.of(operands.get(2), operands.get(1));
    return plain(name, plain, position);
  }

  private SqlNode plain(String name, List<SqlNode> operands, SqlParserPos position) {
    Optional<?> known = functions.function(name);
    if (known.isEmpty()) {
      throw new IllegalStateException("no function " + name);
    }
    SqlUnresolvedFunction function =
        new SqlUnresolvedFunction(
            new SqlIdentifier(name, position),
            null,
            null,
            null,
            null,
            SqlFunctionCategory.USER_DEFINED_FUNCTION);
    return function.createCall(position, operands);
  }
}
