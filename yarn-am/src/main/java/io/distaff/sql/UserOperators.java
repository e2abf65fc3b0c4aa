package io.distaff.sql;

import io.distaff.encoder.UserAggregate;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.function.UserFunction;
import io.distaff.function.UserRoutine;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.validate.SqlNameMatcher;

/** The functions of a session's user, by name. Confined to one thread at a time. */
final class UserOperators implements SqlOperatorTable {
  private final Map<String, SqlFunction> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  /**
   * Names a function; an old one of the name is replaced. Throws USAGE for a name of the engine.
   */
  void register(UserRoutine function) {
    String name = function.name().toLowerCase(Locale.ROOT);
    if (!name.matches("[a-z_][a-z0-9_]*")) {
      throw new DistaffException(
          ErrorCode.USAGE,
          "'%s' is no name for a function: it has letters, digits and _"
              .formatted(function.name()));
    }
    if (EngineOperators.functionNames().contains(name)) {
      throw new DistaffException(
          ErrorCode.USAGE,
          "there is a function %s already, which a function of a program can't hide"
              .formatted(name));
    }
    byName.put(name, operator(function));
  }

  private static SqlFunction operator(UserRoutine function) {
    return function instanceof UserAggregate aggregate
        ? new UserAggregateOperator(aggregate)
        : new UserOperator((UserFunction) function);
  }

  /** These functions, and others by their unique names. */
  SqlOperatorTable with(List<UserRoutine> functions) {
    UserOperators all = new UserOperators();
    all.byName.putAll(byName);
    // The validator looks up what it has found once more, by the operator's name.
    byName.values().forEach(operator -> all.byName.put(operator.getName(), operator));
    functions.forEach(function -> all.byName.put(function.uniqueName(), operator(function)));
    return all;
  }

  @Override
  public void lookupOperatorOverloads(
      SqlIdentifier name,
      SqlFunctionCategory category,
      SqlSyntax syntax,
      List<SqlOperator> operators,
      SqlNameMatcher nameMatcher) {
    SqlFunction found = name.isSimple() ? byName.get(name.getSimple()) : null;
    if (syntax == SqlSyntax.FUNCTION && found != null) {
      operators.add(found);
    }
  }

  @Override
  public List<SqlOperator> getOperatorList() {
    return List.copyOf(byName.values());
  }
}
