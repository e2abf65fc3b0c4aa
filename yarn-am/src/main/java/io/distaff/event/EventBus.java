package io.distaff.event;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries events to listeners on a thread of its own, in the order of publication. Publishing never
 * waits: an event that finds the queue full is dropped and counted. A listener that throws loses
 * that event only; the others still hear it. Thread-safe.
 */
public final class EventBus implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EventBus.class);
  private static final int DEFAULT_CAPACITY = 1 << 16;
  private static final long POLL_MILLIS = 200;
  private static final long CLOSE_MILLIS = 5_000;

  private final BlockingQueue<EngineEvent> queue;
  private final List<Consumer<EngineEvent>> listeners = new CopyOnWriteArrayList<>();
  private final AtomicLong dropped = new AtomicLong();
  private final Thread thread;
  private volatile boolean closed;

  public EventBus() {
    this(DEFAULT_CAPACITY);
  }

  /**
   * @param capacity events that may wait
   */
  public EventBus(int capacity) {
    queue = new LinkedBlockingQueue<>(capacity);
    thread = new Thread(this::deliver, "distaff-events");
    thread.setDaemon(true);
    thread.start();
  }

  /** Adds a listener, called on the bus's thread with what is published from now on. */
  public void subscribe(Consumer<EngineEvent> listener) {
    listeners.add(listener);
  }

  public void unsubscribe(Consumer<EngineEvent> listener) {
    listeners.remove(listener);
  }

  /** Returns at once. */
  public void publish(EngineEvent event) {
    if (closed || !queue.offer(event)) {
      dropped.incrementAndGet();
    }
  }

  /** Events that no listener heard, because the queue was full or the bus closed. */
  public long droppedEvents() {
    return dropped.get();
  }

  private void deliver() {
    try {
      while (true) {
        EngineEvent event = queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        if (event != null) {
          listeners.forEach(listener -> tell(listener, event));
        } else if (closed) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void tell(Consumer<EngineEvent> listener, EngineEvent event) {
    try {
      listener.accept(event);
    } catch (RuntimeException e) {
      log.warn("an event listener failed on {}", event, e);
    }
  }

  /** Delivers what waits, then ends; gives up on listeners that take more than a few seconds. */
  @Override
  public void close() {
    closed = true;
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread.interrupt();
    if (dropped.get() > 0) {
      log.warn("{} events were dropped: listeners were too slow", dropped.get());
    }
  }
}
