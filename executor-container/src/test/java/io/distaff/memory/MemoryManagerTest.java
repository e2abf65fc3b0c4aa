package io.distaff.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.config.DistaffConfig;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.metrics.OperatorCounters;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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
  void refusalShowsWhatTasksHaveInCommonAndCachedData() {
    MemoryManager manager = new MemoryManager(100, 20);
    SharedMemory shared = manager.shared(() -> 0);
    StorageMemory cached = manager.storage(wanted -> 0);
    try (TaskMemory task = manager.startTask("task 7");
        MemoryReservation a = task.operator(0, 0, "inner join").reservation(null)) {
      shared.reserve(40, task, "first");
      assertThat(cached.tryReserve(25)).isTrue();
      for (ThrowingCallable refused :
          List.<ThrowingCallable>of(() -> a.add(50), () -> shared.reserve(1, task, "second"))) {
        assertThatThrownBy(refused)
            .isInstanceOfSatisfying(
                DistaffException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.MEMORY_EXCEEDED))
            .hasMessageContaining(
                "\n  #0 inner join: holds 0 bytes"
                    + "\n  what tasks have in common, build sides and broadcasts: 40 bytes"
                    + "\n  cached data: 25 bytes, of which tasks can't evict 20 bytes\n")
            .hasMessageContaining("distaff.executor.memory");
      }
      assertThat(manager.usedBytes()).isEqualTo(65);
    }
  }

  @Test
  void whatTasksShareCountsOnceAndLeavesLessForEach() {
    MemoryManager manager = new MemoryManager(100, 20);
    List<Long> unused = new ArrayList<>();
    AtomicReference<SharedMemory> owner = new AtomicReference<>();
    SharedMemory shared =
        manager.shared(
            () -> {
              long bytes = unused.stream().mapToLong(Long::longValue).sum();
              unused.clear();
              owner.get().release(bytes);
              return bytes;
            });
    owner.set(shared);
    try (TaskMemory one = manager.startTask("one");
        TaskMemory two = manager.startTask("two");
        MemoryReservation a = one.operator("a").reservation(null);
        MemoryReservation b = two.operator("b").reservation(null)) {
      a.add(50);
      assertThat(shared.tryTakeOver(a, 40)).isTrue();
      assertThat(a.bytes()).isEqualTo(10);
      assertThat(one.heldBytes()).isEqualTo(10);
      assertThat(manager.usedBytes()).isEqualTo(50);
      // (100 - 40) / 2 a task.
      assertThat(b.tryAdd(31)).isFalse();
      assertThat(b.tryAdd(30)).isTrue();
      // At most half of the pool is common.
      assertThat(shared.tryTakeOver(b, 11)).isFalse();
      assertThat(b.bytes()).isEqualTo(30);
      assertThat(a.tryAdd(21)).isFalse();
      unused.add(40L);
      assertThat(a.tryAdd(21)).isTrue();
      assertThat(manager.usedBytes()).isEqualTo(61);
      assertThatThrownBy(() -> shared.release(1)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(manager.usedBytes()).isZero();
  }

  @Test
  void theLastResortSpillsAfterTheRequester() {
    MemoryManager manager = new MemoryManager(100);
    try (TaskMemory task = manager.startTask("t")) {
      List<String> spilled = new ArrayList<>();
      MemoryReservation last =
          task.operator("shared")
              .reservation(
                  new Spillable() {
                    @Override
                    public long spill(long wantedBytes) {
                      spilled.add("shared");
                      return 0;
                    }

                    @Override
                    public boolean isLastResort() {
                      return true;
                    }
                  });
      last.add(60);
      SpillingOwner requester = new SpillingOwner(task, "requester", spilled);
      requester.reservation.add(30);
      requester.reservation.add(20);
      assertThat(spilled).containsExactly("requester");
      assertThatThrownBy(() -> requester.reservation.add(50)).isInstanceOf(DistaffException.class);
      assertThat(spilled).containsExactly("requester", "requester", "shared");
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
  void taskWaitsForItsGuaranteeBeforeItSpills() throws Exception {
    MemoryManager manager = new MemoryManager(100);
    List<String> spilled = new ArrayList<>();
    try (TaskMemory first = manager.startTask("first");
        MemoryReservation a = first.operator("a").reservation(null)) {
      a.add(90);
      AtomicReference<Thread> waiter = new AtomicReference<>();
      CompletableFuture<Void> got =
          CompletableFuture.runAsync(
              () -> {
                waiter.set(Thread.currentThread());
                try (TaskMemory second = manager.startTask("second")) {
                  SpillingOwner owner = new SpillingOwner(second, "owner", spilled);
                  owner.reservation.add(10);
                  owner.reservation.add(15);
                }
              });
      awaitWaiting(waiter, got);
      a.resize(75);
      got.get(20, TimeUnit.SECONDS);
      assertThat(spilled).isEmpty();
    }
  }

  @Test
  void taskThatCanNotGoOnWaitsForOthersToEnd() throws Exception {
    MemoryManager manager = new MemoryManager(100);
    AtomicReference<Thread> waiter = new AtomicReference<>();
    CompletableFuture<Long> got;
    try (TaskMemory first = manager.startTask("first");
        MemoryReservation a = first.operator("a").reservation(null)) {
      a.add(60);
      got =
          CompletableFuture.supplyAsync(
              () -> {
                waiter.set(Thread.currentThread());
                try (TaskMemory second = manager.startTask("second");
                    MemoryReservation b = second.operator("b").reservation(null)) {
                  b.add(80);
                  return b.bytes();
                }
              });
      awaitWaiting(waiter, got);
    }
    assertThat(got.get(20, TimeUnit.SECONDS)).isEqualTo(80);
  }

  @Test
  void noTaskBeginsWhileAnotherCanNotGoOn() throws Exception {
    MemoryManager manager = new MemoryManager(100);
    AtomicReference<Thread> waiter = new AtomicReference<>();
    AtomicReference<Thread> late = new AtomicReference<>();
    AtomicBoolean hasGot = new AtomicBoolean();
    CompletableFuture<Long> got;
    CompletableFuture<Boolean> began;
    try (TaskMemory first = manager.startTask("first");
        MemoryReservation a = first.operator("a").reservation(null)) {
      a.add(40);
      got =
          CompletableFuture.supplyAsync(
              () -> {
                waiter.set(Thread.currentThread());
                try (TaskMemory second = manager.startTask("second");
                    MemoryReservation b = second.operator("b").reservation(null)) {
                  b.add(80);
                  hasGot.set(true);
                  return b.bytes();
                }
              });
      awaitWaiting(waiter, got);
      began =
          CompletableFuture.supplyAsync(
              () -> {
                late.set(Thread.currentThread());
                manager.startTask("third").close();
                // Either the second still holds it, or it has had it.
                return manager.usedBytes() == 80 || hasGot.get();
              });
      awaitWaiting(late, began);
      assertThat(manager.activeTasks()).isEqualTo(2);
    }
    assertThat(got.get(20, TimeUnit.SECONDS)).isEqualTo(80);
    assertThat(began.get(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void oneFailsWhenAllTasksWaitForOthersToEnd() throws Exception {
    MemoryManager manager = new MemoryManager(100);
    AtomicReference<Thread> waiter = new AtomicReference<>();
    CompletableFuture<Long> got;
    try (TaskMemory first = manager.startTask("first");
        MemoryReservation a = first.operator("a").reservation(null)) {
      a.add(60);
      got =
          CompletableFuture.supplyAsync(
              () -> {
                waiter.set(Thread.currentThread());
                try (TaskMemory second = manager.startTask("second");
                    MemoryReservation b = second.operator("b").reservation(null)) {
                  b.add(80);
                  return b.bytes();
                }
              });
      awaitWaiting(waiter, got);
      assertThatThrownBy(() -> a.add(30)).isInstanceOf(DistaffException.class);
    }
    assertThat(got.get(20, TimeUnit.SECONDS)).isEqualTo(80);
  }

  private static void awaitWaiting(AtomicReference<Thread> waiter, CompletableFuture<?> running) {
    while (waiter.get() == null || waiter.get().getState() != Thread.State.TIMED_WAITING) {
      assertThat(running).isNotDone();
      Thread.onSpinWait();
    }
  }

  @Test
  void executionEvictsCachedDataDownToTheFloor() {
    MemoryManager manager = new MemoryManager(100, 30);
    List<Long> asked = new ArrayList<>();
    AtomicReference<StorageMemory> cache = new AtomicReference<>();
    cache.set(
        manager.storage(
            wantedBytes -> {
              asked.add(wantedBytes);
              cache.get().release(wantedBytes);
              return wantedBytes;
            }));
    assertThat(cache.get().tryReserve(80)).isTrue();
    try (TaskMemory task = manager.startTask("t");
        MemoryReservation a = task.operator("a").reservation(null)) {
      a.add(20);
      assertThat(asked).isEmpty();
      a.add(50);
      assertThat(asked).containsExactly(50L);
      assertThat(manager.use().storageBytes()).isEqualTo(30);
      assertThatThrownBy(() -> a.add(1)).isInstanceOf(DistaffException.class);
      assertThat(asked).hasSize(1);
    }
    assertThat(manager.usedBytes()).isEqualTo(30);
  }

  @Test
  void whatIsReclaimableCountsAsFree() {
    MemoryManager manager = new MemoryManager(100, 50);
    AtomicReference<ReclaimableMemory> files = new AtomicReference<>();
    List<Long> asked = new ArrayList<>();
    files.set(
        manager.reclaimable(
            wantedBytes -> {
              asked.add(wantedBytes);
              files.get().release(wantedBytes);
              return wantedBytes;
            }));
    StorageMemory cache = manager.storage(wantedBytes -> 0);
    assertThat(files.get().tryReserve(90)).isTrue();
    assertThat(manager.usedBytes()).isZero();
    assertThat(manager.largestShareBytes()).isEqualTo(100);
    try (TaskMemory task = manager.startTask("t");
        MemoryReservation a = task.operator("a").reservation(null)) {
      a.add(10);
      assertThat(asked).isEmpty();
      a.add(20);
      assertThat(a.tryAddFree(5)).isTrue();
      assertThat(cache.tryReserve(40)).isTrue();
      assertThat(asked).containsExactly(20L, 5L, 40L);
      assertThat(manager.use().reclaimableBytes()).isEqualTo(25);
      assertThat(files.get().tryReserve(1)).isFalse();
      a.add(25);
      assertThat(manager.use().reclaimableBytes()).isZero();
      assertThatThrownBy(() -> files.get().release(1)).isInstanceOf(IllegalArgumentException.class);
      cache.release(40);
    }
    assertThat(files.get().tryReserve(100)).isTrue();
    assertThat(files.get().tryReserve(1)).isFalse();
  }

  @Test
  void storageNeverEvictsExecution() {
    MemoryManager manager = new MemoryManager(100, 50);
    StorageMemory cache = manager.storage(wantedBytes -> 0);
    List<String> spilled = new ArrayList<>();
    try (TaskMemory task = manager.startTask("t")) {
      new SpillingOwner(task, "owner", spilled).reservation.add(80);
      assertThat(cache.tryReserve(21)).isFalse();
      assertThat(cache.tryReserve(20)).isTrue();
      assertThat(spilled).isEmpty();
      cache.release(20);
    }
    assertThat(manager.usedBytes()).isZero();
  }

  @Test
  void whatATaskHasFilledBecomesCachedDataInAFullPool() {
    MemoryManager manager = new MemoryManager(100, 50);
    StorageMemory cache =
        manager.storage(
            wantedBytes -> {
              throw new AssertionError("asked to evict " + wantedBytes);
            });
    assertThat(cache.tryReserve(40)).isTrue();
    try (TaskMemory task = manager.startTask("t")) {
      MemoryReservation built = task.operator("cache").reservation(null);
      assertThat(built.tryAddFree(61)).isFalse();
      assertThat(built.tryAddFree(60)).isTrue();
      built.moveToStorage(45);
      assertThat(built.bytes()).isEqualTo(15);
      assertThat(task.heldBytes()).isEqualTo(15);
      assertThat(manager.use().storageBytes()).isEqualTo(85);
      assertThatThrownBy(() -> built.moveToStorage(16))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(manager.usedBytes()).isEqualTo(85);
    cache.release(85);
    assertThat(manager.usedBytes()).isZero();
  }

  @Test
  void ownersOfStorageGiveWayInTheirOrderAlsoToWhatIsCommon() {
    MemoryManager manager = new MemoryManager(100, 0);
    List<String> evictions = new ArrayList<>();
    List<StorageMemory> owners = new ArrayList<>();
    for (String name : List.of("first", "second")) {
      int index = owners.size();
      owners.add(
          manager.storage(
              wantedBytes -> {
                long freed = evictions.contains(name) ? 0 : 40;
                evictions.add(name);
                owners.get(index).release(freed);
                return freed;
              }));
      assertThat(owners.get(index).tryReserve(40)).isTrue();
    }
    SharedMemory shared = manager.shared(() -> 0);
    try (TaskMemory task = manager.startTask("t")) {
      assertThatThrownBy(() -> shared.reserve(51, task, "value"))
          .hasMessageContaining("value needs 51 bytes");
      assertThat(evictions).isEmpty();
      shared.reserve(50, task, "value");
      assertThat(evictions).containsExactly("first");
      shared.release(30);
      assertThat(task.operator("sort").reservation(null).tryAdd(80)).isTrue();
      assertThat(evictions).containsExactly("first", "first", "second");
      assertThat(manager.use().commonBytes()).isEqualTo(20);
    }
    shared.release(20);
    assertThat(manager.usedBytes()).isZero();
  }

  @Test
  void sharesAreOfWhatCachedDataLeaves() {
    MemoryManager manager = new MemoryManager(100, 40);
    StorageMemory cache = manager.storage(wantedBytes -> 0);
    assertThat(cache.tryReserve(30)).isTrue();
    try (TaskMemory first = manager.startTask("first");
        TaskMemory second = manager.startTask("second")) {
      MemoryReservation a = first.operator("a").reservation(null);
      assertThat(a.tryAdd(36)).isFalse();
      assertThat(a.tryAdd(35)).isTrue();
      assertThat(second.operator("b").reservation(null).tryAdd(35)).isTrue();
    }
  }

  @Test
  void growingAnotherReservationOfAnOperatorDoesNotMakeItSpill() {
    MemoryManager manager = new MemoryManager(100);
    try (TaskMemory task = manager.startTask("t")) {
      OperatorMemory operator = task.operator("operator");
      List<String> spilled = new ArrayList<>();
      MemoryReservation state =
          operator.reservation(
              wantedBytes -> {
                spilled.add("state");
                return 0;
              });
      state.add(90);
      assertThatThrownBy(() -> operator.reservation(null).add(20))
          .isInstanceOf(DistaffException.class);
      assertThat(spilled).isEmpty();
    }
  }

  @Test
  void stateThatGivesWayToItsOwnOperatorSpillsForIt() {
    MemoryManager manager = new MemoryManager(100);
    try (TaskMemory task = manager.startTask("t")) {
      OperatorMemory operator = task.operator("operator");
      GivingWay state = new GivingWay(operator);
      state.reservation.add(90);
      MemoryReservation other = operator.reservation(null);
      other.add(20);
      assertThat(other.bytes()).isEqualTo(20);
      assertThat(state.reservation.bytes()).isZero();
    }
  }

  private static final class GivingWay implements Spillable {
    final MemoryReservation reservation;

    GivingWay(OperatorMemory operator) {
      reservation = operator.reservation(this);
    }

    @Override
    public long spill(long wantedBytes) {
      long freed = reservation.bytes();
      reservation.resize(0);
      return freed;
    }

    @Override
    public boolean givesWayToOwnOperator() {
      return true;
    }
  }

  @Test
  void operatorsCountWhatTheyHeldAndSpilled() {
    MemoryManager manager = new MemoryManager(100);
    try (TaskMemory task = manager.startTask("t");
        MemoryReservation a = task.operator(3, 1, "sort").reservation(null)) {
      a.add(40);
      a.resize(10);
      a.add(5);
      OperatorMemory spiller = task.operator("sink");
      spiller.noteSpill(7, 100);
      spiller.noteSpill(1, 20);
      assertThat(task.operatorCounters())
          .containsExactly(
              new OperatorCounters(3, "sort", 0, 0, 40, 0, 0),
              new OperatorCounters(-1, "sink", 0, 0, 0, 8, 120));
    }
  }

  @Test
  void poolFollowsTheHeap() {
    DistaffConfig config = DistaffConfig.empty();
    long mebibyte = 1 << 20;
    assertThat(MemoryOptions.poolBytes(config, 4096 * mebibyte))
        .isEqualTo((long) (3796 * mebibyte * 0.7));
    assertThat(MemoryOptions.poolBytes(config, 1200 * mebibyte))
        .isEqualTo((long) (900 * mebibyte * 0.7));
    assertThat(MemoryOptions.poolBytes(config, 256 * mebibyte))
        .isEqualTo((long) (192 * mebibyte * 0.7));
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
