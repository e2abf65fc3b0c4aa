package io.distaff.sql;

import io.distaff.error.ErrorCode;
import io.distaff.sql.SqlScanner.Kind;
import io.distaff.sql.SqlScanner.Token;
import io.distaff.types.DataType;
import io.distaff.types.SchemaParser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.util.Litmus;

/**
 * Types that Calcite's grammar doesn't have, or misplaces. A CAST to a nested type, {@code
 * ARRAY<INT>} or {@code STRUCT<a: INT, b: ARRAY<STRING>>} to any depth, is read here and written as
 * a plain name of as many characters, so that every position stays: {@link #MARK} and a number.
 * {@code x::type} would be a CAST of all that stands before it, as in {@code a = x::type}; it is
 * written as an element, {@code x[name]}, which binds as it should. {@link #restore} puts right
 * what was parsed. For one text, confined to one thread.
 */
final class TypeSyntax {
  private static final char MARK = 'ŧ';

  /** Makes the name as long as the type, for the columns that are called by their text. */
  private static final char FILL = '_';

  private static final int LONGEST = 1000;

  /** What follows a type's first word that is not all of its name; Calcite reads such a type. */
  private static final Set<String> SECOND_WORDS =
      Set.of("PRECISION", "VARYING", "WITH", "WITHOUT", "ARRAY", "MULTISET");

  private final SqlText sql;
  private final List<Token> tokens;
  private final StringBuilder text;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<SqlDataTypeSpec> types = new ArrayList<>();

  private TypeSyntax(SqlText sql, SqlText readable) {
    this.sql = sql;
    this.tokens = sql.tokens();
    this.text = new StringBuilder(readable.text());
  }

  /**
   * Reads the types of a text. Throws SYNTAX_ERROR and LIMIT_EXCEEDED.
   *
   * @param readable as Calcite is to read it otherwise: of the same length
   */
  static TypeSyntax of(SqlText sql, SqlText readable) {
    TypeSyntax syntax = new TypeSyntax(sql, readable);
    for (int i = 2; i + 1 < syntax.tokens.size(); i++) {
      if (syntax.isInfix(i)) {
        syntax.infix(i);
      } else if (syntax.tokens.get(i - 1).isWord("AS") && syntax.isNested(i)) {
        Token word = syntax.tokens.get(i);
        int end = syntax.nestedEnd(word);
        syntax.replace(word.start(), word.start(), end, end);
      }
    }
    return syntax;
  }

  private boolean isNested(int i) {
    Token word = tokens.get(i);
    boolean named = word.isWord("ARRAY") || word.isWord("MAP") || word.isWord("STRUCT");
    return named && tokens.get(i + 1).isSymbol("<");
  }

  /** Whether a token is the first of a type behind {@code ::}, one that is read here. */
  private boolean isInfix(int i) {
    Token second = tokens.get(i - 1);
    return tokens.get(i).kind() == Kind.WORD
        && second.isSymbol(":")
        && tokens.get(i - 2).isSymbol(":")
        && tokens.get(i - 2).end() == second.start()
        && !SECOND_WORDS.contains(tokens.get(i + 1).upper());
  }

  private int nestedEnd(Token word) {
    SchemaParser.TypeAt read =
        SchemaParser.typeAt(
            sql.text(),
            word.start(),
            (offset, problem) -> sql.error(ErrorCode.SYNTAX_ERROR, problem, offset));
    add(word.start(), read.end(), new Named(read.type()));
    return read.end();
  }

  /** {@code ::type} as {@code [name]}. */
  private void infix(int i) {
    Token word = tokens.get(i);
    Token second = tokens.get(i - 1);
    int end = isNested(i) ? nestedEnd(word) : plainEnd(i);
    int from = second.end() == word.start() ? second.start() : word.start();
    replace(word.start(), from, end, end - 1);
    text.setCharAt(tokens.get(i - 2).start(), '[');
    if (from != second.start()) {
      text.setCharAt(second.start(), ' ');
    }
    text.setCharAt(end - 1, ']');
  }

