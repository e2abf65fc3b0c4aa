package io.distaff.eval;

import static io.distaff.eval.FunctionOracle.any;
import static io.distaff.eval.FunctionOracle.literal;
import static io.distaff.eval.FunctionOracle.oneOf;
import static io.distaff.eval.FunctionOracle.text;

import io.distaff.types.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.CRC32;
import net.jpountz.xxhash.XXHash64;
import net.jpountz.xxhash.XXHashFactory;
import org.junit.jupiter.api.Test;

/** The functions of bytes over every form of vector. */
class BinaryFunctionsTest {
  private static final XXHash64 XXHASH = XXHashFactory.safeInstance().hash64();
  private static final FunctionOracle.Values BYTES = any(DataType.BINARY);

  private static byte[] utf8(Object text) {
    return ((String) text).getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void digests() throws SQLException {
    FunctionOracle.of("md5", text()).agreesWithDuckDb("md5(?)");
    FunctionOracle.of("sha1", text()).agreesWithDuckDb("sha1(?)");
    FunctionOracle.of("sha2", text(), literal(DataType.INT, 0L))
        .agreesWithDuckDb("sha256($1 || repeat('', $2))");
    FunctionOracle.of("sha2", text(), oneOf(DataType.INT, 224L, 256L, 384L, 512L, 100L))
        .agreesWith(a -> digest((String) a[0], (Long) a[1]));
    FunctionOracle.of("crc32", BYTES)
        .agreesWith(
            a -> {
              CRC32 crc = new CRC32();
              crc.update((byte[]) a[0]);
              return crc.getValue();
            });
  }

  private static String digest(String text, long bits) {
    try {
      return bits == 100
          ? null
          : HexFormat.of()
              .formatHex(java.security.MessageDigest.getInstance("SHA-" + bits).digest(utf8(text)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void hashes() {
    FunctionOracle.of("xxhash64", text())
        .agreesWith(a -> a[0] == null ? 42L : hash64(utf8(a[0]), 42));
    FunctionOracle.of("xxhash64", any(DataType.BIGINT), any(DataType.INT))
        .agreesWith(
            a -> {
              long hash = a[0] == null ? 42 : hash64(littleEndian((Long) a[0], 8), 42);
              return a[1] == null ? hash : hash64(littleEndian((Long) a[1], 4), hash);
            });
    String longer = "a text that is longer than the thirty-two bytes of a round, twice over: 日本語";
    FunctionOracle.of("xxhash64", oneOf(DataType.STRING, longer, longer + "x", longer.substring(7)))
        .agreesWith(a -> a[0] == null ? 42 : hash64(utf8(a[0]), 42));
    FunctionOracle.of(
            "hash", oneOf(DataType.STRING, "", "ü", "DEF"), literal(DataType.STRING, "DEF"))
        .agreesWith(a -> murmur3(utf8("DEF"), a[0] == null ? 42 : (int) murmur3(utf8(a[0]), 42)));
  }

  private static long murmur3(byte[] shorterThanAWord, int seed) {
    int hash = seed;
    for (byte b : shorterThanAWord) {
      hash ^= Integer.rotateLeft(b * 0xcc9e2d51, 15) * 0x1b873593;
      hash = Integer.rotateLeft(hash, 13) * 5 + 0xe6546b64;
    }
    hash ^= shorterThanAWord.length;
    hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
    hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
    return hash ^ (hash >>> 16);
  }

  private static byte[] littleEndian(long value, int size) {
    ByteBuffer buffer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value);
    return java.util.Arrays.copyOf(buffer.array(), size);
  }

  private static long hash64(byte[] bytes, long seed) {
    return XXHASH.hash(bytes, 0, bytes.length, seed);
  }

  @Test
  void encodings() throws SQLException {
    FunctionOracle.of("hex", text()).agreesWithDuckDb("hex(?)");
    FunctionOracle.of("hex", BYTES)
        .agreesWith(a -> HexFormat.of().withUpperCase().formatHex((byte[]) a[0]));
    FunctionOracle.of("hex", any(DataType.BIGINT))
        .agreesWith(a -> Long.toHexString((Long) a[0]).toUpperCase(Locale.ROOT));
    FunctionOracle.of("unhex", oneOf(DataType.STRING, "", "0", "fF", "1ff", "xx", "日"))
        .agreesWith(
            a ->
                switch ((String) a[0]) {
                  case "" -> new byte[0];
                  case "0" -> new byte[] {0};
                  case "fF" -> new byte[] {-1};
                  case "1ff" -> new byte[] {1, -1};
                  default -> null;
                });
    FunctionOracle.of("base64", text())
        .agreesWith(a -> Base64.getEncoder().encodeToString(utf8(a[0])));
    FunctionOracle.of("base64", BYTES)
        .agreesWith(a -> Base64.getEncoder().encodeToString((byte[]) a[0]));
    FunctionOracle.of("unbase64", oneOf(DataType.STRING, "YWI=", "", "YW\nI="))
        .agreesWith(a -> a[0].equals("") ? new byte[0] : new byte[] {'a', 'b'});
    FunctionOracle.Values charset = oneOf(DataType.STRING, "UTF-8", "utf-16be", "UTF-32");
    FunctionOracle.of("encode", text(), charset)
        .agreesWith(a -> ((String) a[0]).getBytes(Charset.forName((String) a[1])));
    FunctionOracle.of("decode", BYTES, literal(DataType.STRING, "ISO-8859-1"))
        .agreesWith(a -> new String((byte[]) a[0], StandardCharsets.ISO_8859_1));
  }
}
