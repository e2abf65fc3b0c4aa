/**
 * Threads and time: {@link io.distaff.concurrent.EventLoop} owns mutable state on one thread,
 * {@link io.distaff.concurrent.Clock} makes time an argument. Imports nothing.
 */
package io.distaff.concurrent;
