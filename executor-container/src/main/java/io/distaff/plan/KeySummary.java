package io.distaff.plan;

import com.github.luben.zstd.Zstd;
import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.Literal;
import io.distaff.types.DataType;
import io.distaff.vector.BlockBloom;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What values rows have in one column, in bounded space: what a join's build side says of a key, so
 * that rows of the probe side that match none needn't be read. Nulls aren't among the values.
 * Immutable.
 *
 * @param numValues not null, repetitions counted
 * @param values each value once; null when there may be more than {@link #MOST_VALUES}
 * @param smallest null when there is no value, or none is known
 * @param largest likewise
 * @param bloom see {@link #bloom(byte[])}; null when there is none
 */
public record KeySummary(
    long numValues, List<Literal> values, Literal smallest, Literal largest, Literal bloom) {
  /** So many values are told one by one. */
  public static final int MOST_VALUES = 256;

  /** Enough for 131,072 keys. Filters of parts that are to be merged have this size. */
  public static final int MOST_BLOOM_BYTES = 128 << 10;

  /** A Bloom filter with a larger part of its bits set takes too many others for its values. */
  public static final double MOST_FILL = 0.8;

  /** A range that has so many times the values doesn't need a Bloom filter. */
  private static final double NARROW = 1.5;

  public KeySummary {
    values = values == null ? null : List.copyOf(values);
  }

  /**
   * A Bloom filter as a summary has it: BINARY, a frame of RFC 8878 with the blocks of a {@link
   * BlockBloom} over hashes of {@link io.distaff.vector.RowHash}. Of few keys it is short.
   */
  public static Literal bloom(byte[] blocks) {
    return Literal.of(DataType.BINARY, Zstd.compress(blocks));
  }

  /** Whether there are summaries of columns of a type. */
  public static boolean describes(DataType type) {
    return switch (type.kind()) {
      case TINYINT,
          SMALLINT,
          INT,
          BIGINT,
          DATE,
          TIMESTAMP,
          TIMESTAMP_LOCAL,
          DECIMAL,
          FLOAT,
          DOUBLE,
          STRING,
          BINARY ->
          true;
      case NULL, BOOLEAN, ARRAY, MAP, STRUCT -> false;
    };
  }

  /**
   * A condition on a value of the same type that is true for each of the values, and for few
   * others; empty when too little is known.
   */
  public Optional<Expression> condition(Expression value) {
    return condition(List.of(this), value);
  }

  /**
   * As {@link #condition(Expression)}, for the values of several lots of rows, each lot summarised
   * alike; what one of the lots doesn't say is known of none.
   */
  public static Optional<Expression> condition(List<KeySummary> parts, Expression value) {
    return Together.of(parts).condition(value);
  }

  /**
   * Several summaries.
   *
   * @param blocks of the Bloom filter; null when there is none
   */
  private record Together(
      long numValues, Set<Literal> values, Literal smallest, Literal largest, byte[] blocks) {

    static Together of(List<KeySummary> parts) {
      long numValues = 0;
      Set<Literal> values = new LinkedHashSet<>();
      Literal smallest = null;
      Literal largest = null;
      byte[] blocks = null;
      boolean first = true;
      for (KeySummary part : parts) {
        if (part.numValues == 0) {
          continue;
        }
        numValues += part.numValues;
        values = values == null || part.values == null ? null : union(values, part.values);
        smallest = first ? part.smallest : extreme(smallest, part.smallest, -1);
        largest = first ? part.largest : extreme(largest, part.largest, 1);
        blocks = first ? part.blocks() : union(blocks, part.blocks());
        first = false;
      }
      return new Together(numValues, values, smallest, largest, blocks);
    }

    Optional<Expression> condition(Expression value) {
      if (numValues == 0) {
        return Optional.of(Literal.of(DataType.BOOLEAN, false));
      }
      if (values != null) {
        List<Expression> arguments = new ArrayList<>();
        arguments.add(value);
        arguments.addAll(values);
        return Optional.of(new Call(FunctionNames.IN, arguments, DataType.BOOLEAN));
      }
      List<Expression> conjuncts = new ArrayList<>();
      if (smallest != null) {
        conjuncts.add(comparison(FunctionNames.GREATER_OR_EQUAL, value, smallest));
        conjuncts.add(comparison(FunctionNames.LESS_OR_EQUAL, value, largest));
      }
      bloom().ifPresent(b -> conjuncts.add(comparison(FunctionNames.MAY_CONTAIN, value, b)));
      return conjuncts.isEmpty()
          ? Optional.empty()
          : Optional.of(
              conjuncts.size() == 1
                  ? conjuncts.get(0)
                  : new Call(FunctionNames.AND, conjuncts, DataType.BOOLEAN));
    }

    /** The Bloom filter, unless it is full, or leaves out little that is within the bounds. */
    private Optional<Literal> bloom() {
      if (blocks == null) {
        return Optional.empty();
      }
      int numBlocks = blocks.length / BlockBloom.BLOCK_BYTES;
      double fill = BlockBloom.fill(blocks, numBlocks);
      if (fill > MOST_FILL) {
        return Optional.empty();
      }
      double numKeys = BlockBloom.numKeys(fill, numBlocks);
      boolean tellsMore =
          smallest == null
              || unscaled(largest).subtract(unscaled(smallest)).doubleValue() >= NARROW * numKeys;
      return tellsMore
          ? Optional.of(Literal.of(DataType.BINARY, fitted(blocks, numKeys)))
          : Optional.empty();
    }
  }

  /** A filter in the size that its keys need, which is the faster to look at. */
  private static byte[] fitted(byte[] blocks, double numKeys) {
    int bytes = BlockBloom.sizeBytes((long) numKeys, blocks.length);
    byte[] fitted = blocks;
    while (bytes != 0 && fitted.length > bytes) {
      fitted = BlockBloom.halved(fitted);
    }
    return fitted;
  }

  /** The integer that a value is kept as; of a decimal its digits. */
  private static BigInteger unscaled(Literal literal) {
    return literal.value() instanceof BigDecimal decimal
        ? decimal.unscaledValue()
        : BigInteger.valueOf((Long) literal.value());
  }

  /** Null when there is no Bloom filter. */
  private byte[] blocks() {
    return bloom == null ? null : Zstd.decompress((byte[]) bloom.value());
  }

  private static Set<Literal> union(Set<Literal> values, List<Literal> more) {
    values.addAll(more);
    return values.size() <= MOST_VALUES ? values : null;
  }

  private static Literal extreme(Literal a, Literal b, int sign) {
    if (a == null || b == null) {
      return null;
    }
    return sign * unscaled(a).compareTo(unscaled(b)) >= 0 ? a : b;
  }

  private static byte[] union(byte[] a, byte[] b) {
    if (a == null || b == null || a.length != b.length) {
      return null;
    }
    BlockBloom.addAll(a, b);
    return a;
  }

  private static Call comparison(String function, Expression value, Literal literal) {
    return new Call(function, DataType.BOOLEAN, value, literal);
  }
}
