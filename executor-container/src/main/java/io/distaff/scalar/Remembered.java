package io.distaff.scalar;

import java.util.Arrays;
import java.util.function.Function;

/**
 * What is made of a text argument, a pattern say: made again only when the text isn't the last
 * row's. A literal's is made once, when the first row gets there. Mutable.
 */
final class Remembered<T> {
  private final Function<String, T> maker;
  private byte[] text;
  private T made;

  Remembered(Function<String, T> maker) {
    this.maker = maker;
  }

  /** What is made of an argument's text. */
  T of(Row row, int argument) {
    byte[] data = row.data(argument);
    if (text == null
        || !Arrays.equals(text, 0, text.length, data, row.from(argument), row.to(argument))) {
      text = null; // what follows may fail
      made = maker.apply(row.text(argument));
      text = row.copy(argument);
    }
    return made;
  }

  /** Makes it anew next time. */
  void forget() {
    text = null;
  }
}
