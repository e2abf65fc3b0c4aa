package io.distaff.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.MapType;
import io.distaff.types.Schema;
import io.distaff.types.StructType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowTest {
  private static final Schema SCHEMA =
      Schema.of(
          new Field("id", DataType.BIGINT, false),
          new Field("name", DataType.STRING, true),
          new Field("size", DataType.INT, true),
          new Field("Size", DataType.BINARY, true));
  private final Row row = Row.of(SCHEMA, 7L, "seven", null, new byte[] {1, 2});

  @Test
  void givesValuesByPositionAndByName() {
    assertThat(row.getLong(0)).isEqualTo(7);
    assertThat(row.getLong("ID")).isEqualTo(7);
    assertThat(row.getString("name")).isEqualTo("seven");
    assertThat(row.isNull("size")).isTrue();
    assertThat(row.getBinary("Size")).containsExactly(1, 2);
    assertThat(row.values()).hasSize(4);
    assertThat(row).hasToString("[7, seven, null, [1, 2]]");
  }

  @Test
  void nestedValuesAreListsMapsAndRows() {
    StructType struct = new StructType(List.of(new StructType.Member("x", DataType.INT)));
    Schema schema =
        Schema.of(
            new Field("list", new ArrayType(DataType.INT), true),
            new Field("map", new MapType(DataType.STRING, DataType.INT), true),
            new Field("struct", struct, true));
    Row nested = Row.of(schema, List.of(1, 2), Map.of("k", 3), Row.of(Row.schemaOf(struct), 4));
    assertThat(nested.getList("list").get(1)).isEqualTo(2);
    assertThat(nested.getMap("map").get("k")).isEqualTo(3);
    assertThat(nested.getStruct("struct").getInt("x")).isEqualTo(4);
    assertThatThrownBy(() -> nested.getString("list")).hasMessageContaining("getList(\"list\")");
  }

  @Test
  void isEqualToARowOfEqualValues() {
    Row same = Row.of(SCHEMA, 7L, "seven", null, new byte[] {1, 2});
    assertThat(row).isEqualTo(same).hasSameHashCodeAs(same);
    assertThat(row).isNotEqualTo(Row.of(SCHEMA, 7L, "seven", null, new byte[] {1, 3}));
  }

  @Test
  void aGetterOfAnotherTypeNamesTheRightOne() {
    assertThatThrownBy(() -> row.getInt("id"))
        .hasMessage(
            "column id is bigint, so getInt can't read it: use getLong(\"id\"), or CAST it in the"
                + " query");
    assertThatThrownBy(() -> row.getString(0)).hasMessageContaining("column id is bigint");
  }

  @Test
  void aNullIsNoPrimitive() {
    assertThatThrownBy(() -> row.getInt("size"))
        .hasMessageContaining("column size is null in this row: ask isNull(\"size\") first");
  }

  @Test
  void unknownColumnsAreRefused() {
    assertThatThrownBy(() -> row.get("nam")).hasMessage("no column nam; did you mean name?");
    assertThatThrownBy(() -> row.get("whatever"))
        .hasMessage("no column whatever: the row has id, name, size, Size");
    assertThatThrownBy(() -> row.get("SIZE")).hasMessageContaining("more than one column");
    assertThatThrownBy(() -> row.get(4)).hasMessageContaining("no column at position 4");
  }

  @Test
  void valuesMustFitTheSchema() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Row.of(SCHEMA, 7, "seven", null, null))
        .withMessage("column id is bigint, and takes Long, not Integer");
    assertThatIllegalArgumentException().isThrownBy(() -> Row.of(SCHEMA, 7L));
  }
}
