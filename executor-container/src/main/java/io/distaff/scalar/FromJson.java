package io.distaff.scalar;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.FunctionArgument;
import io.distaff.kernel.Argument;
import io.distaff.kernel.Bounds;
import io.distaff.kernel.BytesBuilder;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.types.StructType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.StructVector;
import io.distaff.vector.Validity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * FROM_JSON: takes a batch's documents apart into one column of text per member, then casts each
 * column to its type as TRY_CAST does.
 */
final class FromJson implements VectorFunction {
  private final StructType type;
  private final Member[] members;
  private final Map<String, Member> byName = new HashMap<>();
  private final Row document = new Row();

  FromJson(CallSite site) {
    type = (StructType) site.type();
    members =
        type.members().stream()
            .map(member -> new Member(member.type(), site.arrays()))
            .toArray(Member[]::new);
    for (int i = 0; i < members.length; i++) {
      byName.put(type.member(i).name(), members[i]);
    }
  }

  /** The struct that the second argument declares. */
  static DataType resultType(List<FunctionArgument> given, List<DataType> bound) {
    FunctionArgument declaration = given.get(1);
    if (declaration.literal() == null || declaration.literal().isNull()) {
      throw new DistaffException(
          ErrorCode.NOT_SUPPORTED, "argument 2 of from_json must be a literal");
    }
    return StructDeclaration.read(declaration.literal().text());
  }

  @Override
  public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
    document.load(new Argument[] {arguments[0]}, rows);
    for (Member member : members) {
      member.begin(rows.length());
    }
    for (int i = 0; i < rows.count(); i++) {
      int row = rows.row(i);
      if (validity == null || Validity.isValid(validity, row)) {
        document.moveTo(row);
        read(row);
      }
    }
    ColumnVector[] vectors = new ColumnVector[members.length];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = members[i].finish(rows);
    }
    return new StructVector(type, vectors, validity, rows.length());
  }

  private void read(int row) {
    try (JsonParser parser = Json.parser(document, 0)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          Member member = byName.get(parser.currentName());
          parser.nextToken();
          if (member == null) {
            parser.skipChildren();
          } else {
            member.read(parser, row);
          }
        }
      }
    } catch (JacksonException e) {
      for (Member member : members) {
        member.setNull(row); // what isn't JSON has no members
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A column in the making. */
  private static final class Member {
    private final DataType type;
    private final Cast cast;
    private final Argument[] argument;
    private final BytesBuilder texts;
    private long[] validity;

    Member(DataType type, ReservedArrays arrays) {
      this.type = type;
      this.argument = new Argument[] {new Argument(DataType.STRING, arrays)};
      this.texts = new BytesBuilder(arrays);
      this.cast = Cast.of(DataType.STRING, type, true, arrays);
    }

    void begin(int numRows) {
      texts.reset(numRows);
      validity = new long[Validity.words(numRows)];
    }

    /** Takes the value that the parser stands at; of two members of a name the last one counts. */
    void read(JsonParser parser, int row) throws IOException {
      JsonToken token = parser.currentToken();
      boolean fits =
          switch (type.kind()) {
            case STRING -> token != JsonToken.VALUE_NULL;
            case BOOLEAN -> token.isBoolean();
            case DATE, TIMESTAMP, TIMESTAMP_LOCAL, BINARY -> token == JsonToken.VALUE_STRING;
            default -> token.isNumeric();
          };
      setNull(row);
      if (!fits) {
        parser.skipChildren();
      } else if (type.kind() == DataType.Kind.BINARY) {
        readBinary(parser, row);
      } else if (token.isStructStart()) {
        try (JsonGenerator generator = Json.generator(texts)) {
          Json.copy(parser, generator);
        }
        setValue(row);
      } else {
        texts.append(parser.getText().getBytes(StandardCharsets.UTF_8));
        setValue(row);
      }
    }

    private void readBinary(JsonParser parser, int row) throws IOException {
      try {
        texts.append(Base64.getDecoder().decode(parser.getText()));
        setValue(row);
      } catch (IllegalArgumentException e) {
        setNull(row); // not base 64
      }
    }

    private void setValue(int row) {
      texts.endRow(row);
      Validity.setValid(validity, row);
    }

    void setNull(int row) {
      Validity.setNull(validity, row);
    }

    ColumnVector finish(RowSet rows) {
      argument[0].load(texts.vector(DataType.STRING, validity), Bounds.UNKNOWN, rows);
      return cast.apply(argument, rows, validity);
    }
  }
}
