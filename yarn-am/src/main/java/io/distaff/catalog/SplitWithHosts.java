package io.distaff.catalog;

import io.distaff.plan.Split;
import java.util.List;

/**
 * A split and where its bytes are.
 *
 * @param hosts the best first; empty when every host is as good
 */
public record SplitWithHosts(Split split, List<String> hosts) {
  public SplitWithHosts {
    hosts = List.copyOf(hosts);
  }
}
