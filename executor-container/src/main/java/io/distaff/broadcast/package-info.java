/**
 * Broadcasts: a value of the program's that every executor gets once, however many tasks use it.
 *
 * <p>The driver writes the value as {@link io.distaff.broadcast.ChunkOutput chunks} to its {@link
 * io.distaff.broadcast.ChunkStore}; functions carry a {@link
 * io.distaff.function.BroadcastDescription} instead of it. The first task of an executor that asks
 * {@link io.distaff.broadcast.Broadcasts} for the value has a {@link
 * io.distaff.broadcast.ChunkFetch} bring what the executor's own store lacks, and makes the objects
 * of it through {@link io.distaff.broadcast.ChunkInput}; others wait for it. Where to fetch a chunk
 * from is the driver's decision, one chunk at a time ({@link io.distaff.broadcast.ChunkDirectory}):
 * it gives each chunk away once, and sends whoever else needs it to an executor that has it.
 *
 * <pre>
 *   driver    value -> ChunkOutput -> ChunkStore ----- block server -----.
 *                                                        ^               |
 *             ChunkDirectory: which chunk, from whom     | chunks of     | chunks that no
 *                      ^                                 | peers         | executor has
 *   executor   Broadcasts -> ChunkFetch -> ChunkStore ---'  <------------'
 *                      `----> ChunkInput -> value, shared by the tasks
 *
 *   chunk := block             as io.distaff.serde specifies it, of at most 4 MiB of the
 *                              serialized value: bytes as they are, compressed, with a checksum
 * </pre>
 *
 * A chunk is verified when it arrives and again when it is read. What is damaged or can't be had
 * from a peer is fetched from another one, in the end from the driver.
 *
 * <p>Memory: chunks are on the storage side of the pool and go to a local disk when tasks need the
 * memory. The objects of a value count, by an estimate, as memory that tasks have in common; while
 * no task uses them they are dropped when memory is needed, and made again of the chunks.
 *
 * <p>Broadcasts belong to one attempt of the driver. When it dies, its executors end with it, and
 * their disks' directories with them; the next attempt runs the program's main() again, which
 * broadcasts again, and messages of another epoch are refused. Nothing is taken over.
 *
 * <p>Imports error, ids, metrics, function, memory, storage, transport, rpc, serde, shuffle.
 * Thread-safe, but for a fetch and the streams, which are confined to the thread that reads or
 * writes.
 */
package io.distaff.broadcast;
