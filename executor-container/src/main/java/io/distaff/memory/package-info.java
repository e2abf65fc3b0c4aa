/**
 * Memory has one owner: {@link io.distaff.memory.MemoryManager} of the executor, whose pool {@link
 * io.distaff.memory.TaskMemory} of a task, {@link io.distaff.memory.SharedMemory} of what tasks use
 * together and {@link io.distaff.memory.StorageMemory} of cached data share. In a task, {@link
 * io.distaff.memory.OperatorMemory} is one operator's part, under the name and plan node that
 * errors and metrics show; its {@link io.distaff.memory.MemoryReservation}s count bytes, {@link
 * io.distaff.memory.ReservedArrays} allocates arrays by one, and {@link
 * io.distaff.memory.Spillable} is whoever can give way. {@link io.distaff.memory.MemoryOptions}
 * says how large the pool is.
 *
 * <p>Reserve first, then allocate. What scales with data is reserved: batches, expressions'
 * results, pages, blocks, tables, runs, fetches. Objects of a fixed size aren't, and neither are
 * the few arrays of one position a row ({@code SelectedRows}, {@code FlatView}) that an operator
 * keeps for a batch of bounded size: the part of the heap outside the pool is for them.
 *
 * <p>Imports error, metrics and config. A task's memory is confined to its thread; the manager, the
 * shared and the storage side are thread-safe.
 */
package io.distaff.memory;
