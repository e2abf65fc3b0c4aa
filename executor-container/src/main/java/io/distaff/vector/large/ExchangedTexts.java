package io.distaff.vector.large;

import io.distaff.memory.ReservedArrays;
import io.distaff.vector.ArrayVector;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.DictionaryVector;
import io.distaff.vector.MapVector;
import io.distaff.vector.StructVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Vectors in which something else stands in the place of values from a length on, wherever they are
 * within nested values; other vectors stay as they are. What was made is valid until {@link
 * #release}. Confined to a task's thread.
 */
public final class ExchangedTexts {
  private final int leastBytes;
  private final ReservedArrays arrays;
  private final Replacement replacement;
  private final List<byte[]> made = new ArrayList<>();

  /** What stands in the place of a value. */
  interface Replacement {
    int length(byte[] data, int start);

    void put(byte[] data, int start, int length, byte[] target, int at);
  }

  ExchangedTexts(int leastBytes, ReservedArrays arrays, Replacement replacement) {
    this.leastBytes = leastBytes;
    this.arrays = arrays;
    this.replacement = replacement;
  }

  /** Whether there is such a value in any row of a vector. */
  public boolean isIn(ColumnVector vector) {
    return switch (vector.form()) {
      case BOOLEAN, INT, LONG, INT128, FLOAT, DOUBLE -> false;
      case BYTES -> isIn((BytesVector) vector);
      case ARRAY -> isIn(((ArrayVector) vector).elements());
      case MAP -> isIn(((MapVector) vector).keys()) || isIn(((MapVector) vector).values());
      case STRUCT -> Arrays.stream(((StructVector) vector).members()).anyMatch(this::isIn);
      case DICTIONARY -> isIn((DictionaryVector) vector);
      case CONSTANT -> isIn(((ConstantVector) vector).single());
    };
  }

  private boolean isIn(BytesVector texts) {
    if (texts.data().length < leastBytes) {
      return false;
    }
    int[] lengths = texts.lengths();
    int longest = 0;
    for (int i = 0; i < texts.length(); i++) {
      longest = Math.max(longest, lengths[i]);
    }
    return longest >= leastBytes;
  }

  private boolean isIn(DictionaryVector vector) {
    if (!(vector.dictionary() instanceof BytesVector texts)
        || texts.length() <= vector.length()
        || texts.data().length < leastBytes) {
      return isIn(vector.dictionary());
    }
    int longest = 0;
    for (int i = 0; i < vector.length(); i++) {
      longest = Math.max(longest, texts.lengths()[vector.ids()[i]]);
    }
    return longest >= leastBytes;
  }

  /** Whether there is such a value in a row. */
  public boolean isIn(ColumnVector vector, int row) {
    return bytes(vector, row) > 0;
  }

  /** Bytes of all that would stand in the place of values of a row. */
  public long bytes(ColumnVector vector, int row) {
    if (vector.isNull(row)) {
      return 0;
    }
    return switch (vector.form()) {
      case BOOLEAN, INT, LONG, INT128, FLOAT, DOUBLE -> 0;
      case BYTES -> {
        BytesVector texts = (BytesVector) vector;
        yield texts.lengths()[row] < leastBytes
            ? 0
            : replacement.length(texts.data(), texts.starts()[row]);
      }
      case ARRAY -> {
        ArrayVector arrays = (ArrayVector) vector;
        yield bytes(arrays.elements(), arrays.starts()[row], arrays.lengths()[row]);
      }
      case MAP -> {
        MapVector maps = (MapVector) vector;
        int start = maps.starts()[row];
        int length = maps.lengths()[row];
        yield bytes(maps.keys(), start, length) + bytes(maps.values(), start, length);
      }
      case STRUCT ->
          Arrays.stream(((StructVector) vector).members())
              .mapToLong(member -> bytes(member, row))
              .sum();
      case DICTIONARY -> {
        DictionaryVector dictionary = (DictionaryVector) vector;
        yield bytes(dictionary.dictionary(), dictionary.ids()[row]);
      }
      case CONSTANT -> bytes(((ConstantVector) vector).single(), 0);
    };
  }

  private long bytes(ColumnVector vector, int start, int count) {
    long bytes = 0;
    for (int i = start; i < start + count; i++) {
      bytes += bytes(vector, i);
    }
    return bytes;
  }

  /** The vector itself where there is nothing to exchange. */
  public ColumnVector of(ColumnVector vector) {
    return isIn(vector) ? exchanged(vector) : vector;
  }

  private ColumnVector exchanged(ColumnVector vector) {
    return switch (vector.form()) {
      case BOOLEAN, INT, LONG, INT128, FLOAT, DOUBLE -> vector;
      case BYTES -> isIn((BytesVector) vector) ? exchanged((BytesVector) vector) : vector;
      case ARRAY -> {
        ArrayVector lists = (ArrayVector) vector;
        yield new ArrayVector(
            lists.type(),
            lists.starts(),
            lists.lengths(),
            exchanged(lists.elements()),
            lists.validity(),
            lists.length());
      }
      case MAP -> {
        MapVector maps = (MapVector) vector;
        yield new MapVector(
            maps.type(),
            maps.starts(),
            maps.lengths(),
            exchanged(maps.keys()),
            exchanged(maps.values()),
            maps.validity(),
            maps.length());
      }
      case STRUCT -> {
        StructVector struct = (StructVector) vector;
        ColumnVector[] members =
            Arrays.stream(struct.members()).map(this::exchanged).toArray(ColumnVector[]::new);
        yield new StructVector(struct.type(), members, struct.validity(), struct.length());
      }
      case DICTIONARY -> {
        DictionaryVector dictionary = (DictionaryVector) vector;
        yield new DictionaryVector(
            exchanged(dictionary.dictionary()),
            dictionary.ids(),
            dictionary.validity(),
            dictionary.length());
      }
      case CONSTANT ->
          new ConstantVector(exchanged(((ConstantVector) vector).single()), vector.length());
    };
  }

  private BytesVector exchanged(BytesVector texts) {
    int count = texts.length();
    int[] starts = new int[count];
    int[] lengths = Arrays.copyOf(texts.lengths(), count);
    // Rows may share what lies in one place.
    Map<Long, Integer> places = new HashMap<>();
    long size = 0;
    for (int i = 0; i < count; i++) {
      int start = texts.starts()[i];
      boolean isLarge = lengths[i] >= leastBytes;
      Integer first = isLarge ? places.putIfAbsent(place(start, lengths[i]), i) : null;
      if (first != null) {
        starts[i] = starts[first];
        lengths[i] = lengths[first];
        continue;
      }
      starts[i] = ReservedArrays.checkedLength(size);
      if (isLarge) {
        lengths[i] = replacement.length(texts.data(), start);
      }
      size += lengths[i];
    }
    byte[] data = arrays.bytes(new byte[0], ReservedArrays.checkedLength(size));
    made.add(data);
    for (int i = 0; i < count; i++) {
      int start = texts.starts()[i];
      int length = texts.lengths()[i];
      if (length < leastBytes) {
        System.arraycopy(texts.data(), length == 0 ? 0 : start, data, starts[i], length);
      } else if (places.get(place(start, length)) == i) {
        replacement.put(texts.data(), start, length, data, starts[i]);
      }
    }
    return new BytesVector(texts.type(), data, starts, lengths, texts.validity(), count);
  }

  private static long place(int start, int length) {
    return (long) start << Integer.SIZE | length;
  }

  /** Lets go of what was made. */
  public void release() {
    made.forEach(arrays::dropped);
    made.clear();
  }
}
