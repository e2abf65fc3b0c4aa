package io.distaff.plan;

import java.util.List;

/**
 * What a fragment has to do with runtime filters.
 *
 * @param withinStage whether its joins tell the scans of their probe sides what keys they have, and
 *     its limited sorts the scans of their rows what they have already
 * @param published columns of its rows of which its tasks report a {@link KeySummary}, for scans of
 *     other stages
 */
public record RuntimeFilters(boolean withinStage, List<Integer> published) {
  public static final RuntimeFilters NONE = new RuntimeFilters(false, List.of());

  public RuntimeFilters {
    published = List.copyOf(published);
  }
}
