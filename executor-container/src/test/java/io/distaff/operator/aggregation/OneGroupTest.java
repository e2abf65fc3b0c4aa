package io.distaff.operator.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.plan.AggregateCall;
import io.distaff.types.DataType;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.DictionaryVector;
import io.distaff.vector.Int128Vector;
import io.distaff.vector.IntVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.Validity;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.large.LargeValues;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * SUM, MIN and MAX without keys, batch after batch of one column: flat and of dictionaries that
 * stay, change and are larger than a batch, with and without nulls and selections.
 */
class OneGroupTest {
  private static final int BATCHES = 60;
  private static final DataType WIDE = DataType.decimal(38, 0);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void sumsOfIntsAreExact(long seed) {
    Random random = new Random(seed);
    check(
        DataType.INT,
        AggregateCall.Function.SUM,
        DataType.BIGINT,
        random,
        count -> {
          int[] values = random.ints(count).toArray();
          return new IntVector(DataType.INT, values, null, count);
        });
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void sumsOfLongsAreExactBeyond64Bits(long seed) {
    Random random = new Random(seed);
    check(DataType.BIGINT, AggregateCall.Function.SUM, WIDE, random, longs(random));
  }

  @ParameterizedTest
  @ValueSource(strings = {AggregateCall.Function.MIN, AggregateCall.Function.MAX})
  void choosesAmongLongs(String function) {
    Random random = new Random(function.hashCode());
    check(DataType.BIGINT, function, DataType.BIGINT, random, longs(random));
  }

  @ParameterizedTest
  @ValueSource(strings = {AggregateCall.Function.MIN, AggregateCall.Function.MAX})
  void choosesAmongTexts(String function) {
    Random random = new Random(function.hashCode());
    check(
        DataType.STRING,
        function,
        DataType.STRING,
        random,
        count -> {
          byte[] data = new byte[4 * count + 8];
          int[] starts = new int[count];
          int[] lengths = new int[count];
          for (int i = 0; i < count; i++) {
            starts[i] = 4 * i;
            lengths[i] = random.nextInt(5);
            for (int b = 0; b < lengths[i]; b++) {
              data[4 * i + b] = (byte) ('a' + random.nextInt(3));
            }
          }
          return new BytesVector(DataType.STRING, data, starts, lengths, null, count);
        });
  }

  /** Of every size, from such that sums stay in 64 bits for long to such that they can't. */
  private static IntFunction<ColumnVector> longs(Random random) {
    int[] made = new int[1];
    return count -> {
      int shift = Math.max(0, 50 - made[0]++);
      long[] values = random.longs(count).map(value -> value >> shift).toArray();
      return new LongVector(DataType.BIGINT, values, null, count);
    };
  }

  private static void check(
      DataType type,
      String function,
      DataType resultType,
      Random random,
      IntFunction<ColumnVector> flat) {
    AggregateCall call = AggregateCall.of(function, 0, -1, resultType);
    Accumulator accumulator = AggregateFunctions.overRows(call, List.of(type), true);
    AggregateInput[] inputs = {AggregateInput.ofRows(call, accumulator, LargeValues.none())};
    GroupedRows rows =
        new GroupedRows(List.of(), new int[0], inputs, false, new Accumulator[] {accumulator});
    List<Object> all = new ArrayList<>();
    ColumnVector dictionary = flat.apply(50);
    for (int b = 0; b < BATCHES; b++) {
      int count = 1 + random.nextInt(300);
      long[] validity = random.nextBoolean() ? null : new long[Validity.words(count)];
      for (int w = 0; validity != null && w < validity.length; w++) {
        validity[w] = random.nextLong();
      }
      if (b % 7 == 0) {
        dictionary = flat.apply(1 + random.nextInt(400));
      }
      int entries = dictionary.length();
      int[] ids = random.ints(count, 0, entries).toArray();
      ColumnVector column =
          b % 3 == 0 ? flat.apply(count) : new DictionaryVector(dictionary, ids, validity, count);
      SelectionVector selection = random.nextInt(3) > 0 ? null : everyOther(count);
      VectorBatch batch = new VectorBatch(count, selection, column);
      rows.prepareBytes(batch);
      rows.add(batch);
      for (int i = 0; i < batch.numSelected(); i++) {
        int row = selection == null ? i : selection.rows()[i];
        if (!column.isNull(row)) {
          all.add(value(column, row));
        }
      }
      assertThat(value(rows.results(0).column(0), 0)).isEqualTo(wanted(function, all));
    }
  }

  private static SelectionVector everyOther(int count) {
    int[] rows = new int[count];
    int kept = 0;
    for (int row = 0; row < count; row += 2) {
      rows[kept++] = row;
    }
    return new SelectionVector(rows, kept);
  }

  private static Object wanted(String function, List<Object> values) {
    if (function.equals(AggregateCall.Function.SUM)) {
      return values.isEmpty()
          ? null
          : values.stream().map(BigInteger.class::cast).reduce(BigInteger.ZERO, BigInteger::add);
    }
    List<Object> sorted = values.stream().sorted().toList();
    if (sorted.isEmpty()) {
      return null;
    }
    return sorted.get(function.equals(AggregateCall.Function.MIN) ? 0 : sorted.size() - 1);
  }

  private static Object value(ColumnVector column, int row) {
    if (column.isNull(row)) {
      return null;
    }
    if (column instanceof DictionaryVector vector) {
      return value(vector.dictionary(), vector.ids()[row]);
    }
    if (column instanceof Int128Vector vector) {
      return BigInteger.valueOf(vector.high()[row])
          .shiftLeft(64)
          .add(new BigInteger(Long.toUnsignedString(vector.low()[row])));
    }
    if (column instanceof BytesVector text) {
      return new String(
          text.data(), text.starts()[row], text.lengths()[row], StandardCharsets.ISO_8859_1);
    }
    return column instanceof IntVector ints
        ? BigInteger.valueOf(ints.values()[row])
        : BigInteger.valueOf(((LongVector) column).values()[row]);
  }
}
