package io.distaff.sql;

import static org.apache.calcite.util.Static.RESOURCE;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLambda;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlStarExclude;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.validate.ListScope;
import org.apache.calcite.sql.validate.SelectNamespace;
import org.apache.calcite.sql.validate.SelectScope;
import org.apache.calcite.sql.validate.SqlValidatorCatalogReader;
import org.apache.calcite.sql.validate.SqlValidatorImpl;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.util.Util;

/**
 * Calcite's validator with additions: a generator among the columns of a SELECT is expanded, as a
 * star is, to the columns that it makes of an argument of its type; the sides of a semi join are
 * one scope, though its condition stands in a sub-query; columns that joins have in common go by
 * their bare names in every clause, see {@link CommonColumns}; and columns of a sub-query may have
 * the same name, see {@link DuplicateNames}.
 */
final class EngineValidator extends SqlValidatorImpl {
  private SqlNode outermost;

  /** By SELECT the columns of outer queries that it is grouped by besides. */
  private final IdentityHashMap<SqlSelect, List<SqlIdentifier>> outerKeys = new IdentityHashMap<>();

  EngineValidator(
      SqlOperatorTable operators,
      SqlValidatorCatalogReader reader,
      RelDataTypeFactory typeFactory,
      Config config) {
    super(operators, reader, typeFactory, config);
  }

  @Override
  public SqlNode validate(SqlNode topNode) {
    outermost = select(topNode);
    return super.validate(topNode);
  }

  /** A condition that is nothing but a sub-query is a value, as one in WHERE is. */
  @Override
  protected SqlNode performUnconditionalRewrites(SqlNode node, boolean underFrom) {
    if (node instanceof SqlJoin join
        && join.getCondition() != null
        && join.getCondition().isA(SqlKind.QUERY)) {
      SqlNode query = join.getCondition();
      join.setOperand(
          5, SqlStdOperatorTable.SCALAR_QUERY.createCall(query.getParserPosition(), query));
    }
    return super.performUnconditionalRewrites(node, underFrom);
  }

  /** The SELECT whose columns are those of the result; another node if it has no such one. */
  private static SqlNode select(SqlNode query) {
    if (query instanceof SqlOrderBy order) {
      return select(order.query);
    }
    return query instanceof SqlWith with ? select(with.body) : query;
  }

  /** Of two columns that have one name a star doesn't rename the second. */
  @Override
  protected void addToSelectList(
      List<SqlNode> items,
      Set<String> names,
      List<Map.Entry<String, RelDataType>> fields,
      SqlNode item,
      SelectScope scope,
      boolean includeSystemVars) {
    super.addToSelectList(items, new HashSet<>(), fields, item, scope, includeSystemVars);
  }

  /** The columns of a star without those that EXCEPT names, all that have a name. */
  private List<SqlNode> withoutExcepted(SqlStarExclude star, SqlSelect select) {
    SqlNodeList columns = expandStar(SqlNodeList.of(star.getStarIdentifier()), select, false);
    List<SqlNode> left = new ArrayList<>(columns);
    for (SqlNode node : star.getExcludeList()) {
      SqlIdentifier name = (SqlIdentifier) node;
      if (columns.stream().noneMatch(column -> isNamed(nameOf(column), name))) {
        List<String> known =
            columns.stream().map(c -> DuplicateNames.shown(Util.last(nameOf(c).names))).toList();
        throw GeneratorFunction.error(
            name,
            "%s has no column %s to leave out%s"
                .formatted(
                    star.getStarIdentifier(),
                    name,
                    SemanticErrors.nearestOrAll(Util.last(name.names), known)));
      }
      left.removeIf(column -> isNamed(nameOf(column), name));
    }
    return left;
  }

  /** A column of a star; one of USING may be what COALESCE gives. */
  private static SqlIdentifier nameOf(SqlNode column) {
    return (SqlIdentifier)
        (column.getKind() == SqlKind.AS ? ((SqlCall) column).operand(1) : column);
  }

  /** Whether a column, with its table, is one of those that the user calls so. */
  private static boolean isNamed(SqlIdentifier column, SqlIdentifier name) {
    int tables = column.names.size() - name.names.size();
    return tables >= 0
        && IntStream.range(0, name.names.size())
            .allMatch(
                i ->
                    DuplicateNames.shown(column.names.get(tables + i))
                        .equalsIgnoreCase(name.names.get(i)));
  }

