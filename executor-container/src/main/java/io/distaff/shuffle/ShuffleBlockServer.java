package io.distaff.shuffle;

import io.distaff.codec.RecordCodec;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.ids.AttemptId;
import io.distaff.shuffle.ShuffleRequest.FetchRange;
import io.distaff.shuffle.ShuffleRequest.FindRanges;
import io.distaff.shuffle.ShuffleRequest.Ranges;
import io.distaff.transport.BlockSource;
import io.distaff.transport.Connection;
import io.distaff.transport.ConnectionListener;
import java.util.concurrent.CompletableFuture;

/**
 * Serves this executor's shuffle files to its peers. Thread-safe; never blocks: indexes are in
 * memory.
 */
public final class ShuffleBlockServer implements BlockSource, ConnectionListener {
  private final ShuffleFiles files;
  private final RecordCodec codec;

  public ShuffleBlockServer(ShuffleFiles files, RecordCodec codec) {
    this.files = files;
    this.codec = codec;
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
      ShuffleFile file = file(find.attempts().get(i));
      offsets[i] = file.offsets()[find.partition()];
      lengths[i] = file.partitionBytes(find.partition());
    }
    return CompletableFuture.completedFuture(
        codec.encode(ShuffleRequest.class, new Ranges(offsets, lengths)));
  }

  @Override
  public BlockRegion locate(byte[] blockRequest) {
    FetchRange fetch = codec.decode(FetchRange.class, blockRequest);
    ShuffleFile file = file(fetch.attempt());
    return new BlockRegion(file.data(), fetch.offset(), fetch.length());
  }

  private ShuffleFile file(AttemptId attempt) {
    return files
        .find(attempt)
        .orElseThrow(
            () ->
                new DistaffException(
                    ErrorCode.SHUFFLE_FETCH_FAILED, "no shuffle file of " + attempt + " here"));
  }
}
