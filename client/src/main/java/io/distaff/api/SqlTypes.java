package io.distaff.api;

import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.MapType;
import io.distaff.types.StructType;
import java.util.stream.Collectors;

/** Types as a CAST names them: whatever members of structs are called. */
final class SqlTypes {
  private SqlTypes() {}

  static String name(DataType type) {
    return switch (type.kind()) {
      case ARRAY -> "array<" + name(((ArrayType) type).element()) + ">";
      case MAP ->
          "map<" + name(((MapType) type).key()) + "," + name(((MapType) type).value()) + ">";
      case STRUCT ->
          ((StructType) type)
              .members().stream()
                  .map(m -> TermWriter.quoted(m.name()) + ": " + name(m.type()))
                  .collect(Collectors.joining(", ", "struct<", ">"));
      case NULL,
          BOOLEAN,
          TINYINT,
          SMALLINT,
          INT,
          BIGINT,
          FLOAT,
          DOUBLE,
          DECIMAL,
          DATE,
          TIMESTAMP,
          TIMESTAMP_LOCAL,
          STRING,
          BINARY ->
          type.sqlName();
    };
  }
}
