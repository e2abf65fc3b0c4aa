package io.distaff.cluster.yarn;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which hosts executors have failed on. A host that lost one is not asked for by name for a while,
 * though it may be granted; one on which launches fail again and again is not to be granted at all,
 * as long as no more than a third of the cluster is. Confined to the allocator's loop.
 */
final class HostHealth {
  /** How long a host that lost an executor isn't asked for. */
  static final long AVOIDED_MILLIS = 30_000;

  /** How long a host that failed too often isn't granted. */
  static final long EXCLUDED_MILLIS = 600_000;

  /** Launches that may fail on a host without a success between them. */
  static final int FAILURES_TO_EXCLUDE = 2;

  /** The part of the cluster that may be excluded: one host in so many. */
  private static final int CLUSTER_PER_EXCLUDED = 3;

  private record Failures(int count, long lastMillis) {}

  private final Map<String, Long> lostMillis = new HashMap<>();
  private final Map<String, Failures> failures = new HashMap<>();

  void executorLost(String host, long nowMillis) {
    lostMillis.put(host, nowMillis);
  }

  void launchFailed(String host, long nowMillis) {
    executorLost(host, nowMillis);
    failures.merge(
        host, new Failures(1, nowMillis), (a, b) -> new Failures(a.count() + 1, nowMillis));
  }

  void launchSucceeded(String host) {
    failures.remove(host);
  }

  /** Forgets what is long ago; true when a host may be asked for again. */
  boolean forgetOld(long nowMillis) {
    failures.values().removeIf(f -> nowMillis - f.lastMillis() >= EXCLUDED_MILLIS);
    return lostMillis.values().removeIf(lost -> nowMillis - lost >= AVOIDED_MILLIS);
  }

  boolean isUsable(String host) {
    return !lostMillis.containsKey(host) && !hasFailedTooOften(failures.get(host));
  }

  private static boolean hasFailedTooOften(Failures of) {
    return of != null && of.count() >= FAILURES_TO_EXCLUDE;
  }

  /** The hosts not to be granted, those that failed last. */
  Set<String> excluded(int clusterHosts) {
    List<String> failedLastFirst =
        failures.entrySet().stream()
            .filter(entry -> hasFailedTooOften(entry.getValue()))
            .sorted(
                Map.Entry.<String, Failures>comparingByValue(
                        (a, b) -> Long.compare(b.lastMillis(), a.lastMillis()))
                    .thenComparing(Map.Entry.comparingByKey()))
            .map(Map.Entry::getKey)
            .toList();
    return failedLastFirst.stream()
        .limit(clusterHosts / CLUSTER_PER_EXCLUDED)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
