package io.distaff.ids;

/** The n-th query (action) of an application, counted from 1 in program order. */
public record QueryId(int number) implements Comparable<QueryId> {
  @Override
  public int compareTo(QueryId other) {
    return Integer.compare(number, other.number);
  }

  @Override
  public String toString() {
    return "query-" + number;
  }
}
