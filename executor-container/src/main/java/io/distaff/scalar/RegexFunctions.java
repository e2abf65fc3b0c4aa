package io.distaff.scalar;

import io.distaff.kernel.BytesBuilder;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;

/** The functions of regular expressions. */
final class RegexFunctions {
  private static final DataType TEXTS = new ArrayType(DataType.STRING);
  private static final String SYNTAX = "if the pattern isn't an expression of RE2's syntax";

  private RegexFunctions() {}

  static void addTo(FunctionTable table) {
    table
        .add("rlike", "regexp", "regexp_like")
        .takes("(string, string) -> boolean")
        .says(
            "Whether the regular expression matches some part of the text. The syntax is RE2's,"
                + " which is that of Java and Perl without back references and looking around, and"
                + " always takes time linear in the text. a RLIKE b is the same. Literals have no"
                + " escapes of their own: one backslash is one backslash.")
        .fails(SYNTAX)
        .example("rlike('distaff', '^d.*f+$')", "true")
        .example("'a1' RLIKE '^\\\\d'", "false")
        .is(site -> RowFunctions.integer(site, matches(site)));
    table
        .add("regexp_extract")
        .takes("(string, string, [int]) -> string")
        .says(
            "What a group of the first match is, the first one unless a number says another; 0 is"
                + " all of the match. Empty if nothing matches.")
        .fails(SYNTAX + " or has no such group")
        .example("regexp_extract('100-200', '(\\\\d+)-(\\\\d+)', 2)", "200")
        .example("regexp_extract('foo', '(\\\\d+)')", "")
        .is(site -> RowFunctions.bytes(site, extract(site)));
    table
        .add("regexp_extract_all")
        .takes("(string, string, [int]) -> array<string>", (given, bound) -> TEXTS)
        .says(
            "What a group is in each of the matches, the first one unless a number says another; 0"
                + " is all of the match.")
        .fails(SYNTAX + " or has no such group")
        .example("to_json(regexp_extract_all('1-2, 3-4', '(\\\\d)-(\\\\d)', 2))", "[\"2\",\"4\"]")
        .gives(site -> new PartStream(site, new Matches(site)));
    table
        .add("regexp_replace")
        .takes("(string, string, string, [bigint]) -> string")
        .says(
            "With every match, from a position on if one is given, replaced by the third text, in"
                + " which $1 or ${name} is a group, $0 all of the match, and a backslash takes the"
                + " meaning from the character after it.")
        .fails(
            SYNTAX + ", the replacement names a group that it hasn't, or the position is below 1")
        .example("regexp_replace('100-200', '(\\\\d+)-(\\\\d+)', '$2-$1')", "200-100")
        .example("regexp_replace('banana', 'a', 'o', 3)", "banono")
        .is(site -> RowFunctions.bytes(site, new Replace(site)::write));
    table
        .add("regexp_count")
        .takes("(string, string) -> int")
        .says("How many matches there are, none overlapping another.")
        .fails(SYNTAX)
        .example("regexp_count('banana', 'an')", "2")
        .is(site -> RowFunctions.integer(site, count(site)));
    table
        .add("regexp_instr")
        .takes("(string, string) -> int")
        .says("Where the first match begins, from 1; 0 if nothing matches.")
        .fails(SYNTAX)
        .example("regexp_instr('user@example.org', '@[^.]*')", "5")
        .is(site -> RowFunctions.integer(site, position(site)));
    table
        .add("regexp_substr")
        .takes("(string, string) -> string")
        .alsoNull("if nothing matches")
        .says("The first match.")
        .fails(SYNTAX)
        .example("regexp_substr('order 66, row 7', '\\\\d+')", "66")
        .is(site -> RowFunctions.bytes(site, firstMatch(site)));
    table
        .add("split")
        .takes("(string, string, [int]) -> array<string>", (given, bound) -> TEXTS)
        .says(
            "What stands between the matches of a regular expression; of an empty one, every"
                + " character. A positive third argument limits the number of parts, the last of"
                + " which is then the rest of the text.")
        .fails(SYNTAX)
        .example("to_json(split('one1two22three', '\\\\d+'))", "[\"one\",\"two\",\"three\"]")
        .example("to_json(split('a,b,c', ',', 2))", "[\"a\",\"b,c\"]")
        .gives(site -> new PartStream(site, new Split(site)));
  }

  private static RowFunctions.ToInteger matches(CallSite site) {
    Regex regex = new Regex(site);
    return row -> {
      regex.begin(row);
      return regex.find() ? 1 : 0;
    };
  }

  private static RowFunctions.ToInteger count(CallSite site) {
    Regex regex = new Regex(site);
    return row -> {
      regex.begin(row);
      int count = 0;
      while (regex.find()) {
        count++;
      }
      return count;
    };
  }

  private static RowFunctions.ToInteger position(CallSite site) {
    Regex regex = new Regex(site);
    return row -> {
      regex.begin(row);
      return regex.find() ? regex.codePoints(regex.start()) + 1 : 0;
    };
  }

  private static RowFunctions.ToBytes firstMatch(CallSite site) {
    Regex regex = new Regex(site);
    return (row, out) -> {
      regex.begin(row);
      if (regex.find()) {
        regex.appendGroup(0, out);
      } else {
        row.setNull();
      }
    };
  }

  private static RowFunctions.ToBytes extract(CallSite site) {
    Regex regex = new Regex(site);
    return (row, out) -> {
      regex.begin(row);
      int group = group(site, row, regex);
      if (regex.find()) {
        regex.appendGroup(group, out);
      }
    };
  }

  private static int group(CallSite site, Row row, Regex regex) {
    long group = row.has(2) ? row.number(2) : 1;
    if (group < 0 || group > regex.numGroups()) {
      throw RowFunctions.invalid(
          site, "there are " + regex.numGroups() + " groups, but not group " + group);
    }
    return (int) group;
  }

  /** REGEXP_REPLACE. */
  private static final class Replace {
    private final CallSite site;
    private final Regex regex;
    private final Remembered<RegexReplacement> replacements;

    Replace(CallSite site) {
      this.site = site;
      this.regex = new Regex(site);
      this.replacements = new Remembered<>(text -> RegexReplacement.of(text, regex, site));
    }

    void write(Row row, BytesBuilder out) {
      if (regex.begin(row)) {
        replacements.forget();
      }
      RegexReplacement replacement = replacements.of(row, 2);
      if (row.has(3)) {
        if (row.number(3) < 1) {
          throw RowFunctions.invalid(site, "positions are counted from 1, not " + row.number(3));
        }
        regex.skip((int) Math.min(row.number(3) - 1, Integer.MAX_VALUE));
      }
      int copied = 0;
      while (regex.find()) {
        regex.append(copied, regex.start(), out);
        replacement.append(regex, out);
        copied = regex.end();
      }
      regex.append(copied, regex.length(), out);
    }
  }

  /** Of REGEXP_EXTRACT_ALL: what a group matched. */
  private static final class Matches implements Parts {
    private final CallSite site;
    private final Regex regex;
    private int group;

    Matches(CallSite site) {
      this.site = site;
      this.regex = new Regex(site);
    }

    @Override
    public void begin(Row row) {
      regex.begin(row);
      group = group(site, row, regex);
    }

    @Override
    public boolean next() {
      return regex.find();
    }

    @Override
    public int length() {
      return regex.start(group) < 0
          ? 0
          : regex.offset(regex.end(group)) - regex.offset(regex.start(group));
    }

    @Override
    public void append(BytesBuilder out) {
      regex.appendGroup(group, out);
    }
  }
}
