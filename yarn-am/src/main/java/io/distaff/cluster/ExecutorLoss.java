package io.distaff.cluster;

/**
 * Why an executor is gone.
 *
 * @param taskFault false when its running tasks can't have caused it (a lost node, a preempted
 *     container): those attempts don't count as failures
 * @param message what happened, with exit status and host where known
 */
public record ExecutorLoss(boolean taskFault, String message) {}
