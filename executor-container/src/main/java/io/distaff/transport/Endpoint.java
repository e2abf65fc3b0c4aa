package io.distaff.transport;

import io.distaff.error.DistaffException;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.resolver.NoopAddressResolverGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a server and a client have in common: event loops, memory, and the way from a raw channel
 * over the handshake to a connection. Thread-safe: immutable but for what Netty guards.
 */
final class Endpoint {
  private static final Logger log = LoggerFactory.getLogger(Endpoint.class);
  private static final long CLOSE_MILLIS = 2_000;
  private static final int PAGE_BYTES = 8 << 10;
  private static final int FIRST_READ_BYTES = 1 << 10;
  private static final int LARGEST_READ_BYTES = 128 << 10;

  final TransportOptions options;
  final TransportCounters counters = TransportCounters.zero();
  private final TransportSecret secret;
  private final SecureRandom random = new SecureRandom();
  private final boolean epoll;
  private final MultiThreadIoEventLoopGroup eventLoops;
  private final PooledByteBufAllocator allocator;

  Endpoint(String threadName, TransportOptions options, TransportSecret secret) {
    this.options = options;
    this.secret = secret;
    this.epoll = options.nativeTransport() && Epoll.isAvailable();
    this.eventLoops =
        new MultiThreadIoEventLoopGroup(
            options.ioThreads(),
            new DefaultThreadFactory(threadName, true),
            epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    int pagesPerChunk = options.limits().allocatorChunkBytes() / PAGE_BYTES;
    this.allocator =
        new PooledByteBufAllocator(
            true,
            0,
            options.ioThreads(),
            PAGE_BYTES,
            Integer.numberOfTrailingZeros(pagesPerChunk),
            PooledByteBufAllocator.defaultSmallCacheSize(),
            PooledByteBufAllocator.defaultNormalCacheSize(),
            false);
  }

  /** Listens for connections; {@link Handshake.Role#ACCEPTOR}. */
  ServerBootstrap acceptor(ChannelInitializer<Channel> handshake) {
    return new ServerBootstrap()
        .group(eventLoops)
        .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
        .option(ChannelOption.ALLOCATOR, allocator)
        .option(ChannelOption.SO_REUSEADDR, true)
        .childOption(ChannelOption.ALLOCATOR, allocator)
        .childOption(ChannelOption.RECVBUF_ALLOCATOR, receiveSizes())
        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WriteBufferWaterMark.DEFAULT)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(handshake);
  }

  /** Makes connections; {@link Handshake.Role#INITIATOR}. */
  Bootstrap initiator(ChannelInitializer<Channel> handshake) {
    return new Bootstrap()
        .group(eventLoops)
        .channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
        .resolver(NoopAddressResolverGroup.INSTANCE)
        .option(ChannelOption.ALLOCATOR, allocator)
        .option(ChannelOption.RECVBUF_ALLOCATOR, receiveSizes())
        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WriteBufferWaterMark.DEFAULT)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, options.timeouts().connectMillis())
        .handler(handshake);
  }

  private static AdaptiveRecvByteBufAllocator receiveSizes() {
    return new AdaptiveRecvByteBufAllocator(FIRST_READ_BYTES, FIRST_READ_BYTES, LARGEST_READ_BYTES);
  }

  /**
   * A handshake that makes a connection when it passes.
   *
   * @param onConnected called on the event loop
   * @param onFailed called on the event loop; the channel is being closed
   */
  ChannelInitializer<Channel> handshake(
      Handshake.Role role,
      BlockSource blocks,
      Function<Connection, ConnectionListener> listeners,
      Consumer<Connection> onConnected,
      Consumer<DistaffException> onFailed) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        Handshake.Outcome outcome =
            new Handshake.Outcome() {
              @Override
              public void passed(ChannelHandlerContext context) {
                onConnected.accept(
                    NettyConnection.install(channel, options, counters, blocks, listeners));
              }

              @Override
              public void failed(DistaffException cause) {
                counters.handshakesFailed().increment();
                onFailed.accept(cause);
              }
            };
        channel
            .pipeline()
            .addLast(
                new Handshake(role, secret, random, options.timeouts().handshakeMillis(), outcome));
      }
    };
  }

  /** Closes a channel, without waiting. */
  static void close(Channel channel) {
    channel
        .close()
        .addListener(
            closed -> {
              if (!closed.isSuccess()) {
                log.warn("closing {} failed", channel, closed.cause());
              }
            });
  }

  /** Direct memory taken from the system for this endpoint's buffers, in bytes. */
  long directMemoryBytes() {
    return allocator.metric().usedDirectMemory();
  }

  /** Buffers that nobody has released yet; 0 after {@link #close}. */
  long numUnreleasedBuffers() {
    return allocator.metric().directArenas().stream()
        .mapToLong(arena -> arena.numActiveAllocations())
        .sum();
  }

  /**
   * Closes all channels, and waits for the event loops to end, for a bounded time; on an event loop
   * it returns without waiting.
   */
  void close() {
    Future<?> ended = eventLoops.shutdownGracefully(0, CLOSE_MILLIS, TimeUnit.MILLISECONDS);
    for (EventExecutor eventLoop : eventLoops) {
      if (eventLoop.inEventLoop()) {
        return;
      }
    }
    if (!ended.awaitUninterruptibly(2 * CLOSE_MILLIS)) {
      log.warn("network threads have not ended after {} ms", 2 * CLOSE_MILLIS);
    }
  }
}
