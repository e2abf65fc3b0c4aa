/**
 * The functions of one row's values: {@link io.distaff.kernel.VectorFunction}s made of kernels.
 *
 * <p>In order of reading: {@link io.distaff.scalar.ScalarFunctions} finds a {@link
 * io.distaff.scalar.ScalarFunction}, a definition and what makes it for a {@link
 * io.distaff.scalar.CallSite}. They are lines of one table per category, each begun by {@code
 * FunctionTable}: {@code MathFunctions} (with {@code RealFunctions}, {@code BitFunctions} and
 * {@code TryFunctions}), {@code TextFunctions}, {@code NumberTextFunctions}, {@code TimeFunctions}
 * (with {@code DateFunctions}, {@code TimeTextFunctions}, {@code InstantFunctions} and {@code
 * TimeWindowFunctions}), {@code ConditionalFunctions}, {@code BinaryFunctions}, {@code
 * StructFunctions}, {@code ElementFunctions}, {@code ArrayFunctions}, {@code MapFunctions} and
 * {@code HigherOrderFunctions} (of what is in {@code io.distaff.collection}), {@code
 * JsonFunctions}, {@code RandomFunctions}, {@code SourceFunctions}; what is long is in tables of
 * its own, {@code RegexFunctions} for one. {@code Shapes}, {@code BytesResult} and {@code
 * IntegerResult} are what most functions are made of; those that work on text are a method that
 * gets a {@code Row} of arguments, see {@code RowFunctions}, and goes through them piece by piece
 * where it can, so that they may be larger than memory. Patterns and the like are compiled once per
 * literal, and again when the text of a column changes: {@code Remembered}. The operators are here
 * too: {@link io.distaff.scalar.IntegerArithmetic}, {@link io.distaff.scalar.DecimalArithmetic},
 * {@link io.distaff.scalar.FloatingArithmetic}, {@link io.distaff.scalar.Comparison}, {@link
 * io.distaff.scalar.In}, {@link io.distaff.scalar.Like}, and {@link io.distaff.scalar.Cast} with
 * its conversions.
 *
 * <p>Cheap arithmetic has a static loop of its own per function, without a call per row. What works
 * on text, regular expressions, patterns of time and the like may be a virtual method per row, of a
 * final subclass or a method reference: the work of a row dwarfs the call. A function declared
 * STRICT is null only where an argument is; the optimizer relies on it.
 *
 * <p>A function of chance depends on nothing but its arguments, a seed and a stream, and on how
 * many rows came before. {@code io.distaff.eval.RandomStreams} gives it the stream.
 *
 * <p>Imports error, types, memory, expression, vector, vector.large, kernel, collection and
 * text.record. Tables are immutable; an instance of a function is confined to the thread of one
 * task.
 */
package io.distaff.scalar;
