/**
 * What drivers, executors and clients say to each other: {@link io.distaff.rpc.ControlMessage}, by
 * {@link io.distaff.rpc.ControlCodec}. Imports ids, error, metrics, config, types, function,
 * memory, plan, codec. Immutable.
 */
package io.distaff.rpc;
