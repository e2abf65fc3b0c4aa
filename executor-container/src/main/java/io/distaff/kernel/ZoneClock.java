package io.distaff.kernel;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;

/**
 * Instants as wall clocks of a time zone, and back, in microseconds. Remembers the offset of the
 * last instant and between which transitions it holds, so that a column costs a comparison and an
 * addition per row. Mutable.
 */
public final class ZoneClock {
  /** No offset moves farther; near transitions the rules are asked. */
  private static final long MARGIN = 2 * Calendar.MICROS_PER_DAY;

  private final ZoneId zone;
  private final ZoneRules rules;
  private long from = 1;
  private long to = 0;
  private long offset;

  public ZoneClock(ZoneId zone) {
    this.zone = zone;
    this.rules = zone.getRules();
  }

  /** The zone of a name such as UTC, Europe/Berlin or +02:00; empty when there is none. */
  public static Optional<ZoneClock> of(String name) {
    try {
      return Optional.of(new ZoneClock(ZoneId.of(name, ZoneId.SHORT_IDS)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** What the clocks show at an instant. */
  public long toLocal(long instant) {
    if (instant < from || instant >= to) {
      remember(instant);
    }
    return instant + offset;
  }

  /**
   * The instant at which the clocks show this: the earlier of two; of a time that a transition
   * leaves out, as if the clocks hadn't been moved yet.
   */
  public long toInstant(long local) {
    long guess = local - offset;
    if (guess >= from && guess - from >= MARGIN && guess < to && to - guess > MARGIN) {
      return guess;
    }
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(
            Math.floorDiv(local, Calendar.MICROS_PER_SECOND), 0, ZoneOffset.UTC);
    long shift = ZonedDateTime.of(time, zone).toEpochSecond() - time.toEpochSecond(ZoneOffset.UTC);
    long instant = local + shift * Calendar.MICROS_PER_SECOND;
    remember(instant);
    return instant;
  }

  private void remember(long micros) {
    Instant instant = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    offset = rules.getOffset(instant).getTotalSeconds() * Calendar.MICROS_PER_SECOND;
    ZoneOffsetTransition before = rules.previousTransition(instant.plusNanos(1));
    ZoneOffsetTransition after = rules.nextTransition(instant);
    from = before == null ? Long.MIN_VALUE / 2 : micros(before);
    to = after == null ? Long.MAX_VALUE / 2 : micros(after);
    if (micros < from || micros >= to) {
      from = micros; // far away years
      to = micros;
    }
  }

  private static long micros(ZoneOffsetTransition transition) {
    return transition.toEpochSecond() * Calendar.MICROS_PER_SECOND;
  }
}
