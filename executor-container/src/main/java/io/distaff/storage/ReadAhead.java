package io.distaff.storage;

import io.distaff.error.DistaffException;
import java.io.IOException;
import java.security.PrivilegedExceptionAction;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * Threads that read from files into heap buffers while their tasks do other things; an executor has
 * a few. Each read runs as the user who asked for it. Thread-safe.
 */
public final class ReadAhead implements AutoCloseable {
  /** Between looks at whether the read was cancelled. */
  private static final int STEP_BYTES = 4 << 20;

  private static final long IDLE_SECONDS = 30;

  private final ThreadPoolExecutor threads;

  /** What to read, and the buffer that it goes to the front of. */
  public record Target(long position, byte[] buffer, int length) {}

  /**
   * @param numThreads that read at the same time
   */
  public ReadAhead(int numThreads) {
    AtomicInteger started = new AtomicInteger();
    this.threads =
        new ThreadPoolExecutor(
            numThreads,
            numThreads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            body -> {
              Thread thread = new Thread(body, "read-ahead-" + started.getAndIncrement());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Begins to read. Until {@link Read#await} or {@link Read#cancel} has returned, reader and
   * buffers belong to the read.
   */
  public Read start(RangeReader file, List<Target> targets) throws IOException {
    Read read = new Read(file, targets, UserGroupInformation.getCurrentUser());
    threads.execute(read::runInBackground);
    return read;
  }

  /** Ends the threads when what they read is read; nothing may be started any more. */
  @Override
  public void close() {
    threads.shutdown();
  }

  /** One read. Its methods are for the thread that started it. */
  public static final class Read {
    private enum State {
      WAITING,
      TAKEN,
      CANCELLED
    }

    private final RangeReader file;
    private final List<Target> targets;
    private final UserGroupInformation user;

    /** Whoever takes it runs it: a thread of the pool, or the one that waits for it. */
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean cancelled;

    /** Null when nothing went wrong; written before {@link #ended}. */
    private Throwable failure;

    private Read(RangeReader file, List<Target> targets, UserGroupInformation user) {
      this.file = file;
      this.targets = List.copyOf(targets);
      this.user = user;
    }

    private void runInBackground() {
      if (!state.compareAndSet(State.WAITING, State.TAKEN)) {
        return;
      }
      try {
        user.doAs(
            (PrivilegedExceptionAction<Void>)
                () -> {
                  readTargets();
                  return null;
                });
      } catch (Throwable e) {
        // For the one who waits.
        failure = e;
      } finally {
        ended.countDown();
      }
    }

    private void readTargets() throws IOException {
      for (Target target : targets) {
        for (int done = 0; done < target.length(); done += STEP_BYTES) {
          if (cancelled) {
            return;
          }
          int length = Math.min(STEP_BYTES, target.length() - done);
          file.readFully(target.position() + done, target.buffer(), done, length);
        }
      }
    }

    /** Returns when all is read; reads it here if no thread has begun to. */
    public void await() throws IOException {
      if (state.compareAndSet(State.WAITING, State.TAKEN)) {
        ended.countDown();
        readTargets();
        return;
      }
      awaitEnd();
      if (failure instanceof DistaffException known) {
        throw known;
      }
      if (failure != null) {
        throw new IOException(failure.getMessage(), failure);
      }
    }

    /** When this returns nothing is read any more, and the buffers hold anything. */
    public void cancel() {
      cancelled = true;
      if (!state.compareAndSet(State.WAITING, State.CANCELLED)) {
        awaitEnd();
      }
    }

    private void awaitEnd() {
      boolean interrupted = false;
      while (true) {
        try {
          ended.await();
          break;
        } catch (InterruptedException e) {
          // The buffers can't be left while they are written to.
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
