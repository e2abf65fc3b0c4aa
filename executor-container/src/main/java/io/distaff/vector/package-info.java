/**
 * Columnar data on the heap: {@link io.distaff.vector.ColumnVector} and its forms, {@link
 * io.distaff.vector.Validity} bitmaps, {@link io.distaff.vector.SelectionVector}, {@link
 * io.distaff.vector.VectorBatch}. Vectors are views of arrays that producers reuse: kernels (in
 * {@code eval} and the operators) loop over the arrays, dispatching on {@link
 * io.distaff.vector.ColumnVector#form} once per batch. {@link io.distaff.vector.FlatView} lets one
 * loop serve every form; {@link io.distaff.vector.RowHash} is the hash that all tasks agree on,
 * {@link io.distaff.vector.ValueOrder} the equality and order of values as deep as they go.
 *
 * <p>{@link io.distaff.vector.ArrayVector}, {@link io.distaff.vector.MapVector} and {@link
 * io.distaff.vector.StructVector} hold vectors. What copies, hashes, stores or ships a column
 * treats what is inside as columns again, whose rows are the ranges that the rows outside name.
 *
 * <p>Imports error, types, memory. Confined to the thread of the task that made them.
 */
package io.distaff.vector;
