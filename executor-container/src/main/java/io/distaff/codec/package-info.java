/**
 * Records and sealed families as bytes: {@link io.distaff.codec.RecordCodec}, CBOR between
 * processes and JSON for people and logs. Plans and control messages rest on it. Imports error.
 * Thread-safe.
 */
package io.distaff.codec;
