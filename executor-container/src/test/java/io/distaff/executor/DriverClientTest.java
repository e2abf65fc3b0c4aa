package io.distaff.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.codec.RecordCodec;
import io.distaff.ids.BroadcastId;
import io.distaff.ids.Epoch;
import io.distaff.ids.ExecutorId;
import io.distaff.rpc.ControlCodec;
import io.distaff.rpc.ControlMessage.ExecutorAccepted;
import io.distaff.rpc.ControlMessage.RegisterExecutor;
import io.distaff.rpc.ControlMessage.Shutdown;
import io.distaff.rpc.ControlMessage.ToExecutor;
import io.distaff.shuffle.ChunkFetcher;
import io.distaff.shuffle.OutputHolder;
import io.distaff.shuffle.ShuffleBlockServer;
import io.distaff.shuffle.ShufflePeers;
import io.distaff.transport.BlockSource.Block;
import io.distaff.transport.BlockSource.BlockBytes;
import io.distaff.transport.Connection;
import io.distaff.transport.ConnectionListener;
import io.distaff.transport.TransportClient;
import io.distaff.transport.TransportOptions;
import io.distaff.transport.TransportSecret;
import io.distaff.transport.TransportServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Over loopback, with a driver that speaks before it answers the registration. */
@Timeout(30)
class DriverClientTest {
  private static final Epoch EPOCH = new Epoch(1);
  private static final List<ToExecutor> EARLY =
      List.of(new Shutdown(EPOCH, "a"), new Shutdown(EPOCH, "b"), new Shutdown(EPOCH, "c"));
  private static final RegisterExecutor REGISTRATION =
      new RegisterExecutor(EPOCH, new ExecutorId("executor-1"), "container", "host", 1, 1, 1);

  private final ControlCodec codec = new ControlCodec();
  private final TransportSecret secret = TransportSecret.random();
  private final CompletableFuture<Connection> executor = new CompletableFuture<>();
  private TransportServer server;
  private TransportClient transport;
  private DriverClient driver;

  private final class EagerDriver implements ConnectionListener {
    @Override
    public CompletableFuture<byte[]> onRequest(Connection from, byte[] payload) {
      EARLY.forEach(message -> send(from, message));
      executor.complete(from);
      return CompletableFuture.completedFuture(codec.encode(new ExecutorAccepted(EPOCH, Map.of())));
    }
  }

  @BeforeEach
  void connect() {
    TransportOptions options = TransportOptions.defaults();
    ShuffleBlockServer blocks = new ShuffleBlockServer(OutputHolder.none(), RecordCodec.cbor());
    blocks.alsoServe(DriverClientTest::chunk);
    server = new TransportServer(options, secret, connection -> new EagerDriver(), blocks);
    transport = new TransportClient(options, secret);
    ChunkFetcher chunks = new ChunkFetcher(new ShufflePeers(transport), RecordCodec.cbor());
    driver = new DriverClient(transport, server.bind("127.0.0.1", 0), chunks);
    assertThat(driver.register(REGISTRATION).epoch()).isEqualTo(EPOCH);
  }

  @AfterEach
  void close() {
    transport.close();
    server.close();
  }

  private void send(Connection to, ToExecutor message) {
    var unused = to.send(codec.encode(message));
  }

  @Test
  void deliversEarlyMessagesFirstAndInOrder() throws Exception {
    List<ToExecutor> delivered = new ArrayList<>();
    CompletableFuture<Void> done = new CompletableFuture<>();
    Shutdown last = new Shutdown(EPOCH, "last");
    driver.deliverTo(
        message -> {
          delivered.add(message);
          if (message.equals(last)) {
            done.complete(null);
          }
        });
    send(executor.join(), last);
    done.get(20, TimeUnit.SECONDS);

    assertThat(delivered).startsWith(EARLY.toArray(ToExecutor[]::new)).hasSize(4);
  }

  private static Optional<Block> chunk(BroadcastId broadcast, int chunk) {
    return broadcast.number() == 7
        ? Optional.of(new BlockBytes(new byte[] {7, (byte) chunk}))
        : Optional.empty();
  }

  @Test
  void fetchesChunksOfBroadcastsFromTheDriver() {
    assertThat(driver.fetchChunk(new BroadcastId(7), 2).join()).containsExactly(7, 2);
    assertThatThrownBy(() -> driver.fetchChunk(new BroadcastId(8), 2).join())
        .hasMessageContaining("chunk 2 of broadcast-8 isn't here");
    assertThat(driver.closed()).isNotDone();
  }

  @Test
  void closesTheConnectionWhenAMessageCannotBeHandled() throws Exception {
    driver.deliverTo(
        message -> {
          if (!EARLY.contains(message)) {
            throw new IllegalStateException("cannot handle it");
          }
        });
    assertThat(driver.closed()).isNotDone();
    send(executor.join(), new Shutdown(EPOCH, "last"));
    driver.closed().get(20, TimeUnit.SECONDS);
  }
}
