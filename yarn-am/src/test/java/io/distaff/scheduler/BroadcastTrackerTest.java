package io.distaff.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.error.ErrorCode;
import io.distaff.ids.BroadcastId;
import io.distaff.ids.Epoch;
import io.distaff.ids.ExecutorId;
import io.distaff.rpc.ControlMessage.ChunkHeld;
import io.distaff.rpc.ControlMessage.ChunkLocation;
import io.distaff.rpc.ControlMessage.ChunkNotFetched;
import io.distaff.rpc.ControlMessage.LocateChunk;
import io.distaff.rpc.ControlMessage.ReleaseBroadcast;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BroadcastTrackerTest {
  private static final Epoch EPOCH = new Epoch(1);
  private static final BroadcastId ID = new BroadcastId(7);
  private static final ExecutorId E1 = new ExecutorId("e1");
  private static final ExecutorId E2 = new ExecutorId("e2");
  private static final ExecutorId E3 = new ExecutorId("e3");

  private final ExecutorTable executors = new ExecutorTable();
  private final Outbox outbox = new Outbox();
  private final BroadcastTracker tracker = new BroadcastTracker(EPOCH, executors, outbox);
  private final Map<Long, ChunkLocation> answers = new HashMap<>();
  private final Map<Long, ErrorCode> refusals = new HashMap<>();
  private final Set<ExecutorId> told = new HashSet<>();
  private long lastTicket;

  BroadcastTrackerTest() {
    for (ExecutorId id : List.of(E1, E2, E3)) {
      boolean unused =
          executors.add(
              new ExecutorState(
                  new SchedulerEvent.ExecutorRegistered(id, "host-" + id, 7, "/r", 1), 0));
    }
  }

  private void drain() {
    for (Action action : outbox.drain()) {
      if (action instanceof Action.Answer answer) {
        answers.put(answer.ticket(), (ChunkLocation) answer.answer());
      } else if (action instanceof Action.Refuse refuse) {
        refusals.put(refuse.ticket(), refuse.reason().code());
      } else if (action instanceof Action.Send send) {
        assertThat(send.message()).isEqualTo(new ReleaseBroadcast(EPOCH, ID));
        told.add(send.executor());
      }
    }
  }

  private long ask(ExecutorId executor, int... chunks) {
    BitSet wanted = new BitSet();
    for (int chunk : chunks) {
      wanted.set(chunk);
    }
    tracker.ask(++lastTicket, new LocateChunk(EPOCH, executor, ID, wanted.toByteArray()));
    drain();
    return lastTicket;
  }

  private void held(ExecutorId executor, int chunk) {
    tracker.held(new ChunkHeld(EPOCH, executor, ID, chunk));
    drain();
  }

  private void notFetched(ExecutorId executor, int chunk, ExecutorId failed) {
    tracker.notFetched(new ChunkNotFetched(EPOCH, executor, ID, chunk, failed));
    drain();
  }

  private ExecutorId holder(long ticket) {
    assertThat(answers).containsKey(ticket);
    return answers.get(ticket).holder();
  }

  @Test
  void theDriverGivesAChunkOnceAndTheOthersGetItFromThere() {
    tracker.made(ID, 2);
    long first = ask(E1, 0, 1);
    long second = ask(E2, 0, 1);
    int of1 = answers.get(first).chunk();
    int of2 = answers.get(second).chunk();
    assertThat(of1).isNotEqualTo(of2);
    assertThat(holder(first)).isNull();
    assertThat(holder(second)).isNull();
    long waiting = ask(E3, 0, 1);
    assertThat(answers).doesNotContainKey(waiting);
    held(E1, of1);
    assertThat(answers.get(waiting)).isEqualTo(new ChunkLocation(EPOCH, ID, of1, E1, "host-e1", 7));
    long other = ask(E3, of2);
    assertThat(answers).doesNotContainKey(other);
    held(E2, of2);
    assertThat(holder(other)).isEqualTo(E2);
  }

  @Test
  void theHolderThatServesLeastIsNamed() {
    tracker.made(ID, 3);
    for (int chunk = 0; chunk < 3; chunk++) {
      assertThat(holder(ask(E1, chunk))).isNull();
      held(E1, chunk);
    }
    assertThat(holder(ask(E2, 0))).isEqualTo(E1);
    held(E2, 0);
    assertThat(holder(ask(E2, 1))).isEqualTo(E1);
    assertThat(holder(ask(E3, 0))).isEqualTo(E2);
  }

  @Test
  void aChunkThatIsGivenUpOrWhoseFetcherIsLostGoesToWhoeverWaits() {
    tracker.made(ID, 1);
    ask(E1, 0);
    long second = ask(E2, 0);
    long third = ask(E3, 0);
    assertThat(holder(ask(E1, 0))).isNull();
    assertThat(answers).doesNotContainKeys(second, third);
    notFetched(E1, 0, null);
    assertThat(holder(second)).isNull();
    assertThat(answers).doesNotContainKey(third);
    tracker.executorLost(E2);
    drain();
    assertThat(holder(third)).isNull();
  }

  @Test
  void whoeverFailedIsNotNamedAgain() {
    tracker.made(ID, 2);
    ask(E1, 0);
    held(E1, 0);
    ask(E1, 1);
    held(E1, 1);
    assertThat(holder(ask(E2, 0))).isEqualTo(E1);
    notFetched(E2, 0, E1);
    assertThat(holder(ask(E2, 0))).isNull();
    assertThat(holder(ask(E3, 1))).isNull();
  }

  @Test
  void aLostExecutorIsForgottenAndItsQuestionsRefused() {
    tracker.made(ID, 1);
    ask(E1, 0);
    long waiting = ask(E2, 0);
    tracker.executorLost(E2);
    drain();
    assertThat(refusals).containsEntry(waiting, ErrorCode.EXECUTOR_LOST);
    held(E1, 0);
    tracker.executorLost(E1);
    drain();
    assertThat(holder(ask(E3, 0))).isNull();
  }

  @Test
  void unpersistingLeavesTheDriverAloneAndDestroyingNobody() {
    tracker.made(ID, 1);
    ask(E1, 0);
    held(E1, 0);
    tracker.unpersisted(ID);
    drain();
    assertThat(told).containsExactlyInAnyOrder(E1, E2, E3);
    assertThat(holder(ask(E2, 0))).isNull();
    long waiting = ask(E3, 0);
    told.clear();
    tracker.destroyed(ID);
    drain();
    assertThat(told).containsExactlyInAnyOrder(E1, E2, E3);
    assertThat(refusals).containsEntry(waiting, ErrorCode.BROADCAST_DESTROYED);
    held(E2, 0);
    assertThat(refusals).containsEntry(ask(E1, 0), ErrorCode.BROADCAST_DESTROYED);
  }
}
