package io.distaff.cluster.yarn;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.cluster.ExecutorLoss;
import io.distaff.executor.ExecutorMain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerExitTest {
  @ParameterizedTest
  @ValueSource(ints = {0, -100, -101, -102, -105, -106, -107})
  void whatTheClusterDidIsNotTheTasksFault(int status) {
    assertThat(ContainerExit.classify(status, "", "executor-1.1").taskFault()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 75, 134, 137, 143, -103, -104})
  void whatTheProcessDidMayBe(int status) {
    assertThat(ContainerExit.classify(status, "", "executor-1.1").taskFault()).isTrue();
  }

  @Test
  void aFailedProcessShowsTheEndOfItsStandardError() {
    ExecutorLoss loss =
        ContainerExit.classify(
            1, "Exception from container-launch\n\nlast words  \n", "executor-1.1 on node7");
    assertThat(loss.message())
        .isEqualTo(
            """
            executor-1.1 on node7 failed with exit status 1:
            Exception from container-launch
            last words\
            """);
  }

  @Test
  void anExecutorThatHungShowsWhatItWasDoing() {
    ExecutorLoss loss =
        ContainerExit.classify(
            ExecutorMain.EXIT_UNREGISTERED, "  at a.B.c(B.java:1)\ncan't register", "executor-1.1");
    assertThat(loss.message())
        .isEqualTo(
            """
            executor-1.1 ended itself because it had not registered with the driver in time:
              at a.B.c(B.java:1)
            can't register\
            """);
  }

  @Test
  void exceedingMemoryNamesTheSetting() {
    assertThat(ContainerExit.classify(-104, "", "executor-1.1").message())
        .contains("distaff.executor.memoryOverhead");
  }
}
