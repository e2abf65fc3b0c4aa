package io.distaff.scheduler;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.ids.BroadcastId;
import io.distaff.ids.Epoch;
import io.distaff.ids.ExecutorId;
import io.distaff.rpc.ControlMessage.ChunkHeld;
import io.distaff.rpc.ControlMessage.ChunkLocation;
import io.distaff.rpc.ControlMessage.ChunkNotFetched;
import io.distaff.rpc.ControlMessage.LocateChunk;
import io.distaff.rpc.ControlMessage.ReleaseBroadcast;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Knows which executors hold which chunks of broadcasts, and says from whom to fetch one.
 *
 * <p>The driver's own copy of a chunk is given to one executor at a time, and only while no other
 * holds that chunk: whoever else needs it waits, and gets it from there. So a broadcast leaves the
 * driver about once, however many executors want it at the same moment. They begin at different
 * chunks, so that each soon has something that the others lack. Of several holders the one that
 * serves the fewest at the moment is named; one from which a fetch has failed is never named again
 * for what it held until then.
 *
 * <p>Confined to the scheduler's loop.
 */
final class BroadcastTracker {
  private final Epoch epoch;
  private final ExecutorTable executors;
  private final Outbox outbox;
  private final Map<BroadcastId, Tracked> live = new HashMap<>();

  private record Question(long ticket, ExecutorId executor, BitSet wanted) {}

  /** A chunk on its way to an executor. */
  private record Fetch(ExecutorId to, int chunk) {}

  private static final class Tracked {
    /** By chunk. */
    final List<Set<ExecutorId>> holders = new ArrayList<>();

    /** The chunks that executors fetch from the driver. */
    final BitSet leaving = new BitSet();

    /** Who serves each fetch; empty = the driver. */
    final Map<Fetch, Optional<ExecutorId>> underWay = new HashMap<>();

    final List<Question> waiting = new ArrayList<>();

    Tracked(int numChunks) {
      for (int i = 0; i < numChunks; i++) {
        holders.add(new HashSet<>());
      }
    }

    void ended(Fetch fetch) {
      Optional<ExecutorId> from = underWay.remove(fetch);
      if (from != null && from.isEmpty()) {
        leaving.clear(fetch.chunk());
      }
    }

    /** Also to the executor that it was given to: it wouldn't ask if that had reached it. */
    boolean mayLeave(int chunk, ExecutorId to) {
      return !leaving.get(chunk) || underWay.containsKey(new Fetch(to, chunk));
    }

    long served(ExecutorId holder) {
      return underWay.values().stream().filter(Optional.of(holder)::equals).count();
    }
  }

  BroadcastTracker(Epoch epoch, ExecutorTable executors, Outbox outbox) {
    this.epoch = epoch;
    this.executors = executors;
    this.outbox = outbox;
  }

  void made(BroadcastId broadcast, int numChunks) {
    live.put(broadcast, new Tracked(numChunks));
  }

  void ask(long ticket, LocateChunk asked) {
    Question question = new Question(ticket, asked.executor(), BitSet.valueOf(asked.wanted()));
    Tracked tracked = live.get(asked.broadcast());
    if (tracked == null) {
      refuseDestroyed(question, asked.broadcast());
    } else if (!answer(asked.broadcast(), tracked, question)) {
      tracked.waiting.add(question);
    }
  }

  /** False when nothing of what is wanted can be had now. */
  private boolean answer(BroadcastId broadcast, Tracked tracked, Question question) {
    int chunks = tracked.holders.size();
    int first = chunks == 0 ? 0 : Math.floorMod(question.executor().hashCode(), chunks);
    int ofDriver = -1;
    for (int i = 0; i < chunks; i++) {
      int chunk = (first + i) % chunks;
      if (!question.wanted().get(chunk)) {
        continue;
      }
      Optional<ExecutorState> holder =
          tracked.holders.get(chunk).stream()
              .filter(executor -> !executor.equals(question.executor()))
              .min(Comparator.comparingLong(tracked::served).thenComparing(ExecutorId::name))
              .map(executors::find);
      if (holder.isPresent()) {
        send(broadcast, tracked, question, chunk, holder);
        return true;
      }
      if (ofDriver < 0 && tracked.mayLeave(chunk, question.executor())) {
        ofDriver = chunk;
      }
    }
    if (ofDriver < 0) {
      return false;
    }
    tracked.leaving.set(ofDriver);
    send(broadcast, tracked, question, ofDriver, Optional.empty());
    return true;
  }

  private void send(
      BroadcastId broadcast,
      Tracked tracked,
      Question question,
      int chunk,
      Optional<ExecutorState> holder) {
    tracked.underWay.put(new Fetch(question.executor(), chunk), holder.map(ExecutorState::id));
    outbox.add(
        new Action.Answer(
            question.ticket(),
            new ChunkLocation(
                epoch,
                broadcast,
                chunk,
                holder.map(ExecutorState::id).orElse(null),
                holder.map(ExecutorState::host).orElse(null),
                holder.map(ExecutorState::blockPort).orElse(0))));
  }

  void held(ChunkHeld message) {
    Tracked tracked = live.get(message.broadcast());
    if (tracked != null) {
      tracked.ended(new Fetch(message.executor(), message.chunk()));
      tracked.holders.get(message.chunk()).add(message.executor());
      answerWaiting(message.broadcast(), tracked);
    }
  }

  void notFetched(ChunkNotFetched message) {
    Tracked tracked = live.get(message.broadcast());
    if (tracked != null) {
      tracked.ended(new Fetch(message.executor(), message.chunk()));
      if (message.failed() != null) {
        tracked.holders.forEach(holders -> holders.remove(message.failed()));
      }
      answerWaiting(message.broadcast(), tracked);
    }
  }

  private void answerWaiting(BroadcastId broadcast, Tracked tracked) {
    tracked.waiting.removeIf(question -> answer(broadcast, tracked, question));
  }

  void executorLost(ExecutorId executor) {
    live.forEach(
        (broadcast, tracked) -> {
          tracked.holders.forEach(holders -> holders.remove(executor));
          tracked.underWay.keySet().stream()
              .filter(fetch -> fetch.to().equals(executor))
              .toList()
              .forEach(tracked::ended);
          tracked.waiting.removeIf(
              question -> {
                boolean gone = question.executor().equals(executor);
                if (gone) {
                  refuse(question, ErrorCode.EXECUTOR_LOST, executor + " is taken for lost");
                }
                return gone;
              });
          answerWaiting(broadcast, tracked);
        });
  }

  /** Nobody but the driver has it from now on, whoever fetches it at the moment aside. */
  void unpersisted(BroadcastId broadcast) {
    Tracked tracked = live.get(broadcast);
    if (tracked != null) {
      tracked.holders.forEach(Set::clear);
      release(broadcast);
      answerWaiting(broadcast, tracked);
    }
  }

  void destroyed(BroadcastId broadcast) {
    Tracked tracked = live.remove(broadcast);
    if (tracked != null) {
      release(broadcast);
      tracked.waiting.forEach(question -> refuseDestroyed(question, broadcast));
    }
  }

  private void release(BroadcastId broadcast) {
    for (ExecutorState executor : executors.all()) {
      outbox.send(executor.id(), new ReleaseBroadcast(epoch, broadcast));
    }
  }

  private void refuseDestroyed(Question question, BroadcastId broadcast) {
    refuse(question, ErrorCode.BROADCAST_DESTROYED, broadcast + " was destroyed");
  }

  private void refuse(Question question, ErrorCode code, String message) {
    outbox.add(new Action.Refuse(question.ticket(), new DistaffException(code, message)));
  }
}
