package io.distaff.scheduler;

import io.distaff.cluster.ExecutorLoss;
import io.distaff.config.LogLevel;
import io.distaff.error.DistaffException;
import io.distaff.ids.AttemptId;
import io.distaff.ids.BroadcastId;
import io.distaff.ids.CacheId;
import io.distaff.ids.ExecutorId;
import io.distaff.ids.QueryId;
import io.distaff.planner.StageGraph;
import io.distaff.rpc.ControlMessage;
import java.util.List;
import java.util.Map;

/** Everything that the scheduler's state can be told. Closed family, immutable. */
sealed interface SchedulerEvent {
  void accept(Visitor visitor);

  /** One method an event. */
  interface Visitor {
    void visit(QuerySubmitted event);

    void visit(QueryCancelled event);

    void visit(ResultConsumed event);

    void visit(ResultLost event);

    void visit(ResultsClosed event);

    void visit(CacheReleased event);

    void visit(BroadcastMade event);

    void visit(BroadcastUnpersisted event);

    void visit(BroadcastDestroyed event);

    void visit(LogLevelSet event);

    void visit(ExecutorRegistered event);

    void visit(ExecutorGone event);

    void visit(MessageReceived event);

    void visit(Asked event);

    void visit(ClusterFailed event);

    void visit(HeartbeatsDue event);

    void visit(WaitOver event);
  }

  /**
   * A query is to run.
   *
   * @param fragments encoded, by stage
   * @param racks of the hosts that its tasks prefer
   */
  record QuerySubmitted(
      QueryId query, StageGraph graph, List<byte[]> fragments, Map<String, String> racks)
      implements SchedulerEvent {
    @Override
    public void accept(Visitor visitor) {
      visitor.visit(this);
    }
  }

  record QueryCancelled(QueryId query, DistaffException reason) implements SchedulerEvent {
    @Override
    public void accept(Visitor visitor) {
      visitor.visit(this);
    }
  }

  /** The reader has all rows of a result partition: its executor may go. */
  record ResultConsumed(AttemptId attempt) implements SchedulerEvent {
    @Override
    public void accept(Visitor visitor) {
      visitor.visit(this);
    }
  }

  /** The reader couldn't fetch a result partition. */
  record ResultLost(AttemptId attempt, String message) implements SchedulerEvent {
    @Override
    public void accept(Visitor visitor) {
      visitor.visit(this);
    }
  }

  /** The reader wants no more rows. */
  record ResultsClosed(QueryId query) implements SchedulerEvent {
    @Override
    public void accept(Visitor visitor) {
      visitor.visit(this);
    }
  }

  /** A data set is uncached. */
  record CacheReleased(CacheId cache) implements SchedulerEvent {
    @Override
    public void accept(Visitor visitor) {
      visitor.visit(this);
    }
  }

  /** The driver has a value for executors. */
  record BroadcastMade(BroadcastId broadcast, int numChunks) implements SchedulerEvent {
    @Override
    public void accept(Visitor visitor) {
      visitor.visit(this);
    }
  }

  /** Executors are to drop a value that the driver keeps. */
  record BroadcastUnpersisted(BroadcastId broadcast) implements SchedulerEvent {
    @Override
    public void accept(Visitor visitor) {
      visitor.visit(this);
    }
  }

  /** Nobody may have a value any more. */
  record BroadcastDestroyed(BroadcastId broadcast) implements SchedulerEvent {
    @Override
    public void accept(Visitor visitor) {
      visitor.visit(this);
    }
  }

  /** Executors, also those to come, are to log so much. */
  record LogLevelSet(LogLevel level) implements SchedulerEvent {
    @Override
    public void accept(Visitor visitor) {
      visitor.visit(this);
    }
  }

  record ExecutorRegistered(ExecutorId executor, String host, int blockPort, String rack, int slots)
      implements SchedulerEvent {
    @Override
    public void accept(Visitor visitor) {
      visitor.visit(this);
    }
  }

  record ExecutorGone(ExecutorId executor, ExecutorLoss loss) implements SchedulerEvent {
    @Override
    public void accept(Visitor visitor) {
      visitor.visit(this);
    }
  }

  record MessageReceived(ControlMessage.FromExecutor message) implements SchedulerEvent {
    @Override
    public void accept(Visitor visitor) {
      visitor.visit(this);
    }
  }

  /**
   * An executor asks something.
   *
   * @param ticket names the question in the answer
   */
  record Asked(long ticket, ControlMessage.Question<?> question) implements SchedulerEvent {
    @Override
    public void accept(Visitor visitor) {
      visitor.visit(this);
    }
  }

  record ClusterFailed(DistaffException reason) implements SchedulerEvent {
    @Override
    public void accept(Visitor visitor) {
      visitor.visit(this);
    }
  }

  /** Time to look for executors that have gone silent; comes regularly. */
  record HeartbeatsDue() implements SchedulerEvent {
    @Override
    public void accept(Visitor visitor) {
      visitor.visit(this);
    }
  }

  /** The time that an {@link Action.Wake} named has come. */
  record WaitOver() implements SchedulerEvent {
    @Override
    public void accept(Visitor visitor) {
      visitor.visit(this);
    }
  }
}
