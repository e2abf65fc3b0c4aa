/**
 * The boundary to user code: {@link io.distaff.row.Row} is what a program sees of a result, and
 * {@link io.distaff.row.RowValues} turns single values into what the engine has, and back; {@link
 * io.distaff.row.RowFactory} makes rows of values alone. Nothing of the engine's inside deals in
 * rows; it has vectors. Imports types, config and error. Immutable.
 */
package io.distaff.row;
