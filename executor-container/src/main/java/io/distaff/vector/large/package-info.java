/**
 * Values that are large beside the memory of a task: {@link io.distaff.vector.large.LargeValues}
 * keeps them in a file, {@code storage.ValueFile}, and vectors hold tokens in their place; {@link
 * io.distaff.vector.large.ExchangedTexts} puts the ones for the others. A token copies, compares
 * and hashes as its value does, so that nearly everything works with tokens as they are: values are
 * stored where they come from (a scan, a function), and restored where somebody computes with them.
 * What leaves the task, a file or rows for other tasks, is written piece by piece from where the
 * values are kept. A token means nothing to other tasks: hashes that they have to agree on are
 * those of the values. Imports vector, memory, storage, metrics and error. Confined to a task's
 * thread.
 */
package io.distaff.vector.large;
