package io.distaff.event;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * When the application took its first steps. Each name is reached once; later times are ignored.
 * Reaching one publishes an {@link EngineEvent.Milestone}. Listens to the bus for the steps that
 * events tell of. Thread-safe by its lock.
 */
public final class Milestones implements Consumer<EngineEvent> {
  public static final String FIRST_EXECUTOR = "first executor";
  public static final String FIRST_TASK = "first task";

  private final EventBus bus;
  private final Map<String, Long> times = new LinkedHashMap<>();

  private Milestones(EventBus bus) {
    this.bus = bus;
  }

  /** Milestones of the application whose events the bus carries. */
  public static Milestones of(EventBus bus) {
    Milestones milestones = new Milestones(bus);
    bus.subscribe(milestones);
    return milestones;
  }

  /**
   * Notes a milestone; only the first time counts.
   *
   * @param atMillis since 1970-01-01T00:00Z
   */
  public void reached(String name, long atMillis) {
    synchronized (times) {
      if (times.putIfAbsent(name, atMillis) != null) {
        return;
      }
    }
    bus.publish(new EngineEvent.Milestone(atMillis, name));
  }

  public OptionalLong time(String name) {
    synchronized (times) {
      Long millis = times.get(name);
      return millis == null ? OptionalLong.empty() : OptionalLong.of(millis);
    }
  }

  /** All that were reached, in the order in which they became known. */
  public Map<String, Long> all() {
    synchronized (times) {
      return new LinkedHashMap<>(times);
    }
  }

  @Override
  public void accept(EngineEvent event) {
    if (event instanceof EngineEvent.ExecutorAdded) {
      reached(FIRST_EXECUTOR, event.atMillis());
    } else if (event instanceof EngineEvent.TaskLaunched) {
      reached(FIRST_TASK, event.atMillis());
    }
  }
}