  /** The end of a type that Calcite knows: a word, and what is in parentheses behind it. */
  private int plainEnd(int i) {
    int last = i;
    if (tokens.get(i + 1).isSymbol("(")) {
      while (!tokens.get(last).isSymbol(")") && tokens.get(last).kind() != Kind.END) {
        last++;
      }
    }
    int start = tokens.get(i).start();
    int end = tokens.get(last).end();
    try {
      SqlCall cast =
          (SqlCall)
              QueryParser.expression("CAST(NULL AS " + sql.text().substring(start, end) + ")");
      add(start, end, ((SqlDataTypeSpec) cast.operand(1)).getTypeNameSpec());
    } catch (SqlParseException e) {
      String type = sql.text().substring(start, end);
      throw sql.error(ErrorCode.SYNTAX_ERROR, "'" + type + "' is no type", start, e);
    }
    return end;
  }

  private void add(int start, int end, SqlTypeNameSpec type) {
    numbers.computeIfAbsent(
        sql.text().substring(start, end),
        known -> {
          types.add(new SqlDataTypeSpec(type, SqlParserPos.ZERO));
          return types.size() - 1;
        });
  }

  /**
   * Writes a type's name.
   *
   * @param from where the name may begin, at or before the type
   * @param nameEnd where it ends at the latest
   */
  private void replace(int start, int from, int end, int nameEnd) {
    int number = numbers.get(sql.text().substring(start, end));
    String name = MARK + Integer.toString(number, Character.MAX_RADIX);
    SqlText.blank(text, start, end);
    int last = start;
    while (last < nameEnd && text.charAt(last) == ' ' && last - from < LONGEST) {
      text.setCharAt(last++, FILL);
    }
    if (last - from < name.length()) {
      throw sql.error(ErrorCode.LIMIT_EXCEEDED, "too many types", start);
    }
    for (int k = from; k < start; k++) {
      text.setCharAt(k, FILL);
    }
    text.replace(from, from + name.length(), name);
  }

  /** The text with names in the place of the types. */
  SqlText text() {
    return sql.rewritten(text.toString());
  }

  /** The tree with the types that the user has written. */
  SqlNode restore(SqlNode tree) {
    return types.isEmpty()
        ? tree
        : tree.accept(
            new SqlShuttle() {
              @Override
              public SqlNode visit(SqlDataTypeSpec spec) {
                SqlIdentifier name = spec.getTypeName();
                return isMarked(name) ? type(name) : spec;
              }

              @Override
              public SqlNode visit(SqlCall call) {
                SqlNode visited = super.visit(call);
                return visited instanceof SqlCall item
                        && item.getOperator().getName().equals("ITEM")
                        && item.operand(1) instanceof SqlIdentifier name
                        && isMarked(name)
                    ? EngineCast.CAST.createCall(
                        item.getParserPosition(), item.operand(0), type(name))
                    : visited;
              }
            });
  }

  private static boolean isMarked(SqlIdentifier name) {
    return name.isSimple() && name.getSimple().charAt(0) == MARK;
  }

  private SqlNode type(SqlIdentifier marked) {
    String name = marked.getSimple();
    int end = name.indexOf(FILL) < 0 ? name.length() : name.indexOf(FILL);
    int number = Integer.parseInt(name.substring(1, end), Character.MAX_RADIX);
    return types.get(number).clone(marked.getParserPosition());
  }

  /** A type of the engine's where SQL names one. */
  private static final class Named extends SqlTypeNameSpec {
    private final DataType type;

    Named(DataType type) {
      super(new SqlIdentifier(type.sqlName(), SqlParserPos.ZERO), SqlParserPos.ZERO);
      this.type = type;
    }

    @Override
    public RelDataType deriveType(SqlValidator validator) {
      return EngineTypes.toCalcite(validator.getTypeFactory(), type, true);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
      writer.print(type.sqlName());
    }

    @Override
    public boolean equalsDeep(SqlTypeNameSpec spec, Litmus litmus) {
      return (spec instanceof Named other && type.equals(other.type))
          ? litmus.succeed()
          : litmus.fail("{} != {}", this, spec);
    }
  }
}
