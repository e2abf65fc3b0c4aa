package io.distaff.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HadoopClusterTest {
  @TempDir Path directory;

  @Test
  void aRefusedConnectionIsReportedSoon() throws IOException {
    String address;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      address = "127.0.0.1:" + closed.getLocalPort();
    }
    write("core-site.xml", "fs.defaultFS", "file:///");
    write("yarn-site.xml", "yarn.resourcemanager.address", address);
    long startNanos = System.nanoTime();
    assertThatThrownBy(() -> HadoopCluster.connect(directory))
        .isInstanceOf(DistaffException.class)
        .hasMessageContainingAll("can't reach the ResourceManager", address, "refused");
    assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isLessThan(Duration.ofSeconds(9));
  }

  private void write(String file, String key, String value) throws IOException {
    Files.writeString(
        directory.resolve(file),
        "<configuration><property><name>%s</name><value>%s</value></property></configuration>"
            .formatted(key, value));
  }
}
