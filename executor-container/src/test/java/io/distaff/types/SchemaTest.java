package io.distaff.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SchemaTest {
  private static final Schema EVENTS =
      new Schema()
          .add("id", DataTypes.LongType, false)
          .add("tags", DataTypes.createArrayType(DataTypes.StringType), true, Metadata.empty())
          .add("at", new Schema().add("x", "double"));

  @Test
  void saysWhatItIsAsATypeAndAsATree() {
    assertThat(EVENTS.simpleString())
        .isEqualTo("struct<id:bigint,tags:array<string>,at:struct<x:double>>");
    assertThat(Schema.EMPTY.simpleString()).isEqualTo("struct<>");
    assertThat(EVENTS.treeString())
        .isEqualTo(
            """
            root
             |-- id: bigint (nullable = false)
             |-- tags: array (nullable = true)
             |    |-- element: string (containsNull = true)
             |-- at: struct (nullable = true)
             |    |-- x: double (nullable = true)
            """);
  }

  @Test
  void readsWhatItWrites() {
    assertThat(Schema.fromDDL(EVENTS.toDDL()).simpleString()).isEqualTo(EVENTS.simpleString());
    assertThatThrownBy(() -> Schema.fromDDL("id bigit")).hasMessageContaining("bigint");
  }

  @Test
  void findsFieldsByTheirNames() {
    assertThat(EVENTS.fieldIndex("tags")).isEqualTo(1);
    assertThat(EVENTS.apply("id").dataType()).isEqualTo(DataType.BIGINT);
    assertThatThrownBy(() -> EVENTS.fieldIndex("tag"))
        .hasMessage("no column tag; did you mean tags?");
  }
}
