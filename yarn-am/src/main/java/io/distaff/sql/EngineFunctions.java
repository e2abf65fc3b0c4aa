package io.distaff.sql;

import org.apache.calcite.sql.SqlOperator;

/** The registry's functions for whoever builds algebra without text. Stateless. */
public final class EngineFunctions {
  private EngineFunctions() {}

  /** The operator of a function that the registry has. */
  public static SqlOperator named(String name) {
    return EngineOperators.TABLE.function(name).orElseThrow();
  }
}
