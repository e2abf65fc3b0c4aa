/**
 * Window functions over sorted rows: {@link io.distaff.operator.window.WindowOperator} is the
 * operator, and says how the input is cut into units. {@link io.distaff.operator.window.KeyChanges}
 * finds where partitions and groups of peers begin; {@link io.distaff.operator.window.WindowRows}
 * holds a unit, in memory or on disk, and has the cursors that read it; {@link
 * io.distaff.operator.window.RowPlaces} and {@link io.distaff.operator.window.FrameBounds} say of
 * each row where it lies and what its frame is, {@link io.distaff.operator.window.FramePart} what
 * is left of it before and behind the rows that it excludes.
 *
 * <p>A {@link io.distaff.operator.window.WindowFunction} computes one column: {@link
 * io.distaff.operator.window.Ranking}; {@link io.distaff.operator.window.ShiftedValue} and {@link
 * io.distaff.operator.window.FrameValue}, which look for a row ({@link
 * io.distaff.operator.window.NthValue} where nulls don't count) and get its value by a {@link
 * io.distaff.operator.window.ColumnFetcher}; and {@link
 * io.distaff.operator.window.AggregateFrames}, whose subclasses take rows that come into a frame
 * and rows that leave it: {@link io.distaff.operator.window.SumFrames}, {@link
 * io.distaff.operator.window.DoubleSumFrames}, {@link
 * io.distaff.operator.window.LongExtremeFrames}, {@link
 * io.distaff.operator.window.StoredExtremeFrames}, and for every other aggregate {@link
 * io.distaff.operator.window.AccumulatorFrames}; {@link io.distaff.operator.window.DividedFrames}
 * puts together what they give of a frame's parts.
 *
 * <p>Imports the operator contract, its spill files and accumulators, plan, memory, types, vector,
 * error. Confined to a task's thread.
 */
package io.distaff.operator.window;
