package io.distaff.shuffle;

import io.distaff.codec.RecordCodec;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.ids.AttemptId;
import io.distaff.memory.MemoryReservation;
import io.distaff.memory.OperatorMemory;
import io.distaff.memory.Spillable;
import io.distaff.metrics.Counter;
import io.distaff.metrics.TaskMetrics;
import io.distaff.rpc.ControlMessage.MapOutputLocation;
import io.distaff.serde.BlockAssembler;
import io.distaff.shuffle.ShuffleRequest.FetchRange;
import io.distaff.shuffle.ShuffleRequest.FetchRanges;
import io.distaff.shuffle.ShuffleRequest.FindRanges;
import io.distaff.shuffle.ShuffleRequest.Ranges;
import io.distaff.transport.BlockSource.Block;
import io.distaff.transport.BlockSource.BlockBytes;
import io.distaff.transport.BlockSource.BlockRegion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.IntConsumer;

/**
 * Brings the blocks of some partitions of a stage's output. What this executor has is read as it is
 * there, and so are files of other executors of this host, once these have said where in them an
 * output is; from peers, pieces of at most 4 MiB, small ones together, are fetched ahead, never
 * more than the budget at a time, which is reserved; where others need the memory, what was fetched
 * ahead is dropped and fetched again later. Blocks are verified before use; what can't be had ends
 * in a {@link ShuffleFetchException}. Confined to the task's thread.
 */
public final class BlockFetcher implements Spillable, AutoCloseable {
  private static final int PIECE_BYTES = 4 << 20;

  /** What is fetched at a time, at most, in pieces of full size. */
  private static final int PIECES_AHEAD = 4;

  private final Access access;
  private final int pieceBytes;
  private final IntConsumer onTaken;
  private final MemoryReservation reservation;
  private final ArrayDeque<Piece> pieces;
  private final ArrayDeque<Fetch> ahead = new ArrayDeque<>();
  private final RegionReads reads = new RegionReads();
  private int aheadBytes;
  private final BlockAssembler blocks = new BlockAssembler();
  private Piece current;

  /** Which output of this host's executors and of peers to read. */
  public record Source(MapOutputLocation location, int partition) {}

  /**
   * A range of one output.
   *
   * @param local the output, or null when a peer has to be asked for it
   * @param last whether the source ends with it
   */
  private record Piece(
      MapOutputLocation location, ServedOutput local, long offset, int length, boolean last) {
    String where() {
      return local instanceof ShuffleFile file
          ? file.data().toString()
          : location.host() + ":" + location.blockPort();
    }

    /** Whether both have to be asked for at the same place. */
    boolean isOfSamePeer(Piece other) {
      return local == null
          && other.local == null
          && location.blockPort() == other.location.blockPort()
          && location.host().equals(other.location.host());
    }
  }

  private record Fetch(Piece piece, CompletableFuture<byte[]> bytes) {}

  /**
   * How an executor gets at blocks.
   *
   * @param host of this executor: files of the same host are read directly
   * @param own what this executor has itself
   * @param codec for requests
   */
  public record Access(String host, OutputHolder own, ShufflePeers peers, RecordCodec codec) {
    /** The same, where other outputs are here. */
    public Access withOwn(OutputHolder others) {
      return new Access(host, others, peers, codec);
    }
  }

  /** Counts what it fetches as shuffled. */
  public BlockFetcher(
      List<Source> sources, Access access, OperatorMemory memory, TaskMetrics metrics) {
    this(
        sources,
        access,
        PIECE_BYTES,
        memory,
        bytes -> metrics.add(Counter.SHUFFLE_BYTES_READ, bytes));
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
    this.access = access;
    this.pieceBytes = pieceBytes;
    this.onTaken = onTaken;
    this.reservation = memory.reservation(this);
    this.pieces = new ArrayDeque<>(findPieces(sources));
  }

  private List<Piece> findPieces(List<Source> sources) {
    List<Piece> found = new ArrayList<>();
    Map<String, List<Source>> ofPeers = new LinkedHashMap<>();
    for (Source source : sources) {
      MapOutputLocation location = source.location();
      Optional<? extends ServedOutput> own = access.own().find(location.attempt());
      if (own.isPresent()) {
        ServedOutput output = own.get();
        int partition = source.partition();
        addPieces(
            found, location, output, output.offsets()[partition], output.partBytes(partition));
      } else {
        ofPeers
            .computeIfAbsent(
                location.host() + ":" + location.blockPort() + "/" + source.partition(),
                key -> new ArrayList<>())
            .add(source);
      }
    }
    Map<String, Boolean> readable = new HashMap<>();
    ofPeers.values().stream()
        .map(group -> Map.entry(group, askRanges(group)))
        .toList()
        .forEach(asked -> addPieces(found, asked.getKey(), asked.getValue(), readable));
    return found;
  }

