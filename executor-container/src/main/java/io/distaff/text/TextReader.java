package io.distaff.text;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.memory.OperatorMemory;
import io.distaff.memory.ReservedArrays;
import io.distaff.metrics.Counter;
import io.distaff.metrics.TaskMetrics;
import io.distaff.plan.Split.TextSplit;
import io.distaff.storage.FileInfo;
import io.distaff.storage.FileStore;
import io.distaff.storage.LocalDisks;
import io.distaff.storage.RangeReader;
import io.distaff.storage.ValueFile;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import io.distaff.vector.large.LargeValues;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.ZipException;

/**
 * Reads columns of text files into batches. Only the columns that are asked for are decoded; all
 * are in mode DROP, and where malformed records are asked for, so that which rows are malformed
 * doesn't depend on a query's columns. Confined to the task's thread.
 */
public final class TextReader implements AutoCloseable {
  /** In place of a position: the split gives the column its value. */
  private static final int OF_SPLIT = -1;

  /** In place of a position: the column takes malformed records. */
  private static final int OF_RECORD = -2;

  /** For a file that isn't read by ranges of its own bytes. */
  private static final long TO_THE_END = Long.MAX_VALUE;

  private final FileStore store;
  private final Request request;
  private final TaskMetrics metrics;
  private final ReservedArrays arrays;
  private final RecordDecoder decoder;
  private final StoredRecord large;

  /** What the columns of a batch are: positions in what is decoded, or one of the constants. */
  private final int[] output;

  /** Null unless malformed records are asked for. */
  private final RawRecords raw;

  /** The columns that the split's directories give; null elsewhere. */
  private final ColumnVector[] constants;

  private final int bufferBytes;
  private final long[] offsets = new long[VectorBatch.TARGET_ROWS];
  private final long[] lines = new long[VectorBatch.TARGET_ROWS];
  private final BitSet malformed = new BitSet();
  private int nextSplit;
  private TextSplit split;
  private RangeReader file;
  private RecordScanner scanner;
  private boolean headerAhead;
  private long countedBytes;
  private long countedFromCache;

  /**
   * What to read.
   *
   * @param splits of one table: all of them give values to the same columns
   * @param fileSchema the columns of the files, all of them: CSV's are known by position
   * @param schema the columns wanted, by name: those that splits give values to, the one that takes
   *     malformed records, and columns of the files
   */
  public record Request(
      List<TextSplit> splits, TextReadOptions options, Schema fileSchema, Schema schema) {
    public Request {
      splits = List.copyOf(splits);
    }

    /** A position in {@link #fileSchema}, {@link #OF_SPLIT} or {@link #OF_RECORD}. */
    private int source(String column) {
      if (!splits.isEmpty() && splits.get(0).partition().containsKey(column)) {
        return OF_SPLIT;
      }
      int position = fileSchema.indexOf(column);
      if (position < 0 && !column.equalsIgnoreCase(options.corruptRecordName())) {
        throw new IllegalArgumentException("no column " + column + " in " + fileSchema);
      }
      return position < 0 ? OF_RECORD : position;
    }
  }

  /**
   * Where files are, and where parts of large records go.
   *
   * @param values for which tokens stand in batches
   */
  public record Files(FileStore store, LocalDisks disks, LargeValues values) {}

  /**
   * @param metrics where rows, bytes and malformed records are counted
   */
  public TextReader(Files files, Request request, OperatorMemory memory, TaskMetrics metrics) {
    this(files, request, memory, metrics, RecordScanner.BUFFER_BYTES);
  }

  TextReader(
      Files files, Request request, OperatorMemory memory, TaskMetrics metrics, int bufferBytes) {
    this.store = files.store();
    this.request = request;
    this.metrics = metrics;
    // So that every text that is large lies in a record that is.
    this.bufferBytes = Math.min(bufferBytes, files.values().leastBytes() - 1);
    this.arrays = memory.arrays();
    int[] sources =
        request.splits().isEmpty()
            ? new int[0]
            : request.schema().fields().stream().mapToInt(f -> request.source(f.name())).toArray();
    boolean takesRecords =
        request.options().mode() == MalformedMode.NULL
            && Arrays.stream(sources).anyMatch(source -> source == OF_RECORD);
    List<Integer> decoded =
        takesRecords || request.options().mode() == MalformedMode.DROP
            ? IntStream.range(0, request.fileSchema().size()).boxed().toList()
            : Arrays.stream(sources).filter(source -> source >= 0).boxed().toList();
    this.output = Arrays.stream(sources).map(s -> s < 0 ? s : decoded.indexOf(s)).toArray();
    this.constants = new ColumnVector[sources.length];
    this.raw = takesRecords ? new RawRecords(arrays) : null;
    this.decoder = decoder(request.options(), request.fileSchema(), decoded, arrays);
    this.large =
        new StoredRecord(
            texts -> sieve(decoded, texts),
            takesRecords,
            files.values(),
            new ValueFile(memory, files.disks(), metrics, arrays),
            arrays);
  }

