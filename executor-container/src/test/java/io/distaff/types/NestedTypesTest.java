package io.distaff.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.codec.RecordCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class NestedTypesTest {
  private static final DataType EVERYTHING =
      new ArrayType(
          new MapType(
              DataType.STRING,
              new StructType(
                  List.of(
                      new StructType.Member("a", DataType.INT),
                      new StructType.Member("B c", DataType.decimal(20, 3)),
                      new StructType.Member("n", DataType.NULL)))));

  @Test
  void areSpelledAsInSpark() {
    assertThat(EVERYTHING.sqlName())
        .isEqualTo("array<map<string,struct<a:int,`B c`:decimal(20,3),n:null>>>");
    assertThat(EVERYTHING.isNested()).isTrue();
    assertThat(DataType.STRING.isNested()).isFalse();
  }

  @Test
  void survivePlansAndEvents() {
    for (RecordCodec codec : List.of(RecordCodec.cbor(), RecordCodec.json())) {
      byte[] bytes = codec.encode(DataType.class, EVERYTHING);
      assertThat(codec.decode(DataType.class, bytes)).isEqualTo(EVERYTHING);
    }
    byte[] json = RecordCodec.json().encode(DataType.class, new ArrayType(DataType.INT));
    assertThat(new String(json, StandardCharsets.UTF_8))
        .isEqualTo("{\"@\":\"ArrayType\",\"element\":{\"@\":\"ScalarType\",\"kind\":\"INT\"}}");
  }

  @Test
  void structsHaveMembers() {
    assertThatThrownBy(() -> new StructType(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
