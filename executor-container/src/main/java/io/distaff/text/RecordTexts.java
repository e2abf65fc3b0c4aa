package io.distaff.text;

import io.distaff.memory.ReservedArrays;
import io.distaff.storage.ValueFile;
import io.distaff.vector.large.LargeValues;

/**
 * What a {@link RecordSieve} takes out of a large record: the texts of columns, and what nobody
 * wants. A text that is large goes to the values of the task as it comes, and a token takes its
 * place; smaller ones stay as they are. Each cut has its place in what is left of the record, where
 * its bytes stood. Cuts begin in the order of their places, no two texts at the same. Confined to
 * the task's thread.
 */
final class RecordTexts {
  private static final byte[] NOTHING = {};

  /** In place of the length of what is no text. */
  private static final int OMITTED = -1;

  private final LargeValues values;
  private final ReservedArrays arrays;
  private final StoredBytes stored;

  /** Of the text at hand: all of it, or what isn't with the values yet; its token at last. */
  private byte[] text = NOTHING;

  private int used;
  private boolean isLarge;

  /** Of the text at hand; -1 between texts. */
  private int current = -1;

  // By cut: its place, how many bytes are missing before what follows it, and where its text lies.
  private int[] places = {};
  private int[] missing = {};
  private int[] starts = {};
  private int[] lengths = {};
  private int count;

  /** Of the values with tokens. */
  private int[] numbers = {};

  private int numTokens;

  RecordTexts(LargeValues values, ValueFile file, ReservedArrays arrays) {
    this.values = values;
    this.arrays = arrays;
    this.stored = new StoredBytes(file, arrays);
  }

  /** A new record begins. */
  void clear() {
    stored.clear();
    count = 0;
    numTokens = 0;
  }

  /**
   * Notes that bytes were left out.
   *
   * @param missingBytes before what follows, of all cuts
   */
  void omit(long place, long missingBytes) {
    newCut(place);
    missing[count - 1] = (int) missingBytes;
    lengths[count - 1] = OMITTED;
  }

  private void newCut(long place) {
    places = arrays.grownInts(places, count + 1);
    missing = arrays.grownInts(missing, places.length);
    starts = arrays.grownInts(starts, places.length);
    lengths = arrays.grownInts(lengths, places.length);
    places[count++] = ReservedArrays.checkedLength(place);
  }

  /**
   * Begins a text.
   *
   * @param missingBytes before it
   */
  void begin(long place, long missingBytes) {
    newCut(place);
    current = count - 1;
    missing[current] = (int) missingBytes;
    used = 0;
    isLarge = false;
  }

  /** Adds to the text at hand. */
  void add(byte b) {
    ensureRoom(1);
    text[used++] = b;
  }

  /** Adds to the text at hand. */
  void add(byte[] data, int from, int limit) {
    int position = from;
    while (position < limit) {
      ensureRoom(limit - position);
      int taken = Math.min(limit - position, values.leastBytes() - used);
      System.arraycopy(data, position, text, used, taken);
      used += taken;
      position += taken;
    }
  }

  /** For one byte at least: makes the text large where it has become that. */
  private void ensureRoom(int wanted) {
    if (used == values.leastBytes()) {
      flush();
    }
    long size = Math.min((long) used + wanted, values.leastBytes());
    text = arrays.grownBytes(text, size, used);
  }

  private void flush() {
    if (!isLarge) {
      values.begin();
      isLarge = true;
    }
    values.append(text, 0, used);
    used = 0;
  }

  /**
   * Ends a text of which nothing is left in its place.
   *
   * @param missingBytes before what follows
   */
  void end(long missingBytes) {
    missing[current] = (int) missingBytes;
    end();
  }

  /** Ends the text. */
  void end() {
    if (isLarge || used == values.leastBytes()) {
      flush();
      used = values.tokenBytes();
      text = arrays.bytes(text, used);
      values.end(text, 0);
      numbers = arrays.grownInts(numbers, numTokens + 1);
      numbers[numTokens++] = values.number(text, 0);
    }
    starts[current] = ReservedArrays.checkedLength(stored.length());
    lengths[current] = used;
    stored.append(text, 0, used);
    current = -1;
    isLarge = false;
  }

  /** Forgets the text at hand, if there is one. */
  void abandon() {
    if (isLarge) {
      values.abandon();
    }
    if (current >= 0) {
      lengths[current] = OMITTED;
    }
    current = -1;
    isLarge = false;
  }

  /** Lets go of the values behind the tokens, which nobody has any more. */
  void forget() {
    for (int i = 0; i < numTokens; i++) {
      values.forget(numbers[i]);
    }
    numTokens = 0;
  }

  /**
   * The text that was ended last, or its token, in the first bytes; valid until the next begins.
   */
  byte[] last() {
    return text;
  }

  int lastLength() {
    return used;
  }

  /** Bytes of all texts and tokens. */
  long length() {
    return stored.length();
  }

  /** Puts the texts and tokens in an array. */
  void read(byte[] target, int at) {
    stored.read(target, at);
  }

  /** The number of the text that stood at a place; -1 when there is none. */
  int find(int place) {
    int cut = lastUpTo(place);
    return cut >= 0 && places[cut] == place && lengths[cut] != OMITTED ? cut : -1;
  }

  /** Where a text begins among all of them. */
  int start(int number) {
    return starts[number];
  }

  int length(int number) {
    return lengths[number];
  }

  /** Where in the record a byte stood. */
  int placeInRecord(int place) {
    int cut = lastUpTo(place);
    return cut < 0 ? place : place + missing[cut];
  }

  /** The last cut whose place isn't behind this one; -1 when there is none. */
  private int lastUpTo(int place) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (places[middle] <= place) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }
}
