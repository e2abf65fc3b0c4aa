package io.distaff.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BlockEncoderTest {
  private static final int BYTES = 1000;

  private final BlockDecoder decoder = new BlockDecoder();
  private final byte[] noise = noise(BYTES);
  private final byte[] same = new byte[BYTES];

  @ParameterizedTest
  @EnumSource
  void onlyBytesThatShrinkAreCompressed(Compression compression) {
    for (byte[] plain : new byte[][] {noise, same, {}, {1}}) {
      byte[] block = write(new BlockEncoder(compression), plain);
      decoder.open(block, 0, block.length);
      assertThat(decoder.isPlain()).isEqualTo(plain != same);
      assertThat(decoder.plainBytes()).isEqualTo(plain.length);
      assertThat(decoder.end()).isEqualTo(block.length);
      byte[] read = new byte[plain.length];
      decoder.decompress(read);
      assertThat(read).isEqualTo(plain);
    }
  }

  @Test
  void spaceIsSavedWhereSpeedIsNot() {
    byte[] third = noise(BYTES);
    Arrays.fill(third, 0, BYTES / 3, (byte) 0);
    assertThat(isCompressed(new BlockEncoder(Compression.SPACE), third)).isTrue();
    assertThat(isCompressed(new BlockEncoder(Compression.SPEED), third)).isFalse();
  }

  @Test
  void forSpeedBlocksAfterOneThatDoesNotShrinkAreTriedNowAndThen() {
    BlockEncoder encoder = new BlockEncoder(Compression.SPEED);
    for (int round = 0; round < 2; round++) {
      assertThat(isCompressed(encoder, noise)).isFalse();
      for (int i = 0; i < 16; i++) {
        assertThat(isCompressed(encoder, same)).isFalse();
      }
      assertThat(isCompressed(encoder, same)).isTrue();
      assertThat(isCompressed(encoder, same)).isTrue();
    }
  }

  @Test
  void aSmallBlockSaysNothingOfALargeOne() {
    BlockEncoder encoder = new BlockEncoder(Compression.SPEED);
    assertThat(isCompressed(encoder, new byte[] {1, 2})).isFalse();
    assertThat(isCompressed(encoder, same)).isTrue();
  }

  @Test
  void forSpaceEveryBlockIsTried() {
    BlockEncoder encoder = new BlockEncoder(Compression.SPACE);
    assertThat(isCompressed(encoder, noise)).isFalse();
    assertThat(isCompressed(encoder, same)).isTrue();
  }

  @Test
  void lengthsThatLieAreFound() {
    byte[] plain = write(new BlockEncoder(Compression.SPACE), noise);
    byte[] compressed = write(new BlockEncoder(Compression.SPACE), same);
    for (byte[] block : new byte[][] {plain, compressed}) {
      int stored = GrowableBytes.intAt(block, 0);
      int plainBytes = GrowableBytes.intAt(block, 4);
      assertCorrupt(block, stored + 1, plainBytes + 1);
      assertCorrupt(block, stored - 1, plainBytes);
      assertCorrupt(block, -1, plainBytes);
      assertCorrupt(block, stored, stored - 1);
      assertCorrupt(block, stored, plainBytes + 1);
      assertCorrupt(block, stored, -1);
      assertCorrupt(block, stored, Integer.MAX_VALUE);
    }
    assertCorrupt(compressed, GrowableBytes.intAt(compressed, 0), BYTES - 1);
  }

  /** Where only the checksum is as it should be. */
  private void assertCorrupt(byte[] block, int stored, int plainBytes) {
    byte[] liar = block.clone();
    GrowableBytes.setInt(liar, 0, stored);
    GrowableBytes.setInt(liar, 4, plainBytes);
    int covered = Math.max(0, Math.min(stored, liar.length - BlockEncoder.HEADER_BYTES));
    GrowableBytes.setInt(liar, 12, BlockEncoder.checksum(new CRC32C(), liar, 0, covered));
    assertThatThrownBy(
            () -> {
              decoder.open(liar, 0, liar.length);
              decoder.decompress(new byte[2 * BYTES]);
            })
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT_BLOCK));
  }

  private boolean isCompressed(BlockEncoder encoder, byte[] plain) {
    byte[] block = write(encoder, plain);
    decoder.open(block, 0, block.length);
    return !decoder.isPlain();
  }

  private static byte[] write(BlockEncoder encoder, byte[] plain) {
    GrowableBytes out = new GrowableBytes(0);
    assertThat(encoder.write(plain, plain.length, BlockEncoder.PIECE, out)).isEqualTo(out.size());
    return out.toByteArray();
  }

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
