package io.distaff.driver;

import io.distaff.broadcast.ChunkStore;
import io.distaff.cluster.ClusterOptions;
import io.distaff.cluster.ExecutorEndpoint;
import io.distaff.cluster.local.LocalExecutor;
import io.distaff.cluster.yarn.YarnBackend;
import io.distaff.codec.RecordCodec;
import io.distaff.config.DistaffConfig;
import io.distaff.config.OptionRegistry;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.executor.ClassDataReport;
import io.distaff.executor.Executor;
import io.distaff.ids.Epoch;
import io.distaff.ids.ExecutorId;
import io.distaff.memory.MemoryManager;
import io.distaff.memory.MemoryOptions;
import io.distaff.parquet.read.FooterCache;
import io.distaff.planner.Parallelism;
import io.distaff.planner.PlannerWarmUp;
import io.distaff.rpc.ControlCodec;
import io.distaff.rpc.ControlMessage.ApplicationFinished;
import io.distaff.rpc.ControlMessage.Milestone;
import io.distaff.scheduler.SchedulerOptions;
import io.distaff.shuffle.OutputHolder;
import io.distaff.shuffle.ShuffleBlockServer;
import io.distaff.shuffle.ShuffleFiles;
import io.distaff.shuffle.ShufflePeers;
import io.distaff.storage.FileStore;
import io.distaff.storage.LocalDisks;
import io.distaff.transport.ConnectionListener;
import io.distaff.transport.TransportClient;
import io.distaff.transport.TransportOptions;
import io.distaff.transport.TransportSecret;
import io.distaff.transport.TransportServer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.yarn.api.records.ContainerId;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process of the driver in a YARN container; the composition root of the control plane.
 *
 * <p>It opens its port, registers with the ResourceManager and asks for executors in the first
 * heartbeat; then it warms the planner while YARN allocates, and runs the user's main() or a
 * client's statements. At the end it tells YARN and the clients how it went, and deletes the
 * application's staging directory.
 */
public final class ApplicationMaster {
  private static final Logger log = LoggerFactory.getLogger(ApplicationMaster.class);

  /** How long a program that is over waits for a client that wants its output. */
  private static final long FOLLOWER_WAIT_MILLIS = 3_000;

  private static final long LAST_WORDS_SECONDS = 5;
  private static final int MAX_DIAGNOSTICS_CHARS = 8_000;

  /**
   * The part of the heap for results that come from executors, of which a block is held whole, for
   * chunks of broadcasts, which go to disk when results need their place, and for the driver's
   * slot.
   */
  private static final int DRIVER_MEMORY_DIVISOR = 4;

  /** The part of it that is the slot's alone, so that its tasks take nothing from results. */
  private static final int SLOT_MEMORY_DIVISOR = 4;

  private final ApplicationSpec spec;
  private final DistaffConfig config;
  private final ContainerId container;
  private final Epoch epoch;
  private final String host;
  private final TransportSecret secret;
  private final YarnBackend.Launch launch;
  private final long startMillis = System.currentTimeMillis();
  private final ControlCodec codec = new ControlCodec();
  private final SessionService session = new SessionService();
  private final ClientEndpoint clients = new ClientEndpoint(codec, session);
  private final AtomicBoolean ended = new AtomicBoolean();

  private ApplicationMaster(ApplicationSpec spec, Map<String, String> environment)
      throws IOException {
    this.spec = spec;
    this.config = DistaffConfig.of(spec.settings());
    this.container = ContainerId.fromString(environment.get("CONTAINER_ID"));
    this.epoch = new Epoch(container.getApplicationAttemptId().getAttemptId());
    this.host = environment.get("NM_HOST");
    Credentials own = UserGroupInformation.getCurrentUser().getCredentials();
    byte[] key = own.getSecretKey(new Text(TransportSecret.ALIAS));
    if (key == null) {
      throw new DistaffException(
          ErrorCode.AUTHENTICATION_FAILED,
          "the container's credentials hold no " + TransportSecret.ALIAS);
    }
    this.secret = TransportSecret.fromBytes(key);
    this.launch = ExecutorLaunchContext.of(spec, environment, own);
  }

