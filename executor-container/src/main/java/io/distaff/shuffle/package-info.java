/**
 * Rows between stages. A map task's {@link io.distaff.shuffle.ShuffleWriter} divides its rows and
 * leaves one {@link io.distaff.shuffle.ShuffleFile}, a part of an {@link
 * io.distaff.shuffle.AppendedFile}; {@link io.distaff.shuffle.ShuffleFiles} knows the outputs of
 * this executor, and where in them the partitions are; {@link
 * io.distaff.shuffle.ShuffleBlockServer} serves them to peers; {@link
 * io.distaff.shuffle.ShuffleReader} gives a reduce task its rows, from files of the same host
 * directly, from peers, small pieces together, within a byte budget through {@link
 * io.distaff.shuffle.ShufflePeers}. {@link io.distaff.shuffle.MapOutputLocator} says where outputs
 * are. Chunks of broadcasts take the same way: {@link io.distaff.shuffle.ChunkHolder} has them,
 * {@link io.distaff.shuffle.ChunkFetcher} gets them.
 *
 * <pre>
 * NAME.data   := output *       of tasks of one query, in the order in which they ended
 * output      := partition *    in order, each a sequence of blocks (see io.distaff.serde)
 * </pre>
 *
 * <p>Imports error, ids, codec, types, memory, metrics, storage, vector, vector.large, transport,
 * rpc, serde. Writers and readers are confined to their task's thread; the others are thread-safe.
 */
package io.distaff.shuffle;
