package io.distaff.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code distaff quickstart} and {@code distaff cluster}, with a cluster of this test's own. */
class ClusterCommandIT {
  @TempDir Path directory;
  private Path clusterDirectory;
  private Distaff distaff;

  @BeforeEach
  void pretendASourceCheckout() throws IOException {
    Path target = directory.resolve("source/client/embedded-cluster/target");
    Files.createDirectories(target);
    var unused = Files.createSymbolicLink(target.resolve("lib"), TestCluster.library());
    distaff =
        Distaff.ofThisBuild()
            .with("DISTAFF_JAVA_OPTS", "-Ddistaff.source=" + directory.resolve("source"));
    clusterDirectory = directory.resolve("cluster");
  }

  @AfterEach
  void stopTheCluster() {
    var unused = cluster("stop").expectExit(0);
  }

  private DistaffProcess.Ended cluster(String action) {
    return distaff.run("cluster", action, "--dir", clusterDirectory.toString(), "--nodes", "1");
  }

  @Test
  void aClusterIsStartedFoundUsedAndStopped() throws IOException {
    DistaffProcess.Ended quickstart =
        distaff
            .run("quickstart", "--scale", "0.01", "--keep", "--dir", clusterDirectory.toString())
            .expectExit(0);
    String conf = clusterDirectory.resolve("conf").toString();
    assertThat(quickstart.out())
        .contains("TPC-H Q1:", "TPC-H Q3:", "TPC-H Q6:", "rows read back:", "tracking URL: http")
        .contains("export HADOOP_CONF_DIR=" + conf);

    DistaffProcess.Ended status = cluster("status").expectExit(0);
    assertThat(status.out())
        .contains(conf, "resourcemanager=running", "nodemanagers=running,running");
    ProcessHandle process = ProcessHandle.of(pid(status)).orElseThrow();
    assertThat(cluster("start").expectExit(2).err()).contains("already runs in");

    var unused = cluster("stop").expectExit(0);
    assertThat(process.isAlive()).isFalse();
    assertThat(ContainerProcess.ofCluster(clusterDirectory)).isEmpty();
    assertThat(cluster("status").expectExit(1).err()).contains("no cluster runs in");

    assertThat(cluster("start").expectExit(0).out()).isEqualTo(conf + "\n");
    assertThat(cluster("status").expectExit(0).out()).contains("nodemanagers=running\n");
    Configuration configuration = new Configuration();
    configuration.addResource(
        new org.apache.hadoop.fs.Path(Path.of(conf, "core-site.xml").toUri()));
    try (FileSystem anyClient = FileSystem.newInstance(configuration)) {
      assertThat(
              anyClient.exists(
                  new org.apache.hadoop.fs.Path("/distaff-quickstart/lineitem/_SUCCESS")))
          .isTrue();
    }
  }

  private static long pid(DistaffProcess.Ended status) {
    return status
        .out()
        .lines()
        .filter(line -> line.startsWith("process:"))
        .mapToLong(line -> Long.parseLong(line.substring("process:".length()).strip()))
        .findFirst()
        .orElseThrow();
  }
}
