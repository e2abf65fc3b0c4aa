package io.distaff.scalar;

import io.distaff.kernel.ByteValue;
import io.distaff.kernel.BytesBuilder;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Text to and from other character sets, as it comes; for one value after another. */
final class Transcoding {
  private static final int BUFFER_BYTES = 8 << 10;

  private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER_BYTES);
  private final CharBuffer characters = CharBuffer.allocate(BUFFER_BYTES);

  /**
   * Appends a text's bytes in a character set.
   *
   * @throws CharacterCodingException if it has a character that isn't in the set
   */
  void encode(ByteValue text, Charset charset, BytesBuilder out) throws CharacterCodingException {
    CharsetEncoder encoder = charset.newEncoder();
    bytes.clear();
    text.begin(0, ByteValue.TEXT);
    while (text.next()) {
      int length = text.to() - text.from();
      String window = new String(text.data(), text.from(), length, StandardCharsets.UTF_8);
      CharBuffer input = CharBuffer.wrap(window);
      while (appendBytes(encoder.encode(input, bytes, false), out)) {}
    }
    while (appendBytes(encoder.encode(CharBuffer.allocate(0), bytes, true), out)) {}
    while (appendBytes(encoder.flush(bytes), out)) {}
  }

  /** Appends what a coder has put out; whether it has more. */
  private boolean appendBytes(CoderResult result, BytesBuilder out)
      throws CharacterCodingException {
    if (result.isError()) {
      result.throwException();
    }
    out.append(bytes.array(), 0, bytes.position());
    bytes.clear();
    return result.isOverflow();
  }

  /**
   * Appends the text that bytes are in a character set.
   *
   * @throws CharacterCodingException if they aren't one
   */
  void decode(ByteValue encoded, Charset charset, BytesBuilder out)
      throws CharacterCodingException {
    CharsetDecoder decoder = charset.newDecoder();
    bytes.clear();
    characters.clear();
    encoded.begin(0, ByteValue.BYTES);
    while (encoded.next()) {
      for (int i = encoded.from(); i < encoded.to(); ) {
        int size = Math.min(bytes.remaining(), encoded.to() - i);
        bytes.put(encoded.data(), i, size).flip();
        i += size;
        while (appendText(decoder.decode(bytes, characters, false), out)) {}
        // The beginning of a character whose end comes with what follows.
        bytes.compact();
      }
    }
    bytes.flip();
    while (appendText(decoder.decode(bytes, characters, true), out)) {}
    while (appendText(decoder.flush(characters), out)) {}
  }

  private boolean appendText(CoderResult result, BytesBuilder out) throws CharacterCodingException {
    if (result.isError()) {
      result.throwException();
    }
    out.append(characters.flip().toString().getBytes(StandardCharsets.UTF_8));
    characters.clear();
    return result.isOverflow();
  }
}
