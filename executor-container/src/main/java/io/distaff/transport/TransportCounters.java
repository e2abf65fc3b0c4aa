package io.distaff.transport;

import java.util.concurrent.atomic.LongAdder;

/**
 * What a server or client has done since it was made; only ever grows. Thread-safe: adders.
 *
 * @param bytesReceived bytes of frames and blocks read from sockets
 * @param bytesSent bytes of frames and blocks that the sockets have taken
 * @param blocksReceived blocks that arrived whole
 * @param blocksSent blocks that the sockets have taken whole
 * @param connectionsOpened connections that passed the handshake
 * @param handshakesFailed connections that didn't
 */
public record TransportCounters(
    LongAdder bytesReceived,
    LongAdder bytesSent,
    LongAdder blocksReceived,
    LongAdder blocksSent,
    LongAdder connectionsOpened,
    LongAdder handshakesFailed) {

  static TransportCounters zero() {
    return new TransportCounters(
        new LongAdder(),
        new LongAdder(),
        new LongAdder(),
        new LongAdder(),
        new LongAdder(),
        new LongAdder());
  }
}
