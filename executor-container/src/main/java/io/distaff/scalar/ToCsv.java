package io.distaff.scalar;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.FunctionArgument;
import io.distaff.kernel.Argument;
import io.distaff.kernel.ByteValue;
import io.distaff.kernel.BytesBuilder;
import io.distaff.kernel.Flattener;
import io.distaff.kernel.RowSet;
import io.distaff.text.record.CsvDialect;
import io.distaff.types.DataType;
import io.distaff.types.StructType;
import io.distaff.vector.StructVector;
import java.util.Arrays;
import java.util.List;

/**
 * TO_CSV: casts the members of structs to text, a batch at a time, then puts those of each row
 * together. Takes tokens: large texts are quoted piece by piece.
 */
final class ToCsv extends BytesResult {
  private final CsvDialect dialect;
  private final byte[] delimiter;
  private final byte[] nullText;
  private final Flattener flattener;
  private final ValueTexts[] members;

  ToCsv(CallSite site) {
    super(site.type(), site.arrays(), site.values());
    StructType type = (StructType) site.argumentTypes().get(0);
    ByteValue window = new ByteValue(site.arrays(), site.values());
    dialect = CsvOptions.dialect(site, 1);
    delimiter = dialect.delimiterBytes();
    nullText = dialect.nullBytes();
    flattener = new Flattener(site.arrays());
    members =
        type.types().stream()
            .map(member -> new ValueTexts(member, site.arrays(), window))
            .toArray(ValueTexts[]::new);
  }

  /** STRING, of arguments that can be written. */
  static DataType resultType(List<FunctionArgument> given, List<DataType> bound) {
    if (!(bound.get(0) instanceof StructType struct)) {
      throw new DistaffException(
          ErrorCode.NOT_SUPPORTED, "to_csv takes a struct, not " + bound.get(0).sqlName());
    }
    CsvOptions.checkMembers("to_csv", struct);
    CsvOptions.check("to_csv", given, 1);
    return DataType.STRING;
  }

  @Override
  void load(Argument[] arguments, RowSet rows) {
    StructVector structs = (StructVector) flattener.flatten(arguments[0].vector(), rows);
    for (int m = 0; m < members.length; m++) {
      members[m].load(structs.member(m), rows);
    }
  }

  @Override
  void write(int row, BytesBuilder to) {
    for (int m = 0; m < members.length; m++) {
      if (m > 0) {
        to.append(delimiter);
      }
      if (members[m].isNull(row)) {
        to.append(nullText);
      } else {
        put(members[m].value(row), to);
      }
    }
  }

  private void put(ByteValue text, BytesBuilder to) {
    if (dialect.quote() == CsvDialect.NONE || !needsQuotes(text)) {
      text.copy(0, text.length(), to);
      return;
    }
    to.append((byte) dialect.quote());
    text.begin(0, ByteValue.BYTES);
    while (text.next()) {
      escape(text, to);
    }
    to.append((byte) dialect.quote());
  }

  private void escape(ByteValue window, BytesBuilder to) {
    for (int i = window.from(); i < window.to(); i++) {
      byte b = window.data()[i];
      if (b == dialect.quote() || b == dialect.escape()) {
        to.append((byte) dialect.escape());
      }
      to.append(b);
    }
  }

  /** Whether it has what means something, is empty, or would be taken for null. */
  private boolean needsQuotes(ByteValue text) {
    boolean isNullText = text.length() == nullText.length;
    text.begin(0, ByteValue.BYTES);
    while (text.next()) {
      if (dialect.hasSpecial(text.data(), text.from(), text.to())) {
        return true;
      }
      isNullText &=
          text.to() - text.from() == nullText.length
              && Arrays.equals(text.data(), text.from(), text.to(), nullText, 0, nullText.length);
    }
    return text.length() == 0 || isNullText;
  }
}
