package io.distaff.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.MapType;
import io.distaff.types.StructType;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.junit.jupiter.api.Test;

class EngineTypesTest {
  private static final StructType STRUCT =
      new StructType(
          List.of(
              new StructType.Member("a", DataType.decimal(20, 3)),
              new StructType.Member("b", new ArrayType(DataType.STRING))));

  @Test
  void nestedTypesGoToCalciteAndBack() {
    RelDataTypeFactory factory = EngineTypes.newFactory();
    for (DataType type :
        List.of(
            new ArrayType(DataType.INT),
            STRUCT,
            new MapType(DataType.DATE, STRUCT),
            new ArrayType(new MapType(DataType.STRING, new ArrayType(STRUCT))))) {
      for (boolean nullable : new boolean[] {false, true}) {
        RelDataType calcite = EngineTypes.toCalcite(factory, type, nullable);
        assertThat(EngineTypes.fromCalcite(calcite)).isEqualTo(type);
        assertThat(calcite.isNullable()).as("%s nullable", type).isEqualTo(nullable);
      }
    }
  }
}
