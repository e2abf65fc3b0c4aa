package io.distaff.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.config.ConfigOption.Scope;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionRegistryTest {
  private static final ConfigOption<Integer> CORES =
      ConfigOption.count("distaff.executor.cores", 1, 1, "Cores.", Scope.LAUNCH);
  private static final ConfigOption<DataSize> MEMORY =
      ConfigOption.size("distaff.executor.memory", "1g", "Memory.", Scope.LAUNCH);
  private final OptionRegistry registry =
      new OptionRegistry(List.of(List.of(CORES), List.of(MEMORY)));

  @Test
  void tellsEveryProblemAtOnce() {
    List<String> problems =
        registry.problems(
            Map.of(
                "distaff.executor.core",
                "2",
                "distaff.executor.memory",
                "lots",
                "distaff.executor.cores",
                "0"));
    assertThat(problems)
        .containsExactly(
            "unknown configuration key distaff.executor.core; did you mean distaff.executor.cores?",
            "distaff.executor.cores = '0': less than 1 (expected: count)",
            "distaff.executor.memory = 'lots': not a size such as 512m or 4g (expected: size)");
  }

  @Test
  void acceptsWhatIsRight() {
    registry.check(Map.of("distaff.executor.memory", "2g"));
    assertThat(DistaffConfig.of(Map.of("distaff.executor.memory", "2g")).value(MEMORY).mebibytes())
        .isEqualTo(2048);
    assertThat(DistaffConfig.empty().value(CORES)).isEqualTo(1);
  }

  @Test
  void anOptionIsDeclaredOnce() {
    assertThatThrownBy(() -> new OptionRegistry(List.of(List.of(CORES, CORES))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aMissingValueNamesTheKey() {
    ConfigOption<String> name = ConfigOption.text("distaff.app.name", null, "Name.", Scope.LAUNCH);
    assertThatThrownBy(() -> DistaffConfig.empty().value(name))
        .isInstanceOfSatisfying(
            DistaffException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION))
        .hasMessageContaining("--conf distaff.app.name=");
  }
}
