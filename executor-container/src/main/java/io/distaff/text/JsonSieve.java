package io.distaff.text;

import io.distaff.text.record.ByteSearch;
import io.distaff.types.Schema;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/**
 * Takes the texts out of a record of JSON: of a string, without its escapes, only the quotes are
 * left. A value that is none, where a column of text takes it as it is written, is taken out and
 * left besides, with its strings emptied, so that it can be seen whether it is JSON. Of values that
 * aren't wanted, strings are emptied as well as objects and arrays; names and words stay.
 */
final class JsonSieve implements RecordSieve {
  /** What is deeper isn't looked at, but found to be too deep. */
  private static final int MOST_NESTED = JsonTokenizer.MAX_DEPTH + 1;

  private static final int LONGEST_ESCAPE = 6;
  private static final int HEX_DIGITS = 4;
  private static final int NO_UNIT = -1;

  private final JsonPlace table;

  /** Null where none are taken out. */
  private final RecordTexts texts;

  // What is open, by depth: what becomes of the values in it, and whether it is an object.
  private final JsonPlace[] places = new JsonPlace[MOST_NESTED];
  private final BitSet objects = new BitSet(MOST_NESTED);
  private int depth;

  /** The depth of an object or array whose inside is omitted; -1 outside of one. */
  private int omittedDepth;

  /** The depth of a value that is taken out as it is written; -1 outside of one. */
  private int writtenDepth;

  /** The name that was passed last, with its escapes; of one that nobody wants, its beginning. */
  private final byte[] name;

  private int nameLength;
  private String member;

  /** Whether a string that begins here is a name. */
  private boolean isNameNext;

  private boolean inWord;
  private boolean inString;
  private boolean isName;

  // Of the string at hand: whether it stays, or is taken out without its escapes; else neither.
  private boolean isKept;
  private boolean isTakenOut;

  // Of the escape at hand: where it began, whether its letter is next, and its digits.
  private long escapePlace;
  private boolean isLetterNext;
  private int digitsLeft;
  private int unit;

  /** The half of a pair that waits for the other one. */
  private int firstUnit;

  private final byte[] character = new byte[Utf8.LONGEST_CHARACTER];

  /** The piece at hand, of which bytes from one position on have been kept to another. */
  private byte[] data;

  private int from;
  private int to;

  // Bytes of the record before the piece, and what was kept of them.
  private long passedBefore;
  private long keptBefore;

  /** Bytes of the record that are missing before what was kept last. */
  private long missing;

  private RecordProblem problem;

  // What is kept of the largest column, and of all columns before the one at hand.
  private String column;
  private String largestColumn;
  private long largestBytes;
  private long bytesBefore;

  private JsonSieve(JsonPlace table, RecordTexts texts) {
    this.table = table;
    this.texts = texts;
    this.name = new byte[LONGEST_ESCAPE * table.longestName() + 1];
  }

  /**
   * Keeps the members of a record that are columns.
   *
   * @param texts given those of the columns that are text, or have text within
   */
  static JsonSieve ofColumns(Schema columns, RecordTexts texts) {
    return new JsonSieve(JsonPlace.ofColumns(columns), texts);
  }

  /** Keeps all but what is in strings that are values. */
  static JsonSieve ofShape() {
    return new JsonSieve(JsonPlace.EMPTIED, null);
  }

  @Override
  public void begin() {
    depth = 0;
    omittedDepth = -1;
    writtenDepth = -1;
    member = null;
    isNameNext = false;
    inWord = false;
    inString = false;
    passedBefore = 0;
    keptBefore = 0;
    missing = 0;
    problem = null;
    column = null;
    largestColumn = null;
    largestBytes = 0;
    bytesBefore = 0;
  }

  @Override
  public int sift(byte[] piece, int start, int limit) {
    data = piece;
    from = start;
    to = start;
    int position = start;
    while (position < limit) {
      if (!inString) {
        passStructure(position++);
      } else if (isLetterNext || digitsLeft > 0) {
        passEscape(position++);
      } else {
        int special = ByteSearch.indexOfJsonSpecial(data, position, limit);
        passPlain(position, special);
        position = special;
        if (position < limit) {
          passSpecial(position++);
        }
      }
    }
    passedBefore += limit - start;
    keptBefore += to - start;
    return to;
  }

