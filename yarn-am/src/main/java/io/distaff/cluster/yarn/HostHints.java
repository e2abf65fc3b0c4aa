package io.distaff.cluster.yarn;

import io.distaff.cluster.ExecutorDemand;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Where the containers that are still to come would best be. A pure function.
 *
 * <p>Hosts get containers in proportion to the tasks that wait for them, those that they have
 * already counted in: each container goes to the host with the most tasks for every executor that
 * it would then have (the highest averages of D'Hondt). No host gets more than its tasks can use,
 * and no more containers get a host than all tasks can use; the rest may be anywhere. Where hosts
 * are left over, because containers are fewer than they, each is named as an alternative in one
 * request: a block has several replicas, and any of their hosts will do.
 */
final class HostHints {
  /** As many as a block usually has replicas. */
  static final int MAX_HOSTS_OF_REQUEST = 3;

  private HostHints() {}

  /** A host's claim to the next container. */
  private record Claim(String host, int tasks, int executors) {
    static final Comparator<Claim> STRONGEST_FIRST =
        // tasks / (executors + 1), compared without division
        ((Comparator<Claim>)
                (a, b) ->
                    Long.compare(
                        (long) b.tasks * (a.executors + 1), (long) a.tasks * (b.executors + 1)))
            .thenComparing(Claim::host);

    boolean canUseMore(int slots) {
      return (long) executors * slots < tasks;
    }
  }

  /**
   * Gives each of the wanted containers the hosts to name in its request, none for anywhere.
   *
   * @param slots of an executor
   * @param executorsByHost that are there or have been granted
   * @param usable false for hosts that are better avoided
   */
  static List<List<String>> spread(
      ExecutorDemand demand,
      int wanted,
      int slots,
      Map<String, Integer> executorsByHost,
      Predicate<String> usable) {
    PriorityQueue<Claim> claims = new PriorityQueue<>(Claim.STRONGEST_FIRST);
    demand
        .waitingTasksByHost()
        .forEach(
            (host, tasks) -> {
              Claim claim = new Claim(host, tasks, executorsByHost.getOrDefault(host, 0));
              if (claim.canUseMore(slots) && usable.test(host)) {
                claims.add(claim);
              }
            });
    int useful = Math.min(wanted, ceilDiv(demand.waitingTasks(), slots));
    List<List<String>> hints = new ArrayList<>();
    Set<String> named = new HashSet<>();
    while (hints.size() < useful && !claims.isEmpty()) {
      Claim strongest = claims.poll();
      hints.add(new ArrayList<>(List.of(strongest.host())));
      named.add(strongest.host());
      Claim next = new Claim(strongest.host(), strongest.tasks(), strongest.executors() + 1);
      if (next.canUseMore(slots)) {
        claims.add(next);
      }
    }
    addAlternatives(hints, claims, named);
    hints.addAll(Collections.nCopies(wanted - hints.size(), List.of()));
    return hints;
  }

  private static void addAlternatives(
      List<List<String>> hints, PriorityQueue<Claim> claims, Set<String> named) {
    int free = hints.size() * (MAX_HOSTS_OF_REQUEST - 1);
    for (int i = 0; i < free && !claims.isEmpty(); ) {
      String host = claims.poll().host();
      if (named.add(host)) {
        hints.get(i++ % hints.size()).add(host);
      }
    }
  }

  private static int ceilDiv(int tasks, int slots) {
    return (tasks + slots - 1) / slots;
  }
}
