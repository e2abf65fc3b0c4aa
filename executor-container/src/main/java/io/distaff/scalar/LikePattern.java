package io.distaff.scalar;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.kernel.BytesKernels;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A LIKE pattern, taken apart once. {@code %} cuts a pattern into segments. The first one is
 * anchored at the start of the text, the last one at its end, and each of those between is searched
 * from where the one before it ended: the leftmost match is always right. A segment is runs of
 * literal bytes with {@code _} between them, each of which takes one code point. Immutable.
 */
public final class LikePattern {
  /** In a segment, stands for {@code _}. */
  private static final byte[] ANY_CODE_POINT = null;

  private final byte[][] prefix;
  private final byte[][][] middle;
  private final byte[][] suffix;
  private final boolean open;

  private LikePattern(List<byte[][]> segments) {
    this.open = segments.size() > 1;
    this.prefix = segments.get(0);
    this.suffix = open ? segments.get(segments.size() - 1) : new byte[0][];
    this.middle =
        open ? segments.subList(1, segments.size() - 1).toArray(byte[][][]::new) : new byte[0][][];
  }

  /**
   * The pattern of a text.
   *
   * @param escape the character that makes a following {@code %}, {@code _} or itself literal; null
   *     for none
   */
  public static LikePattern of(String pattern, String escape) {
    if (escape != null && escape.codePointCount(0, escape.length()) != 1) {
      throw new DistaffException(
          ErrorCode.SEMANTIC_ERROR,
          "The escape of a LIKE pattern must be one character, not '" + escape + "'.");
    }
    int escapePoint = escape == null ? -1 : escape.codePointAt(0);
    List<byte[][]> segments = new ArrayList<>();
    List<byte[]> segment = new ArrayList<>();
    ByteArrayOutputStream literal = new ByteArrayOutputStream();
    int i = 0;
    while (i < pattern.length()) {
      int c = pattern.codePointAt(i);
      i += Character.charCount(c);
      if (c == escapePoint) {
        if (i == pattern.length()) {
          throw invalidEscape(pattern);
        }
        int escaped = pattern.codePointAt(i);
        if (escaped != '%' && escaped != '_' && escaped != escapePoint) {
          throw invalidEscape(pattern);
        }
        i += Character.charCount(escaped);
        literal.writeBytes(Character.toString(escaped).getBytes(StandardCharsets.UTF_8));
      } else if (c == '%') {
        endLiteral(literal, segment);
        boolean repeated = segment.isEmpty() && !segments.isEmpty();
        if (!repeated) {
          segments.add(segment.toArray(byte[][]::new));
        }
        segment.clear();
      } else if (c == '_') {
        endLiteral(literal, segment);
        segment.add(ANY_CODE_POINT);
      } else {
        literal.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
      }
    }
    endLiteral(literal, segment);
    segments.add(segment.toArray(byte[][]::new));
    return new LikePattern(segments);
  }

  private static DistaffException invalidEscape(String pattern) {
    return new DistaffException(
        ErrorCode.SEMANTIC_ERROR,
        "In the LIKE pattern '" + pattern + "' the escape must precede %, _ or itself.");
  }

  private static void endLiteral(ByteArrayOutputStream literal, List<byte[]> segment) {
    if (literal.size() > 0) {
      segment.add(literal.toByteArray());
      literal.reset();
    }
  }

  /** The text that alone matches, when the pattern has no wildcard; else null. */
  public byte[] exact() {
    if (open || prefix.length > 1 || (prefix.length == 1 && prefix[0] == ANY_CODE_POINT)) {
      return null;
    }
    return prefix.length == 0 ? new byte[0] : prefix[0];
  }

  /**
   * Bytes that every text has in it which the pattern matches, one or more, where nothing else is
   * quicker to tell: the pattern begins and ends with {@code %}. Else null.
   */
  public byte[] contained() {
    if (prefix.length > 0 || suffix.length > 0 || middle.length == 0) {
      return null;
    }
    return middle[0][0];
  }

  /** True when the pattern matches all of the UTF-8 text data[from, to). */
  public boolean matches(byte[] data, int from, int to) {
    int position = matchAt(prefix, data, from, to);
    if (!open) {
      return position == to;
    }
    if (position < 0) {
      return false;
    }
    int end = matchBefore(suffix, data, position, to);
    if (end < 0) {
      return false;
    }
    for (byte[][] segment : middle) {
      position = find(segment, data, position, end);
      if (position < 0) {
        return false;
      }
    }
    return true;
  }

  /** The position after the segment if it matches at {@code from}, else -1. */
  private static int matchAt(byte[][] segment, byte[] data, int from, int to) {
    int position = from;
    for (byte[] part : segment) {
      if (part == ANY_CODE_POINT) {
        if (position >= to) {
          return -1;
        }
        position = BytesKernels.next(data, position, to);
      } else {
        if (part.length > to - position || !BytesKernels.matches(data, position, part)) {
          return -1;
        }
        position += part.length;
      }
    }
    return position;
  }

  /** The position at which the segment begins if it matches up to {@code to}, else -1. */
  private static int matchBefore(byte[][] segment, byte[] data, int from, int to) {
    int position = to;
    for (int i = segment.length - 1; i >= 0; i--) {
      byte[] part = segment[i];
      if (part == ANY_CODE_POINT) {
        if (position <= from) {
          return -1;
        }
        position = BytesKernels.previous(data, position, from);
      } else {
        position -= part.length;
        if (position < from || !BytesKernels.matches(data, position, part)) {
          return -1;
        }
      }
    }
    return position;
  }

  /** The position after the segment's leftmost match in [from, to), else -1. */
  private static int find(byte[][] segment, byte[] data, int from, int to) {
    byte[] first = segment[0];
    if (segment.length == 1 && first != ANY_CODE_POINT) {
      int found = BytesKernels.indexOf(data, from, to, first);
      return found < 0 ? -1 : found + first.length;
    }
    int position = from;
    while (position < to) {
      if (first != ANY_CODE_POINT) {
        position = BytesKernels.indexOf(data, position, to, first);
        if (position < 0) {
          return -1;
        }
      }
      int end = matchAt(segment, data, position, to);
      if (end >= 0) {
        return end;
      }
      position = BytesKernels.next(data, position, to);
    }
    return -1;
  }
}
