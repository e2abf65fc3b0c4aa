package io.distaff.scalar;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.FunctionArgument;
import io.distaff.kernel.Argument;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.text.record.CsvDialect;
import io.distaff.text.record.CsvTokenizer;
import io.distaff.types.DataType;
import io.distaff.types.SchemaParser;
import io.distaff.types.StructType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.Validity;
import java.util.Arrays;
import java.util.List;

/**
 * FROM_CSV: takes a batch's records apart. A field that there isn't, or that isn't of its type, is
 * null; so are all fields of what isn't a record.
 */
final class FromCsv implements VectorFunction {
  private final Row record;
  private final CsvTokenizer tokenizer;
  private final byte[] nullText;
  private final TextStructs structs;

  FromCsv(CallSite site) {
    CsvDialect dialect = CsvOptions.dialect(site, 2);
    this.record = Row.ofValues(site);
    this.tokenizer = new CsvTokenizer(dialect);
    this.nullText = dialect.nullBytes();
    this.structs = new TextStructs((StructType) site.type(), site.arrays());
  }

  /** The type that the second argument declares. */
  static DataType resultType(List<FunctionArgument> given, List<DataType> bound) {
    CsvOptions.check("from_csv", given, 2);
    String declaration = CsvOptions.literal("from_csv", given, 1);
    if (!(SchemaParser.parseNested(declaration) instanceof StructType type)) {
      throw new DistaffException(
          ErrorCode.INVALID_ARGUMENT, "from_csv gives a STRUCT, not " + declaration);
    }
    CsvOptions.checkMembers("from_csv", type);
    return type;
  }

  @Override
  public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
    record.load(new Argument[] {arguments[0]}, rows);
    structs.begin(rows.length());
    for (int i = 0; i < rows.count(); i++) {
      int row = rows.row(i);
      if (validity == null || Validity.isValid(validity, row)) {
        record.moveTo(row);
        structs.moveTo(row);
        read();
      }
    }
    record.release();
    return structs.finish(validity, rows.length());
  }

  private void read() {
    byte[] data = record.copy(0); // escapes are replaced in place
    if (tokenizer.tokenize(data, 0, data.length) != null) {
      return;
    }
    int fields = Math.min(structs.numMembers(), tokenizer.count());
    for (int i = 0; i < fields; i++) {
      int start = tokenizer.start(i);
      int end = start + tokenizer.length(i);
      boolean isNull =
          !tokenizer.isQuoted(i) && Arrays.equals(data, start, end, nullText, 0, nullText.length);
      if (!isNull) {
        structs.text(i).append(data, start, end - start);
      }
    }
  }
}
