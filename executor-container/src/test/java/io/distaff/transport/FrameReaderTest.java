package io.distaff.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
  private static final TransportOptions.Limits LIMITS =
      new TransportOptions.Limits(64 << 10, 1 << 20, 1 << 20, 1 << 20, 1 << 20);

  private static final class Recorder implements FrameReader.Sink {
    final List<String> seen = new ArrayList<>();

    @Override
    public void onFrame(FrameKind kind, long requestId, byte[] payload) {
      seen.add(kind + " " + requestId + " " + new String(payload, StandardCharsets.UTF_8));
    }

    @Override
    public boolean onBlockBegin(long requestId, int blockBytes) {
      seen.add("begin " + requestId + " " + blockBytes);
      return requestId % 2 == 0;
    }

    @Override
    public void onBlock(long requestId, byte[] block) {
      seen.add("block " + requestId + " " + new String(block, StandardCharsets.UTF_8));
    }
  }

  private final Recorder recorder = new Recorder();
  private final FrameReader reader = new FrameReader(LIMITS, recorder);

  private void read(byte[] bytes) {
    reader.read(Unpooled.wrappedBuffer(bytes));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] int4(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }

  private static byte[] conversation() {
    return RawPeer.concat(
        RawPeer.frame(FrameKind.ONE_WAY, 0, utf8("hello")),
        RawPeer.frame(FrameKind.BLOCK, 2, int4(5)),
        utf8("abcde"),
        RawPeer.frame(FrameKind.PING, 0, new byte[0]),
        RawPeer.frame(FrameKind.BLOCK, 3, int4(3)),
        utf8("xyz"),
        RawPeer.frame(FrameKind.BLOCK, 4, int4(0)),
        RawPeer.frame(FrameKind.REQUEST, Long.MAX_VALUE, utf8("last")));
  }

  private static final List<String> EXPECTED =
      List.of(
          "ONE_WAY 0 hello",
          "begin 2 5",
          "block 2 abcde",
          "PING 0 ",
          "begin 3 3",
          "begin 4 0",
          "block 4 ",
          "REQUEST 9223372036854775807 last");

  @Test
  void readsAConversationInOnePiece() {
    read(conversation());
    assertThat(recorder.seen).isEqualTo(EXPECTED);
  }

  @Test
  void readsAConversationHoweverItIsSplit() {
    byte[] bytes = conversation();
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      recorder.seen.clear();
      int from = 0;
      while (from < bytes.length) {
        int to = Math.min(bytes.length, from + random.nextInt(12));
        reader.read(Unpooled.wrappedBuffer(bytes, from, to - from));
        from = to;
      }
      assertThat(recorder.seen).as("seed %d", seed).isEqualTo(EXPECTED);
    }
  }

  @Test
  void readsTheBytesOfTheSpecification() {
    read(HexFormat.of().parseHex("0000000b" + "02" + "0000000000000007" + "6869"));
    assertThat(recorder.seen).containsExactly("REQUEST 7 hi");
  }

  @Test
  void refusesWhatIsNoFrame() {
    assertViolation("00000008" + "01" + "0000000000000000", "-1 bytes");
    assertViolation("ffffffff" + "01" + "0000000000000000", "limit 65536");
    assertViolation("7fffffff" + "01" + "0000000000000000", "limit 65536");
    assertViolation("0001000a" + "01" + "0000000000000000", "65537 bytes; limit 65536");
    assertViolation("00000009" + "00" + "0000000000000000", "unknown kind 0");
    assertViolation("00000009" + "09" + "0000000000000000", "unknown kind 9");
    assertViolation("00000009" + "06" + "0000000000000000", "BLOCK frame with a payload of 0");
    assertViolation("0000000d" + "06" + "0000000000000002" + "ffffffff", "a block of -1 bytes");
    assertViolation("0000000d" + "06" + "0000000000000002" + "00100001", "limit 1048576");
  }

  private static void assertViolation(String hex, String message) {
    FrameReader fresh = new FrameReader(LIMITS, new Recorder());
    assertThatThrownBy(() -> fresh.read(Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex))))
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PROTOCOL_ERROR))
        .hasMessageContaining(message);
  }

  @Test
  void failuresSurviveTheWire() {
    Failure failure = new Failure(ErrorCode.TABLE_NOT_FOUND, "table 'größe' not found");
    assertThat(Failure.fromBytes(failure.toBytes())).isEqualTo(failure);
    Failure longOne = new Failure(ErrorCode.INTERNAL_ERROR, "x".repeat(1 << 20));
    assertThat(Failure.fromBytes(longOne.toBytes()).message()).hasSize(Failure.MAX_MESSAGE_CHARS);
    assertThat(Failure.fromBytes(RawPeer.concat(new byte[] {3}, utf8("NEWwhat"))))
        .isEqualTo(new Failure(ErrorCode.INTERNAL_ERROR, "NEW: what"));
    assertThatThrownBy(() -> Failure.fromBytes(new byte[] {5, 'A'}))
        .isInstanceOf(DistaffException.class);
  }
}
