/**
 * From relational algebra to stages: {@link io.distaff.planner.StageGraph} is what the scheduler
 * runs.
 */
package io.distaff.planner;
