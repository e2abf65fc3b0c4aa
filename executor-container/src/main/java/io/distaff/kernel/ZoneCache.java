package io.distaff.kernel;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.vector.BytesVector;
import java.util.HashMap;
import java.util.Map;

/** The time zones that a column names. Mutable; bounded by the number of zones there are. */
public final class ZoneCache {
  private final Map<String, ZoneClock> clocks = new HashMap<>();

  /** The zone that a row names; throws INVALID_ARGUMENT when there is none. */
  public ZoneClock of(BytesVector names, int row) {
    return of(names.text(row));
  }

  /** The zone of a name; throws INVALID_ARGUMENT when there is none. */
  public ZoneClock of(String name) {
    ZoneClock known = clocks.get(name);
    if (known == null) {
      known =
          ZoneClock.of(name.trim())
              .orElseThrow(
                  () ->
                      new DistaffException(
                          ErrorCode.INVALID_ARGUMENT,
                          "'"
                              + name
                              + "' is no time zone. Use a name such as Europe/Berlin, UTC or"
                              + " +02:00."));
      clocks.put(name, known);
    }
    return known;
  }
}
