package io.distaff.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommonTypeTest {
  private static final List<DataType> TYPES =
      List.of(
          DataType.NULL,
          DataType.BOOLEAN,
          DataType.TINYINT,
          DataType.BIGINT,
          DataType.decimal(5, 2),
          DataType.FLOAT,
          DataType.DOUBLE,
          DataType.DATE,
          DataType.TIMESTAMP,
          DataType.TIMESTAMP_LOCAL,
          DataType.STRING,
          DataType.BINARY,
          new ArrayType(DataType.INT),
          new ArrayType(DataType.STRING));

  @Test
  void ofAnyTwoTypesIsTheSameBothWaysAndTakesBoth() {
    for (DataType a : TYPES) {
      assertThat(CommonType.of(a, a)).contains(a);
      for (DataType b : TYPES) {
        Optional<DataType> common = CommonType.of(a, b);
        assertThat(CommonType.of(b, a)).as("%s and %s", a, b).isEqualTo(common);
        common.ifPresent(
            type -> assertThat(Widening.costToCommon(a, type)).as("%s to %s", a, type).isPresent());
      }
    }
  }

  @Test
  void textBecomesTheOtherType() {
    assertThat(CommonType.of(DataType.STRING, DataType.TINYINT)).contains(DataType.BIGINT);
    assertThat(CommonType.of(DataType.STRING, DataType.decimal(5, 2))).contains(DataType.DOUBLE);
    assertThat(CommonType.of(DataType.STRING, DataType.DATE)).contains(DataType.DATE);
    assertThat(CommonType.of(DataType.STRING, DataType.BOOLEAN)).contains(DataType.BOOLEAN);
    assertThat(CommonType.of(new ArrayType(DataType.STRING), new ArrayType(DataType.INT)))
        .contains(new ArrayType(DataType.BIGINT));
    assertThat(CommonType.of(new ArrayType(DataType.STRING), DataType.STRING)).isEmpty();
  }

  @Test
  void whatIsLostIsNotHidden() {
    assertThat(CommonType.of(DataType.decimal(5, 2), DataType.FLOAT)).contains(DataType.DOUBLE);
    assertThat(CommonType.of(DataType.BIGINT, DataType.decimal(5, 2)))
        .contains(DataType.decimal(21, 2));
    assertThat(CommonType.of(DataType.INT, DataType.BOOLEAN)).isEmpty();
    assertThat(CommonType.of(DataType.INT, DataType.DATE)).isEmpty();
  }
}
