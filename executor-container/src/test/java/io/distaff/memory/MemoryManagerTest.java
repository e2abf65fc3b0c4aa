package io.distaff.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class MemoryManagerTest {
  @Test
  @SuppressWarnings("try") // closing twice is allowed
  void oneTaskMayTakeThePoolAndGivesItBack() {
    MemoryManager manager = new MemoryManager(100);
    try (TaskMemory task = manager.startTask("t");
        MemoryReservation a = task.operator("a").reservation(null);
        MemoryReservation b = task.operator("b").reservation(null)) {
      a.resize(60);
      b.add(40);
      assertThat(manager.usedBytes()).isEqualTo(100);
      assertThat(b.tryAdd(1)).isFalse();
      a.resize(10);
      assertThat(b.tryAdd(50)).isTrue();
      assertThat(task.heldBytes()).isEqualTo(100);
      assertThat(b.bytes()).isEqualTo(90);
      b.close();
      b.close();
      assertThat(task.heldBytes()).isEqualTo(10);
      assertThat(task.peakBytes()).isEqualTo(100);
    }
    assertThat(manager.usedBytes()).isZero();
    assertThat(manager.activeTasks()).isZero();
  }

  @Test
  void endOfTaskGivesBackWhatIsLeft() {
    MemoryManager manager = new MemoryManager(100);
    TaskMemory task = manager.startTask("t");
    task.operator("a").reservation(null).add(70);
    task.close();
    assertThat(manager.usedBytes()).isZero();
  }

  @Test
  void refusalNamesWhoHoldsWhatAndChangesNothing() {
    MemoryManager manager = new MemoryManager(100);
    try (TaskMemory task = manager.startTask("task 7");
        MemoryReservation b = task.operator(0, 0, "sort").reservation(null);
        MemoryReservation a = task.operator(1, 1, "inner join").reservation(null)) {
      a.add(80);
      assertThatThrownBy(() -> b.resize(30))
          .isInstanceOfSatisfying(
              DistaffException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.MEMORY_EXCEEDED))
          .hasMessageContaining("task 7")
          .hasMessageContaining("sort needs 30 bytes more")
          .hasMessageContaining("\n  #0 sort: holds 0 bytes\n    #1 inner join: holds 80 bytes\n")
          .hasMessageContaining("at most 100 bytes")
          .hasMessageContaining("distaff.executor.memory");
      assertThat(b.bytes()).isZero();
      assertThat(manager.usedBytes()).isEqualTo(80);
    }
  }

  @Test
  void otherOperatorsSpillFirstTheLargestThenTheRequester() {
    MemoryManager manager = new MemoryManager(100);
    try (TaskMemory task = manager.startTask("t")) {
      List<String> spilled = new ArrayList<>();
      SpillingOwner small = new SpillingOwner(task, "small", spilled);
      SpillingOwner large = new SpillingOwner(task, "large", spilled);
      SpillingOwner requester = new SpillingOwner(task, "requester", spilled);
      MemoryReservation fixed = task.operator("fixed").reservation(null);
      small.reservation.add(20);
      large.reservation.add(30);
      requester.reservation.add(40);
      fixed.add(5);
      requester.reservation.add(25);
      assertThat(spilled).containsExactly("large");
      assertThat(requester.reservation.bytes()).isEqualTo(65);
      requester.reservation.add(35);
      assertThat(spilled).containsExactly("large", "small", "requester");
      // What it held was spilled meanwhile.
      assertThat(requester.reservation.bytes()).isEqualTo(35);
      assertThat(task.heldBytes()).isEqualTo(40);
    }
    assertThat(manager.usedBytes()).isZero();
  }

  @Test
  void ownerThatSpillsWhileItGrowsHoldsOnlyWhatWasAdded() {
    MemoryManager manager = new MemoryManager(100);
    try (TaskMemory task = manager.startTask("t")) {
      List<String> spilled = new ArrayList<>();
      SpillingOwner owner = new SpillingOwner(task, "owner", spilled);
      owner.reservation.resize(80);
      owner.reservation.resize(110);
      assertThat(spilled).containsExactly("owner");
      assertThat(owner.reservation.bytes()).isEqualTo(30);
      assertThat(task.heldBytes()).isEqualTo(30);
    }
  }

  @Test
  @SuppressWarnings("try") // closing twice is allowed
  void tasksGetAtMostAnEqualShareWhileOthersRun() {
    MemoryManager manager = new MemoryManager(100);
    try (TaskMemory first = manager.startTask("first");
        TaskMemory second = manager.startTask("second")) {
      MemoryReservation a = first.operator("a").reservation(null);
      assertThat(a.tryAdd(51)).isFalse();
      assertThat(a.tryAdd(50)).isTrue();
      MemoryReservation b = second.operator("b").reservation(null);
      assertThat(b.tryAdd(50)).isTrue();
      second.close();
      assertThat(a.tryAdd(50)).isTrue();
    }
  }

  @Test
  void taskBelowItsGuaranteeWaitsUntilOthersGiveWay() throws Exception {
    MemoryManager manager = new MemoryManager(100);
    try (TaskMemory first = manager.startTask("first")) {
      MemoryReservation a = first.operator("a").reservation(null);
      a.add(100);
      AtomicReference<Thread> waiter = new AtomicReference<>();
      CompletableFuture<Long> got =
          CompletableFuture.supplyAsync(
              () -> {
                waiter.set(Thread.currentThread());
                try (TaskMemory second = manager.startTask("second");
                    MemoryReservation b = second.operator("b").reservation(null)) {
                  b.add(25);
                  return b.bytes();
                }
              });
      while (waiter.get() == null || waiter.get().getState() != Thread.State.TIMED_WAITING) {
        assertThat(got).isNotDone();
        Thread.onSpinWait();
      }
      a.resize(70);
      assertThat(got.get(20, TimeUnit.SECONDS)).isEqualTo(25);
      assertThat(manager.usedBytes()).isEqualTo(70);
    }
  }

  @Test
  void taskThatWantsMoreThanItsGuaranteeDoesNotWait() {
    MemoryManager manager = new MemoryManager(100);
    try (TaskMemory first = manager.startTask("first");
        MemoryReservation a = first.operator("a").reservation(null)) {
      a.add(100);
      try (TaskMemory second = manager.startTask("second");
          MemoryReservation b = second.operator("b").reservation(null)) {
        assertThatThrownBy(() -> b.add(26)).isInstanceOf(DistaffException.class);
      }
    }
  }

  @Test
  void misuseIsRefused() {
    assertThatThrownBy(() -> new MemoryManager(0)).isInstanceOf(IllegalArgumentException.class);
    try (TaskMemory task = new MemoryManager(10).startTask("t");
        MemoryReservation a = task.operator("a").reservation(null)) {
      assertThatThrownBy(() -> a.resize(-1)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** Gives back everything when it is asked to spill. */
  private static final class SpillingOwner {
    final MemoryReservation reservation;

    SpillingOwner(TaskMemory task, String name, List<String> spilled) {
      reservation = task.operator(name).reservation(wantedBytes -> spill(name, spilled));
    }

    private long spill(String name, List<String> spilled) {
      spilled.add(name);
      long freed = reservation.bytes();
      reservation.resize(0);
      return freed;
    }
  }
}
