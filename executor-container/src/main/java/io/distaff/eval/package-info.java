/**
 * Evaluation of expressions over vectors.
 *
 * <p>In order of reading: {@link io.distaff.eval.Evaluator}, {@link io.distaff.eval.Predicate} and
 * {@link io.distaff.eval.Projection} are what others use, {@link io.distaff.eval.ElementCall} who
 * wants no arrays but their elements; {@link io.distaff.eval.ExpressionCompiler} makes them.
 * Inside, an evaluator is a tree of {@code CallEvaluator}s, each with a {@link
 * io.distaff.kernel.VectorFunction} bound to its types; {@code FunctionResolver} finds it. {@code
 * CaseEvaluator}, {@code CoalesceEvaluator} and {@code LogicEvaluator} evaluate arguments for a
 * part of the rows. {@code SingleColumnEvaluator} and {@code DictionaryResults} compute per
 * dictionary entry instead of per row. {@link io.distaff.eval.RandomStreams} prepares expressions
 * for a task; {@link io.distaff.eval.PartitionFilter} judges directories by predicates.
 *
 * <p>A row that is null or not selected never raises an error, and a result is a view of arrays
 * that its evaluator owns, valid until its next batch.
 *
 * <p>In vectors tokens may stand for large values ({@code vector.large}). Functions that move and
 * compare values take them as they are, and so do those of text, which read values piece by piece
 * ({@code kernel.ByteValue}); for the others {@code LargeValueCall} restores values, row by row.
 *
 * <p>Imports error, types, row, function, memory, expression, vector, vector.large, kernel, scalar
 * and encoder. An evaluator is confined to the thread of the task that compiled it; patterns,
 * ranges and other constants are immutable.
 */
package io.distaff.eval;
