package io.distaff.transport;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Random;

/** A peer made of a plain socket, which can speak the protocol wrongly. */
final class RawPeer implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 20_000;

  final Socket socket;
  final DataInputStream in;
  final OutputStream out;

  RawPeer(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  static RawPeer connect(InetSocketAddress address) throws IOException {
    return new RawPeer(new Socket(address.getAddress(), address.getPort()));
  }

  static RawPeer accept(ServerSocket server) throws IOException {
    server.setSoTimeout(TIMEOUT_MILLIS);
    return new RawPeer(server.accept());
  }

  static byte[] nonce(long seed) {
    byte[] nonce = new byte[Handshake.NONCE_BYTES];
    new Random(seed).nextBytes(nonce);
    return nonce;
  }

  static byte[] hello(byte[] nonce) {
    return concat(Handshake.preamble(Handshake.VERSION), nonce);
  }

  static byte[] frame(FrameKind kind, long requestId, byte[] payload) {
    return ByteBuffer.allocate(FrameReader.HEADER_BYTES + payload.length)
        .putInt(9 + payload.length)
        .put(kind.code())
        .putLong(requestId)
        .put(payload)
        .array();
  }

  static byte[] concat(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteBuffer all = ByteBuffer.allocate(length);
    for (byte[] part : parts) {
      all.put(part);
    }
    return all.array();
  }

  RawPeer send(byte[]... parts) throws IOException {
    out.write(concat(parts));
    out.flush();
    return this;
  }

  byte[] read(int numBytes) throws IOException {
    byte[] bytes = new byte[numBytes];
    in.readFully(bytes);
    return bytes;
  }

  /** Sends HELLO, and gives the nonce of the ANSWER. */
  byte[] helloFor(byte[] nonce) throws IOException {
    send(hello(nonce));
    byte[] answer = read(Handshake.ANSWER_BYTES);
    byte[] acceptorNonce = new byte[Handshake.NONCE_BYTES];
    System.arraycopy(answer, 5, acceptorNonce, 0, acceptorNonce.length);
    return acceptorNonce;
  }

  /** The proof of an initiator that knows the secret. */
  byte[] initiatorProof(TransportSecret secret, byte[] nonce) throws IOException {
    return Handshake.proof(secret, Handshake.Role.INITIATOR, nonce, helloFor(nonce));
  }

  /** The whole handshake as initiator. */
  RawPeer authenticate(TransportSecret secret) throws IOException {
    return send(initiatorProof(secret, nonce(1)));
  }

  /** The whole handshake as acceptor. */
  RawPeer acceptHandshake(TransportSecret secret) throws IOException {
    byte[] hello = read(Handshake.HELLO_BYTES);
    byte[] initiatorNonce = new byte[Handshake.NONCE_BYTES];
    System.arraycopy(hello, 5, initiatorNonce, 0, initiatorNonce.length);
    byte[] nonce = nonce(2);
    send(hello(nonce), Handshake.proof(secret, Handshake.Role.ACCEPTOR, initiatorNonce, nonce));
    read(Handshake.PROOF_BYTES);
    return this;
  }

  /** Waits for the other end to close, and gives the number of bytes that came before. */
  int readToEnd() throws IOException {
    int numBytes = 0;
    try {
      while (in.read() >= 0) {
        numBytes++;
      }
    } catch (SocketException reset) {
      // A close with unread bytes resets the connection: closed all the same.
    }
    return numBytes;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