  private long place(int position) {
    return passedBefore + position - from;
  }

  private long keptPlace() {
    return keptBefore + to - from;
  }

  private void keep(byte b) {
    if (writtenDepth >= 0) {
      texts.add(b);
    }
    if (omittedDepth < 0) {
      data[to++] = b;
    }
  }

  private void passStructure(int position) {
    byte b = data[position];
    switch (b) {
      case '"' -> {
        endWord();
        beginString(position);
      }
      case '{', '[' -> {
        endWord();
        open(position, b == '{');
      }
      case '}', ']' -> {
        endWord();
        close(position);
      }
      case ',', ':', ' ', '\n', '\r', '\t' -> {
        endWord();
        isNameNext = b == ',' ? isInObject() : b != ':' && isNameNext;
        keep(b);
      }
      default -> {
        if (!inWord) {
          inWord = true;
          beginWritten(position);
        }
        keep(b);
      }
    }
  }

  private boolean isInObject() {
    return depth > 0 && depth <= MOST_NESTED && objects.get(depth - 1);
  }

  /** Of a value that begins here, where nothing is omitted. */
  private JsonPlace valuePlace() {
    return depth == 0 ? table : places[depth - 1].value(member);
  }

  /** Begins to take a value out as it is written, if that is what it is here. */
  private void beginWritten(int position) {
    if (omittedDepth < 0 && writtenDepth < 0 && valuePlace() == JsonPlace.TEXT) {
      writtenDepth = depth;
      missing = place(position) - keptPlace();
      texts.begin(keptPlace(), missing);
    }
  }

  private void endWritten() {
    writtenDepth = -1;
    texts.end();
  }

  private void endWord() {
    if (inWord && writtenDepth == depth) {
      endWritten();
    }
    inWord = false;
  }

  private void open(int position, boolean isObject) {
    beginWritten(position);
    keep(data[position]);
    if (omittedDepth < 0) {
      places[depth] = valuePlace().within(isObject);
      objects.set(depth, isObject);
      if (places[depth] == JsonPlace.OMITTED || depth + 1 == MOST_NESTED) {
        omittedDepth = depth;
      }
    }
    depth++;
    isNameNext = isObject;
    member = null;
  }

  private void close(int position) {
    depth = Math.max(0, depth - 1);
    if (depth <= omittedDepth) {
      omittedDepth = -1;
      omit(position);
    }
    keep(data[position]);
    if (depth <= writtenDepth) {
      endWritten();
    }
    isNameNext = false;
  }

  /** Notes that bytes before this one were left out, if there are. */
  private void omit(int position) {
    long missingNow = place(position) - keptPlace();
    if (texts != null && missingNow > missing) {
      missing = missingNow;
      texts.omit(keptPlace(), missing);
    }
  }

  private void beginString(int position) {
    keep(data[position]);
    inString = true;
    isLetterNext = false;
    digitsLeft = 0;
    firstUnit = NO_UNIT;
    isKept = false;
    isTakenOut = false;
    isName = false;
    if (omittedDepth >= 0) {
      return;
    }
    isName = isNameNext;
    nameLength = 0;
    JsonPlace here = isName ? places[depth - 1] : valuePlace();
    isTakenOut = isName ? here.kind == JsonPlace.Kind.MAP : here == JsonPlace.TEXT;
    isKept = isName ? !isTakenOut : here == JsonPlace.KEPT;
    if (isTakenOut) {
      missing = place(position + 1) - keptPlace();
      texts.begin(keptPlace(), missing);
    }
  }

  private void endString(int position) {
    inString = false;
    isNameNext = false;
    if (isTakenOut) {
      addFirstUnit();
      missing = place(position) - keptPlace();
      texts.end(missing);
    } else if (omittedDepth < 0) {
      omit(position);
    }
    keep(data[position]);
    if (isName) {
      endName();
    }
  }

