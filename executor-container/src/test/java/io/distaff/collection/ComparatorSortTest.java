package io.distaff.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.kernel.Argument;
import io.distaff.kernel.Bounds;
import io.distaff.kernel.LambdaBody;
import io.distaff.kernel.RowSet;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ARRAY_SORT with a comparator, beside the sort of java.util. */
class ComparatorSortTest {
  private static final ArrayType TYPE = new ArrayType(DataType.BIGINT);

  /** Compares by what a comparator says of two elements, and counts its calls. */
  private static final class Body implements LambdaBody {
    private final Comparator<Object> comparator;
    private int calls;
    private long pairs;

    Body(Comparator<Object> comparator) {
      this.comparator = comparator;
    }

    @Override
    public int numParameters() {
      return 2;
    }

    @Override
    public ColumnVector apply(ColumnVector[] parameters, int[] owners, int count) {
      calls++;
      pairs += count;
      long[] signs = new long[count];
      for (int i = 0; i < count; i++) {
        signs[i] =
            comparator.compare(Vectors.value(parameters[0], i), Vectors.value(parameters[1], i));
      }
      return new LongVector(DataType.BIGINT, signs, null, count);
    }
  }

  private static List<Object> sorted(List<Object> arrays, LambdaBody body) {
    ComparatorSort sort = new ComparatorSort(TYPE, body, ReservedArrays.uncounted());
    List<Object> results = new ArrayList<>();
    for (int batch = 0; batch < 2; batch++) { // buffers are used again
      RowSet rows = RowSet.all(arrays.size());
      Argument argument = new Argument(TYPE, ReservedArrays.uncounted());
      argument.load(Vectors.of(TYPE, arrays), Bounds.UNKNOWN, rows);
      ColumnVector result = sort.apply(new Argument[] {argument}, rows, argument.validity());
      results.clear();
      for (int row = 0; row < arrays.size(); row++) {
        results.add(Vectors.value(result, row));
      }
    }
    return results;
  }

  private static List<Object> randomArrays(Random random, int rows, int longest, int values) {
    List<Object> arrays = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      List<Object> array = new ArrayList<>();
      int length = random.nextInt(longest + 1);
      for (int k = 0; k < length; k++) {
        array.add(random.nextInt(10) == 0 ? null : (Object) (long) random.nextInt(values));
      }
      arrays.add(random.nextInt(8) == 0 ? null : array);
    }
    return arrays;
  }

  @SuppressWarnings("unchecked")
  private static List<Object> expected(List<Object> arrays, Comparator<Object> comparator) {
    List<Object> expected = new ArrayList<>();
    for (Object array : arrays) {
      List<Object> copy = array == null ? null : new ArrayList<>((List<Object>) array);
      if (copy != null) {
        copy.sort(comparator);
      }
      expected.add(copy);
    }
    return expected;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 17, 64, 65, 130, 700})
  void ordersAsTheComparatorSaysAndLeavesEqualElementsAsTheyAre(int longest) {
    Random random = new Random(longest);
    // By tens alone, so that the order among equal ones shows; nulls in the middle.
    Comparator<Object> byTens =
        Comparator.comparingLong(value -> value == null ? 3 : -((Long) value / 10));
    List<Object> arrays = randomArrays(random, 40, longest, 100);
    assertThat(sorted(arrays, new Body(byTens))).isEqualTo(expected(arrays, byTens));
  }

  @Test
  void comparesManyPairsInACallWhetherArraysAreLongOrShort() {
    Comparator<Object> natural = Comparator.comparingLong(value -> (Long) value);
    List<Object> array = new ArrayList<>();
    for (long value = 0; value < 1 << 15; value++) {
      array.add(value);
    }
    Collections.shuffle(array, new Random(5));
    Body ofLong = new Body(natural);
    assertThat(sorted(List.of(array), ofLong)).isEqualTo(expected(List.of(array), natural));
    // Twice 15 rounds of 64 steps and a search; 15 n comparisons, and some to find pieces.
    assertThat(ofLong.calls).isLessThan(2 * 15 * (64 + 16));
    assertThat(ofLong.pairs).isLessThan(2 * 18 * (1L << 15));

    List<Object> shorts = new ArrayList<>();
    for (int from = 0; from < 1 << 15; from += 16) {
      shorts.add(array.subList(from, from + 16));
    }
    Body ofShort = new Body(natural);
    assertThat(sorted(shorts, ofShort)).isEqualTo(expected(shorts, natural));
    assertThat(ofShort.calls).isLessThan(2 * (1 + 3 + 7 + 15 + 4));
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 64, 300, 3000})
  void aComparatorThatContradictsItselfGivesSomeOrder(int length) {
    Random random = new Random(length);
    List<Object> array = new ArrayList<>();
    for (int k = 0; k < length; k++) {
      array.add((long) k);
    }
    List<Comparator<Object>> wrong =
        List.of(
            (unusedA, unusedB) -> random.nextInt(3) - 1,
            (unusedA, unusedB) -> -1,
            (unusedA, unusedB) -> 1,
            (a, b) -> Long.compare((Long) a * 7919 % 13, (Long) b * 104729 % 11),
            (a, b) -> (int) (((Long) a - (Long) b) % 3));
    for (Comparator<Object> comparator : wrong) {
      List<Object> result = sorted(List.of(array), new Body(comparator));
      @SuppressWarnings("unchecked")
      List<Object> inSomeOrder = (List<Object>) result.get(0);
      assertThat(inSomeOrder).containsExactlyInAnyOrderElementsOf(array);
    }
  }

  @Test
  void aComparatorThatGivesNullIsAnError() {
    LambdaBody nothing =
        new LambdaBody() {
          @Override
          public int numParameters() {
            return 2;
          }

          @Override
          public ColumnVector apply(ColumnVector[] parameters, int[] owners, int count) {
            return Vectors.of(DataType.BIGINT, Collections.nCopies(count, null));
          }
        };
    assertThat(sorted(Arrays.asList(List.of(1L), null, List.of()), nothing))
        .containsExactly(List.of(1L), null, List.of());
    assertThatThrownBy(() -> sorted(List.of(List.of(1L, 2L)), nothing))
        .isInstanceOf(DistaffException.class)
        .hasMessageContaining("array_sort: the lambda gives NULL");
  }
}
