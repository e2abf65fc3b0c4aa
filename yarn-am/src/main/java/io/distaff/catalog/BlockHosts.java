package io.distaff.catalog;

import io.distaff.concurrent.Clock;
import io.distaff.storage.FileInfo;
import io.distaff.storage.FileStore.Block;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Which hosts hold a part of a file. What the file system said is kept for a while, so that not
 * every query asks it about every file again: blocks move seldom, and who reads one from afar gets
 * the same bytes. Thread-safe.
 */
public final class BlockHosts {
  private static final int MOST_FILES = 1 << 15;
  private static final long KEPT_MILLIS = TimeUnit.MINUTES.toMillis(10);

  private final Function<FileInfo, List<Block>> blocksOf;
  private final Clock clock;
  private final Map<FileInfo, Located> lately =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<FileInfo, Located> eldest) {
          return size() > MOST_FILES;
        }
      };

  private record Located(List<Block> blocks, long atMillis) {}

  /**
   * @param blocksOf what the file system says: {@code FileStore::blocks}
   */
  public BlockHosts(Function<FileInfo, List<Block>> blocksOf, Clock clock) {
    this.blocksOf = blocksOf;
    this.clock = clock;
  }

  /** Nothing is known of any file. */
  public static BlockHosts none() {
    return new BlockHosts(file -> List.of(), Clock.system());
  }

  /**
   * The hosts of the block in the middle of a range, the best first; none where all are as good.
   */
  List<String> of(FileInfo file, long start, long length) {
    long middle = start + length / 2;
    for (Block block : blocks(file)) {
      if (middle < block.end()) {
        return block.hosts();
      }
    }
    return List.of();
  }

  private List<Block> blocks(FileInfo file) {
    long now = clock.monotonicMillis();
    synchronized (lately) {
      Located located = lately.get(file);
      if (located != null && now - located.atMillis() < KEPT_MILLIS) {
        return located.blocks();
      }
    }
    List<Block> blocks = List.copyOf(blocksOf.apply(file));
    synchronized (lately) {
      lately.remove(file);
      lately.put(file, new Located(blocks, now));
    }
    return blocks;
  }
}
