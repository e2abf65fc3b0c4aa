package io.distaff.cluster.yarn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.client.api.AMRMClient;
import org.apache.hadoop.yarn.client.api.AMRMClient.ContainerRequest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All in one class: YARN's resolver is configured once in a process. */
class YarnTopologyTest {
  private static final Resource RESOURCE = Resource.newInstance(1408, 1);

  @TempDir static Path directory;
  private static final Configuration hadoop = new Configuration(false);

  @BeforeAll
  static void configure() throws IOException {
    Path table = directory.resolve("topology.table");
    Files.writeString(table, "10.9.8.1 /rack1\n10.9.8.2 /rack2\n");
    hadoop.set("net.topology.node.switch.mapping.impl", "org.apache.hadoop.net.TableMapping");
    hadoop.set("net.topology.table.file.name", table.toString());
  }

  @Test
  void racksAreThoseOfTheHadoopConfiguration() {
    YarnTopology topology = new YarnTopology(hadoop);
    assertThat(topology.racksOf(List.of("10.9.8.1", "10.9.8.2")))
        .isEqualTo(Map.of("10.9.8.1", "/rack1", "10.9.8.2", "/rack2"));
    assertThat(topology.racksOf(List.of("10.9.8.2", "10.9.8.3", "10.9.8.2")))
        .isEqualTo(Map.of("10.9.8.2", "/rack2", "10.9.8.3", "/default-rack"));
  }

  /**
   * What the pool does to its requests, with YARN's own client: it refuses a mix that the
   * ResourceManager wouldn't understand, and keeps a table that must be empty at the end.
   */
  @Test
  void yarnsClientTakesRequestsWithAndWithoutHostsAndGivesThemUpAgain() {
    try (AMRMClient<ContainerRequest> client = AMRMClient.createAMRMClient()) {
      client.init(hadoop);
      ContainerRequest anywhere = request();
      ContainerRequest near = request("10.9.8.1");
      ContainerRequest nearEither = request("10.9.8.1", "10.9.8.2");
      List.of(anywhere, near, nearEither).forEach(client::addContainerRequest);
      assertThat(matching(client, "10.9.8.1")).containsExactlyInAnyOrder(near, nearEither);
      assertThat(matching(client, "/rack2")).containsExactly(nearEither);
      assertThat(matching(client, "*")).containsExactlyInAnyOrder(anywhere, near, nearEither);
      client.removeContainerRequest(near);
      assertThat(matching(client, "10.9.8.1")).containsExactly(nearEither);
      assertThat(matching(client, "/rack1")).containsExactly(nearEither);
      List.of(anywhere, nearEither).forEach(client::removeContainerRequest);
      for (String place : List.of("10.9.8.1", "10.9.8.2", "/rack1", "/rack2", "*")) {
        assertThat(matching(client, place)).as(place).isEmpty();
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static ContainerRequest request(String... hosts) {
    return new ContainerRequest(
        RESOURCE, hosts.length == 0 ? null : hosts, null, ContainerPool.PRIORITY, true);
  }

  private static List<ContainerRequest> matching(
      AMRMClient<ContainerRequest> client, String place) {
    return client.getMatchingRequests(ContainerPool.PRIORITY, place, RESOURCE).stream()
        .<ContainerRequest>flatMap(Collection::stream)
        .toList();
  }
}
