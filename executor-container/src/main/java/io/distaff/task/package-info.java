/**
 * One attempt at one task: {@link io.distaff.task.TaskRunner} runs it, {@link
 * io.distaff.task.PipelineBuilder} makes operators of its fragment, each in a {@link
 * io.distaff.task.Metered} one that counts its rows and time, a {@link io.distaff.task.TaskSink}
 * takes the rows: {@code ShuffleTaskSink} for other stages, {@code CacheTaskSink} for later
 * queries, {@code FileTaskSink} and {@code PartitionedTaskSink}, which divides them into
 * directories, for files ({@code FileOutput}, each written by a {@code TaskFileWriter}). {@code
 * LargeColumns} says where tokens may stand for large values; {@link io.distaff.task.TaskServices}
 * is what all tasks of an executor share. Imports everything below. A task is one thread.
 */
package io.distaff.task;
