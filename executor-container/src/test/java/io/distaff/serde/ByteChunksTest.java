package io.distaff.serde;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteChunksTest {
  @Test
  void whatIsAppendedComesOutInOrder() throws IOException {
    Random random = new Random(5);
    ByteChunks chunks = new ByteChunks();
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    for (int i = 0; i < 200; i++) {
      byte[] piece = new byte[random.nextInt(20_000)];
      random.nextBytes(piece);
      int offset = piece.length / 3;
      chunks.append(piece, offset, piece.length - offset);
      expected.write(piece, offset, piece.length - offset);
      assertThat(chunks.size()).isEqualTo(expected.size());
      assertThat(chunks.capacity()).isBetween(chunks.size(), 2 * chunks.size() + (1 << 12));
    }
    assertThat(chunks.toByteArray()).isEqualTo(expected.toByteArray());
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    chunks.writeTo(Channels.newChannel(written));
    assertThat(written.toByteArray()).isEqualTo(expected.toByteArray());
    chunks.clear();
    assertThat(chunks.size() + chunks.capacity()).isZero();
    chunks.append(new byte[] {7}, 0, 1);
    assertThat(chunks.toByteArray()).containsExactly(7);
  }

  @Test
  void noneIsEmpty() {
    assertThat(new ByteChunks().toByteArray()).isEmpty();
    assertThat(new ByteChunks().size()).isZero();
  }
}
