/**
 * Figures: {@link io.distaff.metrics.Counter} lists what is counted, {@link
 * io.distaff.metrics.TaskMetrics} counts while a task runs, {@link io.distaff.metrics.TaskCounters}
 * is what it has counted, as a value that travels and adds up, with {@link
 * io.distaff.metrics.OperatorCounters} for each operator. Imports nothing.
 */
package io.distaff.metrics;
