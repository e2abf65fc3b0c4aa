package io.distaff.executor;

import io.distaff.codec.RecordCodec;
import io.distaff.config.DistaffConfig;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.ids.Epoch;
import io.distaff.ids.ExecutorId;
import io.distaff.memory.MemoryManager;
import io.distaff.memory.MemoryOptions;
import io.distaff.parquet.read.FooterCache;
import io.distaff.rpc.ControlMessage.ExecutorAccepted;
import io.distaff.rpc.ControlMessage.RegisterExecutor;
import io.distaff.rpc.ControlMessage.Shutdown;
import io.distaff.shuffle.ChunkFetcher;
import io.distaff.shuffle.ShuffleBlockServer;
import io.distaff.shuffle.ShuffleFiles;
import io.distaff.shuffle.ShufflePeers;
import io.distaff.storage.FileStore;
import io.distaff.storage.LocalDisks;
import io.distaff.transport.TransportClient;
import io.distaff.transport.TransportOptions;
import io.distaff.transport.TransportSecret;
import io.distaff.transport.TransportServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.UserGroupInformation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process of an executor in a YARN container; the composition root of the data plane. It lives
 * as long as its connection to the driver: exit code 0 when the driver says so or is gone, 1 when
 * it can't start, {@link #EXIT_UNREGISTERED} when it hangs before it has registered.
 *
 * <p>Arguments: {@code --driver HOST:PORT --executor NAME --epoch N --slots N --registration-millis
 * N}, the last of which is the time that it has to register. From YARN's environment: CONTAINER_ID,
 * NM_HOST and LOCAL_DIRS. The secret comes with the container's credentials.
 */
public final class ExecutorMain {
  private static final Logger log = LoggerFactory.getLogger(ExecutorMain.class);
  private static final Pattern COMMA = Pattern.compile(",");

  /** The exit status of an executor that ended itself because it hadn't registered in time. */
  public static final int EXIT_UNREGISTERED = 75;

  /** The file in the working directory that says that main() was reached. */
  public static final String STARTED_MARK = "tmp/started";

  /** The environment's variable for the links to the user's jars, with commas between them. */
  public static final String PROGRAM_JARS = "DISTAFF_PROGRAM_JARS";

  private static final long FOOTER_CACHE_BYTES = 32L << 20;

  private ExecutorMain() {}

  public static void main(String[] args) {
    int exitCode = 0;
    try {
      Files.write(Path.of(STARTED_MARK), new byte[0]);
      Map<String, String> arguments = arguments(args);
      RegistrationWatch watch =
          RegistrationWatch.start(
              arguments.get("--executor") + " with the driver at " + arguments.get("--driver"),
              Long.parseLong(arguments.get("--registration-millis")),
              System.err,
              () -> Runtime.getRuntime().halt(EXIT_UNREGISTERED));
      log.info("{}", ClassDataReport.ofThisProcess());
      run(arguments, System.getenv(), watch);
    } catch (Throwable e) {
      exitCode = 1;
      if (e instanceof DistaffException gone && gone.code() == ErrorCode.CONNECTION_LOST) {
        // As it is when the application needed no executor, or has ended meanwhile.
        log.warn("the executor ends, as the driver isn't there: {}", gone.getMessage());
      } else {
        log.error("the executor can't go on", e);
      }
    }
    // Threads of the Hadoop client must not keep the container.
    Runtime.getRuntime().halt(exitCode);
  }

