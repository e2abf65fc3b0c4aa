package io.distaff.scheduler;

import io.distaff.event.Locality;
import io.distaff.ids.ExecutorId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The queued tasks of one stage, found by locality in constant time. Confined to the loop.
 *
 * <p>A task with executors on a host that it prefers stands in the queue of each such host, in
 * those of its hosts' racks ({@code byRack}) and in {@code placed}. One with executors only on the
 * rack of such a host stands in the queues of these racks ({@code nearbyRack}) and in {@code
 * nearby}. Of the others, one that needs an executor to itself is in {@code alone}, one that has
 * failed somewhere in {@code retries}, any other in {@code unplaced}. Taking a task from one queue
 * leaves its entries in the others: an entry counts only while the task is queued under the entry's
 * ticket, and is dropped when it is met.
 *
 * <p>Any of these also stands in the queue of the live executor that may have its input in memory.
 * Nothing waits for that one: it only comes first.
 *
 * <p>Waits are bounded: from the moment that the stage became ready, a placed task is for its hosts
 * only, then for their racks too, then for anyone; a nearby one is for its racks, then for anyone.
 * A slot still takes what is local to it first.
 */
final class PendingTasks {
  /** How long a task holds out for an executor that it hasn't failed on. */
  static final long RETRY_ELSEWHERE_MILLIS = 3_000;

  /** How many retries are looked at for one slot, so that mass failures don't cost n * n. */
  private static final int RETRIES_EXAMINED = 64;

  private record Entry(TaskState task, int ticket) {
    boolean isCurrent() {
      return task.status() == TaskState.Status.QUEUED && task.queueTicket() == ticket;
    }
  }

  private final ExecutorTable executors;
  private final ReaderTracker readers;
  private final long waitMillis;
  private final Map<ExecutorId, ArrayDeque<Entry>> byKeeper = new HashMap<>();
  private final Map<String, ArrayDeque<Entry>> byHost = new HashMap<>();
  private final Map<String, ArrayDeque<Entry>> byRack = new HashMap<>();
  private final Map<String, ArrayDeque<Entry>> nearbyRack = new HashMap<>();
  private final ArrayDeque<Entry> placed = new ArrayDeque<>();
  private final ArrayDeque<Entry> nearby = new ArrayDeque<>();
  private final ArrayDeque<Entry> unplaced = new ArrayDeque<>();
  private final ArrayDeque<Entry> retries = new ArrayDeque<>();
  private final ArrayDeque<Entry> alone = new ArrayDeque<>();
  private long readyMillis;
  private int size;
  private long examined;

  PendingTasks(ExecutorTable executors, ReaderTracker readers, long waitMillis) {
    this.executors = executors;
    this.readers = readers;
    this.waitMillis = waitMillis;
  }

  int size() {
    return size;
  }

  /** Entries looked at so far, the measure of the work done here. */
  long examined() {
    return examined;
  }

  /** Starts the locality waits. */
  void ready(long nowMillis) {
    readyMillis = nowMillis;
  }

  void add(TaskState task, long nowMillis) {
    task.keptBy(readers.find(task.input()).orElse(null));
    task.queued(nowMillis);
    size++;
    enqueue(task);
  }

  private void enqueue(TaskState task) {
    Entry entry = new Entry(task, task.queueTicket());
    if (task.needsExecutorAlone()) {
      alone.add(entry);
      return;
    }
    if (!task.avoided().isEmpty()) {
      retries.add(entry);
      return;
    }
    if (task.keeper() != null && executors.find(task.keeper()) != null) {
      byKeeper.computeIfAbsent(task.keeper(), e -> new ArrayDeque<>()).add(entry);
    }
    boolean hasHost = false;
    Set<String> racks = new LinkedHashSet<>();
    for (String host : task.preferredHosts()) {
      if (executors.isLiveHost(host)) {
        byHost.computeIfAbsent(host, h -> new ArrayDeque<>()).add(entry);
        hasHost = true;
      }
      String rack = executors.rackOf(host);
      if (rack != null && executors.isLiveRack(rack)) {
        racks.add(rack);
      }
    }
    Map<String, ArrayDeque<Entry>> queues = hasHost ? byRack : nearbyRack;
    for (String rack : racks) {
      queues.computeIfAbsent(rack, r -> new ArrayDeque<>()).add(entry);
    }
    (hasHost ? placed : racks.isEmpty() ? unplaced : nearby).add(entry);
  }

  /**
   * Counts the tasks that prefer hosts.
   *
   * @param counts by host, to which each task adds one at each host that it prefers
   */
  int countByHost(Map<String, Integer> counts) {
    int counted = 0;
    for (ArrayDeque<Entry> queue : everyTask()) {
      for (Entry entry : queue) {
        List<String> hosts = entry.task().preferredHosts();
        if (entry.isCurrent() && !hosts.isEmpty()) {
          hosts.forEach(host -> counts.merge(host, 1, Integer::sum));
          counted++;
        }
      }
    }
    return counted;
  }

