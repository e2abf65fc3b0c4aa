package io.distaff.transport;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/**
 * Cuts the bytes of a connection into frames and blocks, however the network has split them. Bytes
 * are copied once, from the socket's buffer into an array of the final length. Confined to the
 * connection's event loop.
 */
final class FrameReader {
  static final int LENGTH_BYTES = 4;

  /** Length, kind and request id. */
  static final int HEADER_BYTES = LENGTH_BYTES + 1 + 8;

  private static final int BLOCK_HEADER_BYTES = 4;

  /** Takes what was read. */
  interface Sink {
    /** A whole frame of any kind but BLOCK. */
    void onFrame(FrameKind kind, long requestId, byte[] payload);

    /** A block begins; false if nobody waits for it, so that its bytes are skipped. */
    boolean onBlockBegin(long requestId, int blockBytes);

    /** A block has arrived whole. */
    void onBlock(long requestId, byte[] block);
  }

  private enum Stage {
    HEADER,
    PAYLOAD,
    BLOCK
  }

  private final int maxFrameBytes;
  private final int maxBlockBytes;
  private final Sink sink;
  private final byte[] header = new byte[HEADER_BYTES];

  private Stage stage;
  private FrameKind kind;
  private long requestId;

  /** What this stage fills; null while it skips. */
  private byte[] target;

  private int neededBytes;
  private int filledBytes;

  FrameReader(TransportOptions.Limits limits, Sink sink) {
    this.maxFrameBytes = limits.frameBytes();
    this.maxBlockBytes = limits.blockBytes();
    this.sink = sink;
    expect(Stage.HEADER, header, HEADER_BYTES);
  }

  /**
   * Reads all of {@code in}; does not release it.
   *
   * @throws DistaffException PROTOCOL_ERROR if these bytes are no frames; the reader is of no use
   *     then
   */
  void read(ByteBuf in) {
    while (true) {
      int numBytes = Math.min(in.readableBytes(), neededBytes - filledBytes);
      if (target == null) {
        in.skipBytes(numBytes);
      } else {
        in.readBytes(target, filledBytes, numBytes);
      }
      filledBytes += numBytes;
      if (filledBytes < neededBytes) {
        return;
      }
      advance();
    }
  }

  private void expect(Stage next, byte[] into, int numBytes) {
    stage = next;
    target = into;
    neededBytes = numBytes;
    filledBytes = 0;
  }

  private void advance() {
    switch (stage) {
      case HEADER -> beginFrame();
      case PAYLOAD -> endFrame();
      case BLOCK -> {
        byte[] block = target;
        expect(Stage.HEADER, header, HEADER_BYTES);
        if (block != null) {
          sink.onBlock(requestId, block);
        }
      }
    }
  }

  private void beginFrame() {
    ByteBuffer fields = ByteBuffer.wrap(header);
    long payloadBytes = (long) fields.getInt() - (HEADER_BYTES - LENGTH_BYTES);
    byte code = fields.get();
    requestId = fields.getLong();
    kind = FrameKind.ofCode(code);
    if (kind == null) {
      throw violation("a frame of unknown kind " + code);
    }
    if (payloadBytes < 0 || payloadBytes > maxFrameBytes) {
      throw violation(
          kind + " frame with a payload of " + payloadBytes + " bytes; limit " + maxFrameBytes);
    }
    if (kind == FrameKind.BLOCK && payloadBytes != BLOCK_HEADER_BYTES) {
      throw violation("BLOCK frame with a payload of " + payloadBytes + " bytes");
    }
    expect(Stage.PAYLOAD, new byte[(int) payloadBytes], (int) payloadBytes);
  }

  private void endFrame() {
    byte[] payload = target;
    if (kind != FrameKind.BLOCK) {
      expect(Stage.HEADER, header, HEADER_BYTES);
      sink.onFrame(kind, requestId, payload);
      return;
    }
    int blockBytes = ByteBuffer.wrap(payload).getInt();
    if (blockBytes < 0 || blockBytes > maxBlockBytes) {
      throw violation("a block of " + blockBytes + " bytes; limit " + maxBlockBytes);
    }
    boolean wanted = sink.onBlockBegin(requestId, blockBytes);
    expect(Stage.BLOCK, wanted ? new byte[blockBytes] : null, blockBytes);
  }

  private static DistaffException violation(String what) {
    return new DistaffException(ErrorCode.PROTOCOL_ERROR, "the peer sent " + what);
  }
}
