/**
 * Functions over arrays, maps and structs.
 *
 * <p>In order of reading: {@code Ranges} are the arrays or maps of an argument, {@code ElementRows}
 * lines the elements of a batch's rows up into one sequence, so that what is to be done with each
 * is done in one go; {@code ElementSearch} and {@code ElementSet} look for equal ones; {@code
 * SteppedElements} are sequences, whose elements need not be there at once. The functions are
 * {@link io.distaff.kernel.VectorFunction}s made of these. Where a result holds elements of an
 * argument it refers to them ({@link io.distaff.kernel.Gather}) or takes over its ranges; values
 * are copied only where the elements of several vectors come together.
 *
 * <p>Elements are equal and ordered as {@link io.distaff.vector.ValueOrder} says. {@code
 * io.distaff.scalar} has the tables that describe the functions, with their names, signatures and
 * treatment of nulls.
 *
 * <p>Imports error, memory, types, vector and kernel. A function is confined to the thread of one
 * task.
 */
package io.distaff.collection;
