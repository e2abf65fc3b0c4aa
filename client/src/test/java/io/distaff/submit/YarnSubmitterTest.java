package io.distaff.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.cluster.ContainerSize;
import io.distaff.config.DistaffConfig;
import io.distaff.driver.ApplicationSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.yarn.api.records.ApplicationSubmissionContext;
import org.apache.hadoop.yarn.util.Records;
import org.junit.jupiter.api.Test;

class YarnSubmitterTest {
  private static ApplicationSubmissionContext described(Map<String, String> settings) {
    DistaffConfig config = DistaffConfig.of(settings);
    Submission submission =
        new Submission(
            ApplicationSpec.Mode.SESSION,
            "nightly",
            null,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            config,
            Path.of("/conf"),
            Submission.NO_CHECK);
    ApplicationSubmissionContext context = Records.newRecord(ApplicationSubmissionContext.class);
    YarnSubmitter.describe(context, submission, ContainerSize.ofDriver(config));
    return context;
  }

  @Test
  void yarnIsToldAllThatTheSettingsSay() {
    ApplicationSubmissionContext context =
        described(
            Map.of(
                "distaff.yarn.queue", "etl",
                "distaff.yarn.priority", "7",
                "distaff.yarn.tags", " b, a,,b",
                "distaff.yarn.maxAttempts", "2",
                "distaff.yarn.nodeLabel", "ssd",
                "distaff.driver.memory", "2g",
                "distaff.driver.cores", "3"));
    assertThat(context.getApplicationName()).isEqualTo("nightly");
    assertThat(context.getApplicationType()).isEqualTo("DISTAFF");
    assertThat(context.getQueue()).isEqualTo("etl");
    assertThat(context.getPriority().getPriority()).isEqualTo(7);
    assertThat(context.getApplicationTags()).containsExactly("a", "b");
    assertThat(context.getMaxAppAttempts()).isEqualTo(2);
    assertThat(context.getKeepContainersAcrossApplicationAttempts()).isTrue();
    assertThat(context.getResource().getMemorySize()).isGreaterThan(2048);
    assertThat(context.getResource().getVirtualCores()).isEqualTo(3);
    assertThat(context.getLogAggregationContext().getRolledLogsIncludePattern()).isEqualTo(".*");
  }

  /** YARN gives every request for a container the application's label, unless it has its own. */
  @Test
  void theNodeLabelIsTheWholeApplications() {
    assertThat(described(Map.of("distaff.yarn.nodeLabel", "ssd")).getNodeLabelExpression())
        .isEqualTo("ssd");
    assertThat(described(Map.of()).getNodeLabelExpression()).isNull();
  }
}
