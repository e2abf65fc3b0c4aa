package io.distaff.scalar;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.kernel.ByteValue;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.vector.large.LargeValues;

/**
 * The hashes of values that Spark computes, so that tables bucketed by them fit: every argument is
 * hashed with the hash of those before it as seed, 42 at first; nulls are passed over.
 */
final class HashFunctions {
  private static final int SEED = 42;

  /** A hash of one value: of 32 bits, of 64, or of bytes. */
  private interface Hash {
    long ofInt(int value, long seed);

    long ofLong(long value, long seed);

    long ofBytes(ByteValue bytes, long seed);
  }

  private HashFunctions() {}

  static void addTo(FunctionTable table) {
    table
        .add("hash")
        .takes("(any, any...) -> int")
        .seesNulls("leaves out nulls; never null")
        .says("The Murmur3 hash of the arguments with the seed 42, the same as Spark's.")
        .example("hash('ABC')", "-757602832")
        .example("hash('ABC', 'DEF')", "599895104")
        .is(site -> RowFunctions.integer(site, hash(site, new Murmur3())));
    table
        .add("xxhash64")
        .takes("(any, any...) -> bigint")
        .seesNulls("leaves out nulls; never null")
        .says("The 64-bit xxHash of the arguments with the seed 42, the same as Spark's.")
        .example("xxhash64('ABC')", "4105715581806190027")
        .example("xxhash64('ABC', 'DEF')", "3233247871021311208")
        .is(site -> RowFunctions.integer(site, hash(site, new XxHash64())));
  }

  private static RowFunctions.ToInteger hash(CallSite site, Hash hash) {
    for (DataType type : site.argumentTypes()) {
      if (type.isNested()) {
        throw new DistaffException(
            ErrorCode.NOT_SUPPORTED, site.name() + " of " + type.sqlName() + " is not supported");
      }
    }
    ByteValue unscaled = new ByteValue(site.arrays(), LargeValues.none());
    return row -> {
      long value = SEED;
      for (int i = 0; i < row.numArguments(); i++) {
        if (!row.isNull(i)) {
          value = hash(hash, row, i, site.argumentTypes().get(i), unscaled, value);
        }
      }
      return value;
    };
  }

  /**
   * @param unscaled is put on a decimal that isn't a long
   */
  private static long hash(
      Hash hash, Row row, int argument, DataType type, ByteValue unscaled, long seed) {
    return switch (type.kind()) {
      case BOOLEAN, TINYINT, SMALLINT, INT, DATE -> hash.ofInt((int) row.number(argument), seed);
      case BIGINT, TIMESTAMP, TIMESTAMP_LOCAL -> hash.ofLong(row.number(argument), seed);
      // Adding 0 makes 0 of -0.
      case FLOAT -> hash.ofInt(Float.floatToIntBits((float) row.floating(argument) + 0.0f), seed);
      case DOUBLE -> hash.ofLong(Double.doubleToLongBits(row.floating(argument) + 0.0), seed);
      case DECIMAL -> {
        if (((DecimalType) type).isLong()) {
          yield hash.ofLong(row.decimal(argument).unscaledValue().longValue(), seed);
        }
        byte[] bytes = row.decimal(argument).unscaledValue().toByteArray();
        unscaled.setWhole(bytes, 0, bytes.length);
        yield hash.ofBytes(unscaled, seed);
      }
      case STRING, BINARY -> hash.ofBytes(row.value(argument), seed);
      case NULL, ARRAY, MAP, STRUCT -> throw new IllegalStateException(type.sqlName());
    };
  }

  private static int intAt(byte[] data, int i) {
    return (data[i] & 0xFF)
        | ((data[i + 1] & 0xFF) << 8)
        | ((data[i + 2] & 0xFF) << 16)
        | ((data[i + 3] & 0xFF) << 24);
  }

  private static long longAt(byte[] data, int i) {
    return (intAt(data, i) & 0xFFFF_FFFFL) | ((long) intAt(data, i + 4) << 32);
  }

  /** Murmur3 of 32 bits; of bytes after the last full word each is mixed in like a word. */
  private static final class Murmur3 implements Hash {
    @Override
    public long ofInt(int value, long seed) {
      return finish(mix((int) seed, value), 4);
    }

