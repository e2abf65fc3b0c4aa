package io.distaff.scalar;

import io.distaff.kernel.ByteSearch;
import io.distaff.kernel.ByteValue;
import io.distaff.kernel.BytesBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Of SPLIT: what stands between the matches of a pattern. A match of nothing at the beginning parts
 * nothing; an empty pattern parts characters.
 */
final class Split implements Parts {
  /** Characters that mean something else than themselves in a regular expression. */
  private static final String OPERATORS = "\\.[]{}()*+?^$|";

  /** What stands between parts. */
  private enum Separator {
    TEXT,
    EXPRESSION,
    NOTHING
  }

  private final Regex regex;
  private final Remembered<Optional<byte[]>> literals;
  private Separator separator;
  private ByteValue text;

  /** Of {@link Separator#TEXT}. */
  private ByteSearch search;

  private int separatorBytes;

  /** Parts that there may still be. */
  private long left;

  /** Positions of the regular expression's text, or bytes. */
  private int begin;

  private int end;
  private int next;
  private int length;
  private boolean hasMore;

  Split(CallSite site) {
    this.regex = new Regex(site);
    this.literals = new Remembered<>(Split::literal);
  }

  /** The bytes that a pattern stands for, if it is nothing but characters of a text. */
  private static Optional<byte[]> literal(String pattern) {
    boolean isLiteral =
        !pattern.isEmpty() && pattern.chars().allMatch(c -> OPERATORS.indexOf(c) < 0);
    return isLiteral ? Optional.of(pattern.getBytes(StandardCharsets.UTF_8)) : Optional.empty();
  }

  @Override
  public void begin(Row row) {
    left = row.has(2) && row.number(2) > 0 ? row.number(2) : Long.MAX_VALUE;
    next = 0;
    hasMore = true;
    if (row.length(1) == 0 && row.length(0) > 0) {
      separator = Separator.NOTHING;
      text = row.value(0);
      length = text.length();
      return;
    }
    Optional<byte[]> literal = literals.of(row, 1);
    if (literal.isPresent()) {
      separator = Separator.TEXT;
      text = row.value(0);
      length = text.length();
      separatorBytes = literal.get().length;
      search = row.search(0, 0, literal.get());
    } else {
      separator = Separator.EXPRESSION;
      regex.begin(row);
      length = regex.length();
    }
  }

  @Override
  public boolean next() {
    if (!hasMore) {
      return false;
    }
    begin = next;
    hasMore = left > 1 && findSeparator();
    left--;
    if (!hasMore) {
      end = length;
    }
    return true;
  }

  /** Finds where the part ends, and where the next one begins, unless it is the last. */
  private boolean findSeparator() {
    return switch (separator) {
      case TEXT -> {
        end = search.next();
        next = end + separatorBytes;
        yield end >= 0;
      }
      case NOTHING -> {
        end = text.skip(begin, 1);
        next = end;
        yield end < length;
      }
      case EXPRESSION -> {
        boolean isFound = regex.find();
        while (isFound && regex.end() == 0) {
          isFound = regex.find();
        }
        if (isFound) {
          end = regex.start();
          next = regex.end();
        }
        yield isFound;
      }
    };
  }

  @Override
  public int length() {
    return separator == Separator.EXPRESSION
        ? regex.offset(end) - regex.offset(begin)
        : end - begin;
  }

  @Override
  public void append(BytesBuilder out) {
    if (separator == Separator.EXPRESSION) {
      regex.append(begin, end, out);
    } else {
      text.copy(begin, end, out);
    }
  }
}
