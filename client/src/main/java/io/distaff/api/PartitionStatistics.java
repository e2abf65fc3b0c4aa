package io.distaff.api;

/**
 * What one partition of a result was when it was made last; {@link
 * QueryResult#partitionStatistics}.
 *
 * @param partition its number, from 0
 * @param bytes as they were sent or written: compressed
 * @param seconds from the launch of its task until its end was heard of
 */
public record PartitionStatistics(int partition, long rows, long bytes, double seconds) {}
