package io.distaff.transport;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What both ends of a connection must know: 32 random bytes per application, carried in the
 * containers' credentials and nowhere else. Never shown by {@link #toString}. Immutable.
 */
public final class TransportSecret {
  public static final int NUM_BYTES = 32;

  /** The name of the secret in the credentials of an application's containers. */
  public static final String ALIAS = "distaff.transport.secret";

  private final byte[] bytes;

  private TransportSecret(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A fresh secret. */
  public static TransportSecret random() {
    byte[] bytes = new byte[NUM_BYTES];
    new SecureRandom().nextBytes(bytes);
    return new TransportSecret(bytes);
  }

  /** The secret that {@link #toBytes} gave. */
  public static TransportSecret fromBytes(byte[] bytes) {
    if (bytes.length != NUM_BYTES) {
      throw new IllegalArgumentException(
          "a transport secret has " + NUM_BYTES + " bytes, not " + bytes.length);
    }
    return new TransportSecret(bytes.clone());
  }

  /** A copy of the bytes, for the credentials of a container. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  /** HMAC-SHA-256 of a label, a zero byte, and some parts, in this order. */
  byte[] sign(String label, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
      mac.update(label.getBytes(StandardCharsets.US_ASCII));
      mac.update((byte) 0);
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  @Override
  public String toString() {
    return "TransportSecret[hidden]";
  }
}
