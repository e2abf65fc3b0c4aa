package io.distaff.cluster;

import io.distaff.ids.ExecutorId;
import io.distaff.rpc.ControlMessage;
import java.util.concurrent.CompletableFuture;

/**
 * Hears what becomes of executors and what they say. Called from any thread; must return at once.
 */
public interface ExecutorListener {
  /** An executor has registered and takes tasks. */
  void executorRegistered(ExecutorHandle executor);

  /** An executor is gone; may be told more than once. */
  void executorLost(ExecutorId executor, ExecutorLoss loss);

  /** An executor says something that needs no answer. */
  void messageReceived(ControlMessage.FromExecutor message);

  /** An executor asks something. Completes when there is an answer. */
  <A extends ControlMessage.ToExecutor> CompletableFuture<A> asked(
      ControlMessage.Question<A> question);

  /** The cluster can't give executors any more: queries that need them fail for this reason. */
  void clusterFailed(RuntimeException reason);
}
