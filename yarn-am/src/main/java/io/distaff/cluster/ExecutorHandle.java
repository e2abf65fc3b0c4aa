package io.distaff.cluster;

import io.distaff.error.DistaffException;
import io.distaff.ids.ExecutorId;
import io.distaff.rpc.ControlMessage;

/** A live, registered executor. Thread-safe. */
public interface ExecutorHandle {
  ExecutorId id();

  /** The host that its blocks are served from, and that locality hints name. */
  String host();

  int blockPort();

  /** The rack of the host; {@link Topology#DEFAULT_RACK} when unknown. */
  String rack();

  /** Tasks at once. */
  int slots();

  /**
   * Sends without waiting; messages to one executor keep their order. A lost connection is told to
   * the listener, not thrown.
   *
   * @throws DistaffException LIMIT_EXCEEDED when the message is too long to be sent: then nothing
   *     was, and the executor is as it was
   */
  void send(ControlMessage.ToExecutor message);
}
