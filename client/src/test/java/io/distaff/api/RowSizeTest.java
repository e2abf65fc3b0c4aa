package io.distaff.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.MapType;
import io.distaff.types.StructType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.DictionaryVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowSizeTest {
  private static final int LENGTH = 10_000;
  private static final String ASCII = "x".repeat(LENGTH);

  /** Far less than the values, and more than what objects have beside them. */
  private static final long SLACK = LENGTH / 20;

  private final RowSize size = new RowSize();

  private void measure(ColumnVector... columns) {
    size.set(new VectorBatch(columns[0].length(), columns), 0);
  }

  private static ColumnVector text(String text) {
    return Vectors.single(DataType.STRING, text);
  }

  @Test
  void textTakesAByteOrTwoACharacter() {
    measure(text(ASCII), text("ж".repeat(LENGTH)));
    assertThat(size.bytes()).isBetween(3L * LENGTH, 3L * LENGTH + SLACK);
    assertThat(size.makingBytes()).isEqualTo(size.bytes() + 4L * LENGTH);
    measure(text(ASCII), Vectors.single(DataType.BINARY, new byte[LENGTH]));
    assertThat(size.bytes()).isBetween(2L * LENGTH, 2L * LENGTH + SLACK);
    assertThat(size.makingBytes()).isEqualTo(size.bytes());
  }

  @Test
  void nestedValuesAreCountedAsObjects() {
    StructType struct = new StructType(List.of(new StructType.Member("t", DataType.STRING)));
    measure(
        Vectors.single(new ArrayType(DataType.STRING), List.of(ASCII, ASCII)),
        Vectors.single(new MapType(DataType.STRING, DataType.STRING), Map.of(ASCII, ASCII)),
        Vectors.single(struct, List.of(ASCII)),
        Vectors.nullOf(DataType.STRING));
    assertThat(size.bytes()).isBetween(5L * LENGTH, 5L * LENGTH + 2 * SLACK);
    measure(
        Vectors.single(new ArrayType(DataType.BIGINT), java.util.Collections.nCopies(LENGTH, 1L)));
    assertThat(size.bytes()).isGreaterThan(20L * LENGTH);
  }

  @Test
  void sharedValuesAreCountedForEachRow() {
    measure(
        new DictionaryVector(text(ASCII), new int[2], null, 2), new ConstantVector(text(ASCII), 2));
    assertThat(size.bytes()).isBetween(2L * LENGTH, 2L * LENGTH + SLACK);
  }
}
