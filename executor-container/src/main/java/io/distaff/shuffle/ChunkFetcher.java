package io.distaff.shuffle;

import io.distaff.codec.RecordCodec;
import io.distaff.ids.BroadcastId;
import io.distaff.shuffle.ShuffleRequest.FetchChunk;
import java.util.concurrent.CompletableFuture;

/**
 * Asks block servers for chunks of broadcasts. Thread-safe.
 *
 * @param codec for requests
 */
public record ChunkFetcher(ShufflePeers peers, RecordCodec codec) {
  /**
   * A chunk, as the one at the address has it: not verified. Resolves the host, which may take its
   * time.
   */
  public CompletableFuture<byte[]> fetch(String host, int port, BroadcastId broadcast, int chunk) {
    byte[] request = codec.encode(ShuffleRequest.class, new FetchChunk(broadcast, chunk));
    return peers.connect(host, port).thenCompose(connection -> connection.fetchBlock(request));
  }
}
