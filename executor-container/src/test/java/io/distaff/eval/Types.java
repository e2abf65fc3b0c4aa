package io.distaff.eval;

import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.MapType;
import io.distaff.vector.RandomBatches;
import java.util.List;
import java.util.stream.Stream;

/** Types that stand for all of a family in the oracle's table. */
final class Types {
  static final DataType ARRAY = new ArrayType(DataType.INT);
  static final DataType MAP = new MapType(DataType.INT, DataType.DOUBLE);
  static final DataType STRUCT = RandomBatches.struct(DataType.BIGINT, DataType.DATE);
  static final List<DataType> NESTED = List.of(ARRAY, MAP, STRUCT);

  /** Of every kind. */
  static final List<DataType> ALL =
      Stream.of(Domain.SCALARS, NESTED, List.of(DataType.NULL)).flatMap(List::stream).toList();

  private Types() {}
}
