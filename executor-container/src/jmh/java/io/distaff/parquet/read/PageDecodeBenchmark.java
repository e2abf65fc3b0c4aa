package io.distaff.parquet.read;

import io.distaff.KernelBenchmark;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.BenchmarkColumns;
import io.distaff.vector.BytesVector;
import io.distaff.vector.Validity;
import io.distaff.vector.large.LargeValues;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.bytestreamsplit.ByteStreamSplitValuesWriter;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForLong;
import org.apache.parquet.column.values.deltalengthbytearray.DeltaLengthByteArrayValuesWriter;
import org.apache.parquet.column.values.deltastrings.DeltaByteArrayWriter;
import org.apache.parquet.column.values.plain.BooleanPlainValuesWriter;
import org.apache.parquet.column.values.plain.PlainValuesWriter;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridValuesWriter;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Type;
import org.apache.parquet.io.api.Binary;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.Blackhole;

/** Decoding a page of 20,480 rows, levels and values, that parquet-java has encoded. */
public class PageDecodeBenchmark extends KernelBenchmark {
  /** How the values are encoded, and what they are. */
  public enum Content {
    PLAIN_LONG(Encoding.PLAIN),
    PLAIN_BOOLEAN(Encoding.PLAIN),
    PLAIN_TEXT(Encoding.PLAIN),
    IDS_OF_2_BITS(2),
    IDS_OF_6_BITS(6),
    IDS_OF_12_BITS(12),
    IDS_OF_17_BITS(17),
    /** Ids of which runs of 1 to 20 are the same. */
    IDS_IN_RUNS(6),
    RLE_BOOLEAN(Encoding.RLE),
    DELTA_LONG(Encoding.DELTA_BINARY_PACKED),
    DELTA_LENGTH_TEXT(Encoding.DELTA_LENGTH_BYTE_ARRAY),
    DELTA_TEXT(Encoding.DELTA_BYTE_ARRAY),
    SPLIT_DOUBLE(Encoding.BYTE_STREAM_SPLIT);

    private final Encoding encoding;
    private final int idBits;

    Content(Encoding encoding) {
      this.encoding = encoding;
      this.idBits = 0;
    }

    Content(int idBits) {
      this.encoding = Encoding.RLE_DICTIONARY;
      this.idBits = idBits;
    }

    private FileColumn column() {
      return switch (this) {
        case PLAIN_BOOLEAN, RLE_BOOLEAN ->
            column(Type.BOOLEAN, DataType.BOOLEAN, Conversion.BOOLEAN);
        case PLAIN_TEXT, DELTA_LENGTH_TEXT, DELTA_TEXT ->
            column(Type.BYTE_ARRAY, DataType.STRING, Conversion.BYTES);
        case SPLIT_DOUBLE -> column(Type.DOUBLE, DataType.DOUBLE, Conversion.DOUBLE);
        default -> column(Type.INT64, DataType.BIGINT, Conversion.INT64);
      };
    }

    private static FileColumn column(Type physicalType, DataType type, Conversion conversion) {
      return new FileColumn("c", 0, 0, physicalType, 0, 0, 1, type, conversion, false, null);
    }
  }

  private static final int PAGE_ROWS = 5 * ROWS;
  private static final int SLACK = ReservedArrays.SLACK_BYTES;
  private static final int INITIAL_BYTES = 1 << 16;
  private static final int MOST_BYTES = 1 << 22;

  @Param public Content content;

  @Param({"0", "0.1"})
  public double nullShare;

  private FileColumn column;
  private byte[] levelBytes = {};
  private byte[] valueBytes;
  private ColumnValues values;
  private final LevelReader levels = new LevelReader();
  private final IdReader idReader = new IdReader();
  private final PlainPage plain = new PlainPage();
  private final PlainTranscoder transcoder = new PlainTranscoder(ReservedArrays.uncounted());
  private final long[] validity = new long[Validity.words(ROWS) + 1];
  private final int[] ids = new int[ROWS];

  @Setup
  public void prepare() throws IOException {
    column = content.column();
    int present = PAGE_ROWS;
    long[] rows = new BenchmarkColumns(PAGE_ROWS).validity(nullShare);
    if (rows != null) {
      present -= Validity.countNulls(rows, PAGE_ROWS);
      RunLengthBitPackingHybridEncoder encoder = hybrid(1);
      for (int i = 0; i < PAGE_ROWS; i++) {
        encoder.writeInt(Validity.isValid(rows, i) ? 1 : 0);
      }
      levelBytes = withSlack(encoder.toBytes().toInputStream().readAllBytes());
    }
    valueBytes = withSlack(content.idBits > 0 ? encodeIds(present) : encode(present));
    values = ColumnValues.forBatches(column, ReservedArrays.uncounted(), LargeValues.none());
  }

