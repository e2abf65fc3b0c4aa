package io.distaff.scalar;

import io.distaff.expression.FunctionDefinition.Category;
import io.distaff.kernel.ByteValue;
import io.distaff.kernel.BytesBuilder;
import io.distaff.kernel.VectorFunction;
import io.distaff.types.DataType;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.CRC32;

/** The functions of bytes: hashes and encodings. */
final class BinaryFunctions {
  private static final byte[] UPPER_DIGITS = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LOWER_DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final Set<String> CHARSETS =
      Set.of("US-ASCII", "ISO-8859-1", "UTF-8", "UTF-16", "UTF-16BE", "UTF-16LE", "UTF-32");

  /** What four characters in base 64 are made of. */
  private static final int BASE64_GROUP_BYTES = 3;

  private BinaryFunctions() {}

  static List<ScalarFunction> table() {
    FunctionTable table = new FunctionTable(Category.BINARY);
    addDigests(table);
    HashFunctions.addTo(table);
    addEncodings(table);
    addReaders(table);
    return table.functions();
  }

  private static void addDigests(FunctionTable table) {
    table
        .add("md5")
        .takes("(string) -> string")
        .takes("(binary) -> string")
        .says("The MD5 digest of the bytes, in lower-case hexadecimal digits.")
        .example("md5('abc')", "900150983cd24fb0d6963f7d28e17f72")
        .is(site -> RowFunctions.bytes(site, digest("MD5")));
    table
        .add("sha1", "sha")
        .takes("(string) -> string")
        .takes("(binary) -> string")
        .says("The SHA-1 digest of the bytes, in lower-case hexadecimal digits.")
        .example("sha1('abc')", "a9993e364706816aba3e25717850c26c9cd0d89d")
        .is(site -> RowFunctions.bytes(site, digest("SHA-1")));
    table
        .add("sha2")
        .takes("(string, int) -> string")
        .takes("(binary, int) -> string")
        .alsoNull("if there is no SHA-2 digest of so many bits")
        .says(
            "The SHA-2 digest of the bytes of 224, 256, 384 or 512 bits, 0 for 256, in lower-case"
                + " hexadecimal digits.")
        .example(
            "sha2('abc', 256)", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        .is(site -> RowFunctions.bytes(site, sha2()));
    table
        .add("crc32")
        .takes("(string) -> bigint")
        .takes("(binary) -> bigint")
        .says("The CRC-32 checksum of the bytes.")
        .example("crc32('abc')", "891568578")
        .is(site -> RowFunctions.integer(site, crc32()));
  }

  private static void addEncodings(FunctionTable table) {
    table
        .add("hex")
        .takes("(bigint) -> string")
        .takes("(string) -> string")
        .takes("(binary) -> string")
        .says(
            "The bytes in upper-case hexadecimal digits, two each; the digits of an integer, of a"
                + " negative one those of its 64 bits.")
        .example("hex('añ')", "61C3B1")
        .example("hex(255)", "FF")
        .is(BinaryFunctions::hex);
    table
        .add("unhex")
        .takes("(string) -> binary")
        .alsoNull("if the text isn't made of hexadecimal digits")
        .says("The bytes of hexadecimal digits; an odd number of them has a 0 in front.")
        .example("decode(unhex('61C3B1'), 'UTF-8')", "añ")
        .is(site -> RowFunctions.bytes(site, BinaryFunctions::unhex));
    table
        .add("base64")
        .takes("(string) -> string")
        .takes("(binary) -> string")
        .says("The bytes in base 64, without breaks of lines.")
        .example("base64('Distaff')", "RGlzdGFmZg==")
        .is(site -> RowFunctions.bytes(site, BinaryFunctions::base64));
    table
        .add("unbase64")
        .takes("(string) -> binary")
        .says("The bytes of a text in base 64; characters that don't belong there are skipped.")
        .fails("if the text ends within a group of characters")
        .example("decode(unbase64('RGlzdGFmZg=='), 'UTF-8')", "Distaff")
        .is(site -> RowFunctions.bytes(site, unbase64(site)));
    table
        .add("encode")
        .takes("(string, string) -> binary")
        .says(
            "The bytes of the text in US-ASCII, ISO-8859-1, UTF-8, UTF-16, UTF-16BE, UTF-16LE or"
                + " UTF-32.")
        .fails("if there is no such character set, or the text can't be written in it")
        .example("hex(encode('añ', 'ISO-8859-1'))", "61F1")
        .is(site -> RowFunctions.bytes(site, encode(site)));
    table
        .add("decode")
        .takes("(binary, string) -> string")
        .says("The text that bytes are in one of the character sets of encode.")
        .fails("if there is no such character set, or the bytes are no text in it")
        .example("decode(X'61F1', 'ISO-8859-1')", "añ")
        .is(site -> RowFunctions.bytes(site, decode(site)));
  }

  private static void addReaders(FunctionTable table) {
    table
        .add("to_binary")
        .takes("(string, [string]) -> binary")
        .says(
            "The bytes of a text in a format: hex, which it is unless one is given, base64 or"
                + " utf-8.")
        .fails("if there is no such format, or the text isn't of it; try_to_binary is null then")
        .example("decode(to_binary('616263'), 'UTF-8')", "abc")
        .example("hex(to_binary('abc', 'utf-8'))", "616263")
        .is(site -> RowFunctions.bytes(site, read(site, OnFailure.ERROR)));
    table
        .add("try_to_binary")
        .takes("(string, [string]) -> binary")
        .alsoNull("if the text isn't of the format")
        .says("As to_binary.")
        .fails("if there is no such format")
        .example("try_to_binary('zz', 'hex')", "NULL")
        .is(site -> RowFunctions.bytes(site, read(site, OnFailure.NULL)));
  }

  private static RowFunctions.ToBytes read(CallSite site, OnFailure onFailure) {
    Remembered<BinaryFormat> formats = new Remembered<>(name -> BinaryFormat.of(site, name));
    return (row, out) -> {
      BinaryFormat format = row.has(1) ? formats.of(row, 1) : BinaryFormat.HEX;
      boolean isRead =
          switch (format) {
            case HEX -> readHex(row, out);
            case BASE64 -> readBase64(row, out);
            case UTF8 -> {
              row.append(0, out);
              yield true;
            }
          };
      if (!isRead && onFailure == OnFailure.NULL) {
        row.setNull();
      } else if (!isRead) {
        throw RowFunctions.invalid(site, row.shown(0) + " isn't " + format.label());
      }
    };
  }

  private static boolean readBase64(Row row, BytesBuilder out) {
    try {
      out.append(Base64.getDecoder().decode(row.text(0)));
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static MessageDigest algorithm(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no " + name, e);
    }
  }

  private static RowFunctions.ToBytes digest(String name) {
    MessageDigest digest = algorithm(name);
    return (row, out) -> appendDigest(digest, row, out);
  }

  private static void appendDigest(MessageDigest digest, Row row, BytesBuilder out) {
    ByteValue bytes = row.value(0);
    bytes.begin(0, ByteValue.BYTES);
    while (bytes.next()) {
      digest.update(bytes.data(), bytes.from(), bytes.to() - bytes.from());
    }
    for (byte b : digest.digest()) {
      out.append(LOWER_DIGITS[(b >> 4) & 15]);
      out.append(LOWER_DIGITS[b & 15]);
    }
  }

  private static RowFunctions.ToBytes sha2() {
    MessageDigest[] digests = new MessageDigest[4];
    return (row, out) -> {
      int which =
          switch ((int) row.number(1)) {
            case 224 -> 0;
            case 0, 256 -> 1;
            case 384 -> 2;
            case 512 -> 3;
            default -> -1;
          };
      if (which < 0) {
        row.setNull();
        return;
      }
      if (digests[which] == null) {
        digests[which] = algorithm("SHA-" + (which == 1 ? 256 : row.number(1)));
      }
      appendDigest(digests[which], row, out);
    };
  }

  private static RowFunctions.ToInteger crc32() {
    CRC32 crc = new CRC32();
    return row -> {
      crc.reset();
      ByteValue bytes = row.value(0);
      bytes.begin(0, ByteValue.BYTES);
      while (bytes.next()) {
        crc.update(bytes.data(), bytes.from(), bytes.to() - bytes.from());
      }
      return crc.getValue();
    };
  }

  private static VectorFunction hex(CallSite site) {
    return site.argumentTypes().get(0).kind() == DataType.Kind.BIGINT
        ? RowFunctions.bytes(site, BinaryFunctions::hexOfNumber)
        : RowFunctions.bytes(site, BinaryFunctions::hexOfBytes);
  }

  private static void hexOfNumber(Row row, BytesBuilder out) {
    long value = row.number(0);
    int digits = Math.max(1, (67 - Long.numberOfLeadingZeros(value)) / 4);
    for (int i = digits - 1; i >= 0; i--) {
      out.append(UPPER_DIGITS[(int) (value >>> (4 * i)) & 15]);
    }
  }

  private static void hexOfBytes(Row row, BytesBuilder out) {
    ByteValue bytes = row.value(0);
    bytes.begin(0, ByteValue.BYTES);
    while (bytes.next()) {
      for (int i = bytes.from(); i < bytes.to(); i++) {
        byte b = bytes.data()[i];
        out.append(UPPER_DIGITS[(b >> 4) & 15]);
        out.append(UPPER_DIGITS[b & 15]);
      }
    }
  }

  private static void unhex(Row row, BytesBuilder out) {
    if (!readHex(row, out)) {
      row.setNull();
    }
  }

  /** Whether the text is made of hexadecimal digits. */
  private static boolean readHex(Row row, BytesBuilder out) {
    ByteValue digits = row.value(0);
    int high = 0;
    boolean half = digits.length() % 2 == 1;
    digits.begin(0, ByteValue.BYTES);
    while (digits.next()) {
      for (int i = digits.from(); i < digits.to(); i++) {
        byte b = digits.data()[i];
        int digit = b < 0 ? -1 : Character.digit(b, 16);
        if (digit < 0) {
          return false;
        }
        if (half) {
          out.append((byte) ((high << 4) | digit));
        }
        high = digit;
        half = !half;
      }
    }
    return true;
  }

  private static void base64(Row row, BytesBuilder out) {
    ByteValue bytes = row.value(0);
    bytes.begin(0, BASE64_GROUP_BYTES);
    while (bytes.next()) {
      int length = bytes.to() - bytes.from();
      ByteBuffer window = ByteBuffer.wrap(bytes.data(), bytes.from(), length);
      out.append(Base64.getEncoder().encode(window).array());
    }
  }

  private static RowFunctions.ToBytes unbase64(CallSite site) {
    Base64Reader reader = new Base64Reader();
    return (row, out) -> {
      try {
        ByteValue text = row.value(0);
        reader.begin(out);
        text.begin(0, ByteValue.BYTES);
        while (text.next()) {
          reader.read(text.data(), text.from(), text.to());
        }
        reader.finish();
      } catch (IllegalArgumentException e) {
        throw RowFunctions.invalid(site, row.shown(0) + " isn't base 64", e);
      }
    };
  }

  private static Charset charset(CallSite site, String name) {
    String canonical = name.toUpperCase(Locale.ROOT);
    if (!CHARSETS.contains(canonical)) {
      throw RowFunctions.invalid(site, "there is no character set " + name);
    }
    return Charset.forName(canonical);
  }

  private static RowFunctions.ToBytes encode(CallSite site) {
    Transcoding transcoding = new Transcoding();
    Remembered<Charset> charsets = new Remembered<>(name -> charset(site, name));
    return (row, out) -> {
      Charset charset = charsets.of(row, 1);
      try {
        transcoding.encode(row.value(0), charset, out);
      } catch (CharacterCodingException e) {
        throw RowFunctions.invalid(
            site, row.shown(0) + " can't be written in " + charset.name(), e);
      }
    };
  }

  private static RowFunctions.ToBytes decode(CallSite site) {
    Transcoding transcoding = new Transcoding();
    Remembered<Charset> charsets = new Remembered<>(name -> charset(site, name));
    return (row, out) -> decode(site, row, transcoding, charsets.of(row, 1), out);
  }

  private static void decode(
      CallSite site, Row row, Transcoding transcoding, Charset charset, BytesBuilder out) {
    try {
      transcoding.decode(row.value(0), charset, out);
    } catch (CharacterCodingException e) {
      throw RowFunctions.invalid(site, "the bytes are no text in " + charset.name(), e);
    }
  }

  /** TO_CHAR of bytes: as text in the format that the second argument names. */
  static RowFunctions.ToBytes write(CallSite site) {
    Transcoding transcoding = new Transcoding();
    Remembered<BinaryFormat> formats =
        new Remembered<>(name -> BinaryFormat.of(site, name.strip()));
    return (row, out) -> {
      switch (formats.of(row, 1)) {
        case HEX -> hexOfBytes(row, out);
        case BASE64 -> base64(row, out);
        case UTF8 -> decode(site, row, transcoding, StandardCharsets.UTF_8, out);
      }
    };
  }
}
