/**
 * Objects of a program's classes as rows, and back: the boundary to typed functions. An {@link
 * io.distaff.function.ObjectType} is a class as the program names it; its {@link
 * io.distaff.encoder.ObjectShape} says what columns it has; {@link io.distaff.encoder.ColumnMatch}
 * finds them in a schema, or says what doesn't fit. {@link io.distaff.encoder.ObjectReader} makes
 * objects of batches, through a {@code ValueReader} a column; {@link
 * io.distaff.encoder.ObjectWriter} makes batches of objects, through a {@code ValueWriter} a
 * column; {@code ClassAccess} has the method handles of a class, {@code RowAccess} makes a {@link
 * io.distaff.row.Row}. {@link io.distaff.encoder.RowsFunction} is a function of the user's over
 * such objects, on its way to executors.
 *
 * <p>Imports vector and what is below. Readers and writers are confined to one thread; the rest is
 * immutable.
 */
package io.distaff.encoder;
