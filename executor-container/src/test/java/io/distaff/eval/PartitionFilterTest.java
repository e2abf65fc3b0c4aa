package io.distaff.eval;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.InputRef;
import io.distaff.expression.Literal;
import io.distaff.plan.KeySummary;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.vector.BlockBloom;
import io.distaff.vector.IntVector;
import io.distaff.vector.RowHash;
import io.distaff.vector.VectorBatch;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What is told of a directory by the values that it gives. */
class PartitionFilterTest {
  private static final Schema SCHEMA =
      Schema.of(
          new Field("v", DataType.INT, true),
          new Field("day", DataType.INT, true),
          new Field("place", DataType.STRING, true));

  private static final InputRef DAY = new InputRef(1, DataType.INT);
  private static final InputRef PLACE = new InputRef(2, DataType.STRING);

  private static Literal day(long day) {
    return Literal.of(DataType.INT, day);
  }

  private static Map<String, Literal> directory(Literal day, String place) {
    return Map.of("day", day, "place", Literal.of(DataType.STRING, place));
  }

  private static PartitionFilter filter(Expression... conjuncts) {
    return new PartitionFilter(SCHEMA, List.of(conjuncts));
  }

  private static Expression condition(InputRef value, KeySummary keys) {
    return keys.condition(value).orElseThrow();
  }

  @Test
  void valuesAreLookedForOneByOne() {
    Expression days =
        condition(DAY, new KeySummary(2, List.of(day(3), day(5)), day(3), day(5), null));
    PartitionFilter filter = filter(days);
    assertThat(filter.mayMatch(directory(day(3), "x"))).isTrue();
    assertThat(filter.mayMatch(directory(day(5), "y"))).isTrue();
    assertThat(filter.mayMatch(directory(day(4), "x"))).isFalse();
    assertThat(filter.mayMatch(directory(new Literal(DataType.INT, null), "x"))).isFalse();
  }

  @Test
  void textIsComparedAsText() {
    Literal place = Literal.of(DataType.STRING, "Ålesund");
    PartitionFilter filter =
        filter(condition(PLACE, new KeySummary(1, List.of(place), null, null, null)));
    assertThat(filter.mayMatch(directory(day(3), "Ålesund"))).isTrue();
    assertThat(filter.mayMatch(directory(day(3), "ålesund"))).isFalse();
  }

  @Test
  void boundsAndBloomFiltersAreAsked() {
    int numBlocks = BlockBloom.sizeBytes(1000, 1 << 16) / BlockBloom.BLOCK_BYTES;
    byte[] bloom = new byte[numBlocks * BlockBloom.BLOCK_BYTES];
    int[] even = LongStream.range(0, 1000).mapToInt(i -> (int) (2 * i)).toArray();
    long[] hashes = new long[even.length];
    new RowHash(0)
        .hash(new VectorBatch(even.length, new IntVector(DataType.INT, even, null, 1000)), hashes);
    for (long hash : hashes) {
      BlockBloom.add(bloom, numBlocks, hash);
    }
    PartitionFilter filter =
        filter(
            condition(DAY, new KeySummary(1000, null, day(0), day(1998), KeySummary.bloom(bloom))));
    assertThat(filter.mayMatch(directory(day(-2), "x"))).isFalse();
    assertThat(filter.mayMatch(directory(day(2000), "x"))).isFalse();
    assertThat(
            LongStream.range(0, 1000)
                .filter(i -> filter.mayMatch(directory(day(2 * i), "x")))
                .count())
        .isEqualTo(1000);
    assertThat(
            LongStream.range(0, 999)
                .filter(i -> filter.mayMatch(directory(day(2 * i + 1), "x")))
                .count())
        .isLessThan(100);
  }

  @Test
  void aBuildSideWithoutKeysLeavesNothing() {
    Expression never = condition(DAY, new KeySummary(0, List.of(), null, null, null));
    assertThat(filter(never).mayMatch(directory(day(3), "x"))).isFalse();
    assertThat(filter(never).mayMatch(Map.of())).isFalse();
  }

  @Test
  void whatIsAboutOtherColumnsOrFailsIsForTheRowsToDecide() {
    Call ofRows =
        new Call(FunctionNames.EQUAL, DataType.BOOLEAN, new InputRef(0, DataType.INT), day(3));
    assertThat(filter(ofRows).mayMatch(directory(day(4), "x"))).isTrue();
    Call rest = new Call(FunctionNames.MODULUS, DataType.INT, day(6), DAY);
    Call fails = new Call(FunctionNames.EQUAL, DataType.BOOLEAN, rest, day(0));
    assertThat(filter(fails).mayMatch(directory(day(0), "x"))).isTrue();
    assertThat(filter(fails).mayMatch(directory(day(4), "x"))).isFalse();
    assertThat(filter(fails).mayMatch(directory(day(3), "x"))).isTrue();
    assertThat(filter().mayMatch(directory(day(2), "x"))).isTrue();
  }

  @Test
  void allConjunctsHaveToHold() {
    Call early = new Call(FunctionNames.LESS, DataType.BOOLEAN, DAY, day(3));
    Call here =
        new Call(FunctionNames.EQUAL, DataType.BOOLEAN, PLACE, Literal.of(DataType.STRING, "here"));
    PartitionFilter filter = filter(early, here);
    assertThat(filter.mayMatch(directory(day(2), "here"))).isTrue();
    assertThat(filter.mayMatch(directory(day(2), "there"))).isFalse();
    assertThat(filter.mayMatch(directory(day(3), "here"))).isFalse();
    // A directory above those that give the other value.
    assertThat(filter.mayMatch(Map.of("day", day(2)))).isTrue();
    assertThat(filter.mayMatch(Map.of("day", day(3)))).isFalse();
  }
}
