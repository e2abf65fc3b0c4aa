package io.distaff.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.types.DataType;
import io.distaff.types.DataTypes;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowValuesTest {
  private static void roundTrip(String type, Object value) {
    DataType parsed = DataTypes.of(type);
    Object engine = RowValues.fromProgram(parsed, value);
    assertThat(RowValues.toProgram(parsed, engine)).isEqualTo(value);
  }

  @Test
  void valuesComeBackAsTheyWere() {
    roundTrip("boolean", true);
    roundTrip("tinyint", (byte) -3);
    roundTrip("smallint", (short) 300);
    roundTrip("int", -70_000);
    roundTrip("bigint", Long.MIN_VALUE);
    roundTrip("float", 1.5f);
    roundTrip("double", Double.NEGATIVE_INFINITY);
    roundTrip("decimal(20,2)", new BigDecimal("123456789012345678.90"));
    roundTrip("date", LocalDate.of(1600, 2, 29));
    roundTrip("timestamp", Instant.parse("1969-12-31T23:59:59.999999Z"));
    roundTrip("timestamp_ntz", LocalDateTime.of(2020, 1, 2, 3, 4, 5, 6_000));
    roundTrip("string", "text");
    roundTrip("array<array<int>>", Arrays.asList(List.of(1), null));
    roundTrip("map<string, date>", Map.of("a", LocalDate.EPOCH));
    DataType struct = DataTypes.of("struct<a: int, b: string>");
    Row row = Row.of(Row.schemaOf((io.distaff.types.StructType) struct), 1, null);
    roundTrip("struct<a: int, b: string>", row);
    roundTrip("int", null);
  }

  @Test
  void narrowerNumbersAreTaken() {
    assertThat(RowValues.fromProgram(DataType.BIGINT, 7)).isEqualTo(7L);
    assertThat(RowValues.fromProgram(DataType.DOUBLE, 1.5f)).isEqualTo(1.5);
    assertThat(RowValues.fromProgram(DataType.decimal(5, 1), new BigDecimal("1.25")))
        .isEqualTo(new BigDecimal("1.3"));
  }

  @Test
  void othersAreRefused() {
    assertThatThrownBy(() -> RowValues.fromProgram(DataType.INT, 1L << 40))
        .hasMessage("java.lang.Long is no value of type int");
    assertThatThrownBy(() -> RowValues.fromProgram(DataType.STRING, 1))
        .hasMessageContaining("java.lang.Integer is no value of type string");
    assertThatThrownBy(() -> RowValues.fromProgram(DataType.decimal(3, 1), new BigDecimal("100")))
        .hasMessageContaining("out of the range of decimal(3,1)");
    assertThatThrownBy(() -> RowValues.fromProgram(DataTypes.of("array<int>"), List.of("x")))
        .hasMessageContaining("java.lang.String is no value of type int");
  }
}
