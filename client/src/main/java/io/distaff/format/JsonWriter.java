package io.distaff.format;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.MapType;
import io.distaff.types.Schema;
import io.distaff.types.StructType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** One JSON object a line. */
final class JsonWriter implements ResultWriter {
  private final Appendable out;
  private final String[] names;

  JsonWriter(Schema schema, Appendable out) {
    this.out = out;
    this.names = schema.fields().stream().map(field -> quoted(field.name())).toArray(String[]::new);
  }

  @Override
  public void write(VectorBatch batch) throws IOException {
    for (int i = 0; i < batch.numSelected(); i++) {
      int row = batch.selectedRow(i);
      out.append('{');
      for (int column = 0; column < names.length; column++) {
        if (column > 0) {
          out.append(',');
        }
        out.append(names[column]).append(':').append(value(batch.column(column), row));
      }
      out.append("}\n");
    }
  }

  private static String value(ColumnVector vector, int row) {
    return value(vector.type(), Vectors.value(vector, row));
  }

  private static String value(DataType type, Object value) {
    if (value == null) {
      return "null";
    }
    return switch (type.kind()) {
      case ARRAY -> {
        DataType element = ((ArrayType) type).element();
        StringJoiner array = new StringJoiner(",", "[", "]");
        ((List<?>) value).forEach(inner -> array.add(value(element, inner)));
        yield array.toString();
      }
      case MAP -> {
        MapType map = (MapType) type;
        StringJoiner object = new StringJoiner(",", "{", "}");
        ((Map<?, ?>) value)
            .forEach((k, v) -> object.add(name(map.key(), k) + ":" + value(map.value(), v)));
        yield object.toString();
      }
      case STRUCT -> {
        StructType struct = (StructType) type;
        StringJoiner object = new StringJoiner(",", "{", "}");
        for (int m = 0; m < struct.size(); m++) {
          StructType.Member member = struct.member(m);
          String inner = value(member.type(), ((List<?>) value).get(m));
          object.add(quoted(member.name()) + ":" + inner);
        }
        yield object.toString();
      }
      default -> scalar(type, value);
    };
  }

  /** A key, which in JSON is text. */
  private static String name(DataType type, Object key) {
    return quoted(key == null ? "null" : ValueText.of(type, key));
  }

  private static String scalar(DataType type, Object value) {
    String text = ValueText.of(type, value);
    boolean bare = type.isNumeric() || type.kind() == DataType.Kind.BOOLEAN;
    // NaN and the infinities are no JSON.
    boolean finite = !text.endsWith("N") && !text.endsWith("y");
    return bare && (finite || type.kind() == DataType.Kind.BOOLEAN) ? text : quoted(text);
  }

  private static String quoted(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }

  @Override
  public void finish() {}
}