  public static void main(String[] args) {
    int exitCode;
    try {
      ApplicationSpec spec =
          ApplicationSpec.decode(Files.readAllBytes(Path.of(ApplicationSpec.LINK)));
      log.info("{}", ClassDataReport.ofThisProcess());
      exitCode = new ApplicationMaster(spec, System.getenv()).run(System.getenv());
    } catch (Throwable e) {
      log.error("the driver can't go on", e);
      System.err.println("the driver can't go on: " + e);
      exitCode = 1;
    }
    // Threads of the user's program or of the Hadoop client must not keep the container.
    Runtime.getRuntime().halt(exitCode);
  }

  private int run(Map<String, String> environment) {
    long heapBytes = Runtime.getRuntime().maxMemory();
    long poolBytes = heapBytes / DRIVER_MEMORY_DIVISOR;
    boolean hasSlot = config.value(SchedulerOptions.DRIVER_SLOT_MAX_INPUT_SIZE).bytes() > 0;
    long slotBytes = hasSlot ? poolBytes / SLOT_MEMORY_DIVISOR : 0;
    MemoryManager memory = new MemoryManager(poolBytes - slotBytes);
    LocalDisks disks = LocalDisks.ofContainer(environment, "driver-" + epoch.number());
    ChunkStore chunks = new ChunkStore(memory, disks);
    FooterCache footers = new FooterCache(Driver.FOOTER_CACHE_BYTES);
    ShuffleFiles files = new ShuffleFiles(disks);
    ShuffleBlockServer blocks = new ShuffleBlockServer(OutputHolder.none(), RecordCodec.cbor());
    blocks.alsoServe(chunks);
    CompletableFuture<FileStore> store =
        CompletableFuture.supplyAsync(() -> FileStore.open(Map.of()));
    CompletableFuture<ExecutorEndpoint> executors = new CompletableFuture<>();
    try (TransportServer server =
            new TransportServer(
                TransportOptions.defaults(), secret, connection -> listener(executors), blocks);
        TransportClient client = new TransportClient(TransportOptions.defaults(), secret)) {
      InetSocketAddress address = server.bind(host, 0);
      YarnBackend backend =
          new YarnBackend(
              new YarnConfiguration(), config, epoch, host + ":" + address.getPort(), launch);
      String trackingUrl = trackingUrl(environment);
      ShufflePeers peers = new ShufflePeers(client);
      Driver driver =
          new Driver(
              new Driver.Environment(
                  container.getApplicationAttemptId().getApplicationId().toString(),
                  epoch,
                  new Parallelism(
                      config.value(ClusterOptions.EXECUTOR_INSTANCES),
                      config.value(ClusterOptions.EXECUTOR_CORES)),
                  store.join(),
                  footers,
                  backend,
                  new ShuffleResultFetcher(host, files, peers, memory),
                  chunks,
                  MemoryOptions.outsideBytes(heapBytes, poolBytes)),
              config,
              new OptionRegistry(EngineOptions.FAMILIES));
      driver.events().subscribe(clients);
      executors.complete(
          new ExecutorEndpoint(epoch, spec.settings(), codec, driver.scheduler(), backend::admit));
      backend.register(host, address.getPort(), trackingUrl);
      clients.reached(new Milestone("AM up", startMillis));
      driver.start(config.value(ClusterOptions.EXECUTOR_INSTANCES));
      Thread warmUp = warmPlanner();
      if (hasSlot) {
        offerSlot(
            driver,
            new Executor.Resources(
                config,
                new MemoryManager(slotBytes),
                disks,
                store.join(),
                footers,
                files,
                peers,
                ApplicationMaster.class::getClassLoader),
            chunks);
      }
      Thread earlyEnd = new Thread(() -> endEarly(driver, backend, trackingUrl), "early-end");
      Runtime.getRuntime().addShutdownHook(earlyEnd);
      session.start(driver::run, clients);
      Outcome outcome = runUserCode(driver);
      warmUp.interrupt();
      ended.set(true);
      finish(driver, backend, outcome, trackingUrl);
      return outcome.exitCode();
    }
  }

