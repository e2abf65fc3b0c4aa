/**
 * One attempt at one task: {@link io.distaff.task.TaskRunner} runs it, {@link
 * io.distaff.task.PipelineBuilder} makes operators of its fragment, each in a {@link
 * io.distaff.task.Metered} one that counts its rows and time, a {@link io.distaff.task.TaskSink}
 * takes the rows ({@code ParquetOutput} is the files of those that write a dataset, {@code
 * PartitionedTaskSink} divides rows into directories); {@link io.distaff.task.TaskServices} is what
 * all tasks of an executor share. Imports everything below. A task is one thread.
 */
package io.distaff.task;
