package io.distaff.function;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.ids.BroadcastId;
import java.io.Serializable;

/**
 * What a handle carries in the place of a value: enough to fetch it, and to speak of it. Immutable.
 *
 * @param number of its {@link BroadcastId}
 * @param madeAt the line of the program, for people
 * @param plainBytes serialized, before compression
 * @param objects that it consists of
 * @param chunkBytes as stored, by chunk
 */
public record BroadcastDescription(
    long number, String madeAt, long plainBytes, long objects, int[] chunkBytes)
    implements Serializable {
  /** What an object takes beside its values: headers, references to it, its entry in a table. */
  private static final int OBJECT_BYTES = 48;

  public BroadcastId id() {
    return new BroadcastId(number);
  }

  public int numChunks() {
    return chunkBytes.length;
  }

  /** An estimate of the memory that the value takes as objects; rather too much than too little. */
  public long valueBytes() {
    return plainBytes + objects * OBJECT_BYTES;
  }

  /** That the value was destroyed. */
  public DistaffException destroyed() {
    return new DistaffException(
        ErrorCode.BROADCAST_DESTROYED,
        "%s can't be used: it was destroyed; destroy() is for after the last query that uses it"
            .formatted(this));
  }

  @Override
  public String toString() {
    return "%s, made at %s,".formatted(id(), madeAt);
  }
}