  /** A slot in this process, for as long as it lives. */
  private void offerSlot(Driver driver, Executor.Resources resources, ChunkStore chunks) {
    driver
        .scheduler()
        .executorRegistered(
            new LocalExecutor(
                new Executor.Identity(epoch, ExecutorId.DRIVER, host, 1),
                resources,
                driver.scheduler(),
                chunks));
  }

  private ConnectionListener listener(CompletableFuture<ExecutorEndpoint> executors) {
    // Nobody knows the port before the endpoint is there.
    return new DriverEndpoint(codec, executors.join(), clients);
  }

  /** How the user's code ended. */
  private record Outcome(int exitCode, String diagnostics) {
    static final Outcome SUCCESS = new Outcome(0, "");
  }

  private Outcome runUserCode(Driver driver) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    RunningDriver.set(driver);
    try {
      if (spec.mode() == ApplicationSpec.Mode.SESSION) {
        session.awaitEnd();
        return Outcome.SUCCESS;
      }
      System.setOut(ProgramStreams.tee(out, false, clients::printed));
      System.setErr(ProgramStreams.tee(err, true, clients::printed));
      UserApplicationRunner.run(
          spec.userJars().stream().map(Path::of).toList(), spec.mainClass(), spec.arguments());
      return Outcome.SUCCESS;
    } catch (DistaffException e) {
      log.error("the program failed", e);
      return new Outcome(1, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome(1, "the driver was interrupted");
    } finally {
      System.out.flush();
      System.err.flush();
      System.setOut(out);
      System.setErr(err);
      RunningDriver.clear(driver);
    }
  }

  private Thread warmPlanner() {
    Thread thread =
        new Thread(
            () -> {
              try {
                PlannerWarmUp.run();
              } catch (RuntimeException e) {
                // Queries are planned all the same, the first one more slowly.
                log.info("the planner's warm-up failed: {}", e.toString());
              }
            },
            "planner-warm-up");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void finish(Driver driver, YarnBackend backend, Outcome outcome, String trackingUrl) {
    awaitFollower();
    session.close();
    driver.events().close();
    clients.reached(new Milestone("done", System.currentTimeMillis()));
    boolean succeeded = outcome.exitCode() == 0;
    String diagnostics =
        outcome
            .diagnostics()
            .substring(0, Math.min(MAX_DIAGNOSTICS_CHARS, outcome.diagnostics().length()));
    deleteStaging();
    driver.releaseExecutors();
    backend.unregister(
        succeeded ? FinalApplicationStatus.SUCCEEDED : FinalApplicationStatus.FAILED,
        diagnostics,
        trackingUrl);
    try {
      var unused =
          clients
              .broadcast(new ApplicationFinished(outcome.exitCode(), diagnostics))
              .get(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      log.info("a client didn't take the last message: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    driver.close();
  }

  private void awaitFollower() {
    try {
      long waited = System.currentTimeMillis() - startMillis;
      boolean unused = clients.awaitFollower(Math.max(0, FOLLOWER_WAIT_MILLIS - waited));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void deleteStaging() {
    try {
      FileStore.open(Map.of()).delete(spec.stagingDirectory());
    } catch (DistaffException e) {
      log.warn("{}", e.getMessage());
    }
  }

  /**
   * The program has called System.exit, or YARN ends the container: says so before the process is
   * gone.
   */
  private void endEarly(Driver driver, YarnBackend backend, String trackingUrl) {
    if (ended.compareAndSet(false, true)) {
      driver.abortWrites();
      deleteStaging();
      backend.unregister(
          FinalApplicationStatus.FAILED,
          "the driver's process was ended from within (System.exit) or by a signal; a program"
              + " should return from main() instead",
          trackingUrl);
    }
  }

  /**
   * The log pages of this container, where the NodeManager shows them; else empty, and YARN shows
   * its own page.
   */
  private String trackingUrl(Map<String, String> environment) {
    int port = Integer.parseInt(environment.getOrDefault("NM_HTTP_PORT", "0"));
    return port <= 0
        ? ""
        : "http://"
            + host
            + ":"
            + port
            + "/node/containerlogs/"
            + container
            + "/"
            + environment.get("USER");
  }
}
