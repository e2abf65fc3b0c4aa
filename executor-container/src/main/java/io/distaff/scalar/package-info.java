/**
 * The functions of one row's values: {@link io.distaff.kernel.VectorFunction}s made of kernels.
 *
 * <p>In order of reading: {@link io.distaff.scalar.ScalarFunctions} finds a {@link
 * io.distaff.scalar.ScalarFunction}, a definition and what makes it for a {@link
 * io.distaff.scalar.CallSite}. They are lines of one table per category, each begun by {@code
 * FunctionTable}: {@code MathFunctions}, {@code RealFunctions}, {@code BitFunctions}, {@code
 * TryFunctions}, {@code TextFunctions}, {@code TimeFunctions}, {@code DateFunctions}, {@code
 * TimeTextFunctions}, {@code InstantFunctions}, {@code ConditionalFunctions}, {@code
 * BinaryFunctions}. {@code Shapes}, {@code BytesResult} and {@code IntegerResult} are what most
 * functions are made of. The operators are here too: {@link io.distaff.scalar.IntegerArithmetic},
 * {@link io.distaff.scalar.DecimalArithmetic}, {@link io.distaff.scalar.FloatingArithmetic}, {@link
 * io.distaff.scalar.Comparison}, {@link io.distaff.scalar.In}, {@link io.distaff.scalar.Like}, and
 * {@link io.distaff.scalar.Cast} with its conversions.
 *
 * <p>Cheap arithmetic has a static loop of its own per function, without a call per row. What works
 * on text, regular expressions, patterns of time and the like may be a virtual method per row, of a
 * final subclass or a method reference: the work of a row dwarfs the call. A function declared
 * STRICT is null only where an argument is; the optimizer relies on it.
 *
 * <p>Imports error, types, expression, vector and kernel. Tables are immutable; an instance of a
 * function is confined to the thread of one task.
 */
package io.distaff.scalar;
