package io.distaff.scalar;

import io.distaff.collection.Rearrangements;
import io.distaff.expression.FunctionDefinition.Category;
import io.distaff.kernel.Argument;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.RandomStream;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.DoubleVector;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.UUID;
import java.util.stream.LongStream;

/**
 * The functions of chance, and those that number rows. What they give depends on a seed, a stream,
 * and how many rows came before, on nothing else: SQL text that has no seed gets one when it is
 * analysed, and tasks take their partition as the stream, so that another attempt of a task gives
 * the same.
 */
final class RandomFunctions {
  private static final String STREAM =
      " A seed, a literal, makes it reproducible; each partition of a query has a stream of its own"
          + " unless another argument names one.";

  /** Above the bits that count the rows of a partition. */
  private static final int PARTITION_SHIFT = 33;

  private RandomFunctions() {}

  static List<ScalarFunction> table() {
    FunctionTable table = new FunctionTable(Category.OTHER);
    table
        .add("rand", "random")
        .takes("([bigint], [int]) -> double")
        .volatileResult()
        .says("A random number from 0 to below 1." + STREAM)
        .example("rand(42, 0) = rand(42, 0)", "true")
        .example("rand(42, 0) = rand(42, 1)", "false")
        .example("rand() < 1", "true")
        .is(site -> doubles(site, RandomFunctions::uniform));
    table
        .add("randn")
        .takes("([bigint], [int]) -> double")
        .volatileResult()
        .says("A random number of the standard normal distribution." + STREAM)
        .example("randn() BETWEEN -100 AND 100", "true")
        .is(site -> doubles(site, RandomFunctions::gaussian));
    table
        .add("uuid")
        .takes("([bigint], [int]) -> string")
        .volatileResult()
        .says("A random UUID of version 4." + STREAM)
        .example("length(uuid())", "36")
        .is(
            site -> {
              RandomStream stream = stream(site, 0);
              return RowFunctions.bytes(
                  site, (row, out) -> out.append(uuid(stream).getBytes(StandardCharsets.US_ASCII)));
            });
    table
        .add("shuffle")
        .takes("(array<T>, [bigint], [int]) -> array<T>")
        .volatileResult()
        .says("The elements in a random order." + STREAM)
        .example("array_sort(shuffle(array(3, 1, 2)))", "[1, 2, 3]")
        .example("shuffle(array(1, 2, 3), 42, 0) = shuffle(array(1, 2, 3), 42, 0)", "true")
        .is(
            site ->
                Rearrangements.shuffled((ArrayType) site.type(), stream(site, 1), site.arrays()));
    table
        .add("spark_partition_id")
        .takes("([int]) -> int")
        .volatileResult()
        .says("The number of the partition that a row is in, from 0, unless the argument says it.")
        .example("spark_partition_id(3)", "3")
        .is(
            site -> {
              long partition = partition(site);
              return RowFunctions.integer(site, row -> partition);
            });
    table
        .add("monotonically_increasing_id")
        .takes("([int]) -> bigint")
        .volatileResult()
        .says(
            "A number that no other row has, and that grows with the rows of a partition: the"
                + " partition's number, unless the argument says it, times 2^33, and how many rows"
                + " came before in it.")
        .example("monotonically_increasing_id(1)", "8589934592")
        .is(RandomFunctions::increasing);
    return table.functions();
  }

  private static RandomStream stream(CallSite site, int seedPosition) {
    int streamPosition = seedPosition + 1;
    return new RandomStream(
        site.numArguments() > seedPosition ? site.constantLong(seedPosition) : 0,
        site.numArguments() > streamPosition ? site.constantLong(streamPosition) : 0);
  }

  /** Of a function whose only argument it is. */
  private static long partition(CallSite site) {
    return site.numArguments() > 0 ? site.constantLong(0) : 0;
  }

  private static VectorFunction increasing(CallSite site) {
    PrimitiveIterator.OfLong ids =
        LongStream.iterate(partition(site) << PARTITION_SHIFT, id -> id + 1).iterator();
    return RowFunctions.integer(site, row -> ids.nextLong());
  }

  @FunctionalInterface
  private interface Distribution {
    double next(RandomStream stream);
  }

  private static VectorFunction doubles(CallSite site, Distribution distribution) {
    RandomStream stream = stream(site, 0);
    Buffers buffers = new Buffers(site.arrays());
    return new VectorFunction() {
      @Override
      public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
        double[] out = buffers.doubles(rows.length());
        for (int i = 0; i < rows.count(); i++) {
          out[rows.row(i)] = distribution.next(stream);
        }
        return new DoubleVector(DataType.DOUBLE, out, validity, rows.length());
      }
    };
  }

  private static double uniform(RandomStream stream) {
    return (stream.next() >>> 11) * 0x1p-53;
  }

  /** By the method of Box and Muller; the logarithm is of a number above 0. */
  private static double gaussian(RandomStream stream) {
    double radius = Math.sqrt(-2 * Math.log(1 - uniform(stream)));
    return radius * Math.cos(2 * Math.PI * uniform(stream));
  }

  private static String uuid(RandomStream stream) {
    long high = (stream.next() & ~0xF000L) | 0x4000L;
    long low = (stream.next() & ~(3L << 62)) | (1L << 63);
    return new UUID(high, low).toString();
  }
}
