/**
 * Logical types: {@link io.distaff.types.DataType} and its forms ({@link
 * io.distaff.types.ScalarType}, {@link io.distaff.types.DecimalType} and the nested {@link
 * io.distaff.types.ArrayType}, {@link io.distaff.types.MapType}, {@link
 * io.distaff.types.StructType}), {@link io.distaff.types.Field}, {@link io.distaff.types.Schema}.
 * How values are laid out in memory is the matter of {@code io.distaff.vector}. Imports config and
 * error. Immutable.
 */
package io.distaff.types;
