package io.distaff.sql;

import io.distaff.expression.FunctionDefinition;
import io.distaff.expression.FunctionRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.validate.SqlNameMatcher;

/**
 * The registry's functions as operators of SQL, under all their names; what they hide in another
 * table isn't looked for there. Immutable.
 */
final class RegistryOperators implements SqlOperatorTable {
  private final Map<String, SqlOperator> byName = new LinkedHashMap<>();
  private final SqlOperatorTable others;

  /**
   * @param others where all other operators are
   */
  RegistryOperators(FunctionRegistry registry, SqlOperatorTable others) {
    this.others = others;
    for (FunctionDefinition definition : registry.all()) {
      SqlOperator operator = new RegistryFunction(definition);
      byName.put(definition.name(), operator);
      definition.aliases().forEach(alias -> byName.put(alias, operator));
    }
  }

  /** The function of a name. */
  Optional<SqlOperator> function(String name) {
    return Optional.ofNullable(byName.get(name.toLowerCase(Locale.ROOT)));
  }

  @Override
  public void lookupOperatorOverloads(
      SqlIdentifier name,
      SqlFunctionCategory category,
      SqlSyntax syntax,
      List<SqlOperator> operators,
      SqlNameMatcher nameMatcher) {
    Optional<SqlOperator> own =
        syntax == SqlSyntax.FUNCTION && name.isSimple()
            ? function(name.getSimple())
            : Optional.empty();
    if (own.isPresent()) {
      operators.add(own.get());
    } else {
      others.lookupOperatorOverloads(name, category, syntax, operators, nameMatcher);
    }
  }

  @Override
  public List<SqlOperator> getOperatorList() {
    return java.util.stream.Stream.concat(
            byName.values().stream().distinct(), others.getOperatorList().stream())
        .toList();
  }
}