  private RecordSieve sieve(List<Integer> columns, RecordTexts texts) {
    TextReadOptions options = request.options();
    return options.format().isDelimited()
        ? CsvSieve.ofColumns(options.dialect(), request.fileSchema(), columns, texts, arrays)
        : JsonSieve.ofColumns(request.fileSchema().select(columns), texts);
  }

  static RecordDecoder decoder(
      TextReadOptions options, Schema fileSchema, List<Integer> columns, ReservedArrays arrays) {
    return options.format().isDelimited()
        ? new CsvDecoder(options, fileSchema, columns, arrays)
        : new JsonDecoder(options.formats(), fileSchema, columns, arrays);
  }

  /**
   * The next batch, valid until the next call of this method or {@link #close}; null at the end.
   */
  public VectorBatch next() {
    try {
      while (true) {
        if (scanner == null) {
          if (nextSplit == request.splits().size()) {
            return null;
          }
          open(request.splits().get(nextSplit++));
        }
        int rows = collect();
        if (rows == 0) {
          closeFile();
          continue;
        }
        VectorBatch batch = batch(rows);
        if (batch.numSelected() > 0) {
          metrics.add(Counter.ROWS_READ, batch.numSelected());
          return batch;
        }
      }
    } catch (IOException e) {
      throw readFailed(split.path(), e);
    } finally {
      countBytes();
    }
  }

  private void open(TextSplit next) throws IOException {
    split = next;
    for (int i = 0; i < output.length; i++) {
      if (output[i] == OF_SPLIT) {
        Field column = request.schema().field(i);
        constants[i] = Vectors.single(column.type(), next.partition().get(column.name()).value());
      }
    }
    FileInfo info = new FileInfo(next.path(), next.fileSizeBytes(), next.modificationMillis());
    verifyUnchanged(info);
    boolean splittable = request.options().isSplittable(next.path());
    long end = splittable ? next.start() + next.length() : TO_THE_END;
    RecordScanner.Extent extent =
        new RecordScanner.Extent(next.path(), next.start(), end, keepsBlankLines());
    file = store.open(info);
    countedBytes = 0;
    countedFromCache = 0;
    scanner =
        new RecordScanner(
            request.options().text(next.path(), new RangeStream(file, extent.streamStart())),
            extent,
            request.options(),
            large,
            bufferBytes,
            arrays);
    headerAhead =
        next.start() == 0
            && request.options().format().isDelimited()
            && request.options().dialect().header();
  }

  /** A blank line is the value of a single column: null of CSV. */
  private boolean keepsBlankLines() {
    return request.options().format().isDelimited() && request.fileSchema().size() == 1;
  }

  private void verifyUnchanged(FileInfo planned) {
    FileInfo now = store.file(planned.path()).orElse(null);
    if (!planned.equals(now)) {
      throw new DistaffException(
          ErrorCode.READ_FAILED,
          "the file %s %s since the query was planned; run the query again"
              .formatted(planned.path(), now == null ? "is gone" : "has changed"));
    }
  }

  /** Adds the records of a batch to the decoder; gives their number, 0 at the split's end. */
  private int collect() throws IOException {
    decoder.begin();
    if (raw != null) {
      raw.begin();
    }
    malformed.clear();
    int rows = 0;
    while (rows < VectorBatch.TARGET_ROWS) {
      RecordScanner.Step step = scanner.next();
      if (step == RecordScanner.Step.END || (step == RecordScanner.Step.REFILL && rows > 0)) {
        break;
      }
      if (step == RecordScanner.Step.REFILL) {
        scanner.refill();
      } else if (headerAhead) {
        headerAhead = false;
      } else if (add(rows)) {
        rows++;
        if (scanner.isLarge()) {
          break;
        }
      }
    }
    return rows;
  }

