package io.distaff.cluster.yarn;

import io.distaff.cluster.Topology;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.net.Node;
import org.apache.hadoop.yarn.util.RackResolver;

/**
 * The racks that the cluster's Hadoop configuration knows, from its table or script; remembered by
 * host. Thread-safe.
 */
final class YarnTopology implements Topology {
  private final Configuration hadoop;
  private final Map<String, String> known = new ConcurrentHashMap<>();

  YarnTopology(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  @Override
  public Map<String, String> racksOf(Collection<String> hosts) {
    List<String> unknown =
        hosts.stream().filter(host -> !known.containsKey(host)).distinct().toList();
    if (!unknown.isEmpty()) {
      // All at once: a script is run for a hundred hosts at a time.
      List<Node> nodes = RackResolver.resolve(hadoop, unknown);
      for (int i = 0; i < unknown.size(); i++) {
        known.put(unknown.get(i), nodes.get(i).getNetworkLocation());
      }
    }
    Map<String, String> racks = new HashMap<>();
    hosts.forEach(host -> racks.put(host, known.get(host)));
    return racks;
  }
}
