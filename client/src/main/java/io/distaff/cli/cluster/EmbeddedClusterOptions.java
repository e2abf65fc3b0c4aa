package io.distaff.cli.cluster;

import java.util.List;
import java.util.Map;

/**
 * How an embedded cluster is made. Immutable; begin with {@link #defaults()}.
 *
 * @param numNodes NodeManagers
 * @param numDataNodes DataNodes; a file has as many replicas, at most two
 * @param nodeMemoryMegabytes memory that each NodeManager offers
 * @param nodeVcores virtual cores that each NodeManager offers
 * @param enforceMemory true to kill a container that holds more memory than it was granted
 * @param lifetime when the cluster ends by itself
 * @param deleteOnStop true to remove the cluster's directory when it stops
 * @param settings Hadoop settings by key, which go over the cluster's own
 * @param jvmArguments of the cluster's JVM, after the built-in ones
 */
public record EmbeddedClusterOptions(
    int numNodes,
    int numDataNodes,
    int nodeMemoryMegabytes,
    int nodeVcores,
    boolean enforceMemory,
    Lifetime lifetime,
    boolean deleteOnStop,
    Map<String, String> settings,
    List<String> jvmArguments) {

  /** When a cluster ends that nobody stops. */
  public enum Lifetime {
    /** With the JVM that started it, however that ends. */
    ATTACHED,
    /** Never: it goes on in the background until it is stopped. */
    DETACHED
  }

  public EmbeddedClusterOptions {
    settings = Map.copyOf(settings);
    jvmArguments = List.copyOf(jvmArguments);
  }

  /** Two nodes of 8 GiB and 8 vcores, one DataNode, attached, memory not enforced. */
  public static EmbeddedClusterOptions defaults() {
    return new EmbeddedClusterOptions(
        2, 1, 8192, 8, false, Lifetime.ATTACHED, false, Map.of(), List.of());
  }

  public EmbeddedClusterOptions withNumNodes(int numNodes) {
    return new EmbeddedClusterOptions(
        numNodes,
        numDataNodes,
        nodeMemoryMegabytes,
        nodeVcores,
        enforceMemory,
        lifetime,
        deleteOnStop,
        settings,
        jvmArguments);
  }

  public EmbeddedClusterOptions withNumDataNodes(int numDataNodes) {
    return new EmbeddedClusterOptions(
        numNodes,
        numDataNodes,
        nodeMemoryMegabytes,
        nodeVcores,
        enforceMemory,
        lifetime,
        deleteOnStop,
        settings,
        jvmArguments);
  }

  public EmbeddedClusterOptions withNodeSize(int nodeMemoryMegabytes, int nodeVcores) {
    return new EmbeddedClusterOptions(
        numNodes,
        numDataNodes,
        nodeMemoryMegabytes,
        nodeVcores,
        enforceMemory,
        lifetime,
        deleteOnStop,
        settings,
        jvmArguments);
  }

  public EmbeddedClusterOptions withEnforcedMemory() {
    return new EmbeddedClusterOptions(
        numNodes,
        numDataNodes,
        nodeMemoryMegabytes,
        nodeVcores,
        true,
        lifetime,
        deleteOnStop,
        settings,
        jvmArguments);
  }

  public EmbeddedClusterOptions withLifetime(Lifetime lifetime) {
    return new EmbeddedClusterOptions(
        numNodes,
        numDataNodes,
        nodeMemoryMegabytes,
        nodeVcores,
        enforceMemory,
        lifetime,
        deleteOnStop,
        settings,
        jvmArguments);
  }

  public EmbeddedClusterOptions withDeleteOnStop() {
    return new EmbeddedClusterOptions(
        numNodes,
        numDataNodes,
        nodeMemoryMegabytes,
        nodeVcores,
        enforceMemory,
        lifetime,
        true,
        settings,
        jvmArguments);
  }

  public EmbeddedClusterOptions withSettings(Map<String, String> settings) {
    return new EmbeddedClusterOptions(
        numNodes,
        numDataNodes,
        nodeMemoryMegabytes,
        nodeVcores,
        enforceMemory,
        lifetime,
        deleteOnStop,
        settings,
        jvmArguments);
  }

  public EmbeddedClusterOptions withJvmArguments(List<String> jvmArguments) {
    return new EmbeddedClusterOptions(
        numNodes,
        numDataNodes,
        nodeMemoryMegabytes,
        nodeVcores,
        enforceMemory,
        lifetime,
        deleteOnStop,
        settings,
        jvmArguments);
  }
}
