package io.distaff.encoder;

import io.distaff.function.Tuple3;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;

/**
 * Two iterators over objects of two kinds that come one after the other, the left ones first. Those
 * of them that aren't read when a right one is asked for are kept. Confined to one thread.
 */
final class Sides {
  /** In the place of a row's side. */
  static final int LEFT = 0;

  static final int RIGHT = 1;

  private final Iterator<Object> rows;

  /** Left objects that were passed over, wrapped as rows, since they may be null. */
  private final Queue<Tuple3<?, ?, ?>> passed = new ArrayDeque<>();

  /** The row that comes next; null when it isn't read yet, or there is none. */
  private Tuple3<?, ?, ?> ahead;

  /**
   * @param rows side, left object and right object, by their sides
   */
  Sides(Iterator<Object> rows) {
    this.rows = rows;
  }

  private boolean isAhead(int side) {
    if (ahead == null && rows.hasNext()) {
      ahead = (Tuple3<?, ?, ?>) rows.next();
    }
    return ahead != null && (int) ahead._1() == side;
  }

  private Tuple3<?, ?, ?> take() {
    Tuple3<?, ?, ?> taken = ahead;
    ahead = null;
    return taken;
  }

  Iterator<Object> left() {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return !passed.isEmpty() || isAhead(LEFT);
      }

      @Override
      public Object next() {
        if (!hasNext()) {
          throw new NoSuchElementException("there are no more objects on the left");
        }
        return (passed.isEmpty() ? take() : passed.remove())._2();
      }
    };
  }

  Iterator<Object> right() {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        while (isAhead(LEFT)) {
          passed.add(take());
        }
        return isAhead(RIGHT);
      }

      @Override
      public Object next() {
        if (!hasNext()) {
          throw new NoSuchElementException("there are no more objects on the right");
        }
        return take()._3();
      }
    };
  }
}
