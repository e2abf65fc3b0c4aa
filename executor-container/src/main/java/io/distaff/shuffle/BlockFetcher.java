package io.distaff.shuffle;

import io.distaff.codec.RecordCodec;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.ids.AttemptId;
import io.distaff.memory.MemoryReservation;
import io.distaff.memory.OperatorMemory;
import io.distaff.memory.Spillable;
import io.distaff.metrics.TaskMetrics;
import io.distaff.rpc.ControlMessage.MapOutputLocation;
import io.distaff.serde.BlockAssembler;
import io.distaff.shuffle.ShuffleRequest.FetchRange;
import io.distaff.shuffle.ShuffleRequest.FindRanges;
import io.distaff.shuffle.ShuffleRequest.Ranges;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.IntConsumer;

/**
 * Brings the blocks of some partitions of a stage's output. Files of this host are read directly;
 * from peers, pieces of at most 4 MiB are fetched ahead, never more than the budget at a time,
 * which is reserved; where others need the memory, what was fetched ahead is dropped and fetched
 * again later. Blocks are verified before use; what can't be had ends in a {@link
 * ShuffleFetchException}. Confined to the task's thread.
 */
public final class BlockFetcher implements Spillable, AutoCloseable {
  private static final int PIECE_BYTES = 4 << 20;

  /** What is fetched at a time, at most, in pieces of full size. */
  private static final int PIECES_AHEAD = 4;

  private final ShufflePeers peers;
  private final RecordCodec codec;
  private final int pieceBytes;
  private final IntConsumer onTaken;
  private final MemoryReservation reservation;
  private final ArrayDeque<Piece> pieces;
  private final ArrayDeque<Fetch> ahead = new ArrayDeque<>();
  private int aheadBytes;
  private final BlockAssembler blocks = new BlockAssembler();
  private Piece current;

  /** Which output of this host's executors and of peers to read. */
  public record Source(MapOutputLocation location, int partition) {}

  /**
   * A range of one file.
   *
   * @param local the file, or null when it is at a peer
   * @param last whether the source ends with it
   */
  private record Piece(
      MapOutputLocation location, Path local, long offset, int length, boolean last) {
    String where() {
      return local != null ? local.toString() : location.host() + ":" + location.blockPort();
    }
  }

  private record Fetch(Piece piece, CompletableFuture<byte[]> bytes) {}

  /**
   * How an executor gets at blocks.
   *
   * @param host of this executor: outputs of the same host are read as files
   * @param codec for requests
   */
  public record Access(String host, ShufflePeers peers, RecordCodec codec) {}

  /** Counts what it fetches as shuffled. */
  public BlockFetcher(
      List<Source> sources, Access access, OperatorMemory memory, TaskMetrics metrics) {
    this(sources, access, PIECE_BYTES, memory, bytes -> metrics.shuffleBytesRead += bytes);
  }

  /**
   * @param pieceBytes what is fetched at a time, at most
   * @param onTaken hears how many bytes have been taken up
   */
  public BlockFetcher(
      List<Source> sources,
      Access access,
      int pieceBytes,
      OperatorMemory memory,
      IntConsumer onTaken) {
    this.peers = access.peers();
    this.codec = access.codec();
    this.pieceBytes = pieceBytes;
    this.onTaken = onTaken;
    this.reservation = memory.reservation(this);
    this.pieces = new ArrayDeque<>(findPieces(sources, access.host()));
  }

  private List<Piece> findPieces(List<Source> sources, String host) {
    List<Piece> found = new ArrayList<>();
    Map<String, List<Source>> remote = new LinkedHashMap<>();
    for (Source source : sources) {
      MapOutputLocation location = source.location();
      Path data = Path.of(location.dataPath());
      boolean isFile = !location.dataPath().isEmpty();
      if (isFile && location.host().equals(host) && Files.isReadable(data)) {
        try {
          ShuffleFile file = ShuffleFile.open(data);
          addPieces(
              found,
              location,
              data,
              file.offsets()[source.partition()],
              file.partBytes(source.partition()));
        } catch (IOException | DistaffException e) {
          throw new ShuffleFetchException(location.attempt(), data.toString(), e);
        }
      } else {
        remote
            .computeIfAbsent(
                location.host() + ":" + location.blockPort() + "/" + source.partition(),
                key -> new ArrayList<>())
            .add(source);
      }
    }
    remote.values().stream()
        .map(group -> Map.entry(group, askRanges(group)))
        .toList()
        .forEach(asked -> addRemotePieces(found, asked.getKey(), asked.getValue()));
    return found;
  }

  private CompletableFuture<Ranges> askRanges(List<Source> group) {
    MapOutputLocation first = group.get(0).location();
    List<AttemptId> attempts = group.stream().map(source -> source.location().attempt()).toList();
    byte[] question =
        codec.encode(ShuffleRequest.class, new FindRanges(attempts, group.get(0).partition()));
    return peers
        .connect(first.host(), first.blockPort())
        .thenCompose(connection -> connection.request(question))
        .thenApply(answer -> (Ranges) codec.decode(ShuffleRequest.class, answer));
  }

