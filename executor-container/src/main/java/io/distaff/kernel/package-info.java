/**
 * What implementations of functions are made of.
 *
 * <p>In order of reading: {@link io.distaff.kernel.VectorFunction}, a function bound to its types,
 * looks at the forms of its {@link io.distaff.kernel.Argument}s once per batch and calls kernels
 * for the rows of a {@link io.distaff.kernel.RowSet} (an {@link io.distaff.kernel.ElementStream} is
 * one whose arrays come some elements at a time): static loops over primitive arrays, one per
 * operation and form, in {@link io.distaff.kernel.IntKernels}, {@link
 * io.distaff.kernel.LongKernels}, {@link io.distaff.kernel.Int128Kernels}, {@link
 * io.distaff.kernel.FloatingKernels}, {@link io.distaff.kernel.CompareKernels}, {@link
 * io.distaff.kernel.SelectKernels}, {@link io.distaff.kernel.LogicKernels}, {@link
 * io.distaff.kernel.CopyKernels} and {@link io.distaff.kernel.BytesKernels}. Results are written
 * into {@link io.distaff.kernel.Buffers} or a {@link io.distaff.kernel.BytesBuilder}, their nulls
 * into {@link io.distaff.kernel.ResultNulls}; {@link io.distaff.kernel.Forms} and {@link
 * io.distaff.kernel.Flattener} change the form of a vector, {@link io.distaff.kernel.NestedCopy}
 * that of arrays, maps and structs. {@link io.distaff.kernel.Bounds} and {@link
 * io.distaff.kernel.DecimalShift} serve decimals, {@link io.distaff.kernel.KeyRange} comparisons
 * with constants, {@link io.distaff.kernel.Calendar} dates, {@link io.distaff.kernel.ZoneClock} and
 * {@link io.distaff.kernel.ZoneCache} time zones, {@link io.distaff.kernel.TextParser} and {@link
 * io.distaff.kernel.TextFormat} the text of values. A {@link io.distaff.kernel.ByteValue} is a text
 * or binary that may be larger than memory, in which a {@link io.distaff.kernel.ByteSearch} looks
 * for bytes; {@link io.distaff.kernel.WholeTexts} makes the error of a function that has no room
 * for one as a whole.
 *
 * <p>Two rules hold everywhere. A row that is null or not selected never raises an error; kernels
 * may compute it if that is faster, so a failure that a kernel reports for a batch is looked for in
 * the rows that count. And a result is a view of arrays that its function owns, valid until its
 * next batch.
 *
 * <p>Imports error, types, memory, vector and vector.large. Kernels are stateless; what holds
 * buffers is confined to the thread of one task.
 */
package io.distaff.kernel;
