package io.distaff.cache;

import io.distaff.error.DistaffException;
import io.distaff.ids.AttemptId;
import io.distaff.ids.CacheId;
import io.distaff.ids.QueryId;
import io.distaff.memory.Evictor;
import io.distaff.memory.MemoryManager;
import io.distaff.memory.StorageMemory;
import io.distaff.plan.StorageLevel;
import io.distaff.shuffle.OutputHolder;
import io.distaff.shuffle.ServedOutput;
import io.distaff.shuffle.ShuffleFile;
import io.distaff.shuffle.SpilledPartitions;
import io.distaff.storage.LocalDisks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cached partitions of an executor, by the attempt that made them, on the storage side of its
 * memory. Under pressure the partition that was read longest ago gives way first: to a file where
 * its level has a disk, for good where it hasn't. One that is being read stays.
 *
 * <p>Thread-safe by its monitor, which isn't held while files are written.
 */
public final class CacheStore implements Evictor, OutputHolder, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CacheStore.class);

  private final StorageMemory storage;
  private final LocalDisks disks;
  private final Consumer<AttemptId> onDropped;

  /** The one read longest ago first. */
  private final Map<AttemptId, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * What a partition is of.
   *
   * @param kept until the data set is uncached; else until the query that made it ends
   */
  record Tag(AttemptId attempt, CacheId cache, StorageLevel level, boolean kept) {}

  private static final class Entry {
    final Tag tag;
    CachedColumns memory;
    ShuffleFile file;
    int readers;
    boolean moving;
    boolean removed;

    Entry(Tag tag, CachedColumns memory, ShuffleFile file) {
      this.tag = tag;
      this.memory = memory;
      this.file = file;
    }
  }

  /**
   * @param memory whose storage side it uses
   * @param onDropped hears of a partition that could not be kept; must not block
   */
  public CacheStore(MemoryManager memory, LocalDisks disks, Consumer<AttemptId> onDropped) {
    this.disks = disks;
    this.onDropped = onDropped;
    this.storage = memory.storage(this);
  }

  /** Takes a partition, whose bytes the storage side holds already. */
  synchronized void put(Tag tag, CachedColumns columns) {
    entries.put(tag.attempt(), new Entry(tag, columns, null));
  }

  synchronized void put(Tag tag, ShuffleFile file) {
    entries.put(tag.attempt(), new Entry(tag, null, file));
  }

  /** Bytes of memory that cached partitions hold. */
  public synchronized long memoryBytes() {
    return entries.values().stream()
        .filter(entry -> entry.memory != null)
        .mapToLong(entry -> entry.memory.heldBytes())
        .sum();
  }

  /** How many partitions there are, in memory and on disk. */
  public synchronized int numPartitions() {
    return entries.size();
  }

  /** A partition that is read; in memory, unless its columns are null, and else in a file. */
  final class Lease implements AutoCloseable {
    private final Entry entry;
    private final CachedColumns columns;
    private final ShuffleFile file;
    private boolean closed;

    private Lease(Entry entry) {
      this.entry = entry;
      this.columns = entry.memory;
      this.file = entry.file;
    }

    CachedColumns columns() {
      return columns;
    }

    ShuffleFile file() {
      return file;
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        endRead(entry);
      }
    }
  }

  /** Keeps a partition in its place until the lease is closed; empty when it isn't here. */
  synchronized Optional<Lease> open(AttemptId attempt) {
    Entry entry = entries.get(attempt);
    if (entry == null) {
      return Optional.empty();
    }
    entry.readers++;
    return Optional.of(new Lease(entry));
  }

  private void endRead(Entry entry) {
    synchronized (this) {
      entry.readers--;
      if (!entry.removed || entry.readers > 0 || entry.moving) {
        return;
      }
    }
    free(entry);
  }

  @Override
  public synchronized Optional<ServedOutput> find(AttemptId attempt) {
    Entry entry = entries.get(attempt);
    return entry == null
        ? Optional.empty()
        : Optional.of(entry.memory != null ? entry.memory : entry.file);
  }

  // ---- giving way ----

  @Override
  public long evict(long wantedBytes) {
    return evict(wantedBytes, entry -> true);
  }

  /**
   * Makes partitions of other data sets give way to one of this; false when nothing did. As in
   * every cache of partitions, one of the same data set would only be missed instead.
   */
  boolean makeRoom(long wantedBytes, CacheId cache) {
    return evict(wantedBytes, entry -> !entry.tag.cache().equals(cache)) > 0;
  }

  private long evict(long wantedBytes, Predicate<Entry> from) {
    long freed = 0;
    while (freed < wantedBytes) {
      Entry victim = victim(from);
      if (victim == null) {
        break;
      }
      freed += evict(victim);
    }
    return freed;
  }

  private synchronized Entry victim(Predicate<Entry> from) {
    for (Entry entry : entries.values()) {
      if (entry.memory != null && entry.readers == 0 && !entry.moving && from.test(entry)) {
        entry.moving = true;
        return entry;
      }
    }
    return null;
  }

  /** Takes a victim out of memory; gives the bytes freed, 0 if a reader came first. */
  private long evict(Entry entry) {
    ShuffleFile written = null;
    if (entry.tag.level().usesDisk() && entry.file == null) {
      written = write(entry);
    }
    long bytes = entry.memory.heldBytes();
    boolean dropped;
    boolean removed;
    synchronized (this) {
      entry.moving = false;
      if (written != null) {
        entry.file = written;
      }
      if (entry.readers > 0) {
        return 0;
      }
      dropped = !entry.removed && entry.file == null;
      if (dropped) {
        entries.remove(entry.tag.attempt());
        entry.removed = true;
      }
      removed = entry.removed;
      if (!removed) {
        entry.memory = null;
        storage.release(bytes);
      }
    }
    if (removed) {
      free(entry);
    }
    if (dropped) {
      onDropped.accept(entry.tag.attempt());
    }
    return bytes;
  }

  /** Null when no disk takes it: the partition is dropped then, and made again when it is read. */
  private ShuffleFile write(Entry entry) {
    CachedColumns columns = entry.memory;
    String name = "cache-" + entry.tag.cache().number();
    try (SpilledPartitions out = new SpilledPartitions(disks, name, columns.blocks().size())) {
      return out.finish(columns);
    } catch (DistaffException e) {
      log.warn("{}: {} is dropped: {}", entry.tag.cache(), entry.tag.attempt(), e.getMessage());
      return null;
    }
  }

  // ---- the end ----

  /** Frees a data set: at once, but for partitions that are being read. */
  public void release(CacheId cache) {
    remove(entry -> entry.tag.cache().equals(cache));
  }

  /** Frees what was made for one query only. */
  public void release(QueryId query) {
    remove(entry -> !entry.tag.kept() && entry.tag.attempt().task().stage().query().equals(query));
  }

  /** Frees what one attempt has made. */
  public void release(AttemptId attempt) {
    remove(entry -> entry.tag.attempt().equals(attempt));
  }

  private void remove(Predicate<Entry> which) {
    List<Entry> free = new ArrayList<>();
    synchronized (this) {
      entries
          .values()
          .removeIf(
              entry -> {
                boolean remove = which.test(entry);
                if (remove) {
                  entry.removed = true;
                  // Whoever reads or moves it frees it afterwards.
                  if (entry.readers == 0 && !entry.moving) {
                    free.add(entry);
                  }
                }
                return remove;
              });
    }
    free.forEach(this::free);
  }

  /** Gives back what an entry that is removed has. */
  private void free(Entry entry) {
    CachedColumns memory;
    ShuffleFile file;
    synchronized (this) {
      memory = entry.memory;
      file = entry.file;
      entry.memory = null;
      entry.file = null;
    }
    if (memory != null) {
      storage.release(memory.heldBytes());
    }
    if (file != null) {
      try {
        file.delete();
      } catch (IOException e) {
        log.warn("{}: can't delete {}: {}", entry.tag.cache(), file.data(), e.toString());
      }
    }
  }

  /** Frees everything. */
  @Override
  public void close() {
    remove(entry -> true);
  }
}