  private void addRemotePieces(
      List<Piece> found, List<Source> group, CompletableFuture<Ranges> answer) {
    Ranges ranges;
    try {
      ranges = answer.join();
    } catch (CompletionException | CancellationException e) {
      MapOutputLocation location = group.get(0).location();
      throw new ShuffleFetchException(
          location.attempt(), location.host() + ":" + location.blockPort(), cause(e));
    }
    for (int i = 0; i < group.size(); i++) {
      addPieces(found, group.get(i).location(), null, ranges.offsets()[i], ranges.lengths()[i]);
    }
  }

  private void addPieces(
      List<Piece> found, MapOutputLocation location, Path local, long offset, long length) {
    long end = offset + length;
    for (long from = offset; from < end; from += pieceBytes) {
      int bytes = (int) Math.min(pieceBytes, end - from);
      found.add(new Piece(location, local, from, bytes, from + bytes == end));
    }
  }

  /** Takes the next blocks, of as many pieces as the first of them takes; false at the end. */
  public boolean next() {
    // What was taken last has been used.
    blocks.drop();
    reservation.resize((long) aheadBytes + blocks.heldBytes());
    while (true) {
      fetchAhead();
      Fetch fetch = ahead.poll();
      if (fetch == null) {
        blocks.clear();
        reservation.resize(0);
        return false;
      }
      current = fetch.piece();
      boolean whole = blocks.add(join(fetch));
      aheadBytes -= current.length();
      onTaken.accept(current.length());
      reservation.resize((long) aheadBytes + blocks.heldBytes());
      if (current.last() && blocks.isWithinBlock()) {
        throw damaged(
            new DistaffException(ErrorCode.CORRUPT_BLOCK, "the last block ends too early"));
      }
      if (whole) {
        return true;
      }
    }
  }

  private byte[] join(Fetch fetch) {
    try {
      return fetch.bytes().join();
    } catch (CompletionException | CancellationException e) {
      throw new ShuffleFetchException(current.location().attempt(), current.where(), cause(e));
    }
  }

  /** The blocks taken last, in the first {@link #length()} bytes. */
  public byte[] blocks() {
    return blocks.bytes();
  }

  public int length() {
    return blocks.length();
  }

  /** That the blocks taken last are damaged. */
  ShuffleFetchException damaged(DistaffException cause) {
    return new ShuffleFetchException(current.location().attempt(), current.where(), cause);
  }

  private void fetchAhead() {
    while (!pieces.isEmpty()) {
      // One piece must be had; those ahead of it only if memory is free.
      if (ahead.isEmpty()) {
        reservation.add(pieces.peek().length());
      } else if (aheadBytes + pieces.peek().length() > PIECES_AHEAD * pieceBytes
          || !reservation.tryAddFree(pieces.peek().length())) {
        return;
      }
      Piece piece = pieces.remove();
      aheadBytes += piece.length();
      ahead.add(new Fetch(piece, fetch(piece)));
    }
  }

  /** Drops what was fetched ahead, the last first. */
  @Override
  public long spill(long wantedBytes) {
    long freed = 0;
    while (freed < wantedBytes && !ahead.isEmpty()) {
      Fetch fetch = ahead.removeLast();
      fetch.bytes().cancel(false);
      pieces.addFirst(fetch.piece());
      aheadBytes -= fetch.piece().length();
      freed += fetch.piece().length();
    }
    reservation.resize(reservation.bytes() - freed);
    return freed;
  }

  @Override
  public boolean givesWayToOwnOperator() {
    return true;
  }

  private CompletableFuture<byte[]> fetch(Piece piece) {
    if (piece.local() != null) {
      return readFile(piece);
    }
    byte[] request =
        codec.encode(
            ShuffleRequest.class,
            new FetchRange(piece.location().attempt(), piece.offset(), piece.length()));
    return peers
        .connect(piece.location().host(), piece.location().blockPort())
        .thenCompose(connection -> connection.fetchBlock(request));
  }

  private static CompletableFuture<byte[]> readFile(Piece piece) {
    try (FileChannel in = FileChannel.open(piece.local(), StandardOpenOption.READ)) {
      ByteBuffer buffer = ByteBuffer.allocate(piece.length());
      while (buffer.hasRemaining()) {
        if (in.read(buffer, piece.offset() + buffer.position()) < 0) {
          throw new IOException("the file ends early");
        }
      }
      return CompletableFuture.completedFuture(buffer.array());
    } catch (IOException e) {
      return CompletableFuture.failedFuture(
          new DistaffException(
              ErrorCode.READ_FAILED, "can't read " + piece.local() + ": " + e.getMessage(), e));
    }
  }

  private static Throwable cause(RuntimeException e) {
    return e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
  }

  @Override
  public void close() {
    for (Fetch fetch : ahead) {
      fetch.bytes().cancel(false);
    }
    ahead.clear();
    blocks.clear();
    reservation.close();
  }
}
