package io.distaff.transport;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.transport.BlockSource.BlockBytes;
import io.distaff.transport.BlockSource.BlockRegion;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.DefaultFileRegion;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * What waits to be sent on one connection, in order. Payloads stay on the heap until the channel is
 * writable, and then go out in pieces; a block's file is opened when its turn comes, and nothing
 * else is written until the socket has taken the block.
 *
 * <p>Confined to the connection's event loop, except {@link #reserve} and {@link #queuedBytes}.
 */
final class FrameWriter {
  private static final int PIECE_BYTES = 64 << 10;

  /** What an entry of the queue takes beside its payload, roughly. */
  private static final int ENTRY_BYTES = 64;

  private sealed interface Outgoing permits Frame, Block {}

  /** A frame, of which the first {@code position} bytes of header and payload have been written. */
  private static final class Frame implements Outgoing {
    final FrameKind kind;
    final long requestId;
    final byte[] payload;
    final CompletableFuture<Void> written;
    int position;

    Frame(FrameKind kind, long requestId, byte[] payload, CompletableFuture<Void> written) {
      this.kind = kind;
      this.requestId = requestId;
      this.payload = payload;
      this.written = written;
    }

    /** Bytes that follow a header which has been written already. */
    static Frame withoutHeader(FrameKind kind, long requestId, byte[] bytes) {
      Frame frame = new Frame(kind, requestId, bytes, new CompletableFuture<>());
      frame.position = FrameReader.HEADER_BYTES;
      return frame;
    }

    int numBytes() {
      return FrameReader.HEADER_BYTES + payload.length;
    }
  }

  /** An answer that is a block, still to be located. */
  private static final class Block implements Outgoing {
    final long requestId;
    final byte[] request;

    Block(long requestId, byte[] request) {
      this.requestId = requestId;
      this.request = request;
    }
  }

  /** A located block; its file is null when it is on the heap. */
  private record OpenBlock(FileChannel file, BlockSource.Block block) {}

  private final Channel channel;
  private final BlockSource blocks;
  private final TransportOptions.Limits limits;
  private final TransportCounters counters;
  private final Function<Throwable, DistaffException> onBroken;
  private final ArrayDeque<Outgoing> queue = new ArrayDeque<>();
  private final AtomicLong queuedBytes = new AtomicLong();
  private boolean sendingBlock;
  private boolean held;

  /**
   * @param onBroken called on the event loop when a write has failed, so that the connection can't
   *     go on; closes it, and gives the reason why it is closed
   */
  FrameWriter(
      Channel channel,
      BlockSource blocks,
      TransportOptions.Limits limits,
      TransportCounters counters,
      Function<Throwable, DistaffException> onBroken) {
    this.channel = channel;
    this.blocks = blocks;
    this.limits = limits;
    this.counters = counters;
    this.onBroken = onBroken;
  }

  /**
   * Takes a place in the queue for a payload, which must be enqueued next; false if the queue is
   * full. Thread-safe.
   */
  boolean reserve(int payloadBytes) {
    long entryBytes = (long) payloadBytes + ENTRY_BYTES;
    long before = queuedBytes.getAndAdd(entryBytes);
    if (before > 0 && before + entryBytes > limits.queuedBytes()) {
      queuedBytes.addAndGet(-entryBytes);
      return false;
    }
    return true;
  }

  /** Thread-safe. */
  long queuedBytes() {
    return queuedBytes.get();
  }

  /** Enqueues a frame for which {@link #reserve} made room. */
  void enqueue(FrameKind kind, long requestId, byte[] payload, CompletableFuture<Void> written) {
    queue.add(new Frame(kind, requestId, payload, written));
    drain();
  }

  /** Enqueues the answer to a request for a block, for which {@link #reserve} made room. */
  void enqueueBlock(long requestId, byte[] blockRequest) {
    queue.add(new Block(requestId, blockRequest));
    drain();
  }

  /** Keeps everything in the queue until {@link #release}, to be flushed at once. */
  void hold() {
    held = true;
  }

  void release() {
    held = false;
    drain();
  }

  /** Writes while the socket takes it; called again when the channel turns writable. */
  void drain() {
    if (held) {
      return;
    }
    boolean wrote = false;
    while (!sendingBlock && !queue.isEmpty() && channel.isWritable()) {
      wrote = true;
      if (queue.peek() instanceof Frame frame) {
        writePiece(frame);
      } else if (queue.poll() instanceof Block block) {
        writeBlock(block);
      }
    }
    if (wrote) {
      channel.flush();
    }
  }