  private void endName() {
    boolean isKnown = nameLength < name.length && problem == null;
    int length = isKnown ? JsonStrings.unescape(name, 0, nameLength, name, 0) : 0;
    member = isKnown ? new String(name, 0, length, StandardCharsets.UTF_8) : null;
    if (depth == 1) {
      endColumn();
      column = member;
    }
  }

  /** Passes bytes of a string that stand for themselves. */
  private void passPlain(int start, int end) {
    if (isTakenOut && end > start) {
      addFirstUnit();
      texts.add(data, start, end);
    }
    passAsWritten(start, end);
  }

  /** Passes bytes of a string, where they are wanted with their escapes. */
  private void passAsWritten(int start, int end) {
    if (writtenDepth >= 0) {
      texts.add(data, start, end);
    }
    if (isName) {
      int copied = Math.min(end - start, name.length - nameLength);
      System.arraycopy(data, start, name, nameLength, copied);
      nameLength += copied;
    }
    if (isKept) {
      System.arraycopy(data, start, data, to, end - start);
      to += end - start;
    }
  }

  private void passSpecial(int position) {
    byte b = data[position];
    if (b == '"') {
      endString(position);
      return;
    }
    if (b == '\\') {
      isLetterNext = true;
      escapePlace = place(position);
    } else {
      found(JsonTokenizer.CONTROL_CHARACTER, place(position));
    }
    passAsWritten(position, position + 1);
  }

  private void passEscape(int position) {
    byte b = data[position];
    passAsWritten(position, position + 1);
    if (isLetterNext) {
      isLetterNext = false;
      unit = 0;
      digitsLeft = b == 'u' ? HEX_DIGITS : 0;
      if (b != 'u' && !JsonStrings.isEscape(b)) {
        found(JsonTokenizer.NO_ESCAPE, escapePlace);
      } else if (b != 'u' && isTakenOut) {
        addFirstUnit();
        texts.add(JsonStrings.escaped(b));
      }
      return;
    }
    int digit = Character.digit(b, 16);
    if (digit < 0) {
      found(JsonTokenizer.NO_ESCAPE, escapePlace);
      digitsLeft = 0;
      return;
    }
    unit = unit << 4 | digit;
    if (--digitsLeft == 0 && isTakenOut) {
      addUnit();
    }
  }

  private void addUnit() {
    if (firstUnit != NO_UNIT && Character.isLowSurrogate((char) unit)) {
      addPoint(Character.toCodePoint((char) firstUnit, (char) unit));
      firstUnit = NO_UNIT;
      return;
    }
    addFirstUnit();
    if (Character.isHighSurrogate((char) unit)) {
      firstUnit = unit;
    } else {
      addPoint(unit);
    }
  }

  /** Adds a half of a pair whose other half didn't follow. */
  private void addFirstUnit() {
    if (firstUnit != NO_UNIT) {
      addPoint(firstUnit);
      firstUnit = NO_UNIT;
    }
  }

  private void addPoint(int point) {
    texts.add(character, 0, Utf8.encode(point, character, 0));
  }

  private void found(String what, long place) {
    if (problem == null) {
      problem = new RecordProblem(what, (int) place);
    }
  }

  private void endColumn() {
    long bytes = keptPlace() + (texts == null ? 0 : texts.length());
    if (bytes - bytesBefore > largestBytes) {
      largestBytes = bytes - bytesBefore;
      largestColumn = column;
    }
    bytesBefore = bytes;
  }

  @Override
  public void end() {
    from = to;
    endColumn();
    if (inString && (isLetterNext || digitsLeft > 0)) {
      found(JsonTokenizer.NO_ESCAPE, escapePlace);
    }
    if (texts != null) {
      texts.abandon();
    }
    omit(from);
  }

  @Override
  public RecordProblem problem() {
    return problem;
  }

  @Override
  public String largestColumn() {
    return largestColumn == null ? "that isn't known" : largestColumn;
  }
}
