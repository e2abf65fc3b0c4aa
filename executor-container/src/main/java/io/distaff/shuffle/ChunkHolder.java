package io.distaff.shuffle;

import io.distaff.ids.BroadcastId;
import io.distaff.transport.BlockSource.Block;
import java.util.Optional;

/** Whoever has chunks of broadcasts that peers may read. Thread-safe, never blocks. */
@FunctionalInterface
public interface ChunkHolder {
  /** A chunk as stored, if it is here. */
  Optional<Block> find(BroadcastId broadcast, int chunk);
}
