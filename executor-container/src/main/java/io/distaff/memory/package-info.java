/**
 * Memory has one owner: {@link io.distaff.memory.MemoryManager} of the executor, {@link
 * io.distaff.memory.TaskMemory} of a task, {@link io.distaff.memory.MemoryReservation} of an
 * operator, {@link io.distaff.memory.Spillable} whoever can give way. Reserve first, then allocate.
 * Imports error.
 */
package io.distaff.memory;
