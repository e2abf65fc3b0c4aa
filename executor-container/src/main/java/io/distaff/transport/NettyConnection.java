package io.distaff.transport;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.collection.LongObjectHashMap;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection after its handshake: the last handler of the channel at one side, what the rest of
 * the engine holds at the other. Calls from other threads are moved to the channel's event loop,
 * which owns all state but the reason of the end and the fill of the queue.
 */
final class NettyConnection extends ChannelInboundHandlerAdapter
    implements Connection, FrameReader.Sink {
  private static final Logger log = LoggerFactory.getLogger(NettyConnection.class);
  private static final byte[] EMPTY = new byte[0];

  /** A question without an answer yet. */
  private record Pending(FrameKind kind, CompletableFuture<byte[]> answer, Future<?> timeout) {}

  private final Channel channel;
  private final InetSocketAddress remoteAddress;
  private final TransportOptions options;
  private final TransportCounters counters;
  private final FrameReader reader;
  private final FrameWriter writer;
  private final LongObjectHashMap<Pending> pending = new LongObjectHashMap<>();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  /** Why the connection ends; the first reason stays. */
  private final AtomicReference<DistaffException> end = new AtomicReference<>();

  private ConnectionListener listener;
  private long lastRequestId;

  /** For how long nothing has been read, in whole ping periods. */
  private long silentMillis;

  private Future<?> liveness;

  private NettyConnection(
      Channel channel, TransportOptions options, TransportCounters counters, BlockSource blocks) {
    this.channel = channel;
    this.remoteAddress = (InetSocketAddress) channel.remoteAddress();
    this.options = options;
    this.counters = counters;
    this.reader = new FrameReader(options.limits(), this);
    this.writer =
        new FrameWriter(
            channel,
            blocks,
            options.limits(),
            counters,
            cause -> close(lost("was lost: " + cause.getMessage(), cause)));
  }

  /** Makes the connection of a channel that has passed the handshake; on its event loop. */
  static NettyConnection install(
      Channel channel,
      TransportOptions options,
      TransportCounters counters,
      BlockSource blocks,
      Function<Connection, ConnectionListener> listeners) {
    NettyConnection connection = new NettyConnection(channel, options, counters, blocks);
    connection.listener = Objects.requireNonNull(listeners.apply(connection), "listener");
    long pingMillis = options.timeouts().pingMillis();
    connection.liveness =
        channel
            .eventLoop()
            .scheduleWithFixedDelay(
                connection::checkLiveness, pingMillis, pingMillis, TimeUnit.MILLISECONDS);
    channel.pipeline().addLast(connection);
    counters.connectionsOpened().increment();
    return connection;
  }

  // ---- for the engine: any thread ----

  @Override
  public CompletableFuture<Void> send(byte[] payload) {
    CompletableFuture<Void> written = new CompletableFuture<>();
    if (admit(payload, written)) {
      onLoop(() -> writer.enqueue(FrameKind.ONE_WAY, 0, payload, written), written);
    }
    return written;
  }

  @Override
  public CompletableFuture<byte[]> request(byte[] payload) {
    return ask(FrameKind.REQUEST, payload, options.timeouts().requestMillis());
  }

  @Override
  public CompletableFuture<byte[]> request(byte[] payload, long timeoutMillis) {
    return ask(FrameKind.REQUEST, payload, timeoutMillis);
  }

  @Override
  public CompletableFuture<byte[]> fetchBlock(byte[] blockRequest) {
    return ask(FrameKind.BLOCK_REQUEST, blockRequest, options.timeouts().requestMillis());
  }

  private CompletableFuture<byte[]> ask(FrameKind kind, byte[] payload, long timeoutMillis) {
    CompletableFuture<byte[]> answer = new CompletableFuture<>();
    if (admit(payload, answer)) {
      onLoop(
          () -> {
            long requestId = ++lastRequestId;
            Future<?> timeout =
                channel
                    .eventLoop()
                    .schedule(
                        () -> timeOut(requestId, timeoutMillis),
                        timeoutMillis,
                        TimeUnit.MILLISECONDS);
            pending.put(requestId, new Pending(kind, answer, timeout));
            writer.enqueue(kind, requestId, payload, new CompletableFuture<>());
          },
          answer);
    }
    return answer;
  }

  @Override
  public boolean isWritable() {
    return writer.queuedBytes() < options.limits().writableBytes();
  }

  @Override
  public boolean isOpen() {
    return end.get() == null && channel.isActive();
  }

  @Override
  public InetSocketAddress remoteAddress() {
    return remoteAddress;
  }

  @Override
  public CompletableFuture<Void> closed() {
    return closed.copy();
  }

  @Override
  public void close() {
    close(lost("was closed by this end", null));
  }

  /** Closes with a reason, and gives the reason that counts. */
  private DistaffException close(DistaffException reason) {
    end.compareAndSet(null, reason);
    Endpoint.close(channel);
    return end.get();
  }

  /** Closes because of something that should not happen between two ends of one application. */
  private void abort(DistaffException reason) {
    if (end.compareAndSet(null, reason)) {
      log.warn("{}", reason.getMessage(), reason.getCause());
    }
    Endpoint.close(channel);
  }

  private DistaffException lost(String why, Throwable cause) {
    return new DistaffException(
        ErrorCode.CONNECTION_LOST, "connection with " + remoteAddress + " " + why, cause);
  }

  /** Takes a place in the queue for the payload; otherwise fails the future. */
  private boolean admit(byte[] payload, CompletableFuture<?> future) {
    if (payload.length > options.limits().frameBytes()) {
      future.completeExceptionally(tooLong(payload));
      return false;
    }
    if (!writer.reserve(payload.length)) {
      abort(
          lost(
              "is closed: it reads too slowly, %d bytes wait to be sent"
                  .formatted(writer.queuedBytes()),
              null));
      future.completeExceptionally(end.get());
      return false;
    }
    return true;
  }

  private DistaffException tooLong(byte[] payload) {
    return new DistaffException(
        ErrorCode.LIMIT_EXCEEDED,
        "message of %d bytes to %s; limit %d"
            .formatted(payload.length, remoteAddress, options.limits().frameBytes()));
  }

  /** Runs a step on the event loop while the connection stands; otherwise fails the future. */
  private void onLoop(Runnable step, CompletableFuture<?> future) {
    if (channel.eventLoop().inEventLoop()) {
      stepOrFail(step, future);
      return;
    }
    try {
      channel.eventLoop().execute(() -> stepOrFail(step, future));
    } catch (RejectedExecutionException stopped) {
      future.completeExceptionally(close(lost("was closed by this end", stopped)));
    }
  }

  private void stepOrFail(Runnable step, CompletableFuture<?> future) {
    if (isOpen()) {
      step.run();
    } else {
      future.completeExceptionally(close(lost("was closed by the peer", null)));
    }
  }

  // ---- for Netty: on the event loop ----

  @Override
  public void channelRead(ChannelHandlerContext context, Object read) {
    ByteBuf in = (ByteBuf) read;
    silentMillis = 0;
    counters.bytesReceived().add(in.readableBytes());
    writer.hold();
    try {
      if (isOpen()) {
        reader.read(in);
      }
    } catch (DistaffException e) {
      abort(
          new DistaffException(
              e.code(), "connection with " + remoteAddress + " is closed: " + e.getMessage()));
    } finally {
      in.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    writer.release();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    writer.drain();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException) {
      close(lost("was lost: " + cause.getMessage(), cause));
    } else {
      abort(lost("is closed: " + cause, cause));
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    DistaffException reason = close(lost("was closed by the peer", null));
    log.debug("{}", reason.getMessage());
    liveness.cancel(false);
    writer.fail(reason);
    List<Pending> unanswered = List.copyOf(pending.values());
    pending.clear();
    for (Pending question : unanswered) {
      question.timeout.cancel(false);
      question.answer.completeExceptionally(reason);
    }
    try {
      listener.onClosed(this);
    } catch (RuntimeException e) {
      log.warn("after the end of the connection with {}", remoteAddress, e);
    }
    closed.complete(null);
  }

  private void checkLiveness() {
    // Counted in periods, not by the clock: a pause of this process is not the peer's silence.
    silentMillis += options.timeouts().pingMillis();
    if (silentMillis >= options.timeouts().silenceMillis()) {
      abort(lost("is closed: the peer has been silent for " + silentMillis + " ms", null));
    } else {
      enqueue(FrameKind.PING, 0, EMPTY);
    }
  }

  private void timeOut(long requestId, long timeoutMillis) {
    Pending question = pending.remove(requestId);
    if (question != null) {
      question.answer.completeExceptionally(
          new DistaffException(
              ErrorCode.CONNECTION_LOST,
              "no answer from " + remoteAddress + " within " + timeoutMillis + " ms"));
    }
  }

  // ---- for the reader: on the event loop ----

  @Override
  public void onFrame(FrameKind kind, long requestId, byte[] payload) {
    if (!isOpen()) {
      return;
    }
    switch (kind) {
      case ONE_WAY -> deliver(payload);
      case REQUEST -> answer(requestId, payload);
      case RESPONSE -> {
        Pending question = take(requestId, FrameKind.REQUEST, kind);
        if (question != null) {
          question.answer.complete(payload);
        }
      }
      case FAILURE -> {
        DistaffException failure = Failure.fromBytes(payload).toException();
        Pending question = settle(pending.remove(requestId));
        if (question != null) {
          question.answer.completeExceptionally(failure);
        }
      }
      case BLOCK_REQUEST -> {
        if (admit(payload, new CompletableFuture<>())) {
          writer.enqueueBlock(requestId, payload);
        }
      }
      case PING -> enqueue(FrameKind.PONG, requestId, EMPTY);
      case PONG -> {}
      case BLOCK -> throw new IllegalStateException("a block is not a frame of its own");
    }
  }

  @Override
  public boolean onBlockBegin(long requestId, int blockBytes) {
    Pending question = pending.get(requestId);
    if (question == null) {
      return false;
    }
    requireKind(question, FrameKind.BLOCK_REQUEST, FrameKind.BLOCK);
    question.timeout.cancel(false);
    return true;
  }

  @Override
  public void onBlock(long requestId, byte[] block) {
    Pending question = settle(pending.remove(requestId));
    if (question != null) {
      counters.blocksReceived().increment();
      question.answer.complete(block);
    }
  }

  /** The question of an answer; null if it is not waited for any longer. */
  private Pending take(long requestId, FrameKind expected, FrameKind given) {
    Pending question = pending.get(requestId);
    if (question != null) {
      requireKind(question, expected, given);
    }
    return settle(pending.remove(requestId));
  }

  private static Pending settle(Pending question) {
    if (question != null) {
      question.timeout.cancel(false);
    }
    return question;
  }

  private static void requireKind(Pending question, FrameKind expected, FrameKind given) {
    if (question.kind != expected) {
      throw new DistaffException(
          ErrorCode.PROTOCOL_ERROR, "the peer answered " + question.kind + " with " + given);
    }
  }

  private void deliver(byte[] payload) {
    try {
      listener.onMessage(this, payload);
    } catch (RuntimeException e) {
      abort(lost("is closed: a message could not be handled: " + e.getMessage(), e));
    }
  }

  private void answer(long requestId, byte[] payload) {
    CompletableFuture<byte[]> answer;
    try {
      answer = Objects.requireNonNull(listener.onRequest(this, payload), "answer");
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedFuture(e);
    }
    CompletableFuture<Void> answered =
        answer.handle(
            (response, failure) -> {
              if (failure != null) {
                answerFailure(requestId, failure);
              } else if (response.length > options.limits().frameBytes()) {
                answerFailure(requestId, tooLong(response));
              } else {
                enqueue(FrameKind.RESPONSE, requestId, response);
              }
              return null;
            });
    answered.exceptionally(
        thrown -> {
          answerFailure(requestId, thrown);
          return null;
        });
  }

  private void answerFailure(long requestId, Throwable thrown) {
    DistaffException failure = DistaffException.of(thrown, ErrorCode.INTERNAL_ERROR);
    if (failure.code() == ErrorCode.INTERNAL_ERROR) {
      log.warn("a request of {} failed", remoteAddress, thrown);
    }
    enqueue(FrameKind.FAILURE, requestId, Failure.of(failure).toBytes());
  }

  /** Enqueues a frame that nobody waits for; from any thread. */
  private void enqueue(FrameKind kind, long requestId, byte[] payload) {
    CompletableFuture<Void> written = new CompletableFuture<>();
    if (admit(payload, written)) {
      onLoop(() -> writer.enqueue(kind, requestId, payload, written), written);
    }
  }

  @Override
  public String toString() {
    return "Connection[" + channel.localAddress() + " - " + remoteAddress + "]";
  }
}
