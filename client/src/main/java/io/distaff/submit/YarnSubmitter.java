package io.distaff.submit;

import io.distaff.cluster.ClusterOptions;
import io.distaff.cluster.ContainerSize;
import io.distaff.cluster.yarn.JavaCommand;
import io.distaff.config.DistaffConfig;
import io.distaff.driver.ApplicationSpec;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.transport.TransportSecret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.io.DataOutputBuffer;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.yarn.api.protocolrecords.GetNewApplicationResponse;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationSubmissionContext;
import org.apache.hadoop.yarn.api.records.ContainerLaunchContext;
import org.apache.hadoop.yarn.api.records.LocalResource;
import org.apache.hadoop.yarn.api.records.LocalResourceType;
import org.apache.hadoop.yarn.api.records.LocalResourceVisibility;
import org.apache.hadoop.yarn.api.records.LogAggregationContext;
import org.apache.hadoop.yarn.api.records.NodeLabel;
import org.apache.hadoop.yarn.api.records.Priority;
import org.apache.hadoop.yarn.api.records.QueueInfo;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.api.records.URL;
import org.apache.hadoop.yarn.client.api.YarnClientApplication;
import org.apache.hadoop.yarn.exceptions.YarnException;

/**
 * Submits an application: checks what the cluster would refuse, puts the files in place, and asks
 * for the ApplicationMaster. Confined to one thread; when a signal ends the process, the exit
 * thread takes back what was done.
 */
public final class YarnSubmitter {
  private static final String APPLICATION_TYPE = "DISTAFF";
  private static final String DRIVER_MAIN = "io.distaff.driver.ApplicationMaster";

  private final HadoopCluster cluster;
  private final DistributionFiles distribution;
  private final Object lock = new Object();
  private boolean abandoned;

  public YarnSubmitter(HadoopCluster cluster, DistributionFiles distribution) {
    this.cluster = cluster;
    this.distribution = distribution;
  }

  /**
   * An application that YARN has taken.
   *
   * @param secret that its connections are authenticated with
   * @param runtimeUploaded whether the engine had to be uploaded first
   */
  public record Submitted(ApplicationId id, TransportSecret secret, boolean runtimeUploaded) {}

  /** Submits; when that fails, nothing is left behind. */
  public Submitted submit(Submission submission) {
    try {
      YarnClientApplication created = cluster.yarn().createApplication();
      GetNewApplicationResponse limits = created.getNewApplicationResponse();
      checkSizes(submission.config(), limits.getMaximumResourceCapability());
      checkQueue(submission.config().value(SubmitOptions.QUEUE));
      checkNodeLabel(submission.config());
      StagingDirectory staging =
          new StagingDirectory(cluster.fileSystem(), limits.getApplicationId().toString());
      ExitGuard guard = new ExitGuard(() -> abandon(limits.getApplicationId()));
      try {
        staging.create();
        return submit(submission, created.getApplicationSubmissionContext(), staging);
      } catch (RuntimeException | YarnException | IOException e) {
        staging.delete();
        throw e;
      } finally {
        guard.close();
      }
    } catch (YarnException | IOException e) {
      throw new DistaffException(
          ErrorCode.CLUSTER_REFUSED,
          "the cluster refused the application: " + RemoteError.reason(e),
          e);
    }
  }

  /** On the exit thread. */
  private void abandon(ApplicationId id) {
    synchronized (lock) {
      abandoned = true;
    }
    ApplicationMonitor.kill(cluster, id);
  }

