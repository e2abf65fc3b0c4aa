/**
 * From algebra to stages. {@link io.distaff.planner.SqlSession} is what the driver talks to: it
 * holds a session's tables and settings, and makes of a statement something {@link
 * io.distaff.planner.Prepared}: {@code TableDefinitions}, {@code ViewDefinitions} and {@code
 * Listings} answer statements about the catalog, {@code TableWrites} (with {@code Assignment} and
 * {@code StaticPartition}) makes queries of those that write to tables, {@code TableAnalysis} of
 * ANALYZE TABLE, {@code SessionSettings} holds what SET changes. {@code SessionTime} writes the
 * moment and the time zone of a query into its algebra. {@link io.distaff.planner.PhysicalPlanner}
 * (with {@code ScanPlanner}, {@code UnionPlanner}, {@code OrderPlanner}, {@code AggregationPlanner}
 * and its {@code AggregatePlan}, {@code JoinPlanner}, {@code WindowPlanner} and {@code
 * ExpressionTranslator}) turns optimised algebra into a {@link io.distaff.planner.StageGraph} of
 * {@link io.distaff.planner.Stage}s, of which {@code ScanNarrowing} has scans read the members that
 * are used, and {@code GeneratedArrays} does without arrays that are only unnested; {@code
 * StageBuilder} and {@code StageCutter} keep the books of stages. {@link
 * io.distaff.planner.PlanText} shows plans to users, {@link io.distaff.planner.PlanJson} to
 * programs, with what an {@link io.distaff.planner.EstimatedPlan} expects, and both what {@code
 * RandomJoinKeys} warns of. {@link io.distaff.planner.PlannerOptions} are the settings, {@link
 * io.distaff.planner.PlannerWarmUp} hides the planner's first second.
 *
 * <p>May import optimizer, sql, catalog, the lower levels and Calcite. A session is thread-safe; a
 * planning is confined to one thread; stage graphs are immutable.
 */
package io.distaff.planner;
