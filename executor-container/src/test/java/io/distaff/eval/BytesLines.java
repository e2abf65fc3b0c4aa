package io.distaff.eval;

import static io.distaff.eval.Domain.any;
import static io.distaff.eval.Domain.literal;
import static io.distaff.eval.Domain.oneOf;
import static io.distaff.eval.Domain.text;
import static io.distaff.eval.Domain.texts;

import io.distaff.types.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.CRC32;
import net.jpountz.xxhash.XXHash64;
import net.jpountz.xxhash.XXHashFactory;

/** What the functions of bytes must agree with. */
final class BytesLines {
  private static final XXHash64 XXHASH = XXHashFactory.safeInstance().hash64();
  private static final Domain BYTES = any(DataType.BINARY);

  private BytesLines() {}

  static void addTo(OracleTable table) {
    addDigests(table);
    addHashes(table);
    addEncodings(table);
    addReaders(table);
  }

  private static void addReaders(OracleTable table) {
    Domain texts = texts("616263", "zz", "f", "", "YWI=", "日", "YWI");
    table.of("to_binary", texts).java(a -> read((String) a[0], "hex"));
    table.of("try_to_binary", texts).java(a -> readOrNull((String) a[0], "hex"));
    Domain formats = texts("HEX", "base64", "utf-8", "UTF8");
    table.of("to_binary", texts, formats).java(a -> read((String) a[0], (String) a[1]));
    table.of("try_to_binary", texts, formats).java(a -> readOrNull((String) a[0], (String) a[1]));
    table
        .of("try_to_binary", texts, texts("utf7"))
        .java(
            a -> {
              throw new ArithmeticException();
            });
  }

  private static Object read(String text, String format) {
    Object bytes = readOrNull(text, format);
    if (bytes == null) {
      throw new ArithmeticException();
    }
    return bytes;
  }

  private static Object readOrNull(String text, String format) {
    try {
      return switch (format.toLowerCase(Locale.ROOT)) {
        case "hex" -> HexFormat.of().parseHex(text.length() % 2 == 1 ? "0" + text : text);
        case "base64" -> Base64.getDecoder().decode(text);
        default -> bytes(text);
      };
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static byte[] bytes(Object value) {
    return value instanceof byte[] bytes
        ? bytes
        : ((String) value).getBytes(StandardCharsets.UTF_8);
  }

  private static void addDigests(OracleTable table) {
    for (Domain values : new Domain[] {text(), BYTES}) {
      table.of("md5", values).duckDb("md5(?)");
      table.of("sha1", values).duckDb("sha1(?)");
      table.of("sha2", values, literal(DataType.INT, 0L)).duckDb("sha256($1)");
      table
          .of("sha2", values, oneOf(DataType.INT, 224L, 256L, 384L, 512L, 100L))
          .java(a -> digest(bytes(a[0]), (Long) a[1]));
      table
          .of("crc32", values)
          .java(
              a -> {
                CRC32 crc = new CRC32();
                crc.update(bytes(a[0]));
                return crc.getValue();
              });
    }
  }

  private static String digest(byte[] bytes, long bits) {
    try {
      return bits == 100
          ? null
          : HexFormat.of().formatHex(MessageDigest.getInstance("SHA-" + bits).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void addHashes(OracleTable table) {
    for (DataType type : Domain.SCALARS) {
      Domain values = any(type);
      table.of("xxhash64", values).java(a -> hash64(type, a[0], 42));
      table.of("hash", values).java(a -> hash32(type, a[0], 42));
      table
          .of("xxhash64", values, any(DataType.INT))
          .java(a -> hash64(DataType.INT, a[1], hash64(type, a[0], 42)));
      table
          .of("hash", values, any(DataType.INT))
          .java(a -> hash32(DataType.INT, a[1], hash32(type, a[0], 42)));
    }
  }

  private static long hash64(DataType type, Object value, long seed) {
    if (value == null) {
      return seed;
    }
    byte[] bytes = HashedBytes.of(type, value);
    return XXHASH.hash(bytes, 0, bytes.length, seed);
  }

  private static int hash32(DataType type, Object value, int seed) {
    return value == null ? seed : murmur3(HashedBytes.of(type, value), seed);
  }

  /** MurmurHash3 of 32 bits as Spark has it: bytes beyond the last word are mixed one by one. */
  private static int murmur3(byte[] bytes, int seed) {
    ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int hash = seed;
    while (words.hasRemaining()) {
      int word = words.remaining() >= 4 ? words.getInt() : words.get();
      hash ^= Integer.rotateLeft(word * 0xcc9e2d51, 15) * 0x1b873593;
      hash = Integer.rotateLeft(hash, 13) * 5 + 0xe6546b64;
    }
    hash ^= bytes.length;
    hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
    hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
    return hash ^ (hash >>> 16);
  }

  private static void addEncodings(OracleTable table) {
    table.of("hex", text()).duckDb("hex(?)");
    table.of("hex", BYTES).duckDb("hex(?)");
    table
        .of("hex", any(DataType.BIGINT))
        .java(a -> Long.toHexString((Long) a[0]).toUpperCase(Locale.ROOT));
    table
        .of("unhex", texts("", "0", "fF", "1ff", "xx", "日"))
        .java(
            a ->
                switch ((String) a[0]) {
                  case "" -> new byte[0];
                  case "0" -> new byte[] {0};
                  case "fF" -> new byte[] {-1};
                  case "1ff" -> new byte[] {1, -1};
                  default -> null;
                });
    table.of("base64", text()).duckDb("base64(encode(?))");
    table.of("base64", BYTES).duckDb("base64(?)");
    table
        .of("unbase64", texts("YWI=", "", "YW\nI=", "?", "Y"))
        .java(
            a ->
                switch ((String) a[0]) {
                  case "", "?" -> new byte[0];
                  case "Y" -> throw new ArithmeticException();
                  default -> new byte[] {'a', 'b'};
                });
    table
        .of("encode", text(), texts("UTF-8", "utf-16be", "UTF-32"))
        .java(a -> ((String) a[0]).getBytes(Charset.forName((String) a[1])));
    table
        .of("decode", BYTES, literal("ISO-8859-1"))
        .java(a -> new String((byte[]) a[0], StandardCharsets.ISO_8859_1));
    table
        .of("decode", BYTES, texts("UTF-8", "US-ASCII", "UTF-16"))
        .java(
            a -> {
              try {
                ByteBuffer bytes = ByteBuffer.wrap((byte[]) a[0]);
                return Charset.forName((String) a[1]).newDecoder().decode(bytes).toString();
              } catch (CharacterCodingException e) {
                throw new ArithmeticException(e.getMessage());
              }
            });
  }
}
