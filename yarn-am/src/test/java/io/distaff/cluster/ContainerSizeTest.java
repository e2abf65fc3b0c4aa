package io.distaff.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.config.DistaffConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContainerSizeTest {
  @Test
  void overheadIsATenthOfTheHeapButAtLeast384() {
    assertThat(executor(Map.of("distaff.executor.memory", "1g"))).isEqualTo(1024 + 384);
    assertThat(executor(Map.of("distaff.executor.memory", "8g"))).isEqualTo(8192 + 819);
    assertThat(executor(Map.of("distaff.executor.memory", "64g"))).isEqualTo(65536 + 6553);
  }

  @Test
  void overheadCanBeSet() {
    assertThat(
            executor(
                Map.of("distaff.executor.memory", "1g", "distaff.executor.memoryOverhead", "512")))
        .isEqualTo(1536);
  }

  private static int executor(Map<String, String> settings) {
    return ContainerSize.ofExecutor(DistaffConfig.of(settings)).containerMebibytes();
  }
}
