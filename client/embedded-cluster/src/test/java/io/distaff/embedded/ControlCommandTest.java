package io.distaff.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.embedded.ControlCommand.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ControlCommandTest {
  @ParameterizedTest
  @CsvSource({
    "status, STATUS, 0",
    "stop, STOP, 0",
    "restart-resourcemanager, RESTART_RESOURCEMANAGER, 0",
    "stop-nodemanager 1, STOP_NODEMANAGER, 1",
    "freeze-nodemanager 0, FREEZE_NODEMANAGER, 0",
    "stop-datanode 12, STOP_DATANODE, 12",
    "restart-namenode, RESTART_NAMENODE, 0",
    "'  stop-datanode \t 3 ', STOP_DATANODE, 3",
  })
  void understandsEveryCommand(String line, Kind kind, int index) {
    assertThat(ControlCommand.parse(line)).isEqualTo(new ControlCommand(kind, index));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "halt", "STOP", "stop-node-manager 1"})
  void namesTheKnownCommandsWhenItDoesNotKnowOne(String line) {
    assertThatThrownBy(() -> ControlCommand.parse(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("known are status, stop, restart-resourcemanager");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stop-nodemanager",
        "stop-nodemanager -1",
        "stop-nodemanager x",
        "stop-nodemanager 1 2",
        "stop-nodemanager 99999999999",
      })
  void refusesAnIndexThatIsNone(String line) {
    assertThatThrownBy(() -> ControlCommand.parse(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("stop-nodemanager takes one number, counted from 0");
  }

  @Test
  void refusesAnIndexWhereThereIsNone() {
    assertThatThrownBy(() -> ControlCommand.parse("stop now"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("stop takes nothing after it");
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void errorsFitOnOneLine(Kind kind) {
    assertThatThrownBy(() -> ControlCommand.parse(kind.word() + " a b"))
        .hasMessageNotContaining("\n");
  }
}
