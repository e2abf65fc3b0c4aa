/**
 * From algebra to better algebra: {@link io.distaff.optimizer.Optimizer} applies Calcite's rules
 * and ours ({@code FileNames}, {@code ConstantParameters}, {@code ExistsToSemiJoin}, whose {@link
 * io.distaff.optimizer.SubQueryJoin} keeps unknown apart from false, {@code UnnestCorrelates},
 * which makes {@link io.distaff.optimizer.Unnest}s of UNNEST and generators, {@code
 * SubQueriesBelowWindows}, {@code SubQueriesOfOuterJoins}, {@code FartherOuterRows}, {@code
 * CorrelatedWindows}, {@code GroupsOfNoRows}, {@code Decorrelation}, {@code HiddenAggregates},
 * {@code RowsWithoutWindow}, {@code SessionWindows}, {@code DisjunctionsBelowJoins}, {@code
 * FilterBelowWindows}, {@code ReduceAggregates}, {@code OrdersOfChoices}, {@code UnseenSorts},
 * {@code GroupsForRows}, {@code WindowsForGroups}, {@code SharedGroups}, {@code JoinOrder}, {@code
 * FinestGroups}, {@code AggregatesBelowJoins}, {@code LimitsIntoSorts}, {@code LimitsBelowJoins},
 * {@code MembersBelowJoins}) in a fixed order, and at last {@code SharedTrees} has {@link
 * io.distaff.optimizer.SharedRows} made once of trees that {@code FusedRows} can make one of, where
 * {@code Work} says that it pays; {@link io.distaff.optimizer.Estimates}, {@code DistinctValues},
 * {@code GroupValues} and {@link io.distaff.optimizer.EngineRowCount} tell from the tables'
 * statistics how many rows to expect.
 *
 * <p>May import sql, catalog, the lower levels and Calcite. Confined to the analyzer's thread.
 */
package io.distaff.optimizer;
