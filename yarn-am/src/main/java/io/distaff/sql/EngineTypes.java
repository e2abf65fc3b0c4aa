package io.distaff.sql;

import static java.lang.Math.max;
import static java.lang.Math.min;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.DecimalRules;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.types.Field;
import io.distaff.types.MapType;
import io.distaff.types.Schema;
import io.distaff.types.StructType;
import java.math.RoundingMode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rel.type.RelDataTypeSystemImpl;
import org.apache.calcite.rel.type.RelProtoDataType;
import org.apache.calcite.sql.type.SqlTypeFactoryImpl;
import org.apache.calcite.sql.type.SqlTypeMappingRule;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** The engine's types among Calcite's, and back. Decimal results follow {@link DecimalRules}. */
public final class EngineTypes {
  private static final int MICROSECOND_DIGITS = 6;

  /** Calcite's own that the engine has. */
  private static final List<SqlTypeName> NAMED =
      List.of(
          SqlTypeName.BOOLEAN,
          SqlTypeName.TINYINT,
          SqlTypeName.SMALLINT,
          SqlTypeName.INTEGER,
          SqlTypeName.BIGINT,
          SqlTypeName.FLOAT,
          SqlTypeName.DOUBLE,
          SqlTypeName.DECIMAL,
          SqlTypeName.VARCHAR,
          SqlTypeName.CHAR,
          SqlTypeName.BINARY,
          SqlTypeName.DATE,
          SqlTypeName.TIMESTAMP);

  /** Names that SQL may use for types beside Calcite's own. */
  static final Map<String, RelProtoDataType> ALIASES =
      Map.of(
          "string", factory -> toCalcite(factory, DataType.STRING, true),
          "text", factory -> toCalcite(factory, DataType.STRING, true),
          "byte", factory -> toCalcite(factory, DataType.TINYINT, true),
          "short", factory -> toCalcite(factory, DataType.SMALLINT, true),
          "long", factory -> toCalcite(factory, DataType.BIGINT, true),
          "timestamp_ntz", factory -> toCalcite(factory, DataType.TIMESTAMP_LOCAL, true),
          "timestamp_ltz", factory -> toCalcite(factory, DataType.TIMESTAMP, true));

  private EngineTypes() {}

  /** The names of types that CAST knows, in lower case. */
  static Set<String> names() {
    Set<String> names = new TreeSet<>(ALIASES.keySet());
    for (SqlTypeName type : NAMED) {
      names.add(type.getName().toLowerCase(Locale.ROOT));
    }
    names.add("int");
    return names;
  }

  /** A factory of Calcite types under the engine's rules; text is UTF-8. */
  public static RelDataTypeFactory newFactory() {
    return new TypeFactory();
  }

  /** The Calcite type of a column. */
  public static RelDataType toCalcite(RelDataTypeFactory factory, DataType type, boolean nullable) {
    RelDataType calcite =
        switch (type.kind()) {
          case NULL -> factory.createSqlType(SqlTypeName.NULL);
          case BOOLEAN -> factory.createSqlType(SqlTypeName.BOOLEAN);
          case TINYINT -> factory.createSqlType(SqlTypeName.TINYINT);
          case SMALLINT -> factory.createSqlType(SqlTypeName.SMALLINT);
          case INT -> factory.createSqlType(SqlTypeName.INTEGER);
          case BIGINT -> factory.createSqlType(SqlTypeName.BIGINT);
          case FLOAT -> factory.createSqlType(SqlTypeName.REAL);
          case DOUBLE -> factory.createSqlType(SqlTypeName.DOUBLE);
          case DECIMAL -> {
            DecimalType decimal = (DecimalType) type;
            yield factory.createSqlType(SqlTypeName.DECIMAL, decimal.precision(), decimal.scale());
          }
          case DATE -> factory.createSqlType(SqlTypeName.DATE);
          case TIMESTAMP ->
              factory.createSqlType(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, MICROSECOND_DIGITS);
          case TIMESTAMP_LOCAL -> factory.createSqlType(SqlTypeName.TIMESTAMP, MICROSECOND_DIGITS);
          case STRING -> factory.createSqlType(SqlTypeName.VARCHAR);
          case BINARY -> factory.createSqlType(SqlTypeName.VARBINARY);
          case ARRAY ->
              factory.createArrayType(toCalcite(factory, ((ArrayType) type).element(), true), -1);
          case MAP -> {
            MapType map = (MapType) type;
            yield factory.createMapType(
                toCalcite(factory, map.key(), false), toCalcite(factory, map.value(), true));
          }
          case STRUCT -> {
            RelDataTypeFactory.Builder builder = factory.builder();
            for (StructType.Member member : ((StructType) type).members()) {
              builder.add(member.name(), toCalcite(factory, member.type(), true));
            }
            yield builder.build();
          }
        };
    return factory.createTypeWithNullability(calcite, nullable);
  }

