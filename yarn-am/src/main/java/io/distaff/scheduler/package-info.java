/**
 * Runs queries on executors.
 *
 * <p>Reading order: {@link io.distaff.scheduler.QueryScheduler}, the entry, and {@link
 * io.distaff.scheduler.QueryHandle}, what a caller gets; {@link
 * io.distaff.scheduler.SchedulerEvent}, everything that can happen, and {@link
 * io.distaff.scheduler.Action}, everything that can be asked for; {@link
 * io.distaff.scheduler.SchedulerState}, the pure function from the one to the other; {@link
 * io.distaff.scheduler.QueryExecution} (with {@code StageDemand} and {@code SplitPruning}), {@link
 * io.distaff.scheduler.StageExecution} and {@link io.distaff.scheduler.TaskState}, what has to run;
 * {@link io.distaff.scheduler.TaskScheduler}, {@link io.distaff.scheduler.PendingTasks} and {@link
 * io.distaff.scheduler.ExecutorTable}, where it runs, and {@link io.distaff.scheduler.DriverSlot},
 * where it runs while there are no executors; {@link io.distaff.scheduler.MapOutputTracker}, where
 * its outputs are; {@link io.distaff.scheduler.CacheTracker}, which of them stay from query to
 * query; {@link io.distaff.scheduler.ReaderTracker}, who has read which files; {@link
 * io.distaff.scheduler.BroadcastTracker}, who has which chunks of broadcasts; {@link
 * io.distaff.scheduler.ResultCursor}, how rows reach the driver.
 *
 * <p>All state is confined to one {@link io.distaff.concurrent.EventLoop}. Only the cursor has a
 * lock, between its reader and the loop.
 *
 * <p>A task that ends for want of memory runs again alone in an executor, which gets nothing else
 * to do until then: with all of its memory. Only if that isn't enough either, the query fails, with
 * the operators of the task and what each held.
 *
 * <p>What outlives a driver isn't kept here: the events that {@code StageFinished} and {@code
 * QueryFinished} stand for are what a journal would take down, and fingerprints name them across
 * epochs.
 *
 * <p>Imports cluster, planner, event, rpc, eval, expression, plan, ids, error, metrics, concurrent,
 * config, codec.
 */
package io.distaff.scheduler;