  private static void run(
      Map<String, String> arguments, Map<String, String> environment, RegistrationWatch watch)
      throws IOException {
    Epoch epoch = new Epoch(Integer.parseInt(arguments.get("--epoch")));
    ExecutorId id = new ExecutorId(arguments.get("--executor"));
    int slots = Integer.parseInt(arguments.get("--slots"));
    String host = environment.getOrDefault("NM_HOST", InetAddress.getLocalHost().getHostName());
    LocalDisks disks = LocalDisks.ofContainer(environment, id.name());
    ClassLoader programClasses = programClasses(environment.getOrDefault(PROGRAM_JARS, ""));
    RecordCodec codec = RecordCodec.cbor();
    ShuffleFiles files = new ShuffleFiles(disks);
    ShuffleBlockServer blocks = new ShuffleBlockServer(files, codec);
    TransportSecret secret = secret();
    try (TransportServer server =
            new TransportServer(TransportOptions.defaults(), secret, connection -> blocks, blocks);
        TransportClient client = new TransportClient(TransportOptions.defaults(), secret)) {
      CompletableFuture<InetSocketAddress> blockAddress =
          CompletableFuture.supplyAsync(() -> server.bind(host, 0));
      CompletableFuture<FileStore> store =
          CompletableFuture.supplyAsync(() -> FileStore.open(Map.of()));
      ShufflePeers peers = new ShufflePeers(client);
      DriverClient driver =
          new DriverClient(
              client, address(arguments.get("--driver")), new ChunkFetcher(peers, codec));
      long heapBytes = Runtime.getRuntime().maxMemory();
      ExecutorAccepted accepted =
          driver.register(
              new RegisterExecutor(
                  epoch,
                  id,
                  environment.getOrDefault("CONTAINER_ID", id.name()),
                  host,
                  blockAddress.join().getPort(),
                  slots,
                  heapBytes));
      watch.registered();
      DistaffConfig config = DistaffConfig.of(accepted.settings());
      MemoryManager memory = MemoryOptions.manager(config, heapBytes);
      log.info(
          "{} on {}: {} slots, {} bytes for execution, blocks served at {}",
          id,
          host,
          slots,
          memory.poolBytes(),
          blockAddress.join());
      try (Executor executor =
          new Executor(
              new Executor.Identity(epoch, id, host, slots),
              new Executor.Resources(
                  config,
                  memory,
                  disks,
                  store.join(),
                  new FooterCache(FOOTER_CACHE_BYTES),
                  files,
                  peers,
                  () -> programClasses),
              driver,
              codec)) {
        blocks.alsoServe(executor.cache());
        blocks.alsoServe(executor.chunks());
        CompletableFuture<String> end =
            driver.closed().thenApply(nothing -> "the driver is gone").toCompletableFuture();
        driver.deliverTo(
            message -> {
              if (message instanceof Shutdown shutdown) {
                end.complete(shutdown.reason());
              } else {
                executor.handle(message);
              }
            });
        executor.start();
        log.info("{} ends: {}", id, end.join());
      }
    }
  }

  /** The classes of the user's jars, which lie in the working directory, over the engine's. */
  private static ClassLoader programClasses(String jars) throws IOException {
    List<URL> urls = new ArrayList<>();
    for (String jar : COMMA.split(jars, -1)) {
      if (!jar.isEmpty()) {
        urls.add(Path.of(jar).toUri().toURL());
      }
    }
    return new URLClassLoader(
        "program", urls.toArray(new URL[0]), ExecutorMain.class.getClassLoader());
  }

  private static InetSocketAddress address(String hostAndPort) {
    int colon = hostAndPort.lastIndexOf(':');
    return new InetSocketAddress(
        hostAndPort.substring(0, colon), Integer.parseInt(hostAndPort.substring(colon + 1)));
  }

  private static TransportSecret secret() throws IOException {
    byte[] secret =
        UserGroupInformation.getCurrentUser()
            .getCredentials()
            .getSecretKey(new Text(TransportSecret.ALIAS));
    if (secret == null) {
      throw new DistaffException(
          ErrorCode.AUTHENTICATION_FAILED,
          "the container's credentials hold no " + TransportSecret.ALIAS);
    }
    return TransportSecret.fromBytes(secret);
  }

  private static Map<String, String> arguments(String[] args) {
    Map<String, String> arguments = new HashMap<>();
    for (int i = 0; i + 1 < args.length; i += 2) {
      arguments.put(args[i], args[i + 1]);
    }
    for (String name :
        List.of("--driver", "--executor", "--epoch", "--slots", "--registration-millis")) {
      if (!arguments.containsKey(name)) {
        throw new DistaffException(ErrorCode.USAGE, "the executor needs " + name);
      }
    }
    return arguments;
  }
}