  private boolean add(int row) {
    offsets[row] = scanner.offset();
    lines[row] = scanner.line();
    byte[] data = scanner.data();
    String problem;
    if (scanner.isLarge()) {
      problem = decoder.addLarge(large, data, scanner.start(), scanner.end());
    } else {
      if (raw != null) {
        raw.put(row, data, scanner.start(), scanner.end());
      }
      problem = decoder.add(data, scanner.start(), scanner.end());
    }
    if (problem != null) {
      switch (request.options().mode()) {
        case FAIL -> throw malformed(ErrorCode.INVALID_FILE, row, problem);
        case NULL -> malformed.set(row);
        case DROP -> {
          decoder.removeLast();
          metrics.add(Counter.RECORDS_DROPPED, 1);
          forgetLarge();
          return false;
        }
      }
    }
    return true;
  }

  private VectorBatch batch(int rows) {
    ColumnVector[] decoded = decoder.finish(scanner.data(), malformed);
    ColumnVector[] columns = new ColumnVector[output.length];
    for (int i = 0; i < columns.length; i++) {
      columns[i] =
          switch (output[i]) {
            case OF_SPLIT -> new ConstantVector(constants[i], rows);
            case OF_RECORD -> records(rows);
            default -> decoded[output[i]];
          };
    }
    SelectionVector selection = null;
    if (!malformed.isEmpty()) {
      switch (request.options().mode()) {
        case FAIL -> {
          int row = malformed.nextSetBit(0);
          throw malformed(ErrorCode.INVALID_CAST, row, decoder.failure(row));
        }
        case NULL -> metrics.add(Counter.RECORDS_WITH_NULLS, malformed.cardinality());
        case DROP -> {
          metrics.add(Counter.RECORDS_DROPPED, malformed.cardinality());
          forgetLarge();
          selection = others(rows);
        }
      }
    }
    return new VectorBatch(rows, selection, columns);
  }

  /** Lets go of the texts of a record that nobody is given. */
  private void forgetLarge() {
    if (scanner.isLarge()) {
      large.forget();
    }
  }

  private ColumnVector records(int rows) {
    if (raw == null || malformed.isEmpty()) {
      return ConstantVector.ofNull(DataType.STRING, rows);
    }
    return scanner.isLarge() ? large.whole() : raw.finish(rows, malformed);
  }

  private SelectionVector others(int rows) {
    int[] selected = new int[rows];
    int count = 0;
    for (int row = malformed.nextClearBit(0); row < rows; row = malformed.nextClearBit(row + 1)) {
      selected[count++] = row;
    }
    return new SelectionVector(selected, count);
  }

  private DistaffException malformed(ErrorCode code, int row, String problem) {
    return new DistaffException(
        code,
        "%s: %s. Option mode 'null' reads what is wrong as null, 'drop' leaves the record out."
            .formatted(RecordScanner.place(split.path(), lines[row], offsets[row]), problem));
  }

  static DistaffException readFailed(String path, IOException e) {
    boolean compressed = TextCompression.ofPath(path) != TextCompression.NONE;
    if (compressed && (e instanceof ZipException || e instanceof EOFException)) {
      return new DistaffException(
          ErrorCode.INVALID_FILE, path + " can't be decompressed: " + e.getMessage(), e);
    }
    if (compressed && e.getClass().getPackageName().startsWith("com.github.luben.zstd")) {
      return new DistaffException(
          ErrorCode.INVALID_FILE, path + " can't be decompressed: " + e.getMessage(), e);
    }
    return new DistaffException(
        ErrorCode.READ_FAILED, "reading " + path + " failed: " + e.getMessage(), e);
  }

  private void countBytes() {
    if (file != null) {
      metrics.add(Counter.BYTES_READ, file.bytesRead() - countedBytes);
      countedBytes = file.bytesRead();
      metrics.add(Counter.BYTES_FROM_FILE_CACHE, file.bytesFromCache() - countedFromCache);
      countedFromCache = file.bytesFromCache();
    }
  }

  private void closeFile() throws IOException {
    countBytes();
    if (scanner != null) {
      scanner.close();
    } else if (file != null) {
      file.close();
    }
    scanner = null;
    file = null;
  }

  /** The last batch isn't used any more: a large record is let go of. */
  public void release() {
    if (scanner != null) {
      decoder.begin();
      scanner.release();
      if (raw != null) {
        raw.begin();
      }
    }
  }

  @Override
  public void close() {
    try (large) {
      closeFile();
    } catch (IOException e) {
      throw readFailed(split.path(), e);
    } finally {
      arrays.close();
    }
  }
}
