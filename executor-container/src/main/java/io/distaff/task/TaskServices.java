package io.distaff.task;

import io.distaff.cache.CacheStore;
import io.distaff.codec.RecordCodec;
import io.distaff.config.DistaffConfig;
import io.distaff.operator.join.SharedBuilds;
import io.distaff.operator.sort.SortBounds;
import io.distaff.parquet.read.FooterCache;
import io.distaff.shuffle.BlockFetcher;
import io.distaff.shuffle.MapOutputLocator;
import io.distaff.shuffle.ShuffleFiles;
import io.distaff.shuffle.ShufflePeers;
import io.distaff.storage.FileStore;
import io.distaff.storage.LocalDisks;
import io.distaff.storage.ReadAhead;

/**
 * What the tasks of an executor share. Every part is thread-safe.
 *
 * @param host of this executor, as the driver names it: files of the same host are read directly
 * @param builds the build sides of joins that tasks have in common
 * @param bounds what they know together of the rows that limited sorts want
 * @param files what this executor's map tasks have written
 * @param cache the cached partitions that this executor holds
 * @param codec for shuffle requests
 */
public record TaskServices(
    DistaffConfig config,
    String host,
    SharedBuilds builds,
    SortBounds bounds,
    LocalDisks disks,
    FileStore store,
    FooterCache footers,
    ReadAhead readAhead,
    ShuffleFiles files,
    CacheStore cache,
    ShufflePeers peers,
    MapOutputLocator outputs,
    RecordCodec codec) {
  /** How tasks get at outputs of others. */
  BlockFetcher.Access blocks() {
    return new BlockFetcher.Access(host, files, peers, codec);
  }
}
