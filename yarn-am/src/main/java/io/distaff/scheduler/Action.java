package io.distaff.scheduler;

import io.distaff.cluster.ExecutorDemand;
import io.distaff.error.DistaffException;
import io.distaff.event.EngineEvent;
import io.distaff.function.TaskScope;
import io.distaff.ids.AttemptId;
import io.distaff.ids.ExecutorId;
import io.distaff.ids.QueryId;
import io.distaff.rpc.ControlMessage;
import java.util.List;

/** Everything that the scheduler's state can ask for. Closed family, immutable. */
sealed interface Action {
  void accept(Visitor visitor);

  /** One method an action. */
  interface Visitor {
    void visit(Send action);

    void visit(RequestExecutors action);

    void visit(ReleaseExecutor action);

    void visit(Answer action);

    void visit(Refuse action);

    void visit(Accumulate action);

    void visit(OfferResult action);

    void visit(WithdrawResult action);

    void visit(Complete action);

    void visit(Fail action);

    void visit(Forget action);

    void visit(Publish action);

    void visit(Wake action);
  }

  record Send(ExecutorId executor, ControlMessage.ToExecutor message) implements Action {
    @Override
    public void accept(Visitor visitor) {
      visitor.visit(this);
    }
  }

  record RequestExecutors(ExecutorDemand demand) implements Action {
    @Override
    public void accept(Visitor visitor) {
      visitor.visit(this);
    }
  }

  /** End an executor that is taken for lost, should it still run. */
  record ReleaseExecutor(ExecutorId executor) implements Action {
    @Override
    public void accept(Visitor visitor) {
      visitor.visit(this);
    }
  }

  /** A question of an executor's can be answered. */
  record Answer(long ticket, ControlMessage.ToExecutor answer) implements Action {
    @Override
    public void accept(Visitor visitor) {
      visitor.visit(this);
    }
  }

  /** A question of an executor's has no answer. */
  record Refuse(long ticket, DistaffException reason) implements Action {
    @Override
    public void accept(Visitor visitor) {
      visitor.visit(this);
    }
  }

  /** A task has added to accumulators; precedes the end of its query. */
  record Accumulate(List<TaskScope.Partial> partials) implements Action {
    @Override
    public void accept(Visitor visitor) {
      visitor.visit(this);
    }
  }

  /** A partition of the result can be read. */
  record OfferResult(QueryId query, ResultPart part) implements Action {
    @Override
    public void accept(Visitor visitor) {
      visitor.visit(this);
    }
  }

  /** A partition that was offered is gone; it will be offered again. */
  record WithdrawResult(QueryId query, AttemptId attempt) implements Action {
    @Override
    public void accept(Visitor visitor) {
      visitor.visit(this);
    }
  }

  /** Every task of the result stage has an output, or its reader wanted no more. */
  record Complete(QueryId query, QueryOutcome outcome) implements Action {
    @Override
    public void accept(Visitor visitor) {
      visitor.visit(this);
    }
  }

  /** The query has failed, or the rest of its result can't be had. */
  record Fail(QueryId query, DistaffException reason) implements Action {
    @Override
    public void accept(Visitor visitor) {
      visitor.visit(this);
    }
  }

  /** Nothing more will be said about the query. */
  record Forget(QueryId query) implements Action {
    @Override
    public void accept(Visitor visitor) {
      visitor.visit(this);
    }
  }

  record Publish(EngineEvent event) implements Action {
    @Override
    public void accept(Visitor visitor) {
      visitor.visit(this);
    }
  }

  /** Send {@link SchedulerEvent.WaitOver} after a delay. */
  record Wake(long delayMillis) implements Action {
    @Override
    public void accept(Visitor visitor) {
      visitor.visit(this);
    }
  }
}
