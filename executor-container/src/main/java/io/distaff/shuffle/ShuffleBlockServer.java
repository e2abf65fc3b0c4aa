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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Serves this executor's shuffle files, and other outputs of tasks, to its peers. Thread-safe;
 * never blocks: indexes are in memory.
 */
public final class ShuffleBlockServer implements BlockSource, ConnectionListener {
  private final ShuffleFiles files;
  private final RecordCodec codec;
  private volatile OutputHolder others = attempt -> Optional.empty();

  public ShuffleBlockServer(ShuffleFiles files, RecordCodec codec) {
    this.files = files;
    this.codec = codec;
  }

  /** Serves what somebody else holds too. */
  public void alsoServe(OutputHolder holder) {
    others = holder;
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
  public Block locate(byte[] blockRequest) {
    FetchRange fetch = codec.decode(FetchRange.class, blockRequest);
    return output(fetch.attempt()).block(fetch.offset(), fetch.length());
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
