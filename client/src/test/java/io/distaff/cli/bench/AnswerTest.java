package io.distaff.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class AnswerTest {
  @Test
  void rowsInAnotherOrderAndNumbersThatAreWrittenOtherwiseAreTheSame() {
    Answer mine = answer("{\"a\":1,\"b\":\"x\"}", "{\"a\":2.50,\"b\":null}");
    Answer theirs = answer("{\"c0\":2.5,\"c1\":null}", "{\"c0\":1.0000000001,\"c1\":\"x\"}");
    assertThat(mine.differenceFrom(theirs)).isEmpty();
  }

  @Test
  void anotherValueIsADifference() {
    assertThat(answer("{\"a\":1}").differenceFrom(answer("{\"a\":1.1}")))
        .hasValue("[1.0] instead of [1.1]");
    assertThat(answer("{\"a\":\"x\"}").differenceFrom(answer("{\"a\":\"y\"}")))
        .hasValue("[x] instead of [y]");
    assertThat(answer("{\"a\":null}").differenceFrom(answer("{\"a\":0}"))).isPresent();
    assertThat(answer("{\"a\":1}").differenceFrom(answer("{\"a\":1,\"b\":2}"))).isPresent();
  }

  @Test
  void anotherNumberOfRowsIsADifference() {
    assertThat(answer("{\"a\":1}", "{\"a\":1}").differenceFrom(answer("{\"a\":1}")))
        .hasValue("2 rows instead of 1");
  }

  private static Answer answer(String... rows) {
    return new Answer(1, 0, List.of(rows));
  }
}
