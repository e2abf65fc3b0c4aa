package io.distaff.scalar;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.kernel.Argument;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.BytesBuilder;
import io.distaff.kernel.BytesKernels;
import io.distaff.kernel.ResultNulls;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.vector.ArrayVector;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Functions made of a method per row, for work that dwarfs the call. */
final class RowFunctions {
  /** Appends a row's text or bytes. */
  @FunctionalInterface
  interface ToBytes {
    void write(Row row, BytesBuilder out);
  }

  /** Which part of its first argument a row's text is. */
  @FunctionalInterface
  interface ToPart {
    void find(Row row, TextPart part);
  }

  /** A row's value; of a BOOLEAN function, 0 or 1. */
  @FunctionalInterface
  interface ToInteger {
    long value(Row row);
  }

  /** Appends a row's texts, each ended with {@link BytesBuilder#addRow}. */
  @FunctionalInterface
  interface ToTexts {
    void write(Row row, BytesBuilder out);
  }

  /** Characters of a text that are in a message. */
  static final int MOST_SHOWN = 200;

  private RowFunctions() {}

  /** The beginning of a text, for messages. */
  static String shown(BytesVector texts, int row) {
    int start = texts.starts()[row];
    int end = start + texts.lengths()[row];
    int shown = BytesKernels.skip(texts.data(), start, end, MOST_SHOWN);
    String text = new String(texts.data(), start, shown - start, StandardCharsets.UTF_8);
    return "'" + text + (shown < end ? "...'" : "'");
  }

  /** Gives STRING or BINARY. */
  static VectorFunction bytes(CallSite site, ToBytes function) {
    return new BytesResult(site.type(), site.arrays(), site.values()) {
      private final Row arguments = new Row(site);

      @Override
      void load(Argument[] loaded, RowSet rows) {
        arguments.load(loaded, rows);
      }

      @Override
      void write(int row, BytesBuilder to) {
        arguments.moveTo(row);
        function.write(arguments, to);
        if (arguments.isNullResult()) {
          setNull(row);
        }
      }

      @Override
      void end() {
        arguments.release();
      }
    };
  }

  /** Gives a part of the first argument, STRING or BINARY. */
  static VectorFunction part(CallSite site, ToPart function) {
    return new TextPart(site, function);
  }

  /** Gives BOOLEAN, an integer type, DATE or a timestamp. */
  static VectorFunction integer(CallSite site, ToInteger function) {
    return new IntegerResult(site.type(), site.arrays()) {
      private final Row arguments = new Row(site);

      @Override
      public boolean takesTokens() {
        return true;
      }

      @Override
      void load(Argument[] loaded, RowSet rows) {
        arguments.load(loaded, rows);
      }

      @Override
      void end() {
        arguments.release();
      }

      @Override
      long value(int row) {
        arguments.moveTo(row);
        long value = function.value(arguments);
        if (arguments.isNullResult()) {
          setNull(row);
        }
        return value;
      }
    };
  }

  /** Gives array&lt;string&gt;. */
  static VectorFunction texts(CallSite site, ToTexts function) {
    return new TextLists(site, function);
  }

  /** The error of an argument that a function has no value for. */
  static DistaffException invalid(CallSite site, String what) {
    return invalid(site, what, null);
  }

  static DistaffException invalid(CallSite site, String what, Throwable cause) {
    return new DistaffException(ErrorCode.INVALID_ARGUMENT, site.name() + ": " + what, cause);
  }

  private static final class TextLists implements VectorFunction {
    private final ArrayType type;
    private final ToTexts function;
    private final Row arguments;
    private final BytesBuilder elements;
    private final Buffers buffers;
    private final ResultNulls nulls = new ResultNulls();

    TextLists(CallSite site, ToTexts function) {
      this.type = (ArrayType) site.type();
      this.arguments = new Row(site);
      this.elements = new BytesBuilder(site.arrays(), site.values());
      this.buffers = new Buffers(site.arrays());
      this.function = function;
    }

    @Override
    public boolean takesTokens() {
      return true;
    }

    @Override
    public ColumnVector apply(Argument[] loaded, RowSet rows, long[] validity) {
      int n = rows.length();
      arguments.load(loaded, rows);
      nulls.begin(validity, n);
      elements.reset(0);
      int[] starts = buffers.ints(n);
      int[] lengths = buffers.lengths(n);
      Arrays.fill(starts, 0, n, 0);
      Arrays.fill(lengths, 0, n, 0);
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        if (nulls.isNull(row)) {
          continue;
        }
        arguments.moveTo(row);
        starts[row] = elements.numRows();
        function.write(arguments, elements);
        if (arguments.isNullResult()) {
          nulls.setNull(row);
        } else {
          lengths[row] = elements.numRows() - starts[row];
        }
      }
      arguments.release();
      return new ArrayVector(
          type, starts, lengths, elements.vector(DataType.STRING, null), nulls.validity(), n);
    }
  }
}
