package io.distaff.driver;

import io.distaff.event.EngineEvent;
import io.distaff.event.EngineEvent.TaskEnd;
import io.distaff.ids.QueryId;
import io.distaff.rpc.ControlCodec;
import io.distaff.rpc.ControlMessage.CancelStatement;
import io.distaff.rpc.ControlMessage.CloseSession;
import io.distaff.rpc.ControlMessage.ExecuteStatement;
import io.distaff.rpc.ControlMessage.FollowApplication;
import io.distaff.rpc.ControlMessage.FromClient;
import io.distaff.rpc.ControlMessage.Milestone;
import io.distaff.rpc.ControlMessage.ProgramOutput;
import io.distaff.rpc.ControlMessage.Progress;
import io.distaff.rpc.ControlMessage.RowsTaken;
import io.distaff.rpc.ControlMessage.ToClient;
import io.distaff.transport.Connection;
import io.distaff.transport.ConnectionListener;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The driver's talk with clients: those that follow the application get its output, milestones and
 * progress; what happened before the first one came is kept, output up to a bound. Thread-safe by
 * its monitor; sends never block.
 */
final class ClientEndpoint implements Consumer<EngineEvent> {
  private static final int MAX_KEPT_OUTPUT_BYTES = 1 << 20;

  private final ControlCodec codec;
  private final SessionHandler session;
  private final List<Connection> followers = new ArrayList<>();
  private final CountDownLatch followed = new CountDownLatch(1);
  private final ArrayDeque<ProgramOutput> keptOutput = new ArrayDeque<>();
  private int keptOutputBytes;
  private final List<Milestone> milestones = new ArrayList<>();
  private final Map<QueryId, QueryProgress> queries = new LinkedHashMap<>();
  private int executors;

  /** What clients may ask of a session application. Called on event loops; must not block. */
  interface SessionHandler {
    void execute(Connection client, ExecuteStatement statement);

    void cancel(CancelStatement statement);

    void taken(RowsTaken rows);

    /** The client has closed the session, or is gone. */
    void sessionEnded();
  }

  private static final class QueryProgress {
    int stages;
    int stagesDone;
    int tasks;
    int tasksDone;
  }

  ClientEndpoint(ControlCodec codec, SessionHandler session) {
    this.codec = codec;
    this.session = session;
  }

  ConnectionListener accept(Connection connection) {
    return new ClientConnection();
  }

  private final class ClientConnection implements ConnectionListener {
    @Override
    public void onMessage(Connection client, byte[] payload) {
      FromClient message = codec.decode(FromClient.class, payload);
      if (message instanceof FollowApplication) {
        follow(client);
      } else if (message instanceof ExecuteStatement statement) {
        session.execute(client, statement);
      } else if (message instanceof CancelStatement cancel) {
        session.cancel(cancel);
      } else if (message instanceof RowsTaken rows) {
        session.taken(rows);
      } else if (message instanceof CloseSession) {
        session.sessionEnded();
      }
    }

    @Override
    public void onClosed(Connection client) {
      synchronized (ClientEndpoint.this) {
        if (!followers.remove(client)) {
          return;
        }
      }
      session.sessionEnded();
    }
  }

  private synchronized void follow(Connection client) {
    followers.add(client);
    milestones.forEach(milestone -> tell(client, milestone));
    keptOutput.forEach(output -> tell(client, output));
    keptOutput.clear();
    keptOutputBytes = 0;
    followed.countDown();
  }

  /** Waits for a first follower; false when none comes in time. */
  boolean awaitFollower(long timeoutMillis) throws InterruptedException {
    return followed.await(timeoutMillis, TimeUnit.MILLISECONDS);
  }

  /** What the program printed. */
  synchronized void printed(ProgramOutput output) {
    if (!followers.isEmpty()) {
      tellAll(output);
      return;
    }
    keptOutput.add(output);
    keptOutputBytes += output.bytes().length;
    while (keptOutputBytes > MAX_KEPT_OUTPUT_BYTES) {
      keptOutputBytes -= keptOutput.remove().bytes().length;
    }
  }

  synchronized void reached(Milestone milestone) {
    milestones.add(milestone);
    tellAll(milestone);
  }

  @Override
  public synchronized void accept(EngineEvent event) {
    if (event instanceof EngineEvent.Milestone milestone) {
      reached(new Milestone(milestone.name(), milestone.atMillis()));
    } else if (event instanceof EngineEvent.ExecutorAdded) {
      executors++;
    } else if (event instanceof EngineEvent.ExecutorLost) {
      executors--;
    } else if (event instanceof EngineEvent.QueryStarted started) {
      QueryProgress query = new QueryProgress();
      query.stages = started.stages();
      query.tasks = started.tasks();
      queries.put(started.query(), query);
      progressed(started.query(), begun -> {});
    } else if (event instanceof EngineEvent.TaskEnded ended && ended.end() == TaskEnd.SUCCEEDED) {
      progressed(ended.attempt().task().stage().query(), query -> query.tasksDone++);
    } else if (event instanceof EngineEvent.StageFinished finished) {
      progressed(finished.stage().query(), query -> query.stagesDone++);
    } else if (event instanceof EngineEvent.QueryFinished finished) {
      queries.remove(finished.query());
    }
  }

  /** Nothing, for a query that has finished: an attempt may end after it. */
  private void progressed(QueryId id, Consumer<QueryProgress> step) {
    QueryProgress query = queries.get(id);
    if (query == null) {
      return;
    }
    step.accept(query);
    tellAll(
        new Progress(id, query.stagesDone, query.stages, query.tasksDone, query.tasks, executors));
  }

  /** Sends to every follower; completes when all of it has gone out. */
  synchronized CompletableFuture<?> broadcast(ToClient message) {
    return CompletableFuture.allOf(
        followers.stream()
            .map(client -> send(client, message))
            .toArray(CompletableFuture<?>[]::new));
  }

  private void tellAll(ToClient message) {
    followers.forEach(client -> tell(client, message));
  }

  /** As {@link #send}, for what a client that is gone can do without: its end is seen elsewhere. */
  void tell(Connection client, ToClient message) {
    var unused = send(client, message);
  }

  CompletableFuture<Void> send(Connection client, ToClient message) {
    return client.send(codec.encode(message));
  }
}
