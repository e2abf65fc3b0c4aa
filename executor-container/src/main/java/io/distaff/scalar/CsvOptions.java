package io.distaff.scalar;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.FunctionArgument;
import io.distaff.text.record.CsvDialect;
import io.distaff.text.record.OptionReader;
import io.distaff.types.DataType;
import io.distaff.types.StructType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the last arguments of a function of CSV say: options as files have them. Stateless. */
final class CsvOptions {
  private static final List<String> KEYS =
      List.of(
          "sep",
          "delimiter",
          "quote",
          "escape",
          "nullValue",
          "ignoreLeadingWhiteSpace",
          "ignoreTrailingWhiteSpace");

  private CsvOptions() {}

  /** Of a call, from an argument on: names and values by turns. */
  static CsvDialect dialect(CallSite site, int first) {
    Map<String, String> options = new LinkedHashMap<>();
    for (int i = first; i < site.numArguments(); i += 2) {
      options.put(site.constantText(i), site.constantText(i + 1));
    }
    return dialect(site.name(), options);
  }

  private static CsvDialect dialect(String function, Map<String, String> options) {
    return CsvDialect.of(new OptionReader(function, options, KEYS));
  }

  /** Throws for arguments that are no options. */
  static void check(String function, List<FunctionArgument> given, int first) {
    Map<String, String> options = new LinkedHashMap<>();
    for (int i = first; i < given.size(); i += 2) {
      if (i + 1 == given.size()) {
        throw new DistaffException(
            ErrorCode.SEMANTIC_ERROR,
            function + ": the option " + literal(function, given, i) + " has no value");
      }
      options.put(literal(function, given, i), literal(function, given, i + 1));
    }
    var unused = dialect(function, options);
  }

  /** Throws for a struct with members that CSV has no place for. */
  static void checkMembers(String function, StructType type) {
    for (StructType.Member member : type.members()) {
      if (member.type().isNested() || member.type().kind() == DataType.Kind.BINARY) {
        throw new DistaffException(
            ErrorCode.NOT_SUPPORTED,
            "%s: CSV has no place for %s of type %s"
                .formatted(function, member.name(), member.type().sqlName()));
      }
    }
  }

  static String literal(String function, List<FunctionArgument> given, int index) {
    FunctionArgument argument = given.get(index);
    if (argument.literal() == null || argument.literal().isNull()) {
      throw new DistaffException(
          ErrorCode.NOT_SUPPORTED,
          "argument " + (index + 1) + " of " + function + " must be a literal");
    }
    return argument.literal().text();
  }
}
