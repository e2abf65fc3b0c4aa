/**
 * Executors in YARN containers: {@link io.distaff.cluster.yarn.YarnBackend} answers the scheduler's
 * demand; {@link io.distaff.cluster.yarn.ContainerAllocator} talks to the ResourceManager, {@link
 * io.distaff.cluster.yarn.ContainerLauncher} to the NodeManagers. What is asked of them {@link
 * io.distaff.cluster.yarn.ContainerPool} decides, with {@link io.distaff.cluster.yarn.HostHints}
 * (on which hosts executors would best be), {@link io.distaff.cluster.yarn.HostHealth} (on which
 * they fail) and {@link io.distaff.cluster.yarn.ContainerExit} (what an exit status means). {@link
 * io.distaff.cluster.yarn.YarnTopology} knows the racks, {@link
 * io.distaff.cluster.yarn.JavaCommand} how a JVM is started, {@link
 * io.distaff.cluster.yarn.StartWatch} how one that hangs is ended.
 *
 * <p>The pool's state is confined to the allocator's event loop; launches and the resolving of
 * racks, which block, run on threads of their own. Imports cluster, executor, rpc, config, error,
 * ids, concurrent, and YARN's clients.
 */
package io.distaff.cluster.yarn;
