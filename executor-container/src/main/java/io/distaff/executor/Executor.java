package io.distaff.executor;

import io.distaff.broadcast.Broadcasts;
import io.distaff.broadcast.ChunkStore;
import io.distaff.cache.CacheStore;
import io.distaff.codec.RecordCodec;
import io.distaff.config.DistaffConfig;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.function.TaskScope;
import io.distaff.ids.AttemptId;
import io.distaff.ids.Epoch;
import io.distaff.ids.ExecutorId;
import io.distaff.ids.QueryId;
import io.distaff.ids.StageId;
import io.distaff.memory.MemoryManager;
import io.distaff.memory.MemoryOptions;
import io.distaff.memory.TaskMemory;
import io.distaff.metrics.Counter;
import io.distaff.metrics.TaskMetrics;
import io.distaff.operator.join.SharedBuilds;
import io.distaff.operator.sort.SortBounds;
import io.distaff.parquet.read.FooterCache;
import io.distaff.plan.PlanFragment;
import io.distaff.plan.ScanCondition;
import io.distaff.rpc.ControlMessage.CachedPartitionDropped;
import io.distaff.rpc.ControlMessage.CancelTask;
import io.distaff.rpc.ControlMessage.Heartbeat;
import io.distaff.rpc.ControlMessage.InstallFragment;
import io.distaff.rpc.ControlMessage.LaunchTask;
import io.distaff.rpc.ControlMessage.ReleaseBroadcast;
import io.distaff.rpc.ControlMessage.ReleaseCache;
import io.distaff.rpc.ControlMessage.ReleaseCachedPartition;
import io.distaff.rpc.ControlMessage.ReleaseQuery;
import io.distaff.rpc.ControlMessage.SetLogLevel;
import io.distaff.rpc.ControlMessage.TaskFailed;
import io.distaff.rpc.ControlMessage.TaskSucceeded;
import io.distaff.rpc.ControlMessage.ToExecutor;
import io.distaff.rpc.TaskProduct;
import io.distaff.shuffle.ChunkFetcher;
import io.distaff.shuffle.ShuffleFetchException;
import io.distaff.shuffle.ShuffleFiles;
import io.distaff.shuffle.ShufflePeers;
import io.distaff.storage.FileCache;
import io.distaff.storage.FileStore;
import io.distaff.storage.LocalDisks;
import io.distaff.storage.ReadAhead;
import io.distaff.task.TaskRequest;
import io.distaff.task.TaskRunner;
import io.distaff.task.TaskServices;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks for a driver: as many at once as it has slots, each on a thread of its own, until it
 * is closed. {@link #handle} takes what the driver says, on any thread, and never blocks.
 * Thread-safe.
 */
public final class Executor implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Executor.class);
  private static final long HEARTBEAT_MILLIS = 3_000;
  private static final int MAX_READ_AHEAD_THREADS = 4;
  private static final long CLOSING_SECONDS = 5;

  private final Identity identity;
  private final DriverChannel driver;
  private final MemoryManager memory;
  private final ShuffleFiles files;
  private final Broadcasts broadcasts;
  private final CacheStore cache;
  private final MapOutputCache outputs;
  private final SharedBuilds builds;
  private final SortBounds bounds = new SortBounds();
  private final RecordCodec codec;
  private final ReadAhead readAhead;
  private final TaskRunner runner;
  private final Supplier<ClassLoader> programClasses;
  private final ThreadPoolExecutor slots;
  private final ScheduledThreadPoolExecutor heartbeats;

  /** Deletes files, which may take long: whoever says that it should doesn't wait. */
  private final ExecutorService cleaning;

  private final Map<StageId, Installed> fragments = new ConcurrentHashMap<>();
  private final Map<AttemptId, RunningTask> running = new ConcurrentHashMap<>();

  /**
   * Who this executor is.
   *
   * @param host that other executors reach it at
   */
  public record Identity(Epoch epoch, ExecutorId id, String host, int slots) {}

  /**
   * What this executor works with.
   *
   * @param footers of files read lately; those of the driver too, where it is in its process
   * @param files what its map tasks write; the block server has them too
   * @param programClasses the classes of the user's program, as they are when a task begins
   */
  public record Resources(
      DistaffConfig config,
      MemoryManager memory,
      LocalDisks disks,
      FileStore store,
      FooterCache footers,
      ShuffleFiles files,
      ShufflePeers peers,
      Supplier<ClassLoader> programClasses) {}

  private static final class RunningTask {
    volatile boolean cancelled;
  }

  public Executor(Identity identity, Resources resources, DriverChannel driver, RecordCodec codec) {
    this.identity = identity;
    this.driver = driver;
    this.memory = resources.memory();
    this.files = resources.files();
    // Before the cache: chunks can be had from elsewhere, and give way first.
    this.broadcasts =
        new Broadcasts(
            new ChunkStore(memory, resources.disks()),
            new DriverChunks(identity.epoch(), identity.id(), driver),
            new ChunkFetcher(resources.peers(), codec),
            memory);
    this.cache =
        new CacheStore(
            memory,
            resources.disks(),
            attempt ->
                driver.send(new CachedPartitionDropped(identity.epoch(), identity.id(), attempt)));
    this.codec = codec;
    this.programClasses = resources.programClasses();
    this.readAhead = new ReadAhead(Math.min(identity.slots(), MAX_READ_AHEAD_THREADS));
    this.outputs = new MapOutputCache(identity.epoch(), identity.id(), driver);
    this.builds = new SharedBuilds(memory);
    this.runner =
        new TaskRunner(
            new TaskServices(
                resources.config(),
                identity.host(),
                builds,
                bounds,
                resources.disks(),
                resources.store().caching(new FileCache(memory, fileCacheBytes(resources))),
                resources.footers(),
                readAhead,
                resources.files(),
                cache,
                resources.peers(),
                outputs,
                codec));
    AtomicInteger threads = new AtomicInteger();
    this.slots =
        (ThreadPoolExecutor)
            Executors.newFixedThreadPool(
                identity.slots(), body -> daemon(body, "task-slot-" + threads.getAndIncrement()));
    this.heartbeats = new ScheduledThreadPoolExecutor(1, body -> daemon(body, "heartbeat"));
    this.cleaning =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            body -> daemon(body, "cleaning"),
            // Everything is deleted when the executor is closed.
            new ThreadPoolExecutor.DiscardPolicy());
  }

  private static long fileCacheBytes(Resources resources) {
    double fraction = resources.config().value(MemoryOptions.FILE_CACHE_FRACTION);
    return (long) (resources.memory().poolBytes() * fraction);
  }

  private static Thread daemon(Runnable body, String name) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Begins to tell the driver that this executor is alive. */
  public void start() {
    var unused =
        heartbeats.scheduleAtFixedRate(
            this::sendHeartbeat, 0, HEARTBEAT_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** The cached partitions here; for the block server, and for figures. */
  public CacheStore cache() {
    return cache;
  }

  /** The chunks of broadcasts here; for the block server, and for figures. */
  public ChunkStore chunks() {
    return broadcasts.chunks();
  }

  private void sendHeartbeat() {
    driver.send(
        new Heartbeat(
            identity.epoch(), identity.id(), memory.use(), List.copyOf(running.keySet())));
  }

  /** Does what the driver says; what another epoch's driver says is ignored. */
  public void handle(ToExecutor message) {
    if (!message.epoch().equals(identity.epoch())) {
      log.warn(
          "{} ignores {} of epoch {}",
          identity.id(),
          message.getClass().getSimpleName(),
          message.epoch().number());
      return;
    }
    if (message instanceof InstallFragment install) {
      fragments.put(install.stage(), new Installed(codec, install));
    } else if (message instanceof LaunchTask launch) {
      launch(launch);
    } else if (message instanceof CancelTask cancel) {
      cancel(cancel.attempt());
    } else if (message instanceof ReleaseQuery release) {
      release(release.query());
    } else if (message instanceof ReleaseCache release) {
      cleaning.execute(() -> cache.release(release.cache()));
    } else if (message instanceof ReleaseCachedPartition release) {
      cleaning.execute(() -> cache.release(release.attempt()));
    } else if (message instanceof ReleaseBroadcast release) {
      broadcasts.release(release.broadcast());
    } else if (message instanceof SetLogLevel set) {
      ProcessLog.setLevel(set.level());
    } else {
      throw new DistaffException(
          ErrorCode.PROTOCOL_ERROR,
          message.getClass().getSimpleName() + " isn't for a running executor");
    }
  }

  private void launch(LaunchTask launch) {
    RunningTask task = new RunningTask();
    if (running.putIfAbsent(launch.attempt(), task) == null) {
      slots.execute(() -> run(launch, task));
    }
  }

  private void cancel(AttemptId attempt) {
    RunningTask task = running.get(attempt);
    if (task != null) {
      task.cancelled = true;
    }
  }

  private void release(QueryId query) {
    fragments.keySet().removeIf(stage -> stage.query().equals(query));
    running.forEach(
        (attempt, task) -> {
          if (attempt.task().stage().query().equals(query)) {
            task.cancelled = true;
          }
        });
    builds.release(query);
    bounds.release(query);
    outputs.release(query);
    cleaning.execute(
        () -> {
          files.release(query);
          cache.release(query);
        });
  }

  private void run(LaunchTask launch, RunningTask task) {
    AttemptId attempt = launch.attempt();
    TaskMetrics metrics = new TaskMetrics();
    try {
      if (task.cancelled) {
        return;
      }
      Installed installed = fragments.get(attempt.task().stage());
      if (installed == null) {
        throw new DistaffException(ErrorCode.TASK_FAILED, "no plan was installed for " + attempt);
      }
      log.debug("{} started", attempt);
      Thread.currentThread().setContextClassLoader(programClasses.get());
      TaskRequest request =
          new TaskRequest(
              attempt,
              installed.fragment(),
              installed.conditions,
              launch.splits(),
              launch.generation(),
              () -> task.cancelled);
      TaskProduct product;
      List<TaskScope.Partial> accumulated;
      try (TaskMemory held = memory.startTask(attempt.toString());
          Broadcasts.Use used = broadcasts.use(held, () -> task.cancelled, metrics);
          TaskScope scope = TaskScope.open(used)) {
        product = runner.run(request, held, metrics);
        metrics.add(Counter.USER_FUNCTION_NANOS, scope.userNanos());
        accumulated = scope.partials();
      }
      // Before the message: a driver that has heard of the end may use slot and memory at once.
      running.remove(attempt, task);
      log.debug("{} finished", attempt);
      driver.send(
          new TaskSucceeded(
              identity.epoch(), identity.id(), attempt, metrics.snapshot(), product, accumulated));
    } catch (Throwable failure) {
      running.remove(attempt, task);
      if (!task.cancelled) {
        driver.send(failure(attempt, failure, metrics));
      }
    } finally {
      running.remove(attempt, task);
      if (task.cancelled) {
        files.release(attempt);
        cache.release(attempt);
      }
    }
  }

  private TaskFailed failure(AttemptId attempt, Throwable failure, TaskMetrics metrics) {
    DistaffException cause = DistaffException.of(failure, ErrorCode.TASK_FAILED);
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    AttemptId lost = failure instanceof ShuffleFetchException fetch ? fetch.lost() : null;
    log.debug("{} failed with {}", attempt, cause.code());
    return new TaskFailed(
        identity.epoch(),
        identity.id(),
        attempt,
        cause.code(),
        cause.getMessage(),
        trace.toString(),
        metrics.snapshot(),
        lost);
  }

  /** A fragment that is decoded when the first task wants it, on that task's thread. */
  private static final class Installed {
    final List<ScanCondition> conditions;
    private final RecordCodec codec;
    private byte[] bytes;
    private PlanFragment fragment;

    Installed(RecordCodec codec, InstallFragment install) {
      this.codec = codec;
      this.conditions = install.conditions();
      this.bytes = install.fragment();
    }

    synchronized PlanFragment fragment() {
      if (fragment == null) {
        fragment = PlanFragment.decode(codec, bytes);
        bytes = null;
      }
      return fragment;
    }
  }

  /**
   * Cancels what runs, waits a little for it, and deletes shuffle files, cached data and
   * broadcasts.
   */
  @Override
  public void close() {
    heartbeats.shutdownNow();
    running.values().forEach(task -> task.cancelled = true);
    slots.shutdown();
    cleaning.shutdown();
    try {
      if (!slots.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
        log.warn("{}: {} tasks still run", identity.id(), running.size());
      }
      if (!cleaning.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
        log.warn("{}: files are still being deleted", identity.id());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    readAhead.close();
    files.close();
    cache.close();
    broadcasts.close();
  }
}
