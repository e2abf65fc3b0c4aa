/**
 * Memory has one owner: {@link io.distaff.memory.MemoryManager} of the executor, whose pool {@link
 * io.distaff.memory.TaskMemory} of a task, {@link io.distaff.memory.SharedMemory} of what tasks use
 * together and {@link io.distaff.memory.StorageMemory} of cached data share; {@link
 * io.distaff.memory.ReclaimableMemory} is of what is free. In a task, {@link
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
 * <p>A blocking operator reserves beforehand what writing its state out and giving results takes;
 * the buffers for that come from {@link io.distaff.memory.ReservedArrays#uncounted}, since no
 * memory may be asked for in the middle of a spill. Batches are bounded by bytes as well as rows
 * ({@code operator.Portions}), so that these reserves are a few megabytes, or a few copies of the
 * largest row. There are up to eight copies of a value on the way through a sort or an aggregation.
 * So text and binary values that are large beside what a task gets don't go there: from the scan to
 * the sink a token stands for them ({@code vector.large.LargeValues}), and what moves rows moves
 * such values in pieces (pages of Parquet, records of CSV and JSON, blocks of shuffle and cache).
 * Where a function computes with such a value one copy has to fit; where it makes a new value of
 * it, two, but none where it puts values together; in the sink, of a row with several all of them.
 * What LISTAGG and approximate functions aggregate is still copied, and so are nested values in a
 * sink: there a value may be an eighth of what a task gets. A larger one ends in MEMORY_EXCEEDED.
 *
 * <p>Not reserved, because bounded otherwise: footers that are kept (their cache has a size), rows
 * that travel with a task's status (up to a size, else they stay a file), and zstd's native
 * contexts (at the levels up to 19 a window of at most 8 MiB a stream, outside of the heap).
 *
 * <p>Imports error, metrics and config. A task's memory is confined to its thread; the manager, the
 * shared and the storage side are thread-safe.
 */
package io.distaff.memory;
