package io.distaff.scalar;

import io.distaff.collection.ElementRows;
import io.distaff.collection.StructMember;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.FunctionArgument;
import io.distaff.expression.FunctionDefinition.Category;
import io.distaff.kernel.Argument;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.Flattener;
import io.distaff.kernel.Forms;
import io.distaff.kernel.ResultNulls;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.StructType;
import io.distaff.vector.ArrayVector;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.StructVector;
import io.distaff.vector.Validity;
import java.util.Arrays;
import java.util.List;

/** The windows of time that a timestamp is in, by which rows are grouped. */
final class TimeWindowFunctions {
  private static final String START = "start";
  private static final String END = "end";
  private static final String NO_OFFSET = "0 seconds";
  private static final String TEXTS =
      " Durations are literals, such as '1 hour 30 minutes', of weeks, days, hours, minutes,"
          + " seconds and shorter ones.";

  private TimeWindowFunctions() {}

  static List<ScalarFunction> table() {
    FunctionTable table = new FunctionTable(Category.TIME);
    table
        .add("window")
        .takes("(timestamp_ntz, string, [string], [string]) -> any", TimeWindowFunctions::window)
        .takes("(timestamp, string, [string], [string]) -> any", TimeWindowFunctions::window)
        .says(
            "The window of a length that a timestamp is in, from its start to before its end, a"
                + " STRUCT of both; windows begin at 1970 in UTC, or by the fourth argument later."
                + " The third is the distance from one's start to the next one's; where it is less"
                + " than the length, so that windows overlap, a SELECT has a row of each that the"
                + " timestamp is in, as of explode(time_windows(...)). A SELECT that asks for the"
                + " window leaves out rows where the timestamp is null."
                + TEXTS)
        .fails("if a duration isn't one of a fixed length above 0")
        .example(
            "window(TIMESTAMP '2024-02-29 13:14:15', '10 minutes')",
            "{2024-02-29 13:10:00, 2024-02-29 13:20:00}")
        .example(
            "window(TIMESTAMP '2024-02-29 13:14:15', '1 hour', '1 hour', '15 minutes').start",
            "2024-02-29 12:15:00")
        .is(Disjoint::new);
    table
        .add("time_windows")
        .takes("(timestamp_ntz, string, string, [string]) -> any", TimeWindowFunctions::windows)
        .takes("(timestamp, string, string, [string]) -> any", TimeWindowFunctions::windows)
        .says(
            "All windows that a timestamp is in, the earliest first, of a length, and a distance"
                + " from one's start to the next one's; explode makes a row of each. Otherwise as"
                + " window."
                + TEXTS)
        .fails("if a duration isn't one of a fixed length above 0, or the distance is longer")
        .example(
            "time_windows(TIMESTAMP '2024-02-29 13:14:15', '10 minutes', '5 minutes').start",
            "[2024-02-29 13:05:00, 2024-02-29 13:10:00]")
        .is(Overlapping::new);
    table
        .add("session_window")
        .takes("(timestamp_ntz, string) -> any", (given, bound) -> type(bound.get(0)))
        .takes("(timestamp, string) -> any", (given, bound) -> type(bound.get(0)))
        .alsoNull("if the gap isn't above nothing")
        .says(
            "The session of a timestamp, from it to before the gap behind it, a STRUCT of its start"
                + " and end. As a key of GROUP BY, where sessions that meet or overlap are one"
                + " within the other keys, from the first one's start to the last one's end; rows"
                + " without a session are left out. The gap is a duration, such as '1 hour 30"
                + " minutes', of weeks, days, hours, minutes, seconds and shorter ones, and may"
                + " differ by row.")
        .fails("if the gap isn't one of a fixed length")
        .example(
            "session_window(TIMESTAMP '2024-02-29 13:14:15', '10 minutes')",
            "{2024-02-29 13:14:15, 2024-02-29 13:24:15}")
        .is(Session::new);
    table
        .add("window_time")
        .takes("(any) -> any", TimeWindowFunctions::timeOf)
        .alsoNull("where the end is")
        .says("The last microsecond that is in a window, a STRUCT of its start and end.")
        .fails("if it is of no window")
        .example(
            "window_time(window(TIMESTAMP '2024-02-29 13:14:15', '10 minutes'))",
            "2024-02-29 13:19:59.999999")
        .is(LastMoment::new);
    return table.functions();
  }

