package io.distaff.cluster.yarn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YarnTopologyTest {
  @Test
  void racksAreThoseOfTheHadoopConfiguration(@TempDir Path directory) throws Exception {
    Path table = directory.resolve("topology.table");
    Files.writeString(table, "10.9.8.1 /rack1\n10.9.8.2 /rack2\n");
    Configuration hadoop = new Configuration(false);
    hadoop.set("net.topology.node.switch.mapping.impl", "org.apache.hadoop.net.TableMapping");
    hadoop.set("net.topology.table.file.name", table.toString());
    YarnTopology topology = new YarnTopology(hadoop);
    assertThat(topology.racksOf(List.of("10.9.8.1", "10.9.8.2")))
        .isEqualTo(Map.of("10.9.8.1", "/rack1", "10.9.8.2", "/rack2"));
    Files.delete(table);
    assertThat(topology.racksOf(List.of("10.9.8.2", "10.9.8.3", "10.9.8.2")))
        .isEqualTo(Map.of("10.9.8.2", "/rack2", "10.9.8.3", "/default-rack"));
  }
}