  private Submitted submit(
      Submission submission, ApplicationSubmissionContext context, StagingDirectory staging)
      throws YarnException, IOException {
    DistaffConfig config = submission.config();
    String user = UserGroupInformation.getCurrentUser().getShortUserName();
    RuntimeArchive.Installed runtime =
        new RuntimeArchive(distribution)
            .install(cluster.fileSystem(), config.value(SubmitOptions.RUNTIME_DIRECTORY), user);
    Map<String, LocalResource> resources = new LinkedHashMap<>();
    resources.put(
        JavaCommand.RUNTIME_LINK,
        resource(runtime.file(), LocalResourceType.ARCHIVE, LocalResourceVisibility.PUBLIC));
    resources.put(
        JavaCommand.CONFIGURATION_LINK,
        resource(
            staging.writeArchive("hadoop-conf.zip", submission.hadoopConfiguration()),
            LocalResourceType.ARCHIVE,
            LocalResourceVisibility.APPLICATION));
    List<String> jarLinks = new ArrayList<>();
    for (java.nio.file.Path jar : submission.jars()) {
      String link = jar.getFileName().toString();
      jarLinks.add(link);
      resources.put(
          link,
          resource(staging.put(jar), LocalResourceType.FILE, LocalResourceVisibility.PRIVATE));
    }
    for (Submission.Linked file : submission.files()) {
      resources.put(
          file.link(),
          resource(
              staging.put(file.file()), LocalResourceType.FILE, LocalResourceVisibility.PRIVATE));
    }
    for (Submission.Linked archive : submission.archives()) {
      resources.put(
          archive.link(),
          resource(
              staging.put(archive.file()),
              LocalResourceType.ARCHIVE,
              LocalResourceVisibility.PRIVATE));
    }
    ApplicationSpec spec =
        new ApplicationSpec(
            submission.mode(),
            submission.name(),
            submission.mainClass(),
            jarLinks,
            submission.arguments(),
            config.settings(),
            runtime.layout(),
            staging.path(),
            containerFiles(resources));
    resources.put(
        ApplicationSpec.LINK,
        resource(
            staging.write(ApplicationSpec.LINK, spec.encode()),
            LocalResourceType.FILE,
            LocalResourceVisibility.APPLICATION));

    TransportSecret secret = TransportSecret.random();
    ContainerSize size = ContainerSize.ofDriver(config);
    JavaCommand command =
        new JavaCommand(
            DRIVER_MAIN,
            size.heapMebibytes(),
            runtime.layout(),
            compilation(submission.mode()),
            List.of(
                "-XX:+UseSerialGC",
                "-XX:MaxDirectMemorySize=" + Math.max(64, size.overheadMebibytes() / 3) + "m"),
            List.of());
    context.setAMContainerSpec(
        ContainerLaunchContext.newInstance(
            resources,
            environment(user, config),
            List.of(command.shellCommand()),
            null,
            tokens(secret),
            null));
    describe(context, submission, size);
    submission.lastCheck().run();
    synchronized (lock) {
      if (abandoned) {
        throw new DistaffException(ErrorCode.CANCELLED, "interrupted before the submission");
      }
      cluster.yarn().submitApplication(context);
    }
    return new Submitted(context.getApplicationId(), secret, runtime.uploaded());
  }

  /** Says of an application all but what runs in it. */
  static void describe(
      ApplicationSubmissionContext context, Submission submission, ContainerSize size) {
    DistaffConfig config = submission.config();
    context.setApplicationName(submission.name());
    context.setApplicationType(APPLICATION_TYPE);
    context.setQueue(config.value(SubmitOptions.QUEUE));
    context.setPriority(Priority.newInstance(config.value(SubmitOptions.PRIORITY)));
    context.setMaxAppAttempts(config.value(SubmitOptions.MAX_ATTEMPTS));
    context.setKeepContainersAcrossApplicationAttempts(true);
    context.setResource(Resource.newInstance(size.containerMebibytes(), size.vcores()));
    config.optional(SubmitOptions.NODE_LABEL).ifPresent(context::setNodeLabelExpression);
    Set<String> tags =
        config
            .value(SubmitOptions.TAGS)
            .lines()
            .flatMap(line -> java.util.Arrays.stream(line.split(",", -1)))
            .map(String::trim)
            .filter(tag -> !tag.isEmpty())
            .collect(Collectors.toCollection(TreeSet::new));
    context.setApplicationTags(tags);
    context.setLogAggregationContext(LogAggregationContext.newInstance(".*", "", ".*", ""));
  }

  private void checkSizes(DistaffConfig config, Resource largest) {
    checkSize(
        "the driver",
        ContainerSize.ofDriver(config),
        largest,
        "--driver-memory",
        ClusterOptions.DRIVER_MEMORY_OVERHEAD.key());
    checkSize(
        "an executor",
        ContainerSize.ofExecutor(config),
        largest,
        "--executor-memory",
        ClusterOptions.EXECUTOR_MEMORY_OVERHEAD.key());
  }