  private static StructType type(DataType time) {
    return new StructType(
        List.of(new StructType.Member(START, time), new StructType.Member(END, time)));
  }

  private static DataType window(List<FunctionArgument> given, List<DataType> bound) {
    String length = text("window", given, 1);
    String slide = given.size() > 2 ? text("window", given, 2) : length;
    String offset = given.size() > 3 ? text("window", given, 3) : NO_OFFSET;
    if (!TimeWindows.of("window", length, slide, offset).areDisjoint()) {
      throw new DistaffException(
          ErrorCode.SEMANTIC_ERROR,
          "window: windows of '%1$s' that start '%2$s' apart overlap, and this is no place for a row of each: LATERAL VIEW explode(time_windows(t, '%1$s', '%2$s')) AS w makes them"
              .formatted(length, slide));
    }
    return type(bound.get(0));
  }

  private static DataType windows(List<FunctionArgument> given, List<DataType> bound) {
    String offset = given.size() > 3 ? text("time_windows", given, 3) : NO_OFFSET;
    TimeWindows.of(
        "time_windows", text("time_windows", given, 1), text("time_windows", given, 2), offset);
    return new ArrayType(type(bound.get(0)));
  }

  private static DataType timeOf(List<FunctionArgument> given, List<DataType> bound) {
    for (DataType time : List.of(DataType.TIMESTAMP, DataType.TIMESTAMP_LOCAL)) {
      if (bound.get(0).equals(type(time))) {
        return time;
      }
    }
    throw new DistaffException(
        ErrorCode.SEMANTIC_ERROR,
        "window_time takes what window gives, not a value of type " + bound.get(0).sqlName());
  }

  private static String text(String function, List<FunctionArgument> given, int index) {
    FunctionArgument text = given.get(index);
    if (text.literal() == null || text.literal().isNull()) {
      throw new DistaffException(
          ErrorCode.SEMANTIC_ERROR,
          "argument " + (index + 1) + " of " + function + " must be a literal");
    }
    return text.literal().text();
  }

  private static TimeWindows windows(CallSite site) {
    String length = site.constantText(1);
    return TimeWindows.of(
        site.name(),
        length,
        site.numArguments() > 2 ? site.constantText(2) : length,
        site.numArguments() > 3 ? site.constantText(3) : NO_OFFSET);
  }

  /** The only window of each row. */
  private static final class Disjoint implements VectorFunction {
    private final StructType type;
    private final TimeWindows windows;
    private final Buffers starts;
    private final Buffers ends;

    Disjoint(CallSite site) {
      this.type = (StructType) site.type();
      this.windows = windows(site);
      this.starts = new Buffers(site.arrays());
      this.ends = new Buffers(site.arrays());
    }