  private static byte[] withSlack(byte[] bytes) {
    return Arrays.copyOf(bytes, bytes.length + SLACK);
  }

  private static RunLengthBitPackingHybridEncoder hybrid(int width) {
    return new RunLengthBitPackingHybridEncoder(
        width, INITIAL_BYTES, MOST_BYTES, new HeapByteBufferAllocator());
  }

  private byte[] encodeIds(int count) throws IOException {
    SplittableRandom random = new SplittableRandom(11);
    RunLengthBitPackingHybridEncoder encoder = hybrid(content.idBits);
    for (int i = 0, left = 0, id = 0; i < count; i++, left--) {
      if (left == 0) {
        id = random.nextInt(1 << content.idBits);
        left = content == Content.IDS_IN_RUNS ? random.nextInt(1, 21) : 1;
      }
      encoder.writeInt(id);
    }
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    page.write(content.idBits);
    page.writeBytes(encoder.toBytes().toInputStream().readAllBytes());
    return page.toByteArray();
  }

  private byte[] encode(int count) throws IOException {
    SplittableRandom random = new SplittableRandom(12);
    BytesVector text = new BenchmarkColumns(PAGE_ROWS).comments(0);
    try (ValuesWriter writer = writer()) {
      for (int i = 0; i < count; i++) {
        switch (column.physicalType()) {
          case INT64 -> writer.writeLong(1_000_000L * i + random.nextInt(1_000_000));
          case DOUBLE -> writer.writeDouble(random.nextDouble());
          case BOOLEAN -> writer.writeBoolean(random.nextInt(5) == 0);
          case BYTE_ARRAY ->
              writer.writeBytes(
                  Binary.fromConstantByteArray(text.data(), text.starts()[i], text.lengths()[i]));
          default -> throw new IllegalStateException(content.name());
        }
      }
      return writer.getBytes().toInputStream().readAllBytes();
    }
  }

  private ValuesWriter writer() {
    HeapByteBufferAllocator heap = new HeapByteBufferAllocator();
    return switch (content.encoding) {
      case PLAIN ->
          content == Content.PLAIN_BOOLEAN
              ? new BooleanPlainValuesWriter()
              : new PlainValuesWriter(INITIAL_BYTES, MOST_BYTES, heap);
      case RLE -> new RunLengthBitPackingHybridValuesWriter(1, INITIAL_BYTES, MOST_BYTES, heap);
      case DELTA_BINARY_PACKED ->
          new DeltaBinaryPackingValuesWriterForLong(INITIAL_BYTES, MOST_BYTES, heap);
      case DELTA_LENGTH_BYTE_ARRAY ->
          new DeltaLengthByteArrayValuesWriter(INITIAL_BYTES, MOST_BYTES, heap);
      case DELTA_BYTE_ARRAY -> new DeltaByteArrayWriter(INITIAL_BYTES, MOST_BYTES, heap);
      case BYTE_STREAM_SPLIT ->
          new ByteStreamSplitValuesWriter.DoubleByteStreamSplitValuesWriter(
              INITIAL_BYTES, MOST_BYTES, heap);
      default -> throw new IllegalStateException(content.name());
    };
  }

  @Benchmark
  @OperationsPerInvocation(PAGE_ROWS)
  public void decode(Blackhole blackhole) throws MalformedException {
    boolean hasNulls = levelBytes.length > 0;
    if (hasNulls) {
      levels.start(levelBytes, 0, levelBytes.length - SLACK);
    }
    startValues();
    for (int from = 0; from < PAGE_ROWS; from += ROWS) {
      int present = hasNulls ? levels.read(validity, 0, ROWS) : ROWS;
      if (content.idBits > 0) {
        idReader.read(ids, 0, present);
        if (hasNulls) {
          ColumnValues.spreadInts(ids, 0, ROWS, present, validity);
        }
        blackhole.consume(ids);
      } else {
        values.clear();
        values.readPlain(plain, 0, present);
        if (hasNulls) {
          values.spread(0, ROWS, present, validity);
        }
        blackhole.consume(values);
      }
    }
  }

  private void startValues() throws MalformedException {
    int end = valueBytes.length - SLACK;
    if (content.idBits > 0) {
      idReader.start(valueBytes, 0, end, 1 << content.idBits);
    } else if (content.encoding == Encoding.PLAIN) {
      plain.start(valueBytes, 0, end);
    } else {
      transcoder.transcode(content.encoding, column, valueBytes, 0, end, PAGE_ROWS, plain);
    }
  }
}
