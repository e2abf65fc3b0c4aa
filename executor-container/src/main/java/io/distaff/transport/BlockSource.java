package io.distaff.transport;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;

/** Where the blocks are that peers may fetch. Thread-safe; called on event loops. */
@FunctionalInterface
public interface BlockSource {

  /**
   * Finds a block. The transport opens a file when the block's turn to be sent has come, and closes
   * it afterwards. A failure reaches the peer with its error code and message; an IOException as
   * {@code READ_FAILED}.
   *
   * @param blockRequest the bytes that the peer gave to {@link Connection#fetchBlock}
   */
  Block locate(byte[] blockRequest) throws IOException;

  /** Has no blocks. */
  static BlockSource none() {
    return blockRequest -> {
      throw new DistaffException(ErrorCode.NOT_SUPPORTED, "no blocks are served on this port");
    };
  }

  /** A block that was found. Closed family. */
  sealed interface Block {
    /** Bytes to be sent. */
    int length();
  }

  /**
   * A block on the heap.
   *
   * @param bytes not to be changed until they are sent
   */
  record BlockBytes(byte[] bytes) implements Block {
    @Override
    public int length() {
      return bytes.length;
    }
  }

  /** A piece of a file. */
  record BlockRegion(Path file, long offset, int length) implements Block {
    public BlockRegion {
      if (offset < 0 || length < 0) {
        throw new IllegalArgumentException(
            "block of " + length + " bytes at " + offset + " of " + file);
      }
    }
  }
}
