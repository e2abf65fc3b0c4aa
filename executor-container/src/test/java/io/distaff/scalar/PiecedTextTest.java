package io.distaff.scalar;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.kernel.ByteValue;
import io.distaff.memory.MemoryManager;
import io.distaff.memory.OperatorMemory;
import io.distaff.memory.ReservedArrays;
import io.distaff.memory.TaskMemory;
import io.distaff.metrics.TaskMetrics;
import io.distaff.storage.LocalDisks;
import io.distaff.storage.ValueFile;
import io.distaff.types.DataType;
import io.distaff.vector.BytesVector;
import io.distaff.vector.Vectors;
import io.distaff.vector.large.LargeValues;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts of a few bytes, in pieces of any number of bytes, are what they are as a whole. */
final class PiecedTextTest {
  private static final int[] PIECE_BYTES = {1, 2, 3, 5, 16};
  private static final int MOST_BYTES = 60;

  /** Parts of characters, of which few sequences are any. */
  private static final int[] PARTS = {
    'a', 'b', 0x80, 0x9F, 0xA4, 0xC3, 0xE6, 0x97, 0xA5, 0xED, 0xF0, 0x98, 0xF4, 0xF8, 0xFF
  };

  private static final byte[][] CHARACTERS = {
    utf8("a"), utf8("ä"), utf8("日"), utf8("\uFFFD"), utf8("\uD83D\uDE00")
  };

  @TempDir Path directory;

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Of characters, and now and then of any bytes. */
  private static byte[] bytes(Random random) {
    byte[] bytes = new byte[1 + random.nextInt(MOST_BYTES)];
    boolean isText = random.nextInt(3) == 0;
    int at = 0;
    while (at < bytes.length) {
      byte[] character = CHARACTERS[random.nextInt(CHARACTERS.length)];
      if (at + character.length <= bytes.length && (isText || random.nextBoolean())) {
        System.arraycopy(character, 0, bytes, at, character.length);
        at += character.length;
      } else {
        bytes[at++] = isText ? (byte) 'z' : (byte) PARTS[random.nextInt(PARTS.length)];
      }
    }
    return bytes;
  }

  /** A character begins with each byte that doesn't continue one. */
  private static void check(byte[] bytes, PiecedText text, Random random) {
    List<Character> chars = new ArrayList<>();
    List<Integer> offsets = new ArrayList<>();
    for (int from = 0; from < bytes.length; from++) {
      int to = from + 1;
      while (to < bytes.length && (bytes[to] & 0xC0) == 0x80) {
        to++;
      }
      if ((bytes[from] & 0xC0) != 0x80) {
        String first = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        offsets.add(from);
        for (char c : Character.toChars(first.codePointAt(0))) {
          chars.add(c);
        }
        while (offsets.size() < chars.size()) {
          offsets.add(null);
        }
      }
    }
    assertThat(text.length()).isEqualTo(chars.size());
    assertThat(text.offset(text.length())).isEqualTo(bytes.length);
    for (int i = 0; i < chars.size(); i++) {
      assertThat(text.charAt(i)).isEqualTo(chars.get(i));
      int any = random.nextInt(chars.size());
      if (offsets.get(any) != null) {
        assertThat(text.offset(any)).isEqualTo(offsets.get(any));
      }
      assertThat(text.charAt(any)).isEqualTo(chars.get(any));
    }
  }

  @Test
  void whatIsNoTextHasAReplacementForEachThatIsNoCharacter() {
    PiecedText text = new PiecedText(ReservedArrays.uncounted());
    ByteValue value = new ByteValue(ReservedArrays.uncounted(), LargeValues.none());
    for (int seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = bytes(random);
      value.setWhole(bytes, 0, bytes.length);
      text.set(value);
      check(bytes, text, random);
    }
  }

  @Test
  void piecesEndAnywhere() {
    LocalDisks disks = new LocalDisks(List.of(directory));
    MemoryManager manager = new MemoryManager(64 << 20);
    try (TaskMemory task = manager.startTask("test")) {
      for (int pieceBytes : PIECE_BYTES) {
        OperatorMemory memory = task.operator("values");
        ValueFile.Layout layout = new ValueFile.Layout(pieceBytes, 0);
        try (LargeValues values = new LargeValues(memory, disks, new TaskMetrics(), 1, layout);
            ReservedArrays arrays = memory.arrays()) {
          PiecedText text = new PiecedText(arrays);
          ByteValue value = new ByteValue(arrays, values);
          for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            byte[] bytes = bytes(random);
            var whole = Vectors.of(DataType.BINARY, List.of(bytes));
            value.set((BytesVector) values.storing(arrays).of(whole), 0);
            text.set(value);
            check(bytes, text, random);
          }
        }
      }
    }
    assertThat(manager.usedBytes()).isZero();
  }
}
