/**
 * Other engines as programs that a benchmark can start: each runs the statements of its standard
 * input, and answers as {@code distaff sql --format json --timing} does. {@link
 * io.distaff.bench.StatementLoop} is what they share. Nothing of this is in the distribution.
 */
package io.distaff.bench;
