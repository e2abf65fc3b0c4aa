package io.distaff.executor;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.ids.BroadcastId;
import io.distaff.rpc.ControlCodec;
import io.distaff.rpc.ControlMessage.ExecutorAccepted;
import io.distaff.rpc.ControlMessage.FromExecutor;
import io.distaff.rpc.ControlMessage.Question;
import io.distaff.rpc.ControlMessage.RegisterExecutor;
import io.distaff.rpc.ControlMessage.ToExecutor;
import io.distaff.shuffle.ChunkFetcher;
import io.distaff.transport.Connection;
import io.distaff.transport.ConnectionListener;
import io.distaff.transport.TransportClient;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** An executor's connection to its driver. Thread-safe. */
final class DriverClient implements DriverChannel {
  private static final long REGISTRATION_SECONDS = 20;
  private static final long ANSWER_MILLIS = TimeUnit.MINUTES.toMillis(30);

  private final ControlCodec codec = new ControlCodec();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private final InetSocketAddress address;
  private final ChunkFetcher chunks;
  private final Connection connection;
  private final List<ToExecutor> early = new ArrayList<>();
  private Consumer<ToExecutor> handler = early::add;

  /**
   * Connects; throws CONNECTION_LOST when the driver can't be reached.
   *
   * @param chunks has connections of its own: blocks don't hold up messages
   */
  DriverClient(TransportClient transport, InetSocketAddress address, ChunkFetcher chunks) {
    this.address = address;
    this.chunks = chunks;
    this.connection =
        await(
            transport.connect(address, connected -> new Listener()),
            "connect to the driver at " + address);
  }

  /** Registers, and gives what the driver says from now on to a handler. */
  ExecutorAccepted register(RegisterExecutor registration) {
    byte[] answer =
        await(connection.request(codec.encode(registration)), "register with the driver");
    return (ExecutorAccepted) codec.decode(ToExecutor.class, answer);
  }

  /** Begins to give messages to the handler, first those that came before it, in their order. */
  synchronized void deliverTo(Consumer<ToExecutor> messages) {
    early.forEach(messages);
    early.clear();
    handler = messages;
  }

  private synchronized void deliver(ToExecutor message) {
    handler.accept(message);
  }

  @Override
  public void send(FromExecutor message) {
    connection.post(codec.encode(message));
  }

  @Override
  public <A extends ToExecutor> CompletableFuture<A> ask(Question<A> question) {
    return connection
        .request(codec.encode(question), ANSWER_MILLIS)
        .thenApply(answer -> question.answer().cast(codec.decode(ToExecutor.class, answer)));
  }

  @Override
  public CompletableFuture<byte[]> fetchChunk(BroadcastId broadcast, int chunk) {
    return chunks.fetch(address.getHostString(), address.getPort(), broadcast, chunk);
  }

  /** Completes when the connection has ended. */
  CompletableFuture<Void> closed() {
    return closed;
  }

  private static <T> T await(CompletableFuture<T> answer, String what) {
    try {
      return answer.get(REGISTRATION_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | CompletionException e) {
      throw DistaffException.of(e.getCause(), ErrorCode.CONNECTION_LOST);
    } catch (TimeoutException e) {
      throw new DistaffException(
          ErrorCode.CONNECTION_LOST, "can't " + what + " within " + REGISTRATION_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DistaffException(ErrorCode.CANCELLED, "interrupted", e);
    }
  }

  private final class Listener implements ConnectionListener {
    @Override
    public void onMessage(Connection from, byte[] payload) {
      deliver(codec.decode(ToExecutor.class, payload));
    }

    @Override
    public void onClosed(Connection from) {
      closed.complete(null);
    }
  }
}
