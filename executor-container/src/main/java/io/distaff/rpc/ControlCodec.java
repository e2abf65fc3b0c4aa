package io.distaff.rpc;

import io.distaff.codec.RecordCodec;

/** Control messages as CBOR. Thread-safe. */
public final class ControlCodec {
  private final RecordCodec codec = RecordCodec.cbor();

  public byte[] encode(ControlMessage message) {
    return codec.encode(ControlMessage.class, message);
  }

  /** Throws PROTOCOL_ERROR when the bytes aren't a message. */
  public ControlMessage decode(byte[] bytes) {
    return codec.decode(ControlMessage.class, bytes);
  }

  /** As {@link #decode(byte[])}, of one side's family only. */
  public <T extends ControlMessage> T decode(Class<T> family, byte[] bytes) {
    return codec.decode(family, bytes);
  }
}
