package io.distaff.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.vector.LongVector;
import io.distaff.vector.VectorBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BlockAssemblerTest {
  private static final Schema SCHEMA = Schema.of(new Field("n", DataType.BIGINT, false));

  private final BlockAssembler assembler = new BlockAssembler();

  @Test
  void blocksComeWholeHoweverTheyAreCut() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      GrowableBytes sequence = new GrowableBytes(16);
      List<Long> written = new ArrayList<>();
      for (int b = random.nextInt(6); b >= 0; b--) {
        byte[] block = block(random, 1 + random.nextInt(2000), written);
        sequence.put(block, 0, block.length);
      }
      byte[] all = sequence.toByteArray();
      List<Long> read = new ArrayList<>();
      int position = 0;
      while (position < all.length) {
        int end = Math.min(all.length, position + 1 + random.nextInt(3000));
        boolean whole = assembler.add(Arrays.copyOfRange(all, position, end));
        assertThat(whole).isEqualTo(assembler.length() > 0);
        read(read);
        if (random.nextBoolean()) {
          assembler.drop();
        }
        position = end;
      }
      assertThat(assembler.isWithinBlock()).isFalse();
      assertThat(read).as("seed %s", seed).isEqualTo(written);
    }
  }

  @Test
  void aPieceOfWholeBlocksIsNotCopied() {
    byte[] piece = block(new Random(1), 10, new ArrayList<>());
    assertThat(assembler.add(piece)).isTrue();
    assertThat(assembler.bytes()).isSameAs(piece);
    assembler.drop();
    assertThat(assembler.heldBytes()).isZero();
  }

  @Test
  void aLengthThatLiesAllocatesLittle() {
    byte[] liar = new byte[1000];
    GrowableBytes.setInt(liar, 0, Integer.MAX_VALUE);
    assertThat(assembler.add(liar)).isFalse();
    assertThat(assembler.add(new byte[1000])).isFalse();
    assertThat(assembler.heldBytes()).isLessThanOrEqualTo(4000);
    assertThat(assembler.isWithinBlock()).isTrue();
  }

  private static byte[] block(Random random, int rows, List<Long> written) {
    long[] values = random.longs(rows).toArray();
    Arrays.stream(values).forEach(written::add);
    GrowableBytes out = new GrowableBytes(16);
    int unused =
        new BlockWriter(Compression.SPACE)
            .write(new VectorBatch(rows, new LongVector(DataType.BIGINT, values, null, rows)), out);
    return out.toByteArray();
  }

  private void read(List<Long> into) {
    BlockReader reader = new BlockReader(SCHEMA);
    reader.reset(assembler.bytes(), 0, assembler.length());
    for (VectorBatch batch = reader.next(); batch != null; batch = reader.next()) {
      LongVector column = (LongVector) batch.column(0);
      for (int i = 0; i < batch.numRows(); i++) {
        into.add(column.values()[i]);
      }
    }
  }
}
