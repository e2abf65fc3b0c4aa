/**
 * Figures: {@link io.distaff.metrics.TaskMetrics} while a task runs, {@link
 * io.distaff.metrics.TaskCounters} as a value that travels and adds up. Imports nothing.
 */
package io.distaff.metrics;
