package io.distaff.function;

import java.util.ArrayList;
import java.util.List;

/** Ways to accumulate that need no code of the user's. Immutable. */
public final class Accumulators {
  private Accumulators() {}

  /** The sum of whole numbers. */
  public static Accumulation<Long, Long> sumOfLongs() {
    return new LongSum();
  }

  /** The sum of numbers. */
  public static Accumulation<Double, Double> sumOfDoubles() {
    return new DoubleSum();
  }

  /** All values, in any order. */
  public static <T> Accumulation<T, List<T>> list() {
    return new Listing<>();
  }

  private record LongSum() implements Accumulation<Long, Long> {
    @Override
    public Long zero() {
      return 0L;
    }

    @Override
    public Long add(Long total, Long value) {
      return total + value;
    }

    @Override
    public Long merge(Long first, Long second) {
      return first + second;
    }
  }

  private record DoubleSum() implements Accumulation<Double, Double> {
    @Override
    public Double zero() {
      return 0.0;
    }

    @Override
    public Double add(Double total, Double value) {
      return total + value;
    }

    @Override
    public Double merge(Double first, Double second) {
      return first + second;
    }
  }

  private record Listing<T>() implements Accumulation<T, List<T>> {
    @Override
    public List<T> zero() {
      return new ArrayList<>();
    }

    @Override
    public List<T> add(List<T> total, T value) {
      total.add(value);
      return total;
    }

    @Override
    public List<T> merge(List<T> first, List<T> second) {
      first.addAll(second);
      return first;
    }
  }
}
