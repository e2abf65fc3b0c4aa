/**
 * Evaluation of expressions over vectors: kernels compiled once, shared by every query.
 *
 * <p>In order of reading: {@link io.distaff.eval.Evaluator}, {@link io.distaff.eval.Predicate} and
 * {@link io.distaff.eval.Projection} are what others use, {@link
 * io.distaff.eval.ExpressionCompiler} makes them. Inside, an evaluator is a tree of {@code
 * CallEvaluator}s, each with a {@code VectorFunction} bound to its types, which looks at the forms
 * of its {@code Argument}s once per batch and calls kernels: static loops over primitive arrays,
 * one per operation and form, in {@code IntKernels}, {@code LongKernels}, {@code Int128Kernels},
 * {@code FloatingKernels}, {@code CompareKernels}, {@code SelectKernels}, {@code LogicKernels},
 * {@code CopyKernels}, {@code BytesKernels}. {@code CaseEvaluator}, {@code CoalesceEvaluator} and
 * {@code LogicEvaluator} evaluate arguments for a part of the rows. {@code SingleColumnEvaluator}
 * and {@code DictionaryResults} compute per dictionary entry instead of per row.
 *
 * <p>Two rules hold everywhere. A row that is null or not selected never raises an error; kernels
 * may compute it if that is faster, so a failure that a kernel reports for a batch is looked for in
 * the rows that count. And a result is a view of arrays that its evaluator owns, valid until its
 * next batch.
 *
 * <p>Imports error, types, expression and vector. An evaluator is confined to the thread of the
 * task that compiled it; patterns, ranges and other constants are immutable.
 */
package io.distaff.eval;
