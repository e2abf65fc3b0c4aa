/**
 * The functions of one row's values: {@link io.distaff.kernel.VectorFunction}s made of kernels. In
 * order of reading: {@link io.distaff.scalar.IntegerArithmetic}, {@link
 * io.distaff.scalar.DecimalArithmetic} and {@link io.distaff.scalar.FloatingArithmetic}; {@link
 * io.distaff.scalar.Comparison} and {@link io.distaff.scalar.In}; {@link io.distaff.scalar.Cast}
 * with its conversions; {@link io.distaff.scalar.TextFunctions} and {@link
 * io.distaff.scalar.DateFunctions}.
 *
 * <p>Imports error, types, vector and kernel. An instance is confined to the thread of one task.
 */
package io.distaff.scalar;