  /** The Calcite row type of a table. */
  public static RelDataType toCalcite(RelDataTypeFactory factory, Schema schema) {
    RelDataTypeFactory.Builder builder = factory.builder();
    for (Field field : schema.fields()) {
      builder.add(field.name(), toCalcite(factory, field.type(), field.nullable()));
    }
    return builder.build();
  }

  /** The engine's type for a Calcite type; throws NOT_SUPPORTED naming it. */
  public static DataType fromCalcite(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case NULL -> DataType.NULL;
      case BOOLEAN -> DataType.BOOLEAN;
      case TINYINT -> DataType.TINYINT;
      case SMALLINT -> DataType.SMALLINT;
      case INTEGER -> DataType.INT;
      case BIGINT -> DataType.BIGINT;
      case REAL, FLOAT -> DataType.FLOAT;
      case DOUBLE -> DataType.DOUBLE;
      case DECIMAL -> {
        int scale = max(0, min(type.getScale(), DecimalType.MAX_PRECISION));
        int precision = max(1, min(type.getPrecision(), DecimalType.MAX_PRECISION));
        yield DataType.decimal(max(precision, scale), scale);
      }
      case DATE -> DataType.DATE;
      case TIMESTAMP -> DataType.TIMESTAMP_LOCAL;
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> DataType.TIMESTAMP;
      case CHAR, VARCHAR, SYMBOL -> DataType.STRING;
      case BINARY, VARBINARY -> DataType.BINARY;
      case ARRAY -> new ArrayType(fromCalcite(type.getComponentType()));
      case MAP -> new MapType(fromCalcite(type.getKeyType()), fromCalcite(type.getValueType()));
      case ROW ->
          new StructType(
              type.getFieldList().stream()
                  .map(f -> new StructType.Member(f.getName(), fromCalcite(f.getType())))
                  .toList());
      default ->
          throw new DistaffException(
              ErrorCode.NOT_SUPPORTED,
              SqlTypeUtil.isInterval(type)
                  ? "an "
                      + type
                      + " as a value of its own is not supported: add it to a date or a"
                      + " timestamp"
                  : "the type " + type + " is not supported");
    };
  }

  /** The engine's schema for a Calcite row type. */
  public static Schema fromCalciteRow(RelDataType row) {
    return new Schema(row.getFieldList().stream().map(EngineTypes::field).toList());
  }

  private static Field field(RelDataTypeField field) {
    return new Field(field.getName(), fromCalcite(field.getType()), field.getType().isNullable());
  }

  private static final class TypeFactory extends SqlTypeFactoryImpl {
    TypeFactory() {
      super(new TypeSystem());
    }

    @Override
    public Charset getDefaultCharset() {
      return StandardCharsets.UTF_8;
    }

    /**
     * No type holds numbers and times, which Calcite would take for the operands of a sum, nor what
     * is nested and what isn't.
     */
    @Override
    public RelDataType leastRestrictive(List<RelDataType> types, SqlTypeMappingRule rule) {
      boolean areMixed =
          types.stream().anyMatch(SqlTypeUtil::isDatetime)
              && types.stream().anyMatch(SqlTypeUtil::isNumeric);
      boolean areMixedInDepth =
          types.stream().anyMatch(EngineCast::isNested)
              && !types.stream().allMatch(t -> EngineCast.isNested(t) || SqlTypeUtil.isNull(t));
      return areMixed || areMixedInDepth ? null : super.leastRestrictive(types, rule);
    }
  }

  private static final class TypeSystem extends RelDataTypeSystemImpl {
    @Override
    public int getMaxPrecision(SqlTypeName typeName) {
      return switch (typeName) {
        case DECIMAL -> DecimalType.MAX_PRECISION;
        case TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> MICROSECOND_DIGITS;
        case VARCHAR, CHAR, VARBINARY, BINARY -> Integer.MAX_VALUE;
        default -> super.getMaxPrecision(typeName);
      };
    }

    @Override
    public int getMaxScale(SqlTypeName typeName) {
      return typeName == SqlTypeName.DECIMAL
          ? DecimalType.MAX_PRECISION
          : super.getMaxScale(typeName);
    }

    @Override
    public int getDefaultPrecision(SqlTypeName typeName) {
      return switch (typeName) {
        case DECIMAL -> 10;
        case TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> MICROSECOND_DIGITS;
        default -> super.getDefaultPrecision(typeName);
      };
    }

    @Override
    public boolean shouldConvertRaggedUnionTypesToVarying() {
      return true;
    }

    @Override
    public RoundingMode roundingMode() {
      return RoundingMode.HALF_UP;
    }

    @Override
    public RelDataType deriveSumType(RelDataTypeFactory factory, RelDataType argument) {
      RelDataType sum =
          switch (argument.getSqlTypeName()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT -> factory.createSqlType(SqlTypeName.BIGINT);
            case REAL, FLOAT, DOUBLE -> factory.createSqlType(SqlTypeName.DOUBLE);
            case DECIMAL ->
                factory.createSqlType(
                    SqlTypeName.DECIMAL,
                    min(DecimalType.MAX_PRECISION, argument.getPrecision() + 10),
                    argument.getScale());
            default -> argument;
          };
      return factory.createTypeWithNullability(sum, argument.isNullable());
    }

    @Override
    public RelDataType deriveAvgAggType(RelDataTypeFactory factory, RelDataType argument) {
      RelDataType average;
      if (argument.getSqlTypeName() == SqlTypeName.DECIMAL) {
        DecimalType type = DecimalRules.average(asDecimal(argument));
        average = factory.createSqlType(SqlTypeName.DECIMAL, type.precision(), type.scale());
      } else {
        average = factory.createSqlType(SqlTypeName.DOUBLE);
      }
      return factory.createTypeWithNullability(average, argument.isNullable());
    }

    @Override
    public RelDataType deriveDecimalPlusType(
        RelDataTypeFactory factory, RelDataType left, RelDataType right) {
      return decimal(factory, left, right, DecimalRules::sum);
    }

    @Override
    public RelDataType deriveDecimalMultiplyType(
        RelDataTypeFactory factory, RelDataType left, RelDataType right) {
      return decimal(factory, left, right, DecimalRules::product);
    }

    @Override
    public RelDataType deriveDecimalDivideType(
        RelDataTypeFactory factory, RelDataType left, RelDataType right) {
      return decimal(factory, left, right, DecimalRules::quotient);
    }

    @Override
    public RelDataType deriveDecimalModType(
        RelDataTypeFactory factory, RelDataType left, RelDataType right) {
      return decimal(factory, left, right, DecimalRules::remainder);
    }

    /** Null, as Calcite's contract wants, unless both are exact and one is a decimal. */
    private static RelDataType decimal(
        RelDataTypeFactory factory,
        RelDataType left,
        RelDataType right,
        BinaryOperator<DecimalType> rule) {
      boolean applies =
          SqlTypeUtil.isExactNumeric(left)
              && SqlTypeUtil.isExactNumeric(right)
              && (SqlTypeUtil.isDecimal(left) || SqlTypeUtil.isDecimal(right));
      if (!applies) {
        return null;
      }
      DecimalType type = rule.apply(asDecimal(left), asDecimal(right));
      return factory.createSqlType(SqlTypeName.DECIMAL, type.precision(), type.scale());
    }
  }

  /** A decimal that holds every value of an exact type. */
  static DecimalType asDecimal(RelDataType exact) {
    return switch (exact.getSqlTypeName()) {
      case TINYINT -> DataType.decimal(3, 0);
      case SMALLINT -> DataType.decimal(5, 0);
      case INTEGER -> DataType.decimal(10, 0);
      case BIGINT -> DataType.decimal(19, 0);
      default -> (DecimalType) fromCalcite(exact);
    };
  }
}
