package io.distaff.operator.window;

import io.distaff.plan.WindowFrame;
import io.distaff.plan.WindowFrame.Exclusion;
import java.util.List;

/**
 * A part of frames that exclude rows: what lies before the excluded rows, or behind them, or the
 * current row where only its peers are excluded. Confined to a task's thread.
 *
 * <pre>
 *   start [ BEFORE | excluded: the row, or its group | BEHIND ] end
 *                          CURRENT
 * </pre>
 */
final class FramePart implements RowRanges {
  private enum Side {
    BEFORE,
    CURRENT,
    BEHIND
  }

  private final Side side;
  private final WindowFrame frame;
  private long[] starts = new long[0];
  private long[] ends = new long[0];

  private FramePart(Side side, WindowFrame frame) {
    this.side = side;
    this.frame = frame;
  }

  /** The parts in the order of their rows; none if the frame excludes nothing. */
  static List<FramePart> of(WindowFrame frame) {
    FramePart before = new FramePart(Side.BEFORE, frame);
    FramePart behind = new FramePart(Side.BEHIND, frame);
    return switch (frame.exclusion()) {
      case NONE -> List.of();
      case CURRENT_ROW, GROUP -> List.of(before, behind);
      case TIES -> List.of(before, new FramePart(Side.CURRENT, frame), behind);
    };
  }

  /** Computes the parts of frames that were computed for the places. */
  void set(FrameBounds whole, RowPlaces places) {
    int count = places.count();
    if (starts.length < count) {
      starts = new long[count];
      ends = new long[count];
    }
    switch (side) {
      case BEFORE -> before(whole, places);
      case CURRENT -> current(whole, places);
      case BEHIND -> behind(whole, places);
    }
  }

  private boolean excludesPeers() {
    return frame.exclusion() != Exclusion.CURRENT_ROW;
  }

  private void before(FrameBounds whole, RowPlaces places) {
    long[] peerStarts = excludesPeers() ? places.peerStarts() : null;
    for (int i = 0; i < places.count(); i++) {
      long excluded = peerStarts == null ? places.first() + i : peerStarts[i];
      starts[i] = whole.starts()[i];
      ends[i] = Math.max(starts[i], Math.min(whole.ends()[i], excluded));
    }
  }

  private void current(FrameBounds whole, RowPlaces places) {
    for (int i = 0; i < places.count(); i++) {
      long row = places.first() + i;
      boolean isWithin = whole.starts()[i] <= row && row < whole.ends()[i];
      starts[i] = row;
      ends[i] = isWithin ? row + 1 : row;
    }
  }

  private void behind(FrameBounds whole, RowPlaces places) {
    long[] peerEnds = excludesPeers() ? places.peerEnds() : null;
    for (int i = 0; i < places.count(); i++) {
      long included = peerEnds == null ? places.first() + i + 1 : peerEnds[i];
      starts[i] = Math.max(whole.starts()[i], included);
      ends[i] = Math.max(starts[i], whole.ends()[i]);
    }
  }

  @Override
  public long[] starts() {
    return starts;
  }

  @Override
  public long[] ends() {
    return ends;
  }

  @Override
  public boolean onlyGrow() {
    return side == Side.BEFORE && frame.onlyGrows();
  }
}