  /** Drops the queue: what waits for its message to be written fails. */
  void fail(DistaffException cause) {
    held = true;
    for (Outgoing outgoing = queue.poll(); outgoing != null; outgoing = queue.poll()) {
      if (outgoing instanceof Frame frame) {
        frame.written.completeExceptionally(cause);
      }
    }
  }

  private void writePiece(Frame frame) {
    int remaining = frame.numBytes() - frame.position;
    int pieceBytes = Math.min(remaining, PIECE_BYTES);
    ByteBuf piece = channel.alloc().directBuffer(pieceBytes);
    if (frame.position == 0) {
      writeHeader(piece, frame.kind, frame.requestId, frame.payload.length);
    }
    int offset = Math.max(0, frame.position - FrameReader.HEADER_BYTES);
    piece.writeBytes(frame.payload, offset, pieceBytes - piece.readableBytes());
    frame.position += pieceBytes;
    boolean last = pieceBytes == remaining;
    if (last) {
      queue.remove();
    }
    write(
        piece,
        pieceBytes,
        () -> {
          if (last) {
            queuedBytes.addAndGet(-(long) frame.payload.length - ENTRY_BYTES);
            frame.written.complete(null);
          }
        },
        frame.written);
  }

  private void writeBlock(Block block) {
    queuedBytes.addAndGet(-(long) block.request.length - ENTRY_BYTES);
    OpenBlock open;
    try {
      open = open(block.request);
    } catch (IOException | RuntimeException e) {
      byte[] failure = Failure.of(DistaffException.of(e, ErrorCode.READ_FAILED)).toBytes();
      queuedBytes.addAndGet((long) failure.length + ENTRY_BYTES);
      queue.addFirst(
          new Frame(FrameKind.FAILURE, block.requestId, failure, new CompletableFuture<>()));
      return;
    }
    int blockBytes = open.block.length();
    ByteBuf header = channel.alloc().directBuffer(FrameReader.HEADER_BYTES + Integer.BYTES);
    writeHeader(header, FrameKind.BLOCK, block.requestId, Integer.BYTES);
    header.writeInt(blockBytes);
    write(header, header.readableBytes(), () -> {}, new CompletableFuture<>());
    if (open.block instanceof BlockBytes held) {
      sendPieces(block.requestId, held.bytes());
    } else if (open.block instanceof BlockRegion region) {
      sendRegion(open.file, region);
    }
  }

  /** Puts bytes at the head of the queue: they go out in pieces, as the socket takes them. */
  private void sendPieces(long requestId, byte[] bytes) {
    Frame rest = Frame.withoutHeader(FrameKind.BLOCK, requestId, bytes);
    queuedBytes.addAndGet((long) bytes.length + ENTRY_BYTES);
    queue.addFirst(rest);
    var unused = rest.written.thenRun(counters.blocksSent()::increment);
  }

  private void sendRegion(FileChannel file, BlockRegion region) {
    sendingBlock = true;
    int blockBytes = region.length();
    write(
        new DefaultFileRegion(file, region.offset(), blockBytes),
        blockBytes,
        () -> {
          sendingBlock = false;
          counters.blocksSent().increment();
          drain();
        },
        new CompletableFuture<>());
  }

  private OpenBlock open(byte[] request) throws IOException {
    BlockSource.Block block = blocks.locate(request);
    if (block.length() > limits.blockBytes()) {
      throw new DistaffException(
          ErrorCode.LIMIT_EXCEEDED,
          "block of %d bytes in %s; limit %d"
              .formatted(
                  block.length(),
                  block instanceof BlockRegion region ? region.file() : "memory",
                  limits.blockBytes()));
    }
    if (!(block instanceof BlockRegion region)) {
      return new OpenBlock(null, block);
    }
    FileChannel file = FileChannel.open(region.file(), StandardOpenOption.READ);
    try {
      if (file.size() < region.offset() + region.length()) {
        throw new EOFException(
            "%s has %d bytes, too few for %d bytes at %d"
                .formatted(region.file(), file.size(), region.length(), region.offset()));
      }
      return new OpenBlock(file, region);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private void write(
      Object message, int numBytes, Runnable onWritten, CompletableFuture<Void> written) {
    channel
        .write(message)
        .addListener(
            future -> {
              if (future.isSuccess()) {
                counters.bytesSent().add(numBytes);
                onWritten.run();
              } else {
                written.completeExceptionally(onBroken.apply(future.cause()));
              }
            });
  }

  private static void writeHeader(ByteBuf out, FrameKind kind, long requestId, int payloadBytes) {
    out.writeInt(FrameReader.HEADER_BYTES - FrameReader.LENGTH_BYTES + payloadBytes);
    out.writeByte(kind.code());
    out.writeLong(requestId);
  }
}
