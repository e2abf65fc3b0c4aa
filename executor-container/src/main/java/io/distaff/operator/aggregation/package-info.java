/**
 * Grouping by hash. {@link io.distaff.operator.aggregation.HashAggregationOperator} leads through
 * the phases and spills; {@link io.distaff.operator.aggregation.GroupTable} numbers the groups of a
 * batch's rows, in forms for no key, one short key ({@link
 * io.distaff.operator.aggregation.ShortKeyTable}) and any keys, and {@link
 * io.distaff.operator.aggregation.DictionaryGroups} does so without hashing where all keys are
 * dictionary ids; an {@link io.distaff.operator.aggregation.Accumulator} a call then takes the
 * values of an {@link io.distaff.operator.aggregation.AggregateInput} by group number. A {@link
 * io.distaff.operator.aggregation.SingleGroup} is one of them for the frames of windows.
 *
 * <p>{@link io.distaff.operator.aggregation.AggregateFunctions} is the table of the functions: what
 * is said about each, the type of its state, and what makes its accumulators. Five kinds of state
 * there are:
 *
 * <pre>
 *   fixed size    an array or more by group: CountAccumulator, ExactSumAccumulator, LongChoice,
 *                 DoubleStates (of which MomentsAccumulator and CovarianceAccumulator) ...
 *   chosen rows   row numbers of a RowStore by group: RowChoice
 *   all values    a RowStore with lists through it: CollectedRows (of which ListAccumulator,
 *                 OrderedValues, and CountedValues: different values and their counts)
 *   sketches      an object by group: ApproximateCount (HyperLogLog), ApproximatePercentile
 *                 (TDigest)
 *   buffers       an object of the program's by group: UserAccumulator
 * </pre>
 *
 * Whatever its kind, a state is one column between phases and in spill files: a value, a struct, an
 * array or bytes. Null is the state of a group that no row counted for.
 *
 * <p>Values of a group that is larger than memory are sorted outside, {@link
 * io.distaff.operator.aggregation.SortedValues}. Imports the operator contract, sort and spill,
 * plan, expression, function, encoder, memory, types, vector, vector.large, error. Confined to a
 * task's thread; the tables are immutable.
 */
package io.distaff.operator.aggregation;
