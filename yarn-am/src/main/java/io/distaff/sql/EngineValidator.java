package io.distaff.sql;

import static org.apache.calcite.util.Static.RESOURCE;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLambda;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.validate.ListScope;
import org.apache.calcite.sql.validate.SqlValidatorCatalogReader;
import org.apache.calcite.sql.validate.SqlValidatorImpl;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/**
 * Calcite's validator with additions: a generator among the columns of a SELECT is expanded, as a
 * star is, to the columns that it makes of an argument of its type; and the sides of a semi join
 * are one scope, though its condition stands in a sub-query.
 */
final class EngineValidator extends SqlValidatorImpl {
  EngineValidator(
      SqlOperatorTable operators,
      SqlValidatorCatalogReader reader,
      RelDataTypeFactory typeFactory,
      Config config) {
    super(operators, reader, typeFactory, config);
  }

  @Override
  protected RelDataType validateSelectList(
      SqlNodeList items, SqlSelect select, RelDataType targetRowType) {
    List<SqlNode> expanded = new ArrayList<>();
    for (SqlNode item : items) {
      SqlNode value = item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
      if (value instanceof SqlCall call
          && call.getOperator() instanceof GeneratorFunction function) {
        List<String> names =
            value == item ? List.of() : GeneratorSyntax.names(((SqlCall) item).operand(1));
        expanded.addAll(columns(call, function.generator(), names, getSelectScope(select)));
      } else {
        expanded.add(item);
      }
    }
    SqlNodeList all = new SqlNodeList(expanded, items.getParserPosition());
    select.setSelectList(all);
    return super.validateSelectList(all, select, targetRowType);
  }

  @Override
  protected void validateWhereClause(SqlSelect select) {
    if (select instanceof SemiJoins.Matches
        && getWhereScope(select) instanceof ListScope right
        && right.getParent() instanceof ListScope left) {
      checkUnambiguous(select.getWhere(), left, right);
    }
    super.validateWhereClause(select);
  }

  /** A column that both sides have must be named with its table. */
  private void checkUnambiguous(SqlNode condition, ListScope left, ListScope right) {
    condition.accept(
        new SqlBasicVisitor<Void>() {
          @Override
          public Void visit(SqlCall call) {
            return call.isA(SqlKind.QUERY) || call instanceof SqlLambda ? null : super.visit(call);
          }

          @Override
          public Void visit(SqlIdentifier name) {
            if (name.isSimple() && has(left, name) && has(right, name)) {
              throw newValidationError(name, RESOURCE.columnAmbiguous(name.getSimple()));
            }
            return null;
          }
        });
  }

  private boolean has(ListScope scope, SqlIdentifier column) {
    return scope.getChildren().stream()
        .anyMatch(
            table ->
                getCatalogReader().nameMatcher().field(table.getRowType(), column.getSimple())
                    != null);
  }

  private List<SqlNode> columns(
      SqlCall call, Generator generator, List<String> names, SqlValidatorScope scope) {
    if (call.operandCount() != 1) {
      throw GeneratorFunction.error(call, generator.functionName() + " takes 1 argument");
    }
    SqlNode argument = call.operand(0);
    inferUnknownTypes(unknownType, scope, argument);
    RelDataType type = deriveType(scope, argument);
    GeneratorFunction.checkArgument(generator, argument, type);
    List<Generator.Column> columns = generator.columns(typeFactory, type);
    if (!names.isEmpty() && names.size() != columns.size()) {
      throw GeneratorFunction.error(
          call,
          "%s makes %d columns here, %s: given %d names"
              .formatted(
                  generator.functionName(),
                  columns.size(),
                  columns.stream().map(Generator.Column::name).toList(),
                  names.size()));
    }
    SqlParserPos position = call.getParserPosition();
    List<SqlNode> nodes = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      String name = names.isEmpty() ? columns.get(i).name() : names.get(i);
      nodes.add(
          SqlStdOperatorTable.AS.createCall(
              position,
              new GeneratorColumn(generator, i).createCall(position, argument),
              new SqlIdentifier(name, position)));
    }
    return nodes;
  }
}
