/**
 * The executor: {@link io.distaff.executor.Executor} runs tasks for a driver, in a container of its
 * own ({@link io.distaff.executor.ExecutorMain}, the composition root) or inside the driver's
 * process in local mode. {@link io.distaff.executor.DriverChannel} is its way to the driver, {@link
 * io.distaff.executor.DriverClient} the one over the network; {@link
 * io.distaff.executor.MapOutputCache} keeps what the driver said. Imports everything below.
 * Thread-safe.
 */
package io.distaff.executor;
