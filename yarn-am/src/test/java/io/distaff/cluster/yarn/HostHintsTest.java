package io.distaff.cluster.yarn;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.cluster.ExecutorDemand;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HostHintsTest {
  @Test
  void withoutWaitingTasksAnyHostWillDo() {
    assertThat(HostHints.spread(ExecutorDemand.anywhere(3), 3, 2, Map.of(), h -> true))
        .containsExactly(List.of(), List.of(), List.of());
  }

  @Test
  void spreadsInProportionToTheWaitingTasks() {
    assertThat(primaries(demand(60, Map.of("a", 30, "b", 20, "c", 10)), 6, Map.of()))
        .isEqualTo(Map.of("a", 3, "b", 2, "c", 1));
  }

  @Test
  void countsTheExecutorsThatAreThere() {
    assertThat(primaries(demand(60, Map.of("a", 30, "b", 20, "c", 10)), 3, Map.of("a", 3)))
        .isEqualTo(Map.of("b", 2, "c", 1));
  }

  @Test
  void asksNowhereForMoreThanTheTasksCanUse() {
    ExecutorDemand demand = demand(3, Map.of("a", 3));
    assertThat(HostHints.spread(demand, 4, 2, Map.of(), h -> true))
        .containsExactly(List.of("a"), List.of("a"), List.of(), List.of());
    assertThat(HostHints.spread(demand, 4, 2, Map.of("a", 2), h -> true))
        .containsOnly(List.<String>of());
  }

  @Test
  void namesTheOtherReplicasWhenContainersAreFewerThanHosts() {
    ExecutorDemand demand = demand(1, Map.of("a", 1, "b", 1, "c", 1, "d", 1));
    assertThat(HostHints.spread(demand, 2, 1, Map.of(), h -> true))
        .containsExactly(List.of("a", "b", "c"), List.of());
  }

  @Test
  void leavesOutHostsThatAreToBeAvoided() {
    ExecutorDemand demand = demand(10, Map.of("a", 10, "b", 1));
    assertThat(HostHints.spread(demand, 2, 1, Map.of(), h -> !h.equals("a")))
        .containsExactly(List.of("b"), List.of());
  }

  @Test
  void neverNamesAHostInMoreRequestsThanItsTasksCanUse() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      Map<String, Integer> tasks = new HashMap<>();
      Map<String, Integer> executors = new HashMap<>();
      for (int h = random.nextInt(20); h >= 0; h--) {
        tasks.put("h" + h, 1 + random.nextInt(50));
        executors.put("h" + h, random.nextInt(4));
      }
      int slots = 1 + random.nextInt(4);
      int wanted = random.nextInt(30);
      int waiting = 1 + tasks.values().stream().mapToInt(Integer::intValue).sum() / 3;
      List<List<String>> hints =
          HostHints.spread(demand(waiting, tasks), wanted, slots, executors, h -> true);
      assertThat(hints).as("seed %d", seed).hasSize(wanted);
      Map<String, Integer> named = new TreeMap<>();
      for (List<String> hosts : hints) {
        assertThat(hosts).hasSizeLessThanOrEqualTo(HostHints.MAX_HOSTS_OF_REQUEST);
        assertThat(hosts).doesNotHaveDuplicates();
        hosts.forEach(host -> named.merge(host, 1, Integer::sum));
      }
      named.forEach(
          (host, times) ->
              assertThat((executors.get(host) + times - 1) * slots)
                  .as("seed %d, host %s", seed, host)
                  .isLessThan(tasks.get(host)));
    }
  }

  private static ExecutorDemand demand(int waiting, Map<String, Integer> byHost) {
    return new ExecutorDemand(100, waiting, byHost);
  }

  private static Map<String, Integer> primaries(
      ExecutorDemand demand, int wanted, Map<String, Integer> executors) {
    Map<String, Integer> counts = new HashMap<>();
    HostHints.spread(demand, wanted, 1, executors, h -> true)
        .forEach(hosts -> counts.merge(hosts.get(0), 1, Integer::sum));
    return counts;
  }
}
