package io.distaff.serde;

import java.util.Arrays;

/**
 * Makes whole blocks of a sequence of blocks that arrives in pieces, cut anywhere. A piece that
 * needs nothing of another one isn't copied; a block of many pieces is copied a bounded number of
 * times. Confined to one thread.
 *
 * <pre>
 *   bytes   | whole blocks       | begin of the next | room for the rest of it |
 *           0                  whole               filled                  capacity
 * </pre>
 */
public final class BlockAssembler {
  private static final byte[] NOTHING = {};
  private static final int LARGEST = Integer.MAX_VALUE - 16;

  private byte[] bytes = NOTHING;
  private int filled;
  private int whole;

  /**
   * Takes the next piece; the whole blocks of before are gone.
   *
   * @param piece owned by this object from now on
   * @return whether there are whole blocks now
   */
  public boolean add(byte[] piece) {
    drop();
    if (filled == 0) {
      bytes = piece;
      filled = piece.length;
    } else {
      int needed = Math.addExact(filled, piece.length);
      if (needed > bytes.length) {
        bytes = Arrays.copyOf(bytes, capacity(needed, piece.length));
      }
      System.arraycopy(piece, 0, bytes, filled, piece.length);
      filled = needed;
    }
    whole = BlockReader.wholeBlocks(bytes, filled);
    return whole > 0;
  }

  /**
   * Forgets the whole blocks, and keeps what is behind them. After this, {@link #heldBytes()} is
   * what the next block has so far.
   */
  public void drop() {
    if (whole > 0) {
      bytes = whole == filled ? NOTHING : Arrays.copyOfRange(bytes, whole, filled);
      filled -= whole;
      whole = 0;
    }
  }

  /** Doubles, up to what the block says that it takes: its word alone allocates nothing. */
  private int capacity(int needed, int pieceLength) {
    long block = filled < Integer.BYTES ? 0 : BlockReader.statedBytes(bytes);
    long wanted = Math.min(2L * needed, block + pieceLength);
    return (int) Math.min(LARGEST, Math.max(needed, wanted));
  }

  /** The whole blocks, in the first {@link #length()} bytes; until the next call of a method. */
  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return whole;
  }

  /** Whether a block has begun and not ended. */
  public boolean isWithinBlock() {
    return filled > whole;
  }

  /** Memory that this object holds. */
  public int heldBytes() {
    return bytes.length;
  }

  /** Forgets everything. */
  public void clear() {
    bytes = NOTHING;
    filled = 0;
    whole = 0;
  }
}
