package io.distaff.shuffle;

import io.distaff.codec.RecordCodec;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.ids.AttemptId;
import io.distaff.shuffle.ShuffleRequest.FetchChunk;
import io.distaff.shuffle.ShuffleRequest.FetchRange;
import io.distaff.shuffle.ShuffleRequest.FetchRanges;
import io.distaff.shuffle.ShuffleRequest.FindRanges;
import io.distaff.shuffle.ShuffleRequest.Ranges;
import io.distaff.transport.BlockSource;
import io.distaff.transport.Connection;
import io.distaff.transport.ConnectionListener;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Serves this executor's shuffle files, other outputs of tasks and chunks of broadcasts to its
 * peers. Thread-safe. Where outputs lie is in memory; what is read from files here is small.
 */
public final class ShuffleBlockServer implements BlockSource, ConnectionListener {
  private final OutputHolder files;
  private final RecordCodec codec;
  private volatile OutputHolder others = OutputHolder.none();
  private volatile ChunkHolder chunks = (broadcast, chunk) -> Optional.empty();

  /**
   * @param files outputs of map tasks
   */
  public ShuffleBlockServer(OutputHolder files, RecordCodec codec) {
    this.files = files;
    this.codec = codec;
  }

  /** Serves what somebody else holds too. */
  public void alsoServe(OutputHolder holder) {
    others = holder;
  }

  /** Serves chunks of broadcasts too. */
  public void alsoServe(ChunkHolder holder) {
    chunks = holder;
  }

  @Override
  public CompletableFuture<byte[]> onRequest(Connection connection, byte[] payload) {
    ShuffleRequest request = codec.decode(ShuffleRequest.class, payload);
    if (!(request instanceof FindRanges find)) {
      throw new DistaffException(
          ErrorCode.PROTOCOL_ERROR,
          request.getClass().getSimpleName() + " isn't a question to a block server");
    }
    int count = find.attempts().size();
    long[] offsets = new long[count];
    long[] lengths = new long[count];
    for (int i = 0; i < count; i++) {
      ServedOutput output = output(find.attempts().get(i));
      offsets[i] = output.offsets()[find.partition()];
      lengths[i] = output.partBytes(find.partition());
    }
    return CompletableFuture.completedFuture(
        codec.encode(ShuffleRequest.class, new Ranges(offsets, lengths)));
  }

  @Override
  public Block locate(byte[] blockRequest) throws IOException {
    ShuffleRequest request = codec.decode(ShuffleRequest.class, blockRequest);
    if (request instanceof FetchRange fetch) {
      return output(fetch.attempt()).block(fetch.offset(), fetch.length());
    } else if (request instanceof FetchRanges fetch) {
      return new BlockBytes(together(fetch));
    } else if (request instanceof FetchChunk fetch) {
      return chunks
          .find(fetch.broadcast(), fetch.chunk())
          .orElseThrow(
              () ->
                  new DistaffException(
                      ErrorCode.READ_FAILED,
                      "chunk %d of %s isn't here".formatted(fetch.chunk(), fetch.broadcast())));
    }
    throw new DistaffException(
        ErrorCode.PROTOCOL_ERROR, request.getClass().getSimpleName() + " names no block");
  }

  private byte[] together(FetchRanges fetch) throws IOException {
    long total = Arrays.stream(fetch.lengths()).asLongStream().sum();
    if (total > ShuffleRequest.MOST_TOGETHER_BYTES) {
      throw new DistaffException(
          ErrorCode.PROTOCOL_ERROR,
          "%d pieces take %d bytes together; limit %d"
              .formatted(fetch.lengths().length, total, ShuffleRequest.MOST_TOGETHER_BYTES));
    }
    byte[] bytes = new byte[(int) total];
    int at = 0;
    try (RegionReads reads = new RegionReads()) {
      for (int i = 0; i < fetch.lengths().length; i++) {
        Block block = output(fetch.attempts().get(i)).block(fetch.offsets()[i], fetch.lengths()[i]);
        if (block instanceof BlockRegion region) {
          reads.read(region, bytes, at);
        } else if (block instanceof BlockBytes held) {
          System.arraycopy(held.bytes(), 0, bytes, at, block.length());
        }
        at += block.length();
      }
    }
    return bytes;
  }

  private ServedOutput output(AttemptId attempt) {
    Optional<? extends ServedOutput> output = files.find(attempt);
    if (output.isEmpty()) {
      output = others.find(attempt);
    }
    if (output.isEmpty()) {
      throw new DistaffException(
          ErrorCode.SHUFFLE_FETCH_FAILED, "no output of " + attempt + " here");
    }
    return output.get();
  }
}