  @Override
  protected RelDataType validateSelectList(
      SqlNodeList items, SqlSelect select, RelDataType targetRowType) {
    List<SqlNode> expanded = new ArrayList<>();
    for (SqlNode written : items) {
      SqlNode item = resolvedColumn(written, select);
      SqlNode value = item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
      if (value instanceof SqlCall call
          && call.getOperator() instanceof GeneratorFunction function) {
        List<String> names =
            value == item ? List.of() : GeneratorSyntax.names(((SqlCall) item).operand(1));
        expanded.addAll(columns(call, function.generator(), names, getSelectScope(select)));
      } else if (item instanceof SqlStarExclude star) {
        expanded.addAll(withoutExcepted(star, select));
      } else {
        expanded.add(item instanceof SqlIdentifier name ? struct(name, select) : item);
      }
    }
    SqlNodeList all = new SqlNodeList(expanded, items.getParserPosition());
    select.setSelectList(all);
    RelDataType row = super.validateSelectList(all, select, targetRowType);
    return select == outermost ? row : withoutDuplicates(select, row);
  }

  /** The row of a sub-query whose columns have a name of their own each. */
  private RelDataType withoutDuplicates(SqlSelect select, RelDataType row) {
    List<String> names = DuplicateNames.hide(row.getFieldNames());
    if (names.equals(row.getFieldNames())) {
      return row;
    }
    List<RelDataType> types = row.getFieldList().stream().map(RelDataTypeField::getType).toList();
    List<SqlNode> items = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      SqlNode item = select.getSelectList().get(i);
      if (!names.get(i).equals(row.getFieldNames().get(i))) {
        SqlParserPos position = item.getParserPosition();
        SqlNode value = item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
        item =
            SqlStdOperatorTable.AS.createCall(
                position, value, new SqlIdentifier(names.get(i), position));
        setValidatedNodeType(item, types.get(i));
      }
      items.add(item);
    }
    select.setSelectList(new SqlNodeList(items, select.getSelectList().getParserPosition()));
    getRawSelectScope(select).setExpandedSelectList(items);
    return typeFactory.createStructType(types, names);
  }

  @Override
  protected void validateSelect(SqlSelect select, RelDataType targetRowType) {
    super.validateSelect(select, targetRowType);
    if (select.getFrom() != null) {
      joinByConditions(select.getFrom(), getRawSelectScope(select));
    }
  }

  /** Joins of joins say ON what USING and NATURAL mean, once nothing asks for those any more. */
  private void joinByConditions(SqlNode from, SqlValidatorScope scope) {
    if (!(from instanceof SqlJoin join)) {
      return;
    }
    Optional<SqlNode> condition = new CommonColumns(this, scope, Set.of()).condition(join);
    joinByConditions(join.getLeft(), scope);
    joinByConditions(join.getRight(), scope);
    if (condition.isPresent()) {
      SqlParserPos position = condition.get().getParserPosition();
      SqlValidatorScope joined = getJoinScope(join);
      SqlNode expanded = expand(condition.get(), joined);
      expanded.validate(this, joined);
      join.setOperand(1, SqlLiteral.createBoolean(false, position));
      join.setOperand(4, JoinConditionType.ON.symbol(position));
      join.setOperand(5, expanded);
    }
  }

  /** A sub-query that aggregates may have outer columns beside aggregates. */
  @Override
  protected SelectNamespace createSelectNamespace(SqlSelect select, SqlNode enclosing) {
    if (select != outermost && select.getGroup() == null && isAggregate(select)) {
      select.setGroupBy(new SqlNodeList(select.getParserPosition()));
    }
    return super.createSelectNamespace(select, enclosing);
  }

  /**
   * Columns of outer queries stand for one value in all groups, but Calcite asks for them to be
   * keys: {@link EngineConverter} takes them away again.
   */
  @Override
  protected void validateGroupClause(SqlSelect select) {
    change(select.getGroup(), select, group -> select.setGroupBy((SqlNodeList) group));
    if (select.getGroup() != null && isAggregate(select)) {
      List<SqlIdentifier> outer = new OuterKeys(select, getRawSelectScope(select)).find();
      if (!outer.isEmpty()) {
        outerKeys.put(select, outer);
        SqlNodeList all = new SqlNodeList(select.getGroup(), select.getGroup().getParserPosition());
        all.addAll(outer);
        select.setGroupBy(all);
      }
    }
    super.validateGroupClause(select);
  }

  /** How many keys of a SELECT, the last ones, are columns of outer queries that it didn't name. */
  int numOuterKeys(SqlNode select) {
    return outerKeys.getOrDefault(select, List.of()).size();
  }

  /** {@code s.*} with the table of s before it, if s is a column and no table. */
  private SqlIdentifier struct(SqlIdentifier star, SqlSelect select) {
    if (!star.isStar()
        || star.names.size() != 2
        || select.getFrom() == null
        || FromClause.ofOne(select).aliases().stream().anyMatch(star.names.get(0)::equalsIgnoreCase)
        || !(getSelectScope(select) instanceof ListScope scope)
        || !has(scope, star.getComponent(0))) {
      return star;
    }
    SqlIdentifier column = scope.fullyQualify(star.getComponent(0)).identifier;
    return column.plus("", star.getParserPosition());
  }

  /** Numbers, or dates and timestamps, of one column get the type that holds them all. */
  @Override
  protected void validateValues(
      SqlCall values, RelDataType targetRowType, SqlValidatorScope scope) {
    int columns = ((SqlCall) values.operand(0)).operandCount();
    boolean isEven =
        values.getOperandList().stream().allMatch(row -> ((SqlCall) row).operandCount() == columns);
    for (int i = 0; isEven && i < columns && values.operandCount() > 1; i++) {
      List<RelDataType> types = new ArrayList<>();
      for (SqlNode row : values.getOperandList()) {
        types.add(deriveType(scope, ((SqlCall) row).operand(i)));
      }
      if (types.stream().map(ValuesKind::of).distinct().filter(ValuesKind::isKnown).count() > 1) {
        widen(values, i, types, scope);
      }
    }
    super.validateValues(values, targetRowType, scope);
  }

  /** What Calcite puts side by side in one column without a cast. */
  private enum ValuesKind {
    NULL,
    EXACT,
    APPROXIMATE,
    TEXT,
    OTHER,
    DATE,
    TIMESTAMP;

    static ValuesKind of(RelDataType type) {
      return switch (type.getSqlTypeName()) {
        case NULL -> NULL;
        case TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL -> EXACT;
        case REAL, FLOAT, DOUBLE -> APPROXIMATE;
        case CHAR, VARCHAR -> TEXT;
        case DATE -> DATE;
        case TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> TIMESTAMP;
        default -> OTHER;
      };
    }

    boolean isKnown() {
      return this != NULL;
    }
  }

  private void widen(SqlCall values, int column, List<RelDataType> types, SqlValidatorScope scope) {
    List<RelDataType> known = types.stream().filter(type -> ValuesKind.of(type).isKnown()).toList();
    RelDataType wider = getTypeCoercion().getWiderTypeFor(known, true);
    if (wider == null) {
      RelDataType one = known.get(0);
      int other = 0;
      while (ValuesKind.of(types.get(other)) == ValuesKind.NULL
          || ValuesKind.of(types.get(other)) == ValuesKind.of(one)) {
        other++;
      }
      throw GeneratorFunction.error(
          ((SqlCall) values.operand(other)).operand(column),
          "column %d of VALUES has %s before, and %s here: no type holds both"
              .formatted(column + 1, name(one), name(types.get(other))));
    }
    for (int row = 0; row < types.size(); row++) {
      SqlCall cells = values.operand(row);
      boolean fits =
          types.get(row).getSqlTypeName() == wider.getSqlTypeName()
              || !ValuesKind.of(types.get(row)).isKnown();
      if (!fits) {
        SqlNode cast = EngineCast.to(cells.operand(column), wider);
        cells.setOperand(column, cast);
        deriveType(scope, cast);
      }
    }
  }

  private static String name(RelDataType type) {
    return EngineTypes.fromCalcite(type).sqlName();
  }

  /** ORDER BY ALL orders by every column of the SELECT list. */
  @Override
  protected void validateOrderList(SqlSelect select) {
    SqlNodeList order = select.getOrderList();
    if (order != null && order.size() == 1 && isAllColumns(order.get(0))) {
      List<SqlNode> keys = new ArrayList<>();
      for (int i = 1; i <= select.getSelectList().size(); i++) {
        keys.add(key(order.get(0), i));
      }
      select.setOrderBy(new SqlNodeList(keys, order.getParserPosition()));
    } else if (order != null) {
      CommonColumns columns =
          new CommonColumns(this, getRawSelectScope(select), CommonColumns.aliases(select));
      select.setOrderBy((SqlNodeList) order.accept(columns));
    }
    super.validateOrderList(select);
  }

  private static boolean isAllColumns(SqlNode key) {
    return key instanceof SqlIdentifier name
        ? name.isSimple() && name.getSimple().equals(SelectSyntax.ALL_COLUMNS)
        : key instanceof SqlCall call && call.operandCount() == 1 && isAllColumns(call.operand(0));
  }

  /** The key with a column's number, ordered as it is. */
  private static SqlNode key(SqlNode all, int column) {
    return all instanceof SqlCall call
        ? call.getOperator().createCall(call.getParserPosition(), key(call.operand(0), column))
        : SqlLiteral.createExactNumeric(Integer.toString(column), all.getParserPosition());
  }

  @Override
  protected void validateJoin(SqlJoin join, SqlValidatorScope scope) {
    boolean needsAllOfRight =
        join.getJoinType() == JoinType.RIGHT || join.getJoinType() == JoinType.FULL;
    if (needsAllOfRight && isLateral(join.getRight())) {
      throw GeneratorFunction.error(
          join,
          "LATERAL stands behind a comma, CROSS, INNER or LEFT JOIN, not " + join.getJoinType());
    }
    if (join.getConditionType() == JoinConditionType.ON) {
      join.setOperand(5, resolved(join.getCondition(), getJoinScope(join)));
    }
    if (join.getConditionType() == JoinConditionType.USING) {
      for (SqlNode column : (SqlNodeList) join.getCondition()) {
        checkSide("left", join.getLeft(), (SqlIdentifier) column);
        checkSide("right", join.getRight(), (SqlIdentifier) column);
      }
    }
    super.validateJoin(join, scope);
  }

  private void checkSide(String which, SqlNode side, SqlIdentifier column) {
    RelDataType row = getNamespace(side).getRowType();
    if (getCatalogReader().nameMatcher().field(row, column.getSimple()) == null) {
      throw GeneratorFunction.error(
          column,
          "USING needs a column of the name on both sides: the %s one has no %s%s"
              .formatted(
                  which,
                  column.getSimple(),
                  SemanticErrors.nearestOrAll(
                      column.getSimple(), new LinkedHashSet<>(row.getFieldNames()))));
    }
  }

  private static boolean isLateral(SqlNode table) {
    return table.getKind() == SqlKind.LATERAL
        || (table.getKind() == SqlKind.AS && isLateral(((SqlCall) table).operand(0)));
  }

  @Override
  protected void validateWhereClause(SqlSelect select) {
    if (select instanceof SemiJoins.Matches
        && getWhereScope(select) instanceof ListScope right
        && right.getParent() instanceof ListScope left) {
      checkUnambiguous(select.getWhere(), left, right);
    }
    change(select.getWhere(), select, select::setWhere);
    super.validateWhereClause(select);
  }

  @Override
  protected void validateHavingClause(SqlSelect select) {
    change(select.getHaving(), select, select::setHaving);
    super.validateHavingClause(select);
  }

  @Override
  protected void validateWindowClause(SqlSelect select) {
    select.getWindowList().replaceAll(window -> resolved(window, getRawSelectScope(select)));
    super.validateWindowClause(select);
  }

  @Override
  protected void validateQualifyClause(SqlSelect select) {
    change(select.getQualify(), select, select::setQualify);
    super.validateQualifyClause(select);
  }

  private void change(SqlNode clause, SqlSelect select, Consumer<SqlNode> setter) {
    if (clause != null) {
      SqlNode resolved = resolved(clause, getRawSelectScope(select));
      if (resolved != clause) {
        setter.accept(resolved);
      }
    }
  }

  private SqlNode resolved(SqlNode clause, SqlValidatorScope scope) {
    return clause.accept(new CommonColumns(this, scope, Set.of()));
  }

  /** A column of the SELECT list keeps its name. */
  private SqlNode resolvedColumn(SqlNode item, SqlSelect select) {
    SqlNode resolved = resolved(item, getRawSelectScope(select));
    return item instanceof SqlIdentifier && resolved != item
        ? SqlStdOperatorTable.AS.createCall(item.getParserPosition(), resolved, item)
        : resolved;
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
          "this makes %d columns, %s: given %d names"
              .formatted(
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