    @Override
    public long ofLong(long value, long seed) {
      return finish(mix(mix((int) seed, (int) value), (int) (value >>> 32)), 8);
    }

    @Override
    public long ofBytes(ByteValue bytes, long seed) {
      int hash = (int) seed;
      bytes.begin(0, Integer.BYTES);
      while (bytes.next()) {
        byte[] data = bytes.data();
        int to = bytes.to();
        int i = bytes.from();
        for (; i + 4 <= to; i += 4) {
          hash = mix(hash, intAt(data, i));
        }
        for (; i < to; i++) {
          hash = mix(hash, data[i]);
        }
      }
      return finish(hash, bytes.length());
    }

    private static int mix(int hash, int word) {
      int mixed = Integer.rotateLeft(word * 0xCC9E2D51, 15) * 0x1B873593;
      return Integer.rotateLeft(hash ^ mixed, 13) * 5 + 0xE6546B64;
    }

    private static int finish(int hash, int length) {
      int h = hash ^ length;
      h = (h ^ h >>> 16) * 0x85EBCA6B;
      h = (h ^ h >>> 13) * 0xC2B2AE35;
      return h ^ h >>> 16;
    }
  }

  /** XXH64; a value of 32 or 64 bits is hashed as its bytes, the lowest first. */
  private static final class XxHash64 implements Hash {
    private static final int STRIPE_BYTES = 32;
    private static final long PRIME_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
    private static final long PRIME_3 = 0x165667B19E3779F9L;
    private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
    private static final long PRIME_5 = 0x27D4EB2F165667C5L;

    @Override
    public long ofInt(int value, long seed) {
      return finish(mixInt(seed + PRIME_5 + 4, value));
    }

    @Override
    public long ofLong(long value, long seed) {
      return finish(mixLong(seed + PRIME_5 + 8, value));
    }

    @Override
    public long ofBytes(ByteValue bytes, long seed) {
      long a = seed + PRIME_1 + PRIME_2;
      long b = seed + PRIME_2;
      long c = seed;
      long d = seed - PRIME_1;
      bytes.begin(0, STRIPE_BYTES);
      while (bytes.next()) {
        byte[] data = bytes.data();
        int last = bytes.to() - STRIPE_BYTES;
        for (int i = bytes.from(); i <= last; i += STRIPE_BYTES) {
          a = round(a, longAt(data, i));
          b = round(b, longAt(data, i + 8));
          c = round(c, longAt(data, i + 16));
          d = round(d, longAt(data, i + 24));
        }
      }
      long hash;
      if (bytes.length() >= STRIPE_BYTES) {
        hash =
            Long.rotateLeft(a, 1)
                + Long.rotateLeft(b, 7)
                + Long.rotateLeft(c, 12)
                + Long.rotateLeft(d, 18);
        hash = merge(merge(merge(merge(hash, a), b), c), d);
      } else {
        hash = seed + PRIME_5;
      }
      hash += bytes.length();
      // What is left of the last window.
      byte[] data = bytes.data();
      int to = bytes.to();
      int i = to - bytes.length() % STRIPE_BYTES;
      for (; i + 8 <= to; i += 8) {
        hash = mixLong(hash, longAt(data, i));
      }
      if (i + 4 <= to) {
        hash = mixInt(hash, intAt(data, i));
        i += 4;
      }
      for (; i < to; i++) {
        hash = Long.rotateLeft(hash ^ (data[i] & 0xFF) * PRIME_5, 11) * PRIME_1;
      }
      return finish(hash);
    }

    private static long round(long lane, long word) {
      return Long.rotateLeft(lane + word * PRIME_2, 31) * PRIME_1;
    }

    private static long merge(long hash, long lane) {
      return (hash ^ round(0, lane)) * PRIME_1 + PRIME_4;
    }

    private static long mixLong(long hash, long word) {
      return Long.rotateLeft(hash ^ round(0, word), 27) * PRIME_1 + PRIME_4;
    }

    private static long mixInt(long hash, int word) {
      return Long.rotateLeft(hash ^ (word & 0xFFFF_FFFFL) * PRIME_1, 23) * PRIME_2 + PRIME_3;
    }

    private static long finish(long hash) {
      long h = (hash ^ hash >>> 33) * PRIME_2;
      h = (h ^ h >>> 29) * PRIME_3;
      return h ^ h >>> 32;
    }
  }
}
