/**
 * The boundary to user code: {@link io.distaff.row.Row} is what a program sees of a result. Nothing
 * of the engine's inside deals in rows; it has vectors. Imports types, config and error. Immutable.
 */
package io.distaff.row;
