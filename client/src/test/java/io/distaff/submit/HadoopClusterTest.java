package io.distaff.submit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HadoopClusterTest {
  @TempDir Path directory;

  @Test
  void aRefusedConnectionIsReportedForWhatItIs() throws IOException {
    String address;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      address = "127.0.0.1:" + closed.getLocalPort();
    }
    write("core-site.xml", "fs.defaultFS", "file:///");
    write("yarn-site.xml", "yarn.resourcemanager.address", address);
    // Not as an answer that didn't come in time: the attempts have ended before.
    assertThatThrownBy(() -> HadoopCluster.connect(directory))
        .isInstanceOf(DistaffException.class)
        .hasMessageContainingAll("can't reach the ResourceManager", address, "refused");
  }

  private void write(String file, String key, String value) throws IOException {
    Files.writeString(
        directory.resolve(file),
        "<configuration><property><name>%s</name><value>%s</value></property></configuration>"
            .formatted(key, value));
  }
}
