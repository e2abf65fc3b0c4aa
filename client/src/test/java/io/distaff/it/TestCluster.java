package io.distaff.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.distaff.cli.cluster.EmbeddedCluster;
import io.distaff.cli.cluster.EmbeddedClusterOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.exceptions.YarnException;

/**
 * An embedded cluster, and what can be asked of it behind Distaff's back. Tests that run one after
 * the other share it.
 */
final class TestCluster implements AutoCloseable {
  private final EmbeddedCluster cluster;
  private final boolean ours;
  private final FileSystem fileSystem;
  private final YarnClient yarn;
  private final ContainerMemory memory;
  private final TpchData tpch;

  private TestCluster(EmbeddedCluster cluster, boolean ours) {
    this.cluster = cluster;
    this.ours = ours;
    Configuration configuration = new YarnConfiguration();
    for (String name : List.of("core-site.xml", "hdfs-site.xml", "yarn-site.xml")) {
      configuration.addResource(
          new org.apache.hadoop.fs.Path(cluster.confDirectory().resolve(name).toUri()));
    }
    try {
      this.fileSystem = FileSystem.newInstance(configuration);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.yarn = YarnClient.createYarnClient();
    yarn.init(configuration);
    yarn.start();
    this.memory = new ContainerMemory(cluster.directory(), yarn);
    this.tpch = new TpchData(distaff(), fileSystem);
  }

  static TestCluster start() {
    String running = System.getProperty("distaff.it.cluster");
    if (running != null) {
      return new TestCluster(EmbeddedCluster.attach(Path.of(running)).orElseThrow(), false);
    }
    try {
      Path directory = Files.createTempDirectory("distaff-it-cluster");
      return new TestCluster(
          EmbeddedCluster.start(
              library(), directory, EmbeddedClusterOptions.defaults().withDeleteOnStop()),
          true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The jars of the embedded Hadoop. */
  static Path library() {
    return Path.of(System.getProperty("distaff.it.cluster.lib", "embedded-cluster/target/lib"))
        .toAbsolutePath();
  }

  /** The distribution of this build, with this cluster's HADOOP_CONF_DIR. */
  Distaff distaff() {
    return Distaff.ofThisBuild().withHadoop(cluster.confDirectory());
  }

  ContainerMemory memory() {
    return memory;
  }

  TpchData tpch() {
    return tpch;
  }

  /** Where the cluster's own files are. */
  Path directory() {
    return cluster.directory();
  }

  Path confDirectory() {
    return cluster.confDirectory();
  }

  FileSystem fileSystem() {
    return fileSystem;
  }

  /** The files below a directory with their lengths, sorted; none when there is no directory. */
  Set<String> files(String directory) {
    try {
      Set<String> files = new TreeSet<>();
      org.apache.hadoop.fs.Path root =
          fileSystem.makeQualified(new org.apache.hadoop.fs.Path(directory));
      if (!fileSystem.exists(root)) {
        return files;
      }
      RemoteIterator<LocatedFileStatus> entries = fileSystem.listFiles(root, true);
      while (entries.hasNext()) {
        LocatedFileStatus file = entries.next();
        files.add(root.toUri().relativize(file.getPath().toUri()) + " " + file.getLen());
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The user's own directory, of submitted files and of applications that run. */
  private org.apache.hadoop.fs.Path stagingBase() {
    return new org.apache.hadoop.fs.Path(fileSystem.getHomeDirectory(), ".distaff");
  }

  /** What submissions keep on HDFS for later ones, with lengths. */
  Set<String> uploads() {
    Set<String> uploads = files(stagingBase() + "/files");
    uploads.addAll(files("/tmp/distaff"));
    return uploads;
  }

  /**
   * Checks that no application runs, no JVM of one lives, no staging directory is on HDFS and no
   * shuffle file on the nodes' disks. What is ending gets a few seconds for it. Nor may any JVM
   * have been larger than its container.
   */
  void expectNothingLeft() {
    await()
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(
            () -> {
              assertThat(memory.tooLarge()).as("JVMs larger than their containers").isEmpty();
              assertThat(liveApplications()).as("applications").isEmpty();
              assertThat(ContainerProcess.ofCluster(directory())).as("containers").isEmpty();
              assertThat(stagingDirectories()).as("staging directories").isEmpty();
              assertThat(applicationCaches()).as("files on local disks").isEmpty();
            });
  }

  private List<String> stagingDirectories() {
    return names(stagingBase().toString()).stream().filter(name -> !name.equals("files")).toList();
  }

  /** What NodeManagers keep for applications: working directories, shuffle and spill files. */
  private List<Path> applicationCaches() throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> nodes = Files.newDirectoryStream(directory(), "nodemanager-*")) {
      for (Path node : nodes) {
        try (Stream<Path> files = Files.walk(node.resolve("local"), 4)) {
          files
              .filter(path -> path.getParent().endsWith("appcache"))
              .filter(Files::exists)
              .forEach(found::add);
        } catch (UncheckedIOException e) {
          // Deleted while it was looked at; the next look tells.
          found.add(node);
        }
      }
    }
    return found;
  }

  /** The names in a directory; none when there is no directory. */
  List<String> names(String directory) {
    try {
      org.apache.hadoop.fs.Path root = new org.apache.hadoop.fs.Path(directory);
      if (!fileSystem.exists(root)) {
        return List.of();
      }
      return Arrays.stream(fileSystem.listStatus(root))
          .map(status -> status.getPath().getName())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean exists(String path) {
    try {
      return fileSystem.exists(new org.apache.hadoop.fs.Path(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ApplicationReport report(String application) {
    try {
      return yarn.getApplicationReport(ApplicationId.fromString(application));
    } catch (IOException | YarnException e) {
      throw new IllegalStateException(application, e);
    }
  }

  /** Every application that the cluster has ever taken. */
  Set<String> applications() {
    return applications(EnumSet.allOf(YarnApplicationState.class));
  }

  /** The applications that have not ended. */
  Set<String> liveApplications() {
    return applications(
        EnumSet.complementOf(
            EnumSet.of(
                YarnApplicationState.FINISHED,
                YarnApplicationState.FAILED,
                YarnApplicationState.KILLED)));
  }

  private Set<String> applications(EnumSet<YarnApplicationState> states) {
    try {
      return yarn.getApplications(states).stream()
          .map(report -> report.getApplicationId().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException | YarnException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    memory.close();
    yarn.stop();
    fileSystem.close();
    if (ours) {
      cluster.close();
    }
  }
}
