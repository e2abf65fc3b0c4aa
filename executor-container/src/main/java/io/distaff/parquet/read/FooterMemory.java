package io.distaff.parquet.read;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.storage.FileInfo;
import io.distaff.storage.FileStore;
import io.distaff.storage.RangeReader;
import java.io.IOException;

/**
 * The heap that may go to footers, whoever reads them and however many at a time. A footer takes
 * many times its bytes while it is decoded; where others are being decoded it waits for them. What
 * remains of it is held until the reading that wanted it ends, and isn't waited for. Thread-safe:
 * guarded by itself.
 */
public final class FooterMemory {
  private final long mostBytes;
  private long decodingBytes;
  private long heldBytes;

  /**
   * @param mostBytes that all footers take together
   */
  public FooterMemory(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** Half of this process's heap. */
  public static FooterMemory halfOfHeap() {
    return new FooterMemory(Runtime.getRuntime().maxMemory() / 2);
  }

  /** Begins to read footers that are needed together. */
  public Reading begin() {
    return new Reading();
  }

  /** Bytes that footers take now, about. */
  public synchronized long bytes() {
    return decodingBytes + heldBytes;
  }

  /** Footers that are needed together, until it is closed. Thread-safe. */
  public final class Reading implements AutoCloseable {
    private long bytes;
    private boolean closed;

    private Reading() {}

    /**
     * The footer of a file, from the cache if it is there. Throws INVALID_FILE, with path and what
     * is wrong, when the file isn't a whole Parquet file; NOT_SUPPORTED when its footer is
     * encrypted; LIMIT_EXCEEDED when it takes more memory than footers may beside those held;
     * READ_FAILED when it can't be read.
     */
    public ParquetFooter read(FileStore files, FileInfo file, FooterCache cache) {
      Claim claim = new Claim();
      try {
        ParquetFooter footer = cache.find(file).orElseGet(() -> decode(files, file, cache, claim));
        hold(FooterReader.keptBytes(footer));
        return footer;
      } finally {
        claim.giveBack();
      }
    }

    private void hold(long more) {
      synchronized (FooterMemory.this) {
        if (!closed) {
          bytes += more;
          heldBytes += more;
        }
      }
    }

    @Override
    public void close() {
      synchronized (FooterMemory.this) {
        heldBytes -= bytes;
        bytes = 0;
        closed = true;
        FooterMemory.this.notifyAll();
      }
    }
  }

  private static ParquetFooter decode(
      FileStore files, FileInfo file, FooterCache cache, Claim claim) {
    try (RangeReader reader = files.open(file)) {
      ParquetFooter footer = FooterReader.read(reader, claim::take);
      cache.add(file, footer);
      return footer;
    } catch (IOException e) {
      throw ReadFailures.of(file.path(), e);
    }
  }

  /** What one footer takes while it is decoded. Confined to the thread that does. */
  private final class Claim {
    private long taken;

    void take(long bytes) {
      synchronized (FooterMemory.this) {
        requireRoom(bytes);
        try {
          while (decodingBytes > 0 && heldBytes + decodingBytes + bytes > mostBytes) {
            FooterMemory.this.wait();
            requireRoom(bytes);
          }
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new DistaffException(ErrorCode.CANCELLED, "interrupted while reading footers", e);
        }
        decodingBytes += bytes;
        taken = bytes;
      }
    }

    void giveBack() {
      synchronized (FooterMemory.this) {
        decodingBytes -= taken;
        FooterMemory.this.notifyAll();
      }
    }
  }

  /** What is held isn't given back before all that were wanted with it have been read. */
  private void requireRoom(long bytes) {
    if (heldBytes + bytes > mostBytes) {
      throw new DistaffException(
          ErrorCode.LIMIT_EXCEEDED,
          "to decode it takes up to "
              + bytes
              + " bytes"
              + (heldBytes > 0 ? " beside the " + heldBytes + " that other footers hold" : "")
              + ", more than the "
              + mostBytes
              + " of the heap that footers may take; "
              + (heldBytes > 0 ? "read fewer files at a time, or " : "")
              + "give this process more memory");
    }
  }
}
