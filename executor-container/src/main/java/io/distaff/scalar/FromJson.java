package io.distaff.scalar;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.FunctionArgument;
import io.distaff.kernel.Argument;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.MapType;
import io.distaff.types.SchemaParser;
import io.distaff.types.StructType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.StructVector;
import io.distaff.vector.Validity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * FROM_JSON: takes a batch's documents apart into {@link JsonColumn}s. What isn't a document of the
 * type is null; as a struct it is one without members.
 */
final class FromJson implements VectorFunction {
  private final JsonColumn column;
  private final Row document;

  FromJson(CallSite site) {
    this.document = Row.ofValues(site);
    this.column = JsonColumn.of(site.type(), site.arrays());
  }

  /** The type that the second argument declares. */
  static DataType resultType(List<FunctionArgument> given, List<DataType> bound) {
    FunctionArgument declaration = given.get(1);
    if (declaration.literal() == null || declaration.literal().isNull()) {
      throw new DistaffException(
          ErrorCode.NOT_SUPPORTED, "argument 2 of from_json must be a literal");
    }
    DataType type = SchemaParser.parseNested(declaration.literal().text());
    checkKeys(type);
    return type;
  }

  private static void checkKeys(DataType type) {
    if (type instanceof MapType map) {
      if (map.key().kind() != DataType.Kind.STRING) {
        throw new DistaffException(
            ErrorCode.INVALID_ARGUMENT,
            "from_json: the keys of a map are STRING in JSON, not " + map.key().sqlName());
      }
      checkKeys(map.value());
    } else if (type instanceof ArrayType array) {
      checkKeys(array.element());
    } else if (type instanceof StructType struct) {
      struct.types().forEach(FromJson::checkKeys);
    }
  }

  @Override
  public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
    document.load(new Argument[] {arguments[0]}, rows);
    column.truncate(0);
    for (int i = 0; i < rows.count(); i++) {
      int row = rows.row(i);
      if (validity == null || Validity.isValid(validity, row)) {
        document.moveTo(row);
        column.fill(row);
        read(row);
      }
    }
    document.release();
    column.fill(rows.length());
    ColumnVector result = column.finish();
    return result instanceof StructVector struct
        ? new StructVector(struct.type(), struct.members(), validity, rows.length())
        : result;
  }

  private void read(int row) {
    try (JsonParser parser = Json.parser(document, 0)) {
      if (parser.nextToken() != null) {
        column.read(parser);
      }
    } catch (JacksonException e) {
      column.truncate(row); // what isn't JSON has no members
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    column.fill(row + 1);
  }
}
