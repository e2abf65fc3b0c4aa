package io.distaff.cluster;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.ids.Epoch;
import io.distaff.ids.ExecutorId;
import io.distaff.ids.StageId;
import io.distaff.rpc.ControlCodec;
import io.distaff.rpc.ControlMessage;
import io.distaff.rpc.ControlMessage.ExecutorAccepted;
import io.distaff.rpc.ControlMessage.FromExecutor;
import io.distaff.rpc.ControlMessage.InstallFragment;
import io.distaff.rpc.ControlMessage.Question;
import io.distaff.rpc.ControlMessage.RegisterExecutor;
import io.distaff.rpc.ControlMessage.ReleaseQuery;
import io.distaff.transport.Connection;
import io.distaff.transport.ConnectionListener;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The driver's end of the connections from executors: accepts those that the backend expects,
 * refuses other epochs, and passes on what they say. Thread-safe.
 */
public final class ExecutorEndpoint {
  private static final Logger log = LoggerFactory.getLogger(ExecutorEndpoint.class);

  private final Epoch epoch;
  private final Map<String, String> settings;
  private final ControlCodec codec;
  private final ExecutorListener listener;
  private final Function<RegisterExecutor, Optional<String>> admission;

  /** The fragment sent last, while its query runs. */
  private volatile EncodedFragment lastFragment;

  private record EncodedFragment(StageId stage, byte[] fragment, byte[] message) {}

  /**
   * @param settings that executors get when they register
   * @param listener hears of executors that registered
   * @param admission gives the rack of an executor that was launched and is wanted, and nothing for
   *     any other; called once for each registration, on an event loop
   */
  public ExecutorEndpoint(
      Epoch epoch,
      Map<String, String> settings,
      ControlCodec codec,
      ExecutorListener listener,
      Function<RegisterExecutor, Optional<String>> admission) {
    this.epoch = epoch;
    this.settings = Map.copyOf(settings);
    this.codec = codec;
    this.listener = listener;
    this.admission = admission;
  }

  /** All executors that run a stage share the bytes of its plan, which may be many. */
  private byte[] encode(ControlMessage.ToExecutor message) {
    EncodedFragment last = lastFragment;
    if (message instanceof InstallFragment install) {
      if (last == null || last.fragment() != install.fragment()) {
        last = new EncodedFragment(install.stage(), install.fragment(), codec.encode(install));
        lastFragment = last;
      }
      return last.message();
    }
    if (message instanceof ReleaseQuery release
        && last != null
        && last.stage().query().equals(release.query())) {
      lastFragment = null;
    }
    return codec.encode(message);
  }

  /** Takes over a connection whose first request is a registration. */
  public ExecutorConnection accept(Connection connection) {
    return new ExecutorConnection(connection);
  }

  /** One executor's connection. */
  public final class ExecutorConnection implements ConnectionListener {
    private final Connection connection;
    private volatile ExecutorId executor;

    private ExecutorConnection(Connection connection) {
      this.connection = connection;
    }

    @Override
    public void onMessage(Connection from, byte[] payload) {
      listener.messageReceived(checked(codec.decode(FromExecutor.class, payload)));
    }

    @Override
    public CompletableFuture<byte[]> onRequest(Connection from, byte[] payload) {
      FromExecutor question = checked(codec.decode(FromExecutor.class, payload));
      if (question instanceof RegisterExecutor registration) {
        return CompletableFuture.completedFuture(codec.encode(register(registration)));
      }
      if (question instanceof Question<?> asked) {
        return listener.asked(asked).thenApply(codec::encode);
      }
      throw new DistaffException(
          ErrorCode.PROTOCOL_ERROR, question.getClass().getSimpleName() + " isn't a question");
    }

    private ExecutorAccepted register(RegisterExecutor registration) {
      String rack =
          admission
              .apply(registration)
              .orElseThrow(
                  () ->
                      new DistaffException(
                          ErrorCode.PROTOCOL_ERROR,
                          registration.executor()
                              + " isn't an executor that this driver waits for"));
      executor = registration.executor();
      log.debug("{} runs in {}", registration.executor(), registration.containerId());
      listener.executorRegistered(
          new RemoteExecutor(registration, rack, connection, ExecutorEndpoint.this::encode));
      return new ExecutorAccepted(epoch, settings);
    }

    private FromExecutor checked(FromExecutor message) {
      if (!message.epoch().equals(epoch)) {
        throw new DistaffException(
            ErrorCode.PROTOCOL_ERROR,
            message.executor()
                + " speaks to driver attempt "
                + message.epoch().number()
                + "; this is attempt "
                + epoch.number());
      }
      boolean registered = executor != null;
      if (registered == (message instanceof RegisterExecutor)
          || (registered && !message.executor().equals(executor))) {
        throw new DistaffException(
            ErrorCode.PROTOCOL_ERROR,
            message.getClass().getSimpleName()
                + " of "
                + message.executor()
                + " on the connection of "
                + executor);
      }
      return message;
    }

    @Override
    public void onClosed(Connection from) {
      ExecutorId lost = executor;
      if (lost != null) {
        listener.executorLost(
            lost,
            new ExecutorLoss(
                true, lost + " at " + from.remoteAddress() + " closed its connection"));
      }
    }
  }

  /** A registered executor at the other end of a connection. */
  private record RemoteExecutor(
      RegisterExecutor registration,
      String rack,
      Connection connection,
      Function<ControlMessage.ToExecutor, byte[]> encoder)
      implements ExecutorHandle {
    @Override
    public ExecutorId id() {
      return registration.executor();
    }

    @Override
    public String host() {
      return registration.host();
    }

    @Override
    public int blockPort() {
      return registration.blockPort();
    }

    @Override
    public int slots() {
      return registration.slots();
    }

    @Override
    public void send(ControlMessage.ToExecutor message) {
      connection.post(encoder.apply(message));
    }
  }
}
