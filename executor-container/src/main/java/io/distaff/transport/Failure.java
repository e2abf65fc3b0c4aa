package io.distaff.transport;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The payload of a FAILURE frame. Immutable. */
record Failure(ErrorCode code, String message) {
  /** Longer messages are cut, so that they fit every frame limit. */
  static final int MAX_MESSAGE_CHARS = 8 << 10;

  static Failure of(DistaffException e) {
    return new Failure(e.code(), e.getMessage());
  }

  byte[] toBytes() {
    byte[] name = code.name().getBytes(StandardCharsets.US_ASCII);
    String cut =
        message.length() <= MAX_MESSAGE_CHARS ? message : message.substring(0, MAX_MESSAGE_CHARS);
    byte[] text = cut.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(1 + name.length + text.length)
        .put((byte) name.length)
        .put(name)
        .put(text)
        .array();
  }

  static Failure fromBytes(byte[] payload) {
    int nameEnd = payload.length == 0 ? 0 : 1 + payload[0];
    if (nameEnd < 1 || nameEnd > payload.length) {
      throw new DistaffException(
          ErrorCode.PROTOCOL_ERROR, "the peer sent a FAILURE frame without an error code");
    }
    String name = new String(payload, 1, nameEnd - 1, StandardCharsets.US_ASCII);
    String message = new String(payload, nameEnd, payload.length - nameEnd, StandardCharsets.UTF_8);
    return Arrays.stream(ErrorCode.values())
        .filter(code -> code.name().equals(name))
        .findFirst()
        .map(code -> new Failure(code, message))
        .orElseGet(() -> new Failure(ErrorCode.INTERNAL_ERROR, name + ": " + message));
  }

  DistaffException toException() {
    return new DistaffException(code, message);
  }
}
