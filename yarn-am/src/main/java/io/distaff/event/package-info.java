/**
 * What happens in an application, as a stream: {@link io.distaff.event.EngineEvent} is the sealed,
 * versioned family, {@link io.distaff.event.EventBus} carries it to listeners (the web UI's read
 * model, the event log, progress) without ever holding up who publishes, {@link
 * io.distaff.event.Milestones} remembers when the application took its first steps. Imports ids,
 * error, metrics.
 */
package io.distaff.event;
