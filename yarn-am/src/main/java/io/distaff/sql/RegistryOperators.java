package io.distaff.sql;

import io.distaff.expression.FunctionDefinition;
import io.distaff.expression.FunctionRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  /** Aggregates that Calcite's rules know: they are its own operators. */
  private static final Set<String> KNOWN_AGGREGATES =
      Set.of("count", "sum", "avg", "min", "max", "any_value");

  /**
   * @param others where all other operators are
   */
  RegistryOperators(
      FunctionRegistry scalars, FunctionRegistry aggregates, SqlOperatorTable others) {
    this.others = others;
    scalars.all().forEach(definition -> add(definition, new RegistryFunction(definition)));
    for (FunctionDefinition definition : aggregates.all()) {
      if (!KNOWN_AGGREGATES.contains(definition.name())) {
        add(definition, new RegistryAggregate(definition));
      }
    }
  }

  private void add(FunctionDefinition definition, SqlOperator operator) {
    byName.put(definition.name(), operator);
    definition.aliases().forEach(alias -> byName.put(alias, operator));
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