  private CompletableFuture<Ranges> askRanges(List<Source> group) {
    MapOutputLocation first = group.get(0).location();
    List<AttemptId> attempts = group.stream().map(source -> source.location().attempt()).toList();
    byte[] question =
        access
            .codec()
            .encode(ShuffleRequest.class, new FindRanges(attempts, group.get(0).partition()));
    return access
        .peers()
        .connect(first.host(), first.blockPort())
        .thenCompose(connection -> connection.request(question))
        .thenApply(answer -> (Ranges) access.codec().decode(ShuffleRequest.class, answer));
  }

  private void addPieces(
      List<Piece> found,
      List<Source> group,
      CompletableFuture<Ranges> answer,
      Map<String, Boolean> readable) {
    Ranges ranges;
    try {
      ranges = answer.join();
    } catch (CompletionException | CancellationException e) {
      MapOutputLocation location = group.get(0).location();
      throw new ShuffleFetchException(
          location.attempt(), location.host() + ":" + location.blockPort(), cause(e));
    }
    for (int i = 0; i < group.size(); i++) {
      MapOutputLocation location = group.get(i).location();
      long offset = ranges.offsets()[i];
      long length = ranges.lengths()[i];
      boolean isHere =
          location.host().equals(access.host())
              && !location.dataPath().isEmpty()
              && readable.computeIfAbsent(
                  location.dataPath(), data -> Files.isReadable(Path.of(data)));
      ServedOutput file =
          new ShuffleFile(Path.of(location.dataPath()), new long[] {offset, offset + length});
      addPieces(found, location, isHere ? file : null, offset, length);
    }
  }

  private void addPieces(
      List<Piece> found, MapOutputLocation location, ServedOutput local, long offset, long length) {
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
    List<Piece> together = new ArrayList<>();
    int togetherBytes = 0;
    while (!pieces.isEmpty() && hasRoom(pieces.peek().length())) {
      Piece piece = pieces.remove();
      aheadBytes += piece.length();
      boolean goesAlong =
          !together.isEmpty()
              && piece.isOfSamePeer(together.get(0))
              && togetherBytes + piece.length() <= ShuffleRequest.MOST_TOGETHER_BYTES;
      if (!goesAlong) {
        fetch(together);
        together.clear();
        togetherBytes = 0;
      }
      together.add(piece);
      togetherBytes += piece.length();
    }
    fetch(together);
  }

  /** Whether there is memory: one piece must be had, those ahead of it only if it is free. */
  private boolean hasRoom(int pieceLength) {
    if (aheadBytes == 0) {
      reservation.add(pieceLength);
      return true;
    }
    return aheadBytes + pieceLength <= PIECES_AHEAD * pieceBytes
        && reservation.tryAddFree(pieceLength);
  }

  /** Has pieces of one peer fetched, in one go if they are several. */
  private void fetch(List<Piece> together) {
    if (together.size() < 2) {
      together.forEach(piece -> ahead.add(new Fetch(piece, fetch(piece))));
      return;
    }
    CompletableFuture<byte[]> all =
        ask(
            together.get(0).location(),
            new FetchRanges(
                together.stream().map(piece -> piece.location().attempt()).toList(),
                together.stream().mapToLong(Piece::offset).toArray(),
                together.stream().mapToInt(Piece::length).toArray()));
    int from = 0;
    for (Piece piece : together) {
      int begin = from;
      from += piece.length();
      int end = from;
      ahead.add(
          new Fetch(
              piece,
              all.thenApply(bytes -> Arrays.copyOfRange(bytes, begin, end))
                  .exceptionallyCompose(failure -> alone(piece, failure))));
    }
  }

  /** Where a piece of several can't be read, each is fetched by itself: which one that is. */
  private CompletableFuture<byte[]> alone(Piece piece, Throwable failure) {
    ErrorCode code = DistaffException.of(failure, ErrorCode.CONNECTION_LOST).code();
    return code == ErrorCode.CONNECTION_LOST
        ? CompletableFuture.failedFuture(failure)
        : fetch(piece);
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
      Block block = piece.local().block(piece.offset(), piece.length());
      return block instanceof BlockBytes held
          ? CompletableFuture.completedFuture(held.bytes())
          : read((BlockRegion) block);
    }
    return ask(
        piece.location(),
        new FetchRange(piece.location().attempt(), piece.offset(), piece.length()));
  }

  private CompletableFuture<byte[]> ask(MapOutputLocation peer, ShuffleRequest request) {
    byte[] encoded = access.codec().encode(ShuffleRequest.class, request);
    return access
        .peers()
        .connect(peer.host(), peer.blockPort())
        .thenCompose(connection -> connection.fetchBlock(encoded));
  }

  private CompletableFuture<byte[]> read(BlockRegion region) {
    try {
      byte[] bytes = new byte[region.length()];
      reads.read(region, bytes, 0);
      return CompletableFuture.completedFuture(bytes);
    } catch (IOException e) {
      return CompletableFuture.failedFuture(
          new DistaffException(
              ErrorCode.READ_FAILED, "can't read " + region.file() + ": " + e.getMessage(), e));
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
    try {
      reads.close();
    } catch (IOException e) {
      throw new DistaffException(
          ErrorCode.READ_FAILED, "can't close a shuffle file: " + e.getMessage(), e);
    }
  }
}
