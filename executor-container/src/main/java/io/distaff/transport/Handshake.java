package io.distaff.transport;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * The only handler of a channel until both ends have proved that they know the secret; the messages
 * are in the package description. Then it installs what comes next, hands over the bytes that
 * already follow, and leaves. Whatever else happens closes the channel. Confined to the channel's
 * event loop.
 */
final class Handshake extends ChannelInboundHandlerAdapter {
  static final byte VERSION = 1;
  static final int NONCE_BYTES = 32;
  static final int PROOF_BYTES = 32;

  private static final byte[] PREAMBLE = preamble(VERSION);
  static final int HELLO_BYTES = PREAMBLE.length + NONCE_BYTES;
  static final int ANSWER_BYTES = HELLO_BYTES + PROOF_BYTES;

  /** The two ends. */
  enum Role {
    INITIATOR("distaff initiator"),
    ACCEPTOR("distaff acceptor");

    private final String label;

    Role(String label) {
      this.label = label;
    }
  }

  /** Takes the outcome; one of the two is called, once. */
  interface Outcome {
    /** Installs the next handler. */
    void passed(ChannelHandlerContext context);

    /** The channel is being closed. */
    void failed(DistaffException cause);
  }

  private final Role role;
  private final TransportSecret secret;
  private final int timeoutMillis;
  private final Outcome outcome;
  private final byte[] ownNonce = new byte[NONCE_BYTES];
  private byte[] peerNonce;

  /** The message that the peer owes, as far as it has arrived. */
  private byte[] message;

  private int messageBytes;
  private boolean done;
  private Future<?> timeout;

  Handshake(
      Role role, TransportSecret secret, SecureRandom random, int timeoutMillis, Outcome outcome) {
    this.role = role;
    this.secret = secret;
    this.timeoutMillis = timeoutMillis;
    this.outcome = outcome;
    random.nextBytes(ownNonce);
    message = new byte[role == Role.ACCEPTOR ? HELLO_BYTES : ANSWER_BYTES];
  }

  /** What a role has to send as its proof. */
  static byte[] proof(
      TransportSecret secret, Role role, byte[] initiatorNonce, byte[] acceptorNonce) {
    return secret.sign(role.label, new byte[] {VERSION}, initiatorNonce, acceptorNonce);
  }

  static byte[] preamble(byte version) {
    byte[] magic = "DSTF".getBytes(StandardCharsets.US_ASCII);
    byte[] preamble = Arrays.copyOf(magic, magic.length + 1);
    preamble[magic.length] = version;
    return preamble;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    timeout =
        context
            .executor()
            .schedule(
                () -> fail(context, "was not finished within " + timeoutMillis + " ms", null),
                timeoutMillis,
                TimeUnit.MILLISECONDS);
    if (role == Role.INITIATOR) {
      write(context, PREAMBLE, ownNonce);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object read) {
    ByteBuf in = (ByteBuf) read;
    try {
      while (!done && in.isReadable()) {
        int numBytes = Math.min(in.readableBytes(), message.length - messageBytes);
        in.readBytes(message, messageBytes, numBytes);
        messageBytes += numBytes;
        step(context);
      }
      if (in.isReadable() && context.isRemoved()) {
        context.fireChannelRead(in.retain());
      }
    } finally {
      ReferenceCountUtil.release(in);
    }
  }

  private void step(ChannelHandlerContext context) {
    boolean hasPreamble = peerNonce == null;
    if (hasPreamble) {
      int numBytes = Math.min(messageBytes, PREAMBLE.length);
      int mismatch = Arrays.mismatch(message, 0, numBytes, PREAMBLE, 0, numBytes);
      if (mismatch == PREAMBLE.length - 1) {
        fail(context, "asks for version " + message[mismatch] + ", this is " + VERSION, null);
        return;
      } else if (mismatch >= 0) {
        fail(context, "is not in this protocol", null);
        return;
      }
    }
    if (messageBytes < message.length) {
      return;
    }
    if (hasPreamble) {
      peerNonce = Arrays.copyOfRange(message, PREAMBLE.length, HELLO_BYTES);
    }
    if (role == Role.INITIATOR) {
      if (verify(context, HELLO_BYTES)) {
        write(context, proofOf(Role.INITIATOR));
        pass(context);
      }
    } else if (hasPreamble) {
      write(context, PREAMBLE, ownNonce, proofOf(Role.ACCEPTOR));
      message = new byte[PROOF_BYTES];
      messageBytes = 0;
    } else if (verify(context, 0)) {
      pass(context);
    }
  }

  private boolean verify(ChannelHandlerContext context, int proofOffset) {
    byte[] given = Arrays.copyOfRange(message, proofOffset, proofOffset + PROOF_BYTES);
    byte[] expected = proofOf(role == Role.INITIATOR ? Role.ACCEPTOR : Role.INITIATOR);
    if (!MessageDigest.isEqual(expected, given)) {
      fail(context, "proves another secret than this application's", null);
      return false;
    }
    return true;
  }

  private byte[] proofOf(Role prover) {
    return role == Role.INITIATOR
        ? proof(secret, prover, ownNonce, peerNonce)
        : proof(secret, prover, peerNonce, ownNonce);
  }

  private void write(ChannelHandlerContext context, byte[]... parts) {
    context
        .writeAndFlush(Unpooled.wrappedBuffer(parts))
        .addListener(
            written -> {
              if (!written.isSuccess()) {
                lose(context, written.cause());
              }
            });
  }

  private void pass(ChannelHandlerContext context) {
    if (done) {
      return;
    }
    done = true;
    timeout.cancel(false);
    try {
      outcome.passed(context);
      context.pipeline().remove(this);
    } catch (RuntimeException e) {
      outcome.failed(
          new DistaffException(
              ErrorCode.INTERNAL_ERROR,
              "connection with " + context.channel().remoteAddress() + " could not be set up",
              e));
      Endpoint.close(context.channel());
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    lose(context, null);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException) {
      lose(context, cause);
    } else {
      fail(context, "failed: " + cause, cause);
    }
  }

  private void lose(ChannelHandlerContext context, Throwable cause) {
    if (!done) {
      finish(
          context,
          new DistaffException(
              ErrorCode.CONNECTION_LOST,
              "connection with "
                  + context.channel().remoteAddress()
                  + " was lost in the handshake"
                  + (cause == null ? "" : ": " + cause.getMessage()),
              cause));
    }
  }

  private void fail(ChannelHandlerContext context, String why, Throwable cause) {
    if (!done) {
      finish(
          context,
          new DistaffException(
              ErrorCode.AUTHENTICATION_FAILED,
              "handshake with " + context.channel().remoteAddress() + " " + why,
              cause));
    }
  }

  private void finish(ChannelHandlerContext context, DistaffException cause) {
    done = true;
    if (timeout != null) {
      timeout.cancel(false);
    }
    outcome.failed(cause);
    Endpoint.close(context.channel());
  }
}
