package io.distaff.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** With what JDK 17 and 25 log. */
class ClassDataReportTest {
  private static final String MAPPED =
      "[0.017s][info][cds       ] Mapped dynamic region #0 at base 0x00007f8e73bc7000";

  @Test
  void anArchiveThatIsMappedIsInUse() {
    assertThat(ClassDataReport.of(List.of("[0.007s][info][cds] Opened archive a.jsa.", MAPPED)))
        .isEqualTo("the class-data archive is in use");
  }

  @Test
  void anArchiveForOtherJarsIsMappedAndThenRefused() {
    assertThat(
            ClassDataReport.of(
                List.of(
                    MAPPED,
                    "[0.011s][info][class,path] checking shared classpath entry: h.jar",
                    "[0.011s][info][cds       ] UseSharedSpaces: A jar file is not the one used"
                        + " while building the shared archive file: h.jar",
                    "[0.011s][warning][cds,dynamic] Unable to use shared archive. The top archive"
                        + " failed to load: distaff/distaff.jsa")))
        .startsWith("the class-data archive is not in use")
        .contains("A jar file is not the one used")
        .contains("h.jar")
        .doesNotContain("[")
        .doesNotContain("checking");
  }

  @Test
  void anotherJvmsArchiveIsNotMapped() {
    assertThat(
            ClassDataReport.of(
                List.of(
                    "[0.001s][warning][cds] Cannot handle shared archive file version 0xb. Must be"
                        + " at least 0xd.",
                    "[0.001s][error  ][cds] Not a valid shared archive file (distaff.jsa)")))
        .contains("not in use")
        .contains("version 0xb")
        .contains("Not a valid shared archive file");
  }

  @Test
  void silenceIsSaid() {
    assertThat(ClassDataReport.of(List.of())).endsWith("the JVM doesn't say why");
  }

  @Test
  void longReasonsAreCut() {
    assertThat(ClassDataReport.of(List.of("[info] classpath mismatch: " + "x".repeat(10_000))))
        .hasSizeLessThan(300);
  }
}
