package io.distaff.text;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.eval.Evaluator;
import io.distaff.memory.ReservedArrays;
import io.distaff.text.record.CsvTokenizer;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.VectorBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Finds out the columns of CSV: names from the header, else {@code _c0}, {@code _c1}...; types, if
 * wanted, by trying for each column which the sample's values all have, else text. Records that
 * can't be taken apart don't count.
 */
final class CsvInference {
  /** Tried in this order; the first that fits is taken. */
  private static final List<DataType> CANDIDATES =
      List.of(
          DataType.BIGINT,
          DataType.decimal(DecimalType.MAX_PRECISION, 0),
          DataType.DOUBLE,
          DataType.BOOLEAN,
          DataType.DATE,
          DataType.TIMESTAMP);

  private CsvInference() {}

  static TextSample infer(RecordScanner scanner, TextReadOptions options, String path)
      throws IOException {
    CsvTokenizer first = new CsvTokenizer(options.dialect());
    if (!TextSample.nextRecord(scanner)) {
      throw new DistaffException(
          ErrorCode.INVALID_FILE,
          path + " has no record to tell its columns: give them with the option schema");
    }
    byte[] record = java.util.Arrays.copyOfRange(scanner.data(), scanner.start(), scanner.end());
    String problem =
        scanner.isCut()
            ? "it is too long to tell its columns: give them with the option schema"
            : first.tokenize(record, 0, record.length);
    if (problem != null) {
      throw new DistaffException(ErrorCode.INVALID_FILE, path + ", first record: " + problem);
    }
    List<String> names =
        options.dialect().header()
            ? headerNames(first, record)
            : IntStream.range(0, first.count()).mapToObj(i -> "_c" + i).toList();
    Types types = new Types(names, options);
    long records = 0;
    RecordScanner.Step step =
        options.dialect().header() ? scanner.next() : RecordScanner.Step.RECORD;
    while (step != RecordScanner.Step.END) {
      if (step == RecordScanner.Step.RECORD) {
        types.add(scanner.data(), scanner.start(), scanner.end());
        records++;
      }
      if (step == RecordScanner.Step.REFILL || scanner.isLarge()) {
        types.narrow();
      }
      if (step == RecordScanner.Step.REFILL) {
        scanner.refill();
      }
      step = scanner.next();
    }
    types.narrow();
    return new TextSample(types.schema(), records, scanner.nextOffset(), false);
  }

  /** Distinct without regard to case: a name that comes again gets a number. */
  private static List<String> headerNames(CsvTokenizer fields, byte[] record) {
    List<String> names = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (int i = 0; i < fields.count(); i++) {
      String name =
          new String(record, fields.start(i), fields.length(i), StandardCharsets.UTF_8).trim();
      String base = name.isEmpty() ? "_c" + i : name;
      String unique = base;
      for (int n = 1; !taken.add(unique.toLowerCase(Locale.ROOT)); n++) {
        unique = base + "_" + n;
      }
      names.add(unique);
    }
    return names;
  }

  /** The types that each column may still have. */
  private static final class Types {
    private final List<String> names;
    private final boolean wanted;
    private final RecordDecoder decoder;
    private final List<List<DataType>> left = new ArrayList<>();
    private final boolean[] hasValues;
    private final ValueFormats formats;
    private final List<Evaluator> casts;
    private byte[] data;
    private int rows;

    Types(List<String> names, TextReadOptions options) {
      this.names = names;
      this.wanted = options.inferSchema();
      this.formats = options.formats();
      this.casts =
          CANDIDATES.stream()
              .map(type -> formats.reader(type, ReservedArrays.uncounted()))
              .toList();
      this.hasValues = new boolean[names.size()];
      names.forEach(name -> left.add(new ArrayList<>(CANDIDATES)));
      Schema text = schemaOf(names.stream().map(name -> DataType.STRING).toList());
      this.decoder =
          TextReader.decoder(
              options,
              text,
              IntStream.range(0, text.size()).boxed().toList(),
              ReservedArrays.uncounted());
      decoder.begin();
    }

    private Schema schemaOf(List<DataType> types) {
      return new Schema(
          IntStream.range(0, names.size())
              .mapToObj(i -> new Field(names.get(i), types.get(i), true))
              .toList());
    }

    void add(byte[] records, int start, int end) {
      if (!wanted) {
        return;
      }
      data = records;
      if (decoder.add(records, start, end) != null) {
        decoder.removeLast();
      } else if (++rows == VectorBatch.TARGET_ROWS) {
        narrow();
      }
    }

    /** Looks at what was added, before it is void. */
    void narrow() {
      if (rows == 0) {
        return;
      }
      ColumnVector[] columns = decoder.finish(data, new BitSet());
      for (int i = 0; i < columns.length; i++) {
        BytesVector text = (BytesVector) columns[i];
        left.get(i).removeIf(type -> !fits(text, type));
        for (int row = 0; row < rows; row++) {
          hasValues[i] |= !isEmpty(text, row);
        }
      }
      rows = 0;
      decoder.begin();
    }

    /** Where text may be empty, anything else can't, and is null. */
    private static boolean isEmpty(BytesVector text, int row) {
      return text.isNull(row) || text.lengths()[row] == 0;
    }

    private boolean fits(BytesVector text, DataType type) {
      ColumnVector values =
          casts.get(CANDIDATES.indexOf(type)).evaluate(new VectorBatch(rows, text), null);
      for (int row = 0; row < rows; row++) {
        if (!isEmpty(text, row) && (values.isNull(row) || !isSpelled(text, row, type))) {
          return false;
        }
      }
      return true;
    }

    /** The cast takes more for truth values, rounds decimals, and cuts times of day off dates. */
    private boolean isSpelled(BytesVector text, int row, DataType type) {
      if (type.equals(DataType.BOOLEAN)) {
        String word = text.text(row).trim();
        return word.equalsIgnoreCase("true") || word.equalsIgnoreCase("false");
      }
      if (type.equals(DataType.DATE) && formats.date().isEmpty()) {
        String day = text.text(row).trim();
        return day.indexOf(' ') < 0 && day.indexOf('T') < 0;
      }
      if (type.kind() == DataType.Kind.DECIMAL) {
        int end = text.starts()[row] + text.lengths()[row];
        for (int i = text.starts()[row]; i < end; i++) {
          byte b = text.data()[i];
          if (b == '.' || b == 'e' || b == 'E') {
            return false;
          }
        }
      }
      return true;
    }

    Schema schema() {
      List<DataType> types = new ArrayList<>();
      for (int i = 0; i < names.size(); i++) {
        boolean known = wanted && hasValues[i] && !left.get(i).isEmpty();
        types.add(known ? left.get(i).get(0) : DataType.STRING);
      }
      return schemaOf(types);
    }
  }
}
