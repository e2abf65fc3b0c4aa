package io.distaff.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.storage.PartitionPath.Part;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionPathTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "2024", "a b", "a/b", "k=v", "100%", "%20", "10:30", "[x]{y}", "*?", "grüße 漢", "\t"
      })
  void aNameSaysWhatItWasMadeOf(String value) {
    String name = PartitionPath.name("co/l", value);
    assertThat(name).startsWith("co%2Fl=").doesNotContain("/", ":", "*", "?", "[", "{");
    assertThat(PartitionPath.parse(name)).contains(new Part("co/l", Optional.of(value)));
  }

  @Test
  void nullAndEmptyTextAreTheSame() {
    assertThat(PartitionPath.name("c", null)).isEqualTo("c=__HIVE_DEFAULT_PARTITION__");
    assertThat(PartitionPath.name("c", "")).isEqualTo("c=__HIVE_DEFAULT_PARTITION__");
    assertThat(PartitionPath.parse("c=__HIVE_DEFAULT_PARTITION__"))
        .contains(new Part("c", Optional.empty()));
    assertThat(PartitionPath.parse("c=")).contains(new Part("c", Optional.empty()));
  }

  @Test
  void noNameIsHidden() {
    String name = PartitionPath.name(".x.y", ".1");
    assertThat(name).isEqualTo("%2Ex.y=.1");
    assertThat(PartitionPath.parse(name)).contains(new Part(".x.y", Optional.of(".1")));
  }

  @Test
  void otherNamesAreNoPartitions() {
    assertThat(PartitionPath.parse("data")).isEmpty();
    assertThat(PartitionPath.parse("=1")).isEmpty();
    assertThat(PartitionPath.parse("c=50%")).contains(new Part("c", Optional.of("50%")));
  }
}