  private static void checkSize(
      String who, ContainerSize size, Resource largest, String memoryOption, String overheadKey) {
    if (size.containerMebibytes() > largest.getMemorySize()) {
      throw new DistaffException(
          ErrorCode.CLUSTER_REFUSED,
          "%s needs a container of %d MB (heap %d + overhead %d), but the cluster grants at most %d MB (yarn.scheduler.maximum-allocation-mb): lower %s or %s"
              .formatted(
                  who,
                  size.containerMebibytes(),
                  size.heapMebibytes(),
                  size.overheadMebibytes(),
                  largest.getMemorySize(),
                  memoryOption,
                  overheadKey));
    }
    if (size.vcores() > largest.getVirtualCores()) {
      throw new DistaffException(
          ErrorCode.CLUSTER_REFUSED,
          "%s needs %d virtual cores, but the cluster grants at most %d (yarn.scheduler.maximum-allocation-vcores): lower %s"
              .formatted(
                  who,
                  size.vcores(),
                  largest.getVirtualCores(),
                  who.equals("the driver")
                      ? ClusterOptions.DRIVER_CORES.key()
                      : "--executor-cores"));
    }
  }

  private void checkQueue(String queue) throws YarnException, IOException {
    QueueInfo found = queueInfo(queue);
    if (found == null) {
      String known =
          cluster.yarn().getAllQueues().stream()
              .map(QueueInfo::getQueueName)
              .sorted()
              .collect(Collectors.joining(", "));
      throw new DistaffException(
          ErrorCode.CLUSTER_REFUSED,
          "unknown queue '" + queue + "' (--queue); the cluster has: " + known);
    }
  }

  private QueueInfo queueInfo(String queue) throws IOException {
    try {
      return cluster.yarn().getQueueInfo(queue);
    } catch (YarnException e) {
      // How the capacity scheduler says that it doesn't know the queue.
      return null;
    }
  }

  /** The ResourceManager would refuse it too, but name neither the label nor the setting. */
  private void checkNodeLabel(DistaffConfig config) throws YarnException, IOException {
    String label = config.optional(SubmitOptions.NODE_LABEL).orElse("");
    if (label.isBlank()) {
      return;
    }
    List<String> known =
        cluster.yarn().getClusterNodeLabels().stream().map(NodeLabel::getName).sorted().toList();
    if (!known.contains(label)) {
      throw new DistaffException(
          ErrorCode.CLUSTER_REFUSED,
          "unknown node label '%s' (%s); the cluster has %s"
              .formatted(
                  label,
                  SubmitOptions.NODE_LABEL.key(),
                  known.isEmpty() ? "no node labels" : String.join(", ", known)));
    }
  }

  private static Map<String, String> environment(String user, DistaffConfig config) {
    Map<String, String> environment = new HashMap<>();
    environment.put("HADOOP_USER_NAME", user);
    config
        .optional(ClusterOptions.JAVA_HOME)
        .ifPresent(javaHome -> environment.put("JAVA_HOME", javaHome));
    return environment;
  }

  private static JavaCommand.Compilation compilation(ApplicationSpec.Mode mode) {
    return switch (mode) {
      case PROGRAM -> JavaCommand.Compilation.PROGRAM;
      case SESSION -> JavaCommand.Compilation.PLANS;
    };
  }

  private ByteBuffer tokens(TransportSecret secret) throws IOException {
    Credentials credentials =
        new Credentials(UserGroupInformation.getCurrentUser().getCredentials());
    if (UserGroupInformation.isSecurityEnabled()) {
      cluster.fileSystem().addDelegationTokens("yarn", credentials);
    }
    credentials.addSecretKey(new Text(TransportSecret.ALIAS), secret.toBytes());
    DataOutputBuffer out = new DataOutputBuffer();
    credentials.writeTokenStorageToStream(out);
    return ByteBuffer.wrap(out.getData(), 0, out.getLength());
  }

  private static List<ApplicationSpec.ContainerFile> containerFiles(
      Map<String, LocalResource> resources) {
    List<ApplicationSpec.ContainerFile> files = new ArrayList<>();
    resources.forEach(
        (link, resource) ->
            files.add(
                new ApplicationSpec.ContainerFile(
                    link,
                    url(resource.getResource()),
                    resource.getType() == LocalResourceType.ARCHIVE,
                    resource.getVisibility().name(),
                    resource.getSize(),
                    resource.getTimestamp())));
    return files;
  }

  private static String url(URL url) {
    try {
      return url.toPath().toString();
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException("made from a path: " + url, e);
    }
  }

  private static LocalResource resource(
      FileStatus file, LocalResourceType type, LocalResourceVisibility visibility) {
    return LocalResource.newInstance(
        URL.fromPath(file.getPath()), type, visibility, file.getLen(), file.getModificationTime());
  }
}
