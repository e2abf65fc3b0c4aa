package io.distaff.transport;

/** The kinds of frames, with the byte that stands for each on the wire. */
enum FrameKind {
  ONE_WAY(1),
  REQUEST(2),
  RESPONSE(3),
  FAILURE(4),
  BLOCK_REQUEST(5),
  BLOCK(6),
  PING(7),
  PONG(8);

  private static final FrameKind[] KINDS = values();

  private final byte code;

  FrameKind(int code) {
    this.code = (byte) code;
  }

  byte code() {
    return code;
  }

  /** The kind of a code, or null if there is none. */
  static FrameKind ofCode(byte code) {
    for (FrameKind kind : KINDS) {
      if (kind.code == code) {
        return kind;
      }
    }
    return null;
  }
}