    @Override
    public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
      long[] times = arguments[0].longs(rows);
      int n = rows.length();
      long[] first = starts.longs(n);
      long[] behind = ends.longs(n);
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        first[row] = windows.lastStart(times[row]);
        behind[row] = first[row] + windows.length();
      }
      return spans(type, first, behind, validity, n);
    }
  }

  /** All windows of each row. */
  private static final class Overlapping implements VectorFunction {
    private final ArrayType type;
    private final TimeWindows windows;
    private final ReservedArrays arrays;
    private final Buffers ranges;
    private long[] first = {};
    private long[] behind = {};

    Overlapping(CallSite site) {
      this.type = (ArrayType) site.type();
      this.windows = windows(site);
      this.arrays = site.arrays();
      this.ranges = new Buffers(site.arrays());
    }

    @Override
    public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
      long[] times = arguments[0].longs(rows);
      int n = rows.length();
      int[] starts = ranges.ints(n);
      int[] lengths = ranges.lengths(n);
      Arrays.fill(starts, 0, n, 0);
      Arrays.fill(lengths, 0, n, 0);
      int total = 0;
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        if (validity == null || Validity.isValid(validity, row)) {
          starts[row] = total;
          total = add(times[row], total);
          lengths[row] = total - starts[row];
        }
      }
      StructVector elements = spans((StructType) type.element(), first, behind, null, total);
      return new ArrayVector(type, starts, lengths, elements, validity, n);
    }

    /** Adds the windows of one row behind a number of others; gives the number with them. */
    private int add(long micros, int total) {
      int sum = ElementRows.checked(total + windows.count(micros));
      first = arrays.grownLongs(first, sum);
      behind = arrays.grownLongs(behind, sum);
      long start = windows.lastStart(micros);
      for (int w = sum - 1; w >= total; w--) {
        first[w] = start;
        behind[w] = start + windows.length();
        start -= windows.slide();
      }
      return sum;
    }
  }

  /** From each row's time to the gap behind it. */
  private static final class Session implements VectorFunction {
    private final StructType type;

    /** The gap of all rows, in microseconds; null where each has its own. */
    private final Long literalGap;

    private final Buffers starts;
    private final Buffers ends;
    private final ResultNulls nulls = new ResultNulls();
    private String lastText = "";
    private long lastGap;

    Session(CallSite site) {
      this.type = (StructType) site.type();
      this.literalGap = site.isConstant(1) ? gap(site.constantText(1)) : null;
      this.starts = new Buffers(site.arrays());
      this.ends = new Buffers(site.arrays());
    }

    private static long gap(String text) {
      return TimeWindows.micros("session_window", text);
    }

    @Override
    public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
      long[] times = arguments[0].longs(rows);
      BytesVector texts = literalGap == null ? arguments[1].bytes(rows) : null;
      int n = rows.length();
      long[] first = starts.longs(n);
      long[] behind = ends.longs(n);
      nulls.begin(validity, n);
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        if (nulls.isNull(row)) {
          continue;
        }
        long gap = texts == null ? literalGap : gapOf(texts.text(row));
        if (gap <= 0) {
          nulls.setNull(row);
        }
        first[row] = times[row];
        behind[row] = times[row] + gap;
      }
      return spans(type, first, behind, nulls.validity(), n);
    }

    /** Rows that follow each other mostly have one gap. */
    private long gapOf(String text) {
      if (!text.equals(lastText)) {
        lastGap = gap(text);
        lastText = text;
      }
      return lastGap;
    }
  }

  private static StructVector spans(
      StructType type, long[] starts, long[] ends, long[] validity, int n) {
    DataType time = type.member(0).type();
    ColumnVector[] members = {
      new LongVector(time, starts, null, n), new LongVector(time, ends, null, n)
    };
    return new StructVector(type, members, validity, n);
  }

  private static final class LastMoment implements VectorFunction {
    private final DataType type;
    private final StructMember end;
    private final Flattener flattener;
    private final Buffers buffers;

    LastMoment(CallSite site) {
      this.type = site.type();
      this.end = new StructMember(site.argumentTypes().get(0), END, site.arrays());
      this.flattener = new Flattener(site.arrays());
      this.buffers = new Buffers(site.arrays());
    }

    @Override
    public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
      ColumnVector ends = flattener.flatten(end.apply(arguments, rows, validity), rows);
      long[] behind = ((LongVector) ends).values();
      long[] out = buffers.longs(rows.length());
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        out[row] = behind[row] - 1;
      }
      return new LongVector(type, out, Forms.validity(ends), rows.length());
    }
  }
}
