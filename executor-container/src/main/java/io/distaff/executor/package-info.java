/**
 * The executor: {@link io.distaff.executor.Executor} runs tasks for a driver, in a container of its
 * own ({@link io.distaff.executor.ExecutorMain}, the composition root) or inside the driver's
 * process in local mode. {@link io.distaff.executor.DriverChannel} is its way to the driver, {@link
 * io.distaff.executor.DriverClient} the one over the network; {@link
 * io.distaff.executor.MapOutputCache} keeps what the driver said, {@code DriverChunks} asks it
 * about broadcasts. {@link io.distaff.executor.RegistrationWatch} ends a process that hangs before
 * it has registered, {@link io.distaff.executor.ClassDataReport} says whether a container's JVM
 * uses its class-data archive. Imports everything below. Thread-safe.
 */
package io.distaff.executor;
