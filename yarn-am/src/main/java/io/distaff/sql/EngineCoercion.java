package io.distaff.sql;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.implicit.TypeCoercionImpl;

/**
 * Calcite's implicit casts, with one repair: the type that holds two nested ones may be null where
 * one of them may, of which Calcite loses sight when their parts are decimals.
 */
final class EngineCoercion extends TypeCoercionImpl {
  EngineCoercion(RelDataTypeFactory typeFactory, SqlValidator validator) {
    super(typeFactory, validator);
  }

  @Override
  public RelDataType getWiderTypeForTwo(
      RelDataType first, RelDataType second, boolean stringPromotion) {
    return nullable(
        super.getWiderTypeForTwo(first, second, stringPromotion), List.of(first, second));
  }

  @Override
  public RelDataType getWiderTypeFor(List<RelDataType> types, boolean stringPromotion) {
    return nullable(super.getWiderTypeFor(types, stringPromotion), types);
  }

  private RelDataType nullable(RelDataType wider, List<RelDataType> types) {
    boolean loses =
        wider != null
            && EngineCast.isNested(wider)
            && types.stream().anyMatch(RelDataType::isNullable);
    return loses ? factory.createTypeWithNullability(wider, true) : wider;
  }
}
