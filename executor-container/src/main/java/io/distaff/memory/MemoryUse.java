package io.distaff.memory;

/**
 * What is held of an executor's pool, and by what. Immutable.
 *
 * @param poolBytes for all of it
 * @param executionBytes by operators of tasks, each for itself
 * @param commonBytes by tasks in common
 * @param storageBytes by cached data
 * @param reclaimableBytes by pieces of files read lately, which count as free
 * @param executionLimitBytes that tasks may hold, each for itself, now: what evicting cached data
 *     would give them is counted
 * @param storageFloorBytes of cached data that tasks can't evict
 */
public record MemoryUse(
    long poolBytes,
    long executionBytes,
    long commonBytes,
    long storageBytes,
    long reclaimableBytes,
    long executionLimitBytes,
    long storageFloorBytes) {}
