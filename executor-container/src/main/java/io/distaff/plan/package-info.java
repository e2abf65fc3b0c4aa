/**
 * What executors run, as data: {@link io.distaff.plan.PlanNode} trees with a {@link
 * io.distaff.plan.Sink} make a {@link io.distaff.plan.PlanFragment}; a task gives it {@link
 * io.distaff.plan.Split}s. {@link io.distaff.plan.ProgramCalls} tells which call the user's
 * program. Encoded by {@code io.distaff.codec}. Imports types, expression, codec. Immutable.
 */
package io.distaff.plan;
