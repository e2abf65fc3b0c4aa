package io.distaff.plan;

import java.util.List;

/**
 * What a fragment has to do with runtime filters.
 *
 * @param withinStage whether its joins tell the scans of their probe sides what keys they have, and
 *     its limited sorts the scans of their rows what they have already
 * @param published what its tasks report of the rows that they give, for scans of other stages
 */
public record RuntimeFilters(boolean withinStage, List<PublishedKey> published) {
  public static final RuntimeFilters NONE = new RuntimeFilters(false, List.of());

  public RuntimeFilters {
    published = List.copyOf(published);
  }

  /**
   * A column of which tasks report a {@link KeySummary}.
   *
   * @param column position in the fragment's rows
   * @param bloomBytes of the Bloom filter, the same for all tasks; 0 = none
   */
  public record PublishedKey(int column, int bloomBytes) {}
}
