package io.distaff.sql;

import io.distaff.error.DistaffException;
import io.distaff.text.TextSample;
import io.distaff.types.DataType;
import io.distaff.types.Schema;
import io.distaff.types.StructType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;

/**
 * Functions of texts that are records. {@code schema_of_json('{"a":1}')} and {@code schema_of_csv}
 * are literals, what a constant text is declared as, so that {@code from_json} can take them;
 * options of CSV may be a map, which becomes arguments.
 */
final class RecordTypes {
  private static final String OF_JSON = "schema_of_json";
  private static final String OF_CSV = "schema_of_csv";
  private static final Set<String> TAKING_OPTIONS = Set.of("from_csv", "to_csv", OF_CSV);

  private final Function<SqlNode, Optional<Object>> constants;

  /**
   * @param constants the values of expressions; empty for what isn't constant
   */
  RecordTypes(Function<SqlNode, Optional<Object>> constants) {
    this.constants = constants;
  }

  static boolean areAskedBy(String function) {
    String name = function.toLowerCase(Locale.ROOT);
    return name.equals(OF_JSON) || TAKING_OPTIONS.contains(name);
  }

  /** The call of such a function in plain terms. */
  SqlNode plain(SqlCall call) {
    String name = call.getOperator().getName().toLowerCase(Locale.ROOT);
    List<SqlNode> operands = call.getOperandList();
    if (name.equals(OF_JSON)) {
      return declaration(call, operands, Map.of());
    }
    List<SqlNode> flat = withoutMap(operands);
    if (name.equals(OF_CSV)) {
      return declaration(call, flat, options(call, flat));
    }
    return flat.equals(operands)
        ? call
        : SpecialSyntax.unresolved(name, call.getParserPosition())
            .createCall(call.getParserPosition(), flat);
  }

  private static List<SqlNode> withoutMap(List<SqlNode> operands) {
    int last = operands.size() - 1;
    boolean hasMap =
        last > 0
            && operands.get(last) instanceof SqlCall map
            && map.getOperator().getName().equalsIgnoreCase("map");
    if (!hasMap) {
      return operands;
    }
    List<SqlNode> flat = new ArrayList<>(operands.subList(0, last));
    flat.addAll(((SqlCall) operands.get(last)).getOperandList());
    return flat;
  }

  private Map<String, String> options(SqlCall call, List<SqlNode> operands) {
    if (operands.size() % 2 == 0) {
      throw GeneratorFunction.error(call, "an option of schema_of_csv has no value");
    }
    Map<String, String> options = new HashMap<>();
    for (int i = 1; i < operands.size(); i += 2) {
      options.put(text(operands.get(i)), text(operands.get(i + 1)));
    }
    return options;
  }

  private SqlNode declaration(SqlCall call, List<SqlNode> operands, Map<String, String> options) {
    String name = call.getOperator().getName();
    if (operands.isEmpty() || (name.equalsIgnoreCase(OF_JSON) && operands.size() > 1)) {
      throw GeneratorFunction.error(call, name + " takes a text, as a constant");
    }
    String text = text(operands.get(0));
    try {
      DataType type =
          name.equalsIgnoreCase(OF_JSON)
              ? TextSample.typeOfJson(text)
              : struct(TextSample.columnsOfCsv(text, options));
      return SqlLiteral.createCharString(type.sqlName(), call.getParserPosition());
    } catch (DistaffException e) {
      throw GeneratorFunction.error(call, name + ": " + e.getMessage());
    }
  }

  private static StructType struct(Schema schema) {
    return new StructType(
        schema.fields().stream()
            .map(field -> new StructType.Member(field.name(), field.type()))
            .toList());
  }

  private String text(SqlNode value) {
    if (value instanceof SqlCharStringLiteral characters) {
      return characters.getValueAs(String.class);
    }
    if (!(value instanceof SqlIdentifier)
        && constants.apply(value).orElse(null) instanceof String text) {
      return text;
    }
    throw GeneratorFunction.error(value, "this must be a text, as a constant");
  }
}
