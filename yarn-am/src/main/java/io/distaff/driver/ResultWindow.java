package io.distaff.driver;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;

/**
 * How many pieces of a statement's result are on their way to a client that hasn't taken them up:
 * the statement's thread waits when they are too many, so that a slow client costs neither end any
 * memory. Thread-safe by its monitor.
 */
final class ResultWindow {
  /** A piece's length at most. */
  static final int PIECE_BYTES = 1 << 20;

  /** Pieces on their way at most. */
  static final int MAX_PIECES = 8;

  private int pieces;
  private boolean cancelled;

  /** Waits until one more piece may be sent. Throws CANCELLED when none will be. */
  synchronized void awaitRoom() {
    try {
      while (pieces == MAX_PIECES && !cancelled) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DistaffException(ErrorCode.CANCELLED, "the session has ended", e);
    }
    if (cancelled) {
      throw new DistaffException(ErrorCode.CANCELLED, "the statement was cancelled");
    }
    pieces++;
  }

  /** The client has taken up a piece. */
  synchronized void taken() {
    if (pieces > 0) {
      pieces--;
      notifyAll();
    }
  }

  /** Nothing more is wanted. */
  synchronized void cancel() {
    cancelled = true;
    notifyAll();
  }
}
