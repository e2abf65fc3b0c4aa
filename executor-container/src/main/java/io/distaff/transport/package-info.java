/**
 * The network: one transport serves every port, the driver's control port and the executors' block
 * ports alike. It authenticates both ends, carries messages, requests and blocks of files, notices
 * peers that are gone, and bounds every buffer. What the bytes of a message mean is decided above.
 *
 * <p>Reading order: {@link io.distaff.transport.TransportOptions}, {@link
 * io.distaff.transport.TransportSecret}, {@link io.distaff.transport.Connection}, {@link
 * io.distaff.transport.ConnectionListener}, {@link io.distaff.transport.BlockSource}, {@link
 * io.distaff.transport.TransportServer}, {@link io.distaff.transport.TransportClient}; then inside:
 * Endpoint (event loops, memory), Handshake, FrameKind, FrameReader, FrameWriter, NettyConnection.
 *
 * <p>May import error, concurrent, ids, metrics, config, Netty and SLF4J. No other package imports
 * Netty.
 *
 * <h2>Protocol, version 1</h2>
 *
 * All integers are big-endian. A connection begins with a handshake of three messages of fixed
 * length; the initiator is the end that connected:
 *
 * <pre>
 * HELLO   initiator -> acceptor  37 bytes   magic "DSTF" (4) | version 0x01 (1) | nonceI (32)
 * ANSWER  acceptor -> initiator  69 bytes   magic "DSTF" (4) | version 0x01 (1) | nonceA (32) | proofA (32)
 * PROOF   initiator -> acceptor  32 bytes   proofI (32)
 *
 * proofA = HMAC-SHA-256(secret, "distaff acceptor"  | 0x00 | version | nonceI | nonceA)
 * proofI = HMAC-SHA-256(secret, "distaff initiator" | 0x00 | version | nonceI | nonceA)
 * </pre>
 *
 * Both nonces are random, so nothing recorded can be replayed; the labels differ, so nothing can be
 * reflected; proofs are compared in constant time. The first byte that differs from magic or
 * version, a wrong proof, and a handshake that is not finished in time each close the connection
 * without an answer. Nobody needs more than 69 bytes before the other end is authenticated, and the
 * first read takes at most 1 KiB. The handshake says who is at the other end; it does not encrypt.
 *
 * <p>The initiator may send frames directly behind PROOF, the acceptor once it has verified PROOF:
 *
 * <pre>
 * 0        4      5            13
 * | length | kind | request id | payload ... |     length counts from kind to the end of the payload
 *
 * kind           request id   payload
 * ONE_WAY        1  0         the message
 * REQUEST        2  fresh     the message
 * RESPONSE       3  echoed    the message
 * FAILURE        4  echoed    n (1) | ErrorCode name, ASCII (n) | message, UTF-8
 * BLOCK_REQUEST  5  fresh     which block, in the words of the BlockSource
 * BLOCK          6  echoed    blockLength (4); behind the frame follow blockLength raw bytes
 * PING           7  0         empty; asks for a PONG
 * PONG           8  0         empty
 * </pre>
 *
 * Each end numbers its own requests, from 1. Answers come in any order. A length below 9 or above
 * the limit, an unknown kind and an answer of the wrong kind are violations, and close the
 * connection; an answer to a request that has timed out meanwhile is dropped.
 *
 * <h2>Memory</h2>
 *
 * Payloads and blocks are byte arrays on the heap; the receiver reads them straight from the
 * socket's buffer into an array of the final length. Outgoing payloads wait as heap arrays and are
 * copied in pieces of 64 KiB into direct buffers only as the socket takes them, so that a
 * connection never holds more than about 200 KiB of direct memory. Blocks go from the file to the
 * socket without passing through the process, one open file per connection at a time.
 *
 * <h2>Threads</h2>
 *
 * Each server and each client has a few event loop threads of its own, all daemons; a connection
 * belongs to one of them. {@link io.distaff.transport.ConnectionListener} and {@link
 * io.distaff.transport.BlockSource} are called there, and futures complete there: what they run
 * must not block. The methods of {@link io.distaff.transport.Connection} may be called from any
 * thread.
 */
package io.distaff.transport;
