package io.distaff.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.codec.RecordCodec;
import io.distaff.types.DataType;
import org.junit.jupiter.api.Test;

class LiteralTest {
  @Test
  void bytesOfEveryValueTravel() {
    byte[] bytes = new byte[256];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    Literal literal = Literal.of(DataType.BINARY, bytes);
    for (RecordCodec codec : new RecordCodec[] {RecordCodec.cbor(), RecordCodec.json()}) {
      byte[] encoded = codec.encode(Expression.class, literal);
      Literal decoded = (Literal) codec.decode(Expression.class, encoded);
      assertThat(decoded).isEqualTo(literal);
      assertThat((byte[]) decoded.value()).isEqualTo(bytes);
    }
  }

  @Test
  void bytesAreShownInHexadecimal() {
    assertThat(Literal.of(DataType.BINARY, new byte[] {0, 127, -1})).hasToString("007fff");
  }
}
