package io.distaff.ids;

/** The n-th data set that an application has cached, counted from 1; never reused. */
public record CacheId(int number) {
  @Override
  public String toString() {
    return "cache-" + number;
  }
}
