package io.distaff.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.ids.AttemptId;
import io.distaff.ids.ExecutorId;
import io.distaff.rpc.ControlCodec;
import io.distaff.rpc.TaskProduct;
import io.distaff.transport.TransportOptions;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a large shuffle takes of the driver's heap, with executors that only answer. */
class SchedulerScaleTest {
  private static final int MAPS = 20_000;
  private static final int PARTITIONS = 2_000;
  private static final int HOSTS = 50;
  private static final long RETAINED_LIMIT = 64L << 20;
  private static final int ANSWER_LIMIT = TransportOptions.defaults().limits().frameBytes() / 8;

  private final SchedulerHarness h = new SchedulerHarness();

  @Test
  void aLargeShuffleFitsASmallDriver() {
    long before = usedHeap();
    h.submit(new Graphs().map(MAPS).result(PARTITIONS, 0));
    ExecutorId last = null;
    for (int i = 1; i <= HOSTS; i++) {
      last = h.executor("container_1700000000000_0001_01_%06d".formatted(i), "node" + i, 8);
    }
    while (h.launched.size() < MAPS + 1) {
      for (AttemptId attempt : List.copyOf(h.running.keySet())) {
        h.succeed(attempt, shuffleFile(attempt));
      }
    }
    long question = h.ask(last, 0);
    assertThat(h.outputs(question).locations()).hasSize(MAPS);
    assertThat(new ControlCodec().encode(h.outputs(question)).length).isLessThan(ANSWER_LIMIT);
    assertThat(usedHeap() - before).isLessThan(RETAINED_LIMIT);
    for (AttemptId attempt : List.copyOf(h.running.keySet())) {
      h.succeedInline(attempt);
    }
  }

  private static TaskProduct shuffleFile(AttemptId attempt) {
    long[] bytes = new long[PARTITIONS];
    long[] rows = new long[PARTITIONS];
    Arrays.fill(bytes, 1 << 16);
    Arrays.fill(rows, 1 << 10);
    return new TaskProduct.ShuffleFile("/data/disk1/shuffle/" + attempt, bytes, rows, List.of());
  }

  private static long usedHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
