/**
 * Logical types: {@link io.distaff.types.DataType} and its two forms, {@link
 * io.distaff.types.Field}, {@link io.distaff.types.Schema}. How values are laid out in memory is
 * the matter of {@code io.distaff.vector}. Imports nothing of the engine. Immutable.
 */
package io.distaff.types;
