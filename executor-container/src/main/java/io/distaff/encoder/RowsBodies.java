package io.distaff.encoder;

import io.distaff.encoder.RowsFunction.Body;
import io.distaff.function.CoGroupFunction;
import io.distaff.function.FlatMapFunction;
import io.distaff.function.FlatMapGroupsFunction;
import io.distaff.function.ForeachFunction;
import io.distaff.function.ForeachPartitionFunction;
import io.distaff.function.MapFunction;
import io.distaff.function.MapGroupsFunction;
import io.distaff.function.MapPartitionsFunction;
import io.distaff.function.ReduceFunction;
import io.distaff.function.Tuple2;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;

/**
 * The functions that users write, each as the body of a {@link RowsFunction}. Every type argument
 * is gone here: the shapes of the rows say what objects there are. Immutable.
 */
public final class RowsBodies {
  private RowsBodies() {}

  /** One row of each. */
  public record Mapping(MapFunction<Object, Object> function) implements Body {
    @Override
    public Iterator<?> call(Object key, Iterator<Object> rows) {
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return rows.hasNext();
        }

        @Override
        public Object next() {
          return unchecked(() -> function.call(rows.next()));
        }
      };
    }
  }

  /** Any number of rows of each. */
  public record FlatMapping(FlatMapFunction<Object, Object> function) implements Body {
    @Override
    public Iterator<?> call(Object key, Iterator<Object> rows) {
      return new Iterator<>() {
        private Iterator<Object> made = Collections.emptyIterator();

        @Override
        public boolean hasNext() {
          while (!made.hasNext() && rows.hasNext()) {
            made = unchecked(() -> iterator(function.call(rows.next())));
          }
          return made.hasNext();
        }

        @Override
        public Object next() {
          if (!hasNext()) {
            throw new NoSuchElementException();
          }
          return made.next();
        }
      };
    }
  }

  /** Rows of all rows of a task. */
  public record Partitions(MapPartitionsFunction<Object, Object> function) implements Body {
    @Override
    public Iterator<?> call(Object key, Iterator<Object> rows) throws Exception {
      return function.call(rows);
    }
  }

  /** One row, the list of all. */
  public record Gathering() implements Body {
    @Override
    public Iterator<?> call(Object key, Iterator<Object> rows) {
      List<Object> all = new ArrayList<>();
      rows.forEachRemaining(all::add);
      return List.of(all).iterator();
    }
  }

  /** No rows. */
  public record Each(ForeachFunction<Object> function) implements Body {
    @Override
    public Iterator<?> call(Object key, Iterator<Object> rows) throws Exception {
      while (rows.hasNext()) {
        function.call(rows.next());
      }
      return Collections.emptyIterator();
    }
  }

  /** No rows. */
  public record EachPartition(ForeachPartitionFunction<Object> function) implements Body {
    @Override
    public Iterator<?> call(Object key, Iterator<Object> rows) throws Exception {
      function.call(rows);
      return Collections.emptyIterator();
    }
  }

  /** One row of all, if there are any. */
  public record Reduction(ReduceFunction<Object> function) implements Body {
    @Override
    public Iterator<?> call(Object key, Iterator<Object> rows) throws Exception {
      if (!rows.hasNext()) {
        return Collections.emptyIterator();
      }
      Object reduced = rows.next();
      while (rows.hasNext()) {
        reduced = function.call(reduced, rows.next());
      }
      return Collections.singleton(reduced).iterator();
    }
  }

  /** One row of each group. */
  public record Groups(MapGroupsFunction<Object, Object, Object> function) implements Body {
    @Override
    public Iterator<?> call(Object key, Iterator<Object> rows) throws Exception {
      return Collections.singleton(function.call(key, rows)).iterator();
    }
  }

  /** Any number of rows of each group. */
  public record FlatGroups(FlatMapGroupsFunction<Object, Object, Object> function) implements Body {
    @Override
    public Iterator<?> call(Object key, Iterator<Object> rows) throws Exception {
      return function.call(key, rows);
    }
  }

  /** Any number of rows of each group of two kinds of objects, as {@link Sides} has them. */
  public record CoGroups(CoGroupFunction<Object, Object, Object, Object> function) implements Body {
    /** A row's side. */
    public static final int LEFT = Sides.LEFT;

    public static final int RIGHT = Sides.RIGHT;

    @Override
    public Iterator<?> call(Object key, Iterator<Object> rows) throws Exception {
      Sides sides = new Sides(rows);
      return function.call(key, sides.left(), sides.right());
    }
  }

  /** The key and one object of each group. */
  public record GroupReduction(ReduceFunction<Object> function) implements Body {
    @Override
    public Iterator<?> call(Object key, Iterator<Object> rows) throws Exception {
      Object reduced = new Reduction(function).call(null, rows).next();
      return Collections.singleton(new Tuple2<>(key, reduced)).iterator();
    }
  }

  @FunctionalInterface
  private interface Step<T> {
    T take() throws Exception;
  }

  /** What a function made; throws NullPointerException where it is null. */
  public static <T> Iterator<T> iterator(Iterator<T> made) {
    return Objects.requireNonNull(made, "it gave null in the place of an iterator");
  }

  /** What a function throws goes through the iterator as it is. */
  private static <T> T unchecked(Step<T> step) {
    try {
      return step.take();
    } catch (Exception e) {
      throw RowsBodies.<RuntimeException>asUnchecked(e);
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Exception> E asUnchecked(Exception thrown) throws E {
    throw (E) thrown;
  }
}
