package io.distaff.driver;

import io.distaff.cluster.ClusterBackend;
import io.distaff.cluster.ExecutorDemand;
import io.distaff.cluster.ExecutorHandle;
import io.distaff.cluster.ExecutorListener;
import io.distaff.cluster.Topology;

/** A cluster on which no executor comes or goes, whatever is wanted. */
class StillCluster implements ClusterBackend {
  @Override
  public void start(ExecutorListener listener) {}

  @Override
  public void requestExecutors(ExecutorDemand demand) {}

  @Override
  public Topology topology() {
    return Topology.flat();
  }

  @Override
  public void release(ExecutorHandle executor) {}

  @Override
  public void close() {}
}
