package io.distaff.executor;

import io.distaff.broadcast.ChunkDirectory;
import io.distaff.ids.BroadcastId;
import io.distaff.ids.Epoch;
import io.distaff.ids.ExecutorId;
import io.distaff.rpc.ControlMessage.ChunkHeld;
import io.distaff.rpc.ControlMessage.ChunkLocation;
import io.distaff.rpc.ControlMessage.ChunkNotFetched;
import io.distaff.rpc.ControlMessage.LocateChunk;
import java.util.BitSet;
import java.util.concurrent.CompletableFuture;

/** Asks and tells the driver about chunks of broadcasts. Thread-safe. */
record DriverChunks(Epoch epoch, ExecutorId executor, DriverChannel driver)
    implements ChunkDirectory {
  @Override
  public CompletableFuture<ChunkLocation> locate(BroadcastId broadcast, BitSet wanted) {
    return driver.ask(new LocateChunk(epoch, executor, broadcast, wanted.toByteArray()));
  }

  @Override
  public CompletableFuture<byte[]> fetchFromDriver(BroadcastId broadcast, int chunk) {
    return driver.fetchChunk(broadcast, chunk);
  }

  @Override
  public void held(BroadcastId broadcast, int chunk) {
    driver.send(new ChunkHeld(epoch, executor, broadcast, chunk));
  }

  @Override
  public void notFetched(BroadcastId broadcast, int chunk, ExecutorId failed) {
    driver.send(new ChunkNotFetched(epoch, executor, broadcast, chunk, failed));
  }
}
