/**
 * Files: {@link io.distaff.storage.FileStore} over Hadoop's FileSystem (the only package of the
 * data plane that sees it), {@link io.distaff.storage.RangeReader} for positioned reads, {@link
 * io.distaff.storage.FileCache} for what they have read lately, {@link
 * io.distaff.storage.ReadAhead} for those that run beside their task, {@link
 * io.distaff.storage.TaskOutput} for what a task attempt writes, {@link
 * io.distaff.storage.PartitionPath} for the names of partition directories, {@link
 * io.distaff.storage.LocalDisks} for shuffle and spill, {@link io.distaff.storage.ValueFile} for
 * single large values on them. Imports error, ids, metrics, memory, and of Hadoop its FileSystem.
 */
package io.distaff.storage;
