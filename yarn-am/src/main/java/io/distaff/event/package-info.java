/**
 * What happens in an application, as a stream: {@link io.distaff.event.EngineEvent} is the sealed
 * family, {@link io.distaff.event.EventBus} carries it to listeners without ever holding up who
 * publishes. Of these {@link io.distaff.event.Milestones} remembers when the application took its
 * first steps, {@link io.distaff.event.LifeLog} writes the life of queries, stages and executors to
 * the log. Imports ids, error, metrics.
 */
package io.distaff.event;
