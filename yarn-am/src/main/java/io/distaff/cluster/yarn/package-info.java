/**
 * Executors in YARN containers: {@link io.distaff.cluster.yarn.YarnBackend} answers the scheduler's
 * demand; {@link io.distaff.cluster.yarn.ContainerAllocator} talks to the ResourceManager, {@link
 * io.distaff.cluster.yarn.ContainerLauncher} to the NodeManagers, {@link
 * io.distaff.cluster.yarn.ContainerExit} says what an exit status means, {@link
 * io.distaff.cluster.yarn.JavaCommand} how a JVM is started. The allocator's state is confined to
 * its event loop. Imports cluster, rpc, config, error, ids, concurrent, and YARN's clients.
 */
package io.distaff.cluster.yarn;