  /** The queues in which, together, every task stands once. */
  private List<ArrayDeque<Entry>> everyTask() {
    return List.of(alone, retries, placed, nearby, unplaced);
  }

  /**
   * Sorts the queues anew; to be called when a host has got its first executor or lost its last.
   */
  void hostsChanged() {
    List<TaskState> tasks = new ArrayList<>(size);
    for (ArrayDeque<Entry> queue : everyTask()) {
      for (Entry entry : queue) {
        if (entry.isCurrent()) {
          tasks.add(entry.task());
        }
      }
    }
    clear();
    tasks.sort(Comparator.comparingInt(task -> task.id().partition()));
    tasks.forEach(this::enqueue);
  }

  /** Tasks that need an executor to themselves; {@link #take} doesn't give them. */
  int numAlone() {
    return alone.size();
  }

  /** The next of them or null. */
  TaskState takeAlone() {
    TaskState task = poll(alone);
    if (task != null && --size == 0) {
      clear();
    }
    return task;
  }

  /** A task that hasn't failed anywhere, while there are no executors; or null. */
  TaskState takeUntried() {
    TaskState task = poll(unplaced);
    if (task != null && --size == 0) {
      clear();
    }
    return task;
  }

  /** The best task for a slot of this executor at this locality or null. */
  TaskState take(ExecutorState executor, Locality locality, long nowMillis) {
    if (size == 0) {
      return null;
    }
    TaskState task =
        switch (locality) {
          case EXECUTOR -> poll(byKeeper.get(executor.id()));
          case NODE -> poll(byHost.get(executor.host()));
          case RACK -> takeOnRack(executor, nowMillis);
          case ANY -> takeAnywhere(executor, nowMillis);
        };
    if (task != null && --size == 0) {
      clear();
    }
    return task;
  }

  private TaskState takeOnRack(ExecutorState executor, long nowMillis) {
    TaskState task = poll(nearbyRack.get(executor.rack()));
    if (task == null && nowMillis >= readyMillis + waitMillis) {
      task = poll(byRack.get(executor.rack()));
    }
    return task;
  }

  private TaskState takeAnywhere(ExecutorState executor, long nowMillis) {
    TaskState task = pollRetry(executor, nowMillis);
    if (task == null) {
      task = poll(unplaced);
    }
    if (task == null && nowMillis >= readyMillis + waitMillis) {
      task = poll(nearby);
    }
    if (task == null && nowMillis >= readyMillis + 2 * waitMillis) {
      task = poll(placed);
    }
    return task;
  }

  private TaskState poll(ArrayDeque<Entry> queue) {
    if (queue == null) {
      return null;
    }
    for (Entry entry = queue.poll(); entry != null; entry = queue.poll()) {
      examined++;
      if (entry.isCurrent()) {
        return entry.task();
      }
    }
    return null;
  }

  private TaskState pollRetry(ExecutorState executor, long nowMillis) {
    for (int i = Math.min(retries.size(), RETRIES_EXAMINED); i > 0; i--) {
      Entry entry = retries.poll();
      examined++;
      if (!entry.isCurrent()) {
        continue;
      }
      TaskState task = entry.task();
      if (!task.avoided().contains(executor.id())
          || nowMillis >= task.queuedMillis() + RETRY_ELSEWHERE_MILLIS
          || executors.all().stream().allMatch(e -> task.avoided().contains(e.id()))) {
        return task;
      }
      retries.add(entry);
    }
    return null;
  }

  /** When a wait ends that keeps a task from a free slot; Long.MAX_VALUE when none does. */
  long nextDeadlineMillis(long nowMillis) {
    long next = Long.MAX_VALUE;
    if (!placed.isEmpty()) {
      long rack = readyMillis + waitMillis;
      long any = rack + waitMillis;
      next = nowMillis < rack ? rack : nowMillis < any ? any : next;
    }
    long anyForNearby = readyMillis + waitMillis;
    if (!nearby.isEmpty() && nowMillis < anyForNearby) {
      next = Math.min(next, anyForNearby);
    }
    int looked = 0;
    for (Entry entry : retries) {
      if (entry.isCurrent()) {
        next =
            Math.min(
                next, Math.max(nowMillis, entry.task().queuedMillis() + RETRY_ELSEWHERE_MILLIS));
      }
      if (++looked == RETRIES_EXAMINED) {
        break;
      }
    }
    return next;
  }

  private void clear() {
    byKeeper.clear();
    byHost.clear();
    byRack.clear();
    nearbyRack.clear();
    nearby.clear();
    placed.clear();
    unplaced.clear();
    retries.clear();
    alone.clear();
  }
}
