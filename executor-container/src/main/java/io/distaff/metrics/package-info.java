/**
 * Figures: {@link io.distaff.metrics.TaskMetrics} while a task runs, {@link
 * io.distaff.metrics.TaskCounters} as a value that travels and adds up, with {@link
 * io.distaff.metrics.OperatorCounters} for each operator and {@link
 * io.distaff.metrics.ScanCounters} for what scans left out, {@link
 * io.distaff.metrics.CacheCounters} and {@link io.distaff.metrics.BroadcastCounters}. Imports
 * nothing.
 */
package io.distaff.metrics;
