package io.distaff.api;

import static io.distaff.api.Functions.col;
import static io.distaff.api.Functions.udf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.driver.StatementExecution;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.function.Broadcast;
import io.distaff.metrics.Counter;
import io.distaff.rpc.ControlMessage.StatementStatistics;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Broadcasts through the whole engine, from a program. */
class BroadcastTest {
  private static Session session;

  @BeforeAll
  static void open() {
    session = Session.builder().master("local[2]").getOrCreate();
  }

  @AfterAll
  static void close() {
    session.close();
  }

  /** Told of by those that are read, in whatever task. */
  private static final class Table implements Serializable {
    private static final long serialVersionUID = 1;
    static final Set<Table> MADE = ConcurrentHashMap.newKeySet();

    private final Map<Long, String> names = new HashMap<>();

    private Object readResolve() {
      MADE.add(this);
      return this;
    }
  }

  private static Table table(int size) {
    Table table = new Table();
    for (long i = 0; i < size; i++) {
      table.names.put(i, "name " + i);
    }
    return table;
  }

  private static StatementStatistics statistics(DataFrame frame) {
    try (StatementExecution execution =
        session.driver().execute(session.plannable(frame.relation().query()))) {
      while (execution.next() != null) {
        // Only the figures are wanted.
      }
      return execution.statistics();
    }
  }

  @Test
  void allTasksOfAnExecutorShareTheValueThatIsFetchedOnce() {
    Table given = table(20_000);
    Broadcast<Table> names = session.broadcast(given);
    assertThat(names.value()).isSameAs(given);
    UserDefinedFunction named =
        udf((Long id) -> names.value().names.getOrDefault(id, "unknown"), "string");
    DataFrame frame =
        session.range(0, 40_000, 1, 4).select(named.apply(col("id").multiply(2)).as("name"));
    Table.MADE.clear();
    StatementStatistics first = statistics(frame);
    assertThat(first.count(Counter.BROADCAST_BYTES_FROM_DRIVER)).isPositive();
    assertThat(first.count(Counter.BROADCAST_BYTES_FROM_PEERS)).isZero();
    assertThat(statistics(frame).count(Counter.BROADCAST_BYTES_FROM_DRIVER)).isZero();
    Dataset<Long> ids = session.range(0, 40_000, 1, 4).as(Long.class);
    assertThat(ids.filter(id -> names.value().names.containsKey(id)).count()).isEqualTo(20_000);
    assertThat(frame.filter("name = 'unknown'").count()).isEqualTo(30_000);
    assertThat(Table.MADE).hasSize(1).doesNotContain(given);
    names.unpersist();
    assertThat(statistics(frame).count(Counter.BROADCAST_BYTES_FROM_DRIVER))
        .isEqualTo(first.count(Counter.BROADCAST_BYTES_FROM_DRIVER));
    assertThat(Table.MADE).hasSize(2);
    names.destroy();
  }

  @Test
  void aDestroyedValueIsToldWithWhereItWasMade() {
    Broadcast<List<Long>> numbers = session.broadcast(List.of(1L, 2L));
    Dataset<Long> ids = session.range(4).as(Long.class).filter(id -> numbers.value().contains(id));
    assertThat(ids.collect()).containsExactly(1L, 2L);
    DataFrame made =
        session
            .range(4)
            .select(udf((Long id) -> numbers.value().size(), "int").apply(col("id")).as("n"));
    numbers.destroy();
    numbers.destroy();
    for (Runnable use :
        List.<Runnable>of(
            numbers::value,
            numbers::unpersist,
            ids::collect,
            made::collect,
            () -> udf((Long id) -> numbers.value().size(), "int"))) {
      assertThatThrownBy(use::run)
          .isInstanceOfSatisfying(
              DistaffException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.BROADCAST_DESTROYED))
          .hasMessageContaining("broadcast-" + numbers.id() + ", made at")
          .hasMessageContaining("aDestroyedValueIsToldWithWhereItWasMade");
    }
  }

  @Test
  void whatCantBeBroadcastIsTold() {
    assertThatThrownBy(() -> session.broadcast(session.range(3)))
        .hasMessageContaining("can't be sent to executors")
        .extracting(e -> ((DistaffException) e).code())
        .isEqualTo(ErrorCode.USAGE);
    Broadcast<String> nothing = session.broadcast(null);
    assertThat(nothing.value()).isNull();
    assertThat(session.range(3).as(Long.class).filter(id -> nothing.value() == null).count())
        .isEqualTo(3);
    assertThatThrownBy(() -> session.range(1).as(Long.class).foreach(id -> nothing.destroy()))
        .hasMessageContaining("destroy() is for the program itself");
  }
}
