package io.distaff.ids;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What a stage computes, as a hash: its plan fragment, its inputs with length and modification
 * time, the fingerprints of the stages it reads, and its partitioning. Equal fingerprints mean
 * equal output, in any epoch.
 *
 * @param hex 32 lower-case hexadecimal digits, the first 128 bits of a SHA-256
 */
public record StageFingerprint(String hex) {
  /**
   * The fingerprint of some parts; each part is delimited, so that moving bytes between parts
   * changes the result.
   */
  public static StageFingerprint of(List<byte[]> parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(Integer.toString(part.length).getBytes(StandardCharsets.US_ASCII));
        digest.update((byte) ':');
        digest.update(part);
      }
      return new StageFingerprint(HexFormat.of().formatHex(digest.digest(), 0, 16));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return hex;
  }
}
