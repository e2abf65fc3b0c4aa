package io.distaff.cluster;

import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Which hosts share a rack. Thread-safe. */
public interface Topology {
  /** The rack of hosts that nothing is known of. */
  String DEFAULT_RACK = "/default-rack";

  /**
   * The rack of each host. May run the cluster's own resolver for hosts that it wasn't asked for
   * before, so it isn't for event loops.
   */
  Map<String, String> racksOf(Collection<String> hosts);

  /** One rack for all. */
  static Topology flat() {
    return hosts ->
        hosts.stream()
            .distinct()
            .collect(Collectors.toMap(Function.identity(), host -> DEFAULT_RACK));
  }
}
