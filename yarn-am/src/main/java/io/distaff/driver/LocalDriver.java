package io.distaff.driver;

import io.distaff.broadcast.ChunkStore;
import io.distaff.cluster.local.LocalBackend;
import io.distaff.config.DistaffConfig;
import io.distaff.config.OptionRegistry;
import io.distaff.executor.Executor;
import io.distaff.executor.ProcessLog;
import io.distaff.ids.Epoch;
import io.distaff.memory.MemoryManager;
import io.distaff.memory.MemoryOptions;
import io.distaff.parquet.read.FooterCache;
import io.distaff.planner.Parallelism;
import io.distaff.shuffle.ShuffleFiles;
import io.distaff.shuffle.ShufflePeers;
import io.distaff.storage.FileStore;
import io.distaff.storage.LocalDisks;
import java.util.Map;
import java.util.UUID;

/** Local mode: a driver whose only executor is in the same process. */
public final class LocalDriver {
  private LocalDriver() {}

  /**
   * Starts a driver.
   *
   * @param config every {@code distaff.} setting
   * @param options that SET may name
   * @param slots tasks at once
   */
  public static Driver start(DistaffConfig config, OptionRegistry options, int slots) {
    ProcessLog.skipUnread();
    ClassLoader callers = Thread.currentThread().getContextClassLoader();
    FileStore store = FileStore.open(Map.of());
    long heapBytes = Runtime.getRuntime().maxMemory();
    MemoryManager memory = MemoryOptions.manager(config, heapBytes);
    LocalDisks disks = new LocalDisks(LocalBackend.temporaryDirectories());
    ChunkStore chunks = new ChunkStore(memory, disks);
    ShuffleFiles files = new ShuffleFiles(disks);
    FooterCache footers = new FooterCache(Driver.FOOTER_CACHE_BYTES);
    ShufflePeers peers = new ShufflePeers(null);
    LocalBackend backend =
        new LocalBackend(
            slots,
            new Executor.Resources(
                config,
                memory,
                disks,
                store,
                footers,
                files,
                peers,
                () -> RunningDriver.programClasses().orElse(callers)),
            chunks);
    Driver driver =
        new Driver(
            new Driver.Environment(
                "local-" + UUID.randomUUID(),
                new Epoch(1),
                Parallelism.local(slots),
                store,
                footers,
                backend,
                new ShuffleResultFetcher(LocalBackend.HOST, files, peers, memory),
                chunks,
                MemoryOptions.outsideBytes(heapBytes, memory.poolBytes())),
            config,
            options);
    driver.start(1);
    return driver;
  }
}
