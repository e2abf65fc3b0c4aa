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
  void theWordsOfTheNodeManagerAroundStandardErrorAreLeftOut() {
    String copy =
        """
        [2026-11-29 22:15:02.843]Container exited with a non-zero exit code 142. Error file: prelaunch.err.
        Last 4096 bytes of prelaunch.err :
        Last 4096 bytes of stderr :
        waiting for a disk
        that doesn't answer

        """;
    assertThat(ContainerExit.tail("Exception from container-launch.\n" + copy + copy))
        .isEqualTo("waiting for a disk\nthat doesn't answer");
    assertThat(ContainerExit.tail("Exit code: 1\nLast 4096 bytes of stderr :\n"))
        .isEqualTo("Exit code: 1\nLast 4096 bytes of stderr :");
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
  void anExecutorWhoseMainWasNeverReachedShowsItsStandardError() {
    ExecutorLoss loss =
        ContainerExit.classify(StartWatch.EXIT_NOT_STARTED, "waiting for a disk", "executor-1.1");
    assertThat(loss.taskFault()).isTrue();
    assertThat(loss.message())
        .isEqualTo(
            """
            executor-1.1 was ended because its JVM did not come to main() in time:
            waiting for a disk\
            """);
  }

  @Test
  void exceedingMemoryNamesTheSetting() {
    assertThat(ContainerExit.classify(-104, "", "executor-1.1").message())
        .contains("distaff.executor.memoryOverhead");
  }
}
