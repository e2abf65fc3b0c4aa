package io.distaff.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.config.DataSize;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.ids.AttemptId;
import io.distaff.ids.ExecutorId;
import io.distaff.ids.QueryId;
import io.distaff.rpc.ControlMessage.MapOutputLocation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultCursorTest {
  private static final QueryId QUERY = new QueryId(1);

  private static final ResultLimit LIMIT = new ResultLimit(new DataSize(100), Long.MAX_VALUE);

  private final List<SchedulerEvent> events = new ArrayList<>();

  /** What the fetcher gives, in order: bytes, an exception, or END. */
  private final ArrayDeque<Object> script = new ArrayDeque<>();

  private static final Object END = new Object();

  private final ResultCursor cursor =
      new ResultCursor(QUERY, 3, true, LIMIT, location -> new Scripted(), events::add);

  private final class Scripted implements ResultFetcher.Rows {
    @Override
    public byte[] next() {
      Object step = script.remove();
      if (step instanceof DistaffException e) {
        throw e;
      }
      return step == END ? null : (byte[]) step;
    }

    @Override
    public void close() {}
  }

  private static AttemptId attempt(int partition, int attempt) {
    return new AttemptId(SchedulerHarness.task(0, partition), attempt);
  }

  private static ResultPart inline(int partition) {
    return new ResultPart.Inline(attempt(partition, 0), new byte[] {(byte) partition});
  }

  private static ResultPart remote(int partition, int attempt) {
    return new ResultPart.Remote(
        new MapOutputLocation(attempt(partition, attempt), new ExecutorId("e"), "h", 1, "/tmp/f"));
  }

  @Test
  void readsPartsInOrderHoweverTheyCome() {
    cursor.offer(inline(2));
    cursor.offer(remote(1, 0));
    cursor.offer(inline(0));
    script.addAll(List.of(new byte[] {10}, new byte[] {11}, END));
    List<Integer> read = new ArrayList<>();
    for (byte[] rows = cursor.next(); rows != null; rows = cursor.next()) {
      read.add((int) rows[0]);
    }
    assertThat(read).containsExactly(0, 10, 11, 2);
    assertThat(events)
        .containsExactly(
            new SchedulerEvent.ResultConsumed(attempt(1, 0)),
            new SchedulerEvent.ResultsClosed(QUERY));
    assertThat(cursor.next()).isNull();
  }

  @Test
  void readsAPartitionAnewThatFailedBeforeItsFirstRows() {
    script.add(new DistaffException(ErrorCode.SHUFFLE_FETCH_FAILED, "refused"));
    // The scheduler answers the report with a new part.
    ResultCursor[] holder = new ResultCursor[1];
    holder[0] =
        new ResultCursor(
            QUERY,
            1,
            true,
            LIMIT,
            location -> new Scripted(),
            event -> {
              events.add(event);
              if (event instanceof SchedulerEvent.ResultLost) {
                holder[0].offer(remote(0, 1));
              }
            });
    holder[0].offer(remote(0, 0));
    script.addAll(List.of(new byte[] {7}, END));
    assertThat(holder[0].next()).containsExactly(7);
    assertThat(holder[0].next()).isNull();
    assertThat(events)
        .contains(new SchedulerEvent.ResultLost(attempt(0, 0), "refused"))
        .contains(new SchedulerEvent.ResultConsumed(attempt(0, 1)));
  }

  @Test
  void failsWhenAPartitionIsLostAfterSomeOfItsRows() {
    cursor.offer(remote(0, 0));
    script.add(new byte[] {1});
    script.add(new DistaffException(ErrorCode.SHUFFLE_FETCH_FAILED, "reset by peer"));
    assertThat(cursor.next()).containsExactly(1);
    assertThatThrownBy(cursor::next).hasMessageContaining("reset by peer");
    assertThat(events).isEmpty();
  }

  @Test
  void boundsTheRowsThatWaitInTheDriver() {
    cursor.offer(new ResultPart.Inline(attempt(0, 0), new byte[60]));
    assertThatThrownBy(() -> cursor.offer(new ResultPart.Inline(attempt(1, 0), new byte[60])))
        .hasMessageContaining("100b");
    assertThat(cursor.next()).hasSize(60);
    cursor.offer(new ResultPart.Inline(attempt(1, 0), new byte[60]));
  }

  @Test
  void aPartitionThatWasReadIsConsumedWhenItComesAgain() {
    cursor.offer(inline(0));
    assertThat(cursor.next()).containsExactly(0);
    cursor.offer(remote(0, 1));
    assertThat(events).containsExactly(new SchedulerEvent.ResultConsumed(attempt(0, 1)));
  }

  @Test
  void aQueryThatWritesFilesEndsItsCursorWhenItEnds() {
    ResultCursor writes = new ResultCursor(QUERY, 3, false, LIMIT, null, events::add);
    writes.complete();
    assertThat(writes.next()).isNull();
    assertThat(events).isEmpty();
  }
}
