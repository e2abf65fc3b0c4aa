package io.distaff.scheduler;

import io.distaff.event.EngineEvent;
import io.distaff.ids.ExecutorId;
import io.distaff.rpc.ControlMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * Gathers what the state asks for while it handles one event, and knows the time of that event.
 * Confined to the scheduler's loop.
 */
final class Outbox {
  private List<Action> actions = new ArrayList<>();
  private long nowMillis;

  void begin(long eventMillis) {
    nowMillis = eventMillis;
  }

  long nowMillis() {
    return nowMillis;
  }

  void add(Action action) {
    actions.add(action);
  }

  void send(ExecutorId executor, ControlMessage.ToExecutor message) {
    actions.add(new Action.Send(executor, message));
  }

  void publish(EngineEvent event) {
    actions.add(new Action.Publish(event));
  }

  List<Action> drain() {
    List<Action> drained = actions;
    actions = new ArrayList<>();
    return drained;
  }
}
