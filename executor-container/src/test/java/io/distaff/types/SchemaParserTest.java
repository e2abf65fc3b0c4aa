package io.distaff.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaParserTest {
  @Test
  void readsWhatSqlNamesWrite() {
    Schema schema =
        SchemaParser.parse(
            "a int, `b ``c`: decimal(12, 2), d array<map<string, struct<x:double,`y ``z`:date>>>, e"
                + " long");
    assertThat(schema.fields())
        .containsExactly(
            new Field("a", DataType.INT, true),
            new Field("b `c", DataType.decimal(12, 2), true),
            new Field(
                "d",
                new ArrayType(
                    new MapType(
                        DataType.STRING,
                        new StructType(
                            List.of(
                                new StructType.Member("x", DataType.DOUBLE),
                                new StructType.Member("y `z", DataType.DATE))))),
                true),
            new Field("e", DataType.BIGINT, true));
    for (Field field : schema.fields()) {
      assertThat(SchemaParser.parse("x " + field.type().sqlName()).type(0)).isEqualTo(field.type());
    }
  }

  @Test
  void errorsShowWhere() {
    assertThatThrownBy(() -> SchemaParser.parse("a int, b strng"))
        .hasMessage(
            "schema 'a int, b strng', at character 10: no type strng; did you mean string?");
    assertThatThrownBy(() -> SchemaParser.parse("a int b")).hasMessageContaining("character 7");
    assertThatThrownBy(() -> SchemaParser.parse("")).hasMessageContaining("a column's name");
    assertThatThrownBy(() -> SchemaParser.parse("a int, A int"))
        .hasMessageContaining("two columns");
    assertThatThrownBy(() -> SchemaParser.parse("a decimal(39)")).hasMessageContaining("digits");
    assertThatThrownBy(() -> SchemaParser.parse("a " + "array<".repeat(5000)))
        .hasMessageContaining("too deeply");
  }
}
