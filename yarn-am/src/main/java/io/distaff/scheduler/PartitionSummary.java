package io.distaff.scheduler;

/**
 * What the task of one partition of a result has made.
 *
 * @param bytes as they are stored or sent
 * @param millis from the launch of the attempt that won until its end was heard of
 */
public record PartitionSummary(int partition, long rows, long bytes, long millis) {}
