package io.distaff.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class EventBusTest {
  private static EngineEvent event(int number) {
    return new EngineEvent.Milestone(number, "m" + number);
  }

  @Test
  void deliversInOrderAndBeforeItCloses() {
    List<Long> heard = new ArrayList<>();
    EventBus bus = new EventBus();
    bus.subscribe(e -> heard.add(e.atMillis()));
    for (int i = 0; i < 100; i++) {
      bus.publish(event(i));
    }
    bus.close();
    assertThat(heard).hasSize(100).isSorted();
    assertThat(bus.droppedEvents()).isZero();
  }

  @Test
  void aListenerThatThrowsHarmsNobody() {
    List<EngineEvent> heard = new ArrayList<>();
    EventBus bus = new EventBus();
    bus.subscribe(
        e -> {
          throw new IllegalStateException("on purpose");
        });
    bus.subscribe(heard::add);
    bus.publish(event(1));
    bus.publish(event(2));
    bus.close();
    assertThat(heard).hasSize(2);
  }

  @Test
  void aSlowListenerCostsEventsNotTime() throws InterruptedException {
    CountDownLatch inListener = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    EventBus bus = new EventBus(2);
    bus.subscribe(
        e -> {
          inListener.countDown();
          try {
            release.await();
          } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
          }
        });
    bus.publish(event(0));
    inListener.await();
    for (int i = 1; i <= 5; i++) {
      bus.publish(event(i));
    }
    assertThat(bus.droppedEvents()).isEqualTo(3);
    release.countDown();
    bus.close();
  }

  @Test
  void milestonesAreReachedOnce() {
    EventBus bus = new EventBus();
    List<String> names = new ArrayList<>();
    Milestones milestones = Milestones.of(bus);
    bus.subscribe(
        e -> {
          if (e instanceof EngineEvent.Milestone m) {
            names.add(m.name());
          }
        });
    milestones.reached("driver up", 5);
    milestones.reached("driver up", 9);
    bus.publish(new EngineEvent.ExecutorAdded(10, new io.distaff.ids.ExecutorId("e"), "h", "r", 1));
    bus.publish(new EngineEvent.ExecutorAdded(20, new io.distaff.ids.ExecutorId("f"), "h", "r", 1));
    bus.close();
    assertThat(milestones.all())
        .containsExactly(
            java.util.Map.entry("driver up", 5L), java.util.Map.entry("first executor", 10L));
    assertThat(names).first().isEqualTo("driver up");
  }
}
