/**
 * Grouping by hash. {@link io.distaff.operator.aggregation.HashAggregationOperator} leads through
 * the phases and spills; {@link io.distaff.operator.aggregation.GroupTable} numbers the groups of a
 * batch's rows, in forms for no key, one short key and any keys, and {@link
 * io.distaff.operator.aggregation.DictionaryGroups} does so without hashing where all keys are
 * dictionary ids; an {@link io.distaff.operator.aggregation.Accumulator} a call then takes the
 * batch's values by group number. Partitioned writes number their directories with a group table
 * too. Imports the operator contract and spill, plan, memory, types, vector. Confined to a task's
 * thread.
 */
package io.distaff.operator.aggregation;
