package io.distaff.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.config.DistaffConfig;
import io.distaff.error.DistaffException;
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

  @Test
  void anExecutorHasAtLeast256() {
    assertThat(executor(Map.of("distaff.executor.memory", "256"))).isEqualTo(256 + 384);
    assertThatThrownBy(() -> executor(Map.of("distaff.executor.memory", "255m")))
        .isInstanceOf(DistaffException.class)
        .hasMessageContainingAll("distaff.executor.memory", "255m", "less than 256m");
  }

  private static int executor(Map<String, String> settings) {
    return ContainerSize.ofExecutor(DistaffConfig.of(settings)).containerMebibytes();
  }
}
