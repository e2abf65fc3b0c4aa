package io.distaff.ids;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a stage computes, as a hash: its plan fragment, its inputs with length and modification
 * time, the fingerprints of the stages it reads, and its partitioning. Equal fingerprints mean
 * equal output, in any epoch.
 *
 * @param hex 32 lower-case hexadecimal digits, the first 128 bits of a SHA-256
 */
public record StageFingerprint(String hex) {
  /**
   * Takes the parts of a fingerprint, in order. Texts and bytes are delimited by their length, so
   * that moving bytes between parts changes the result. Used once; confined to one thread.
   */
  public static final class Builder {
    private final MessageDigest digest;
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

    public Builder() {
      try {
        digest = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform has SHA-256", e);
      }
    }

    /** Adds a number. */
    public Builder add(long part) {
      digest.update(number.putLong(0, part).array());
      return this;
    }

    /** Adds bytes. */
    public Builder add(byte[] part) {
      add(part.length);
      digest.update(part);
      return this;
    }

    /** Adds a text. */
    public Builder add(String part) {
      return add(part.getBytes(StandardCharsets.UTF_8));
    }

    /** The fingerprint of what was added. */
    public StageFingerprint build() {
      return new StageFingerprint(HexFormat.of().formatHex(digest.digest(), 0, 16));
    }
  }

  @Override
  public String toString() {
    return hex;
  }
}
