package io.distaff.eval;

import static io.distaff.eval.EvalFixture.call;
import static io.distaff.eval.EvalFixture.column;
import static io.distaff.eval.EvalFixture.literal;
import static io.distaff.eval.EvalFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.memory.MemoryManager;
import io.distaff.memory.OperatorMemory;
import io.distaff.memory.ReservedArrays;
import io.distaff.memory.TaskMemory;
import io.distaff.metrics.TaskMetrics;
import io.distaff.storage.LocalDisks;
import io.distaff.storage.ValueFile;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.MapType;
import io.distaff.types.StructType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import io.distaff.vector.large.ExchangedTexts;
import io.distaff.vector.large.LargeValues;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Functions that go through a text piece by piece give what they give for the text as a whole,
 * wherever the pieces end: texts of a few bytes count as large, and have pieces of any number of
 * bytes.
 */
final class LargeTextFunctionsTest {
  private static final int ROWS = 25;
  private static final int LEAST_LARGE_BYTES = 3;
  private static final int[] PIECE_BYTES = {1, 2, 3, 4, 5, 7, 16, 33};
  private static final int MOST_CHARACTERS = 50;

  /** Characters of one to four bytes, and those whose case depends on others or has others. */
  private static final String[] CHARACTERS = {
    "a",
    "b",
    "A",
    "B",
    "z",
    " ",
    " ",
    ",",
    "'",
    ".",
    "0",
    "7",
    "=",
    "\"",
    "\\",
    "\n",
    "\u001f",
    "%",
    "\u00df",
    "\u00e4",
    "\u00c4",
    "\u0130",
    "\u0131",
    "\u0149",
    "\u01c5",
    "\u03a3",
    "\u03a3",
    "\u03c3",
    "\u03b1",
    "\u0308",
    "\u0301",
    "\u2019",
    "\u65e5",
    "\u672c",
    "\ufb01",
    "\ufb03",
    "\ud83d\ude00",
    "\ud801\udc00",
    "\ud801\udc28"
  };

  private static final Expression TEXT = column(0, DataType.STRING);
  private static final Expression NEEDLE = column(1, DataType.STRING);
  private static final Expression OTHER = column(2, DataType.STRING);
  private static final Expression NUMBER = column(3, DataType.BIGINT);
  private static final Expression BYTES = binary("cast", TEXT);

  @TempDir Path directory;

  private static Call string(String name, Expression... arguments) {
    return call(name, DataType.STRING, arguments);
  }

  private static Call binary(String name, Expression... arguments) {
    return call(name, DataType.BINARY, arguments);
  }

  private static Call integer(String name, Expression... arguments) {
    return call(name, DataType.INT, arguments);
  }

  private static Call truth(String name, Expression... arguments) {
    return call(name, DataType.BOOLEAN, arguments);
  }

  private static Expression number(long value) {
    return literal(DataType.BIGINT, value);
  }

  private static List<Expression> calls() {
    DataType texts = new ArrayType(DataType.STRING);
    DataType map = new MapType(DataType.STRING, DataType.BINARY);
    DataType struct =
        new StructType(
            List.of(
                new StructType.Member("t", DataType.STRING),
                new StructType.Member("b", DataType.BINARY)));
    return List.of(
        string("upper", TEXT),
        string("lower", TEXT),
        string("initcap", TEXT),
        string("reverse", TEXT),
        string("trim", TEXT),
        string("trim", TEXT, NEEDLE),
        string("ltrim", TEXT, OTHER),
        string("rtrim", TEXT, OTHER),
        string("replace", TEXT, NEEDLE, OTHER),
        string("replace", TEXT, text("\u03a3")),
        string("translate", TEXT, NEEDLE, OTHER),
        string("lpad", TEXT, NUMBER, OTHER),
        string("lpad", TEXT, number(30)),
        string("rpad", TEXT, number(30), NEEDLE),
        string("repeat", TEXT, NUMBER),
        string("space", NUMBER),
        string("substring", TEXT, NUMBER),
        string("substring", TEXT, NUMBER, number(4)),
        string("substring", TEXT, number(2), NUMBER),
        string("left", TEXT, NUMBER),
        string("right", TEXT, NUMBER),
        string("hex", TEXT),
        string("hex", BYTES),
        binary("unhex", string("hex", TEXT)),
        binary("unhex", TEXT),
        string("base64", TEXT),
        string("to_char", BYTES, text("base64")),
        string("to_char", BYTES, text("utf-8")),
        binary("unbase64", string("base64", TEXT)),
        string("md5", TEXT),
        string("sha1", BYTES),
        string("sha2", TEXT, literal(DataType.INT, 256)),
        call("crc32", DataType.BIGINT, TEXT),
        integer("hash", TEXT, NUMBER, OTHER),
        call("xxhash64", DataType.BIGINT, TEXT, OTHER),
        integer("char_length", TEXT),
        integer("char_length", BYTES),
        integer("octet_length", TEXT),
        integer("bit_length", TEXT),
        integer("ascii", TEXT),
        integer("locate", NEEDLE, TEXT),
        integer("locate", NEEDLE, TEXT, NUMBER),
        integer("instr", TEXT, NEEDLE),
        truth("contains", TEXT, NEEDLE),
        truth("startswith", TEXT, NEEDLE),
        truth("endswith", TEXT, NEEDLE),
        string("concat", TEXT, NEEDLE, OTHER, TEXT),
        string("concat_ws", OTHER, TEXT, NEEDLE, TEXT),
        string("split_part", TEXT, NEEDLE, number(2)),
        string("split_part", TEXT, NEEDLE, number(-2)),
        string("substring_index", TEXT, NEEDLE, NUMBER),
        string("substring_index", TEXT, text("aa"), number(-2)),
        string("substring_index", TEXT, text("aa"), number(2)),
        string("overlay", TEXT, OTHER, NUMBER),
        string("overlay", TEXT, OTHER, number(3), NUMBER),
        binary("encode", TEXT, text("UTF-16")),
        string("decode", binary("encode", TEXT, text("UTF-16LE")), text("UTF-16LE")),
        string("decode", BYTES, text("UTF-8")),
        string("decode", BYTES, text("ISO-8859-1")),
        string("url_encode", TEXT),
        string("url_decode", string("url_encode", TEXT)),
        string("soundex", TEXT),
        string("cast", BYTES),
        string("regexp_replace", TEXT, text("[ab]+"), text("<$0>")),
        string("regexp_replace", TEXT, text("(\\pL)(\\PL)"), text("$2$1")),
        string("regexp_replace", TEXT, text("b*"), text("-"), number(4)),
        string("regexp_extract", TEXT, text("(.)(\\W+)"), literal(DataType.INT, 2)),
        string("regexp_substr", TEXT, text("[^\\x00-\\x7f]+")),
        integer("regexp_instr", TEXT, text("\\b[aB]")),
        integer("regexp_count", TEXT, text("(?i)a|^|$")),
        truth("rlike", TEXT, text("\\x{1f600}.?a")),
        call("regexp_extract_all", texts, TEXT, text("(a)|(\\s)"), literal(DataType.INT, 2)),
        call("regexp_extract_all", texts, TEXT, text("."), literal(DataType.INT, 0)),
        string("array_join", call("split", texts, TEXT, text("a")), OTHER),
        string("array_join", call("split", texts, TEXT, text("a+")), OTHER),
        call("split", texts, TEXT, text("a*")),
        call("split", texts, TEXT, text("")),
        call("split", texts, TEXT, text(""), literal(DataType.INT, 3)),
        call("split", texts, TEXT, text("aa"), literal(DataType.INT, 3)),
        string("to_json", call("array", texts, TEXT, NEEDLE, OTHER)),
        string("to_json", call("named_struct", struct, text("t"), TEXT, text("b"), BYTES)),
        string("to_json", call("map", map, text("k"), BYTES)),
        integer("levenshtein", TEXT, OTHER));
  }

  private static String random(Random random, int most) {
    StringBuilder text = new StringBuilder();
    // Some of few different characters, so that there are many occurrences of what is looked for.
    int variety = random.nextBoolean() ? CHARACTERS.length : 2;
    for (int n = random.nextInt(most + 1); n > 0; n--) {
      text.append(CHARACTERS[random.nextInt(variety)]);
    }
    return text.toString();
  }

  /** Part of a text, or another text. */
  private static String needle(Random random, String text) {
    int length = text.codePointCount(0, text.length());
    if (length == 0 || random.nextInt(4) == 0) {
      return random(random, 3);
    }
    int from = random.nextInt(length);
    int to = Math.min(length, from + 1 + random.nextInt(6));
    return text.substring(text.offsetByCodePoints(0, from), text.offsetByCodePoints(0, to));
  }

  private static VectorBatch batch(Random random) {
    List<String> texts = new ArrayList<>();
    List<String> needles = new ArrayList<>();
    List<String> others = new ArrayList<>();
    List<Long> numbers = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      String text = random(random, MOST_CHARACTERS);
      texts.add(random.nextInt(10) == 0 ? null : text);
      needles.add(needle(random, text));
      others.add(random.nextInt(20) == 0 ? null : random(random, 5));
      numbers.add(random.nextInt(50) - 20L);
    }
    return new VectorBatch(
        ROWS,
        Vectors.of(DataType.STRING, texts),
        Vectors.of(DataType.STRING, needles),
        Vectors.of(DataType.STRING, others),
        Vectors.of(DataType.BIGINT, numbers));
  }

  @Test
  void piecesGiveWhatTheWholeGives() {
    MemoryManager manager = new MemoryManager(64 << 20);
    for (int seed = 0; seed < PIECE_BYTES.length; seed++) {
      VectorBatch batch = batch(new Random(seed));
      Projection whole = ExpressionCompiler.compileAll(calls(), ReservedArrays.uncounted());
      ColumnVector[] expected = whole.evaluate(batch);
      try (TaskMemory memory = manager.startTask("test")) {
        OperatorMemory own = memory.operator("functions");
        try (LargeValues values =
            new LargeValues(
                own,
                new LocalDisks(List.of(directory)),
                new TaskMetrics(),
                LEAST_LARGE_BYTES,
                new ValueFile.Layout(PIECE_BYTES[seed], 0))) {
          compare(batch, own, values, expected, "seed " + seed);
        }
      }
      assertThat(manager.usedBytes()).isZero();
    }
  }

  private static void compare(
      VectorBatch batch,
      OperatorMemory memory,
      LargeValues values,
      ColumnVector[] expected,
      String how) {
    ExchangedTexts stored = values.storing(memory.arrays());
    ExchangedTexts restored = values.restoring(memory.arrays());
    ColumnVector[] columns =
        Arrays.stream(batch.columns()).map(stored::of).toArray(ColumnVector[]::new);
    Projection pieces = ExpressionCompiler.compileAll(calls(), memory.arrays(), values);
    ColumnVector[] actual = pieces.evaluate(new VectorBatch(ROWS, columns));
    for (int e = 0; e < expected.length; e++) {
      ColumnVector result = restored.of(actual[e]);
      for (int row = 0; row < ROWS; row++) {
        assertThat(Vectors.value(result, row))
            .as(
                "%s, %s of row %s, %s",
                how, calls().get(e), row, Vectors.value(batch.column(0), row))
            .isEqualTo(Vectors.value(expected[e], row));
      }
    }
  }

  /** A piece is shorter than where the text before it lies. */
  @Test
  void aTextInPiecesFollowsOneFarBehindInItsVector() {
    MemoryManager manager = new MemoryManager(64 << 20);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      texts.add(i % 2 == 0 ? "a" : "bcd" + i);
    }
    VectorBatch batch = new VectorBatch(1000, Vectors.of(DataType.STRING, texts));
    try (TaskMemory memory = manager.startTask("test")) {
      OperatorMemory own = memory.operator("functions");
      try (LargeValues values =
          new LargeValues(
              own,
              new LocalDisks(List.of(directory)),
              new TaskMetrics(),
              LEAST_LARGE_BYTES,
              new ValueFile.Layout(4, 0))) {
        VectorBatch stored =
            new VectorBatch(1000, values.storing(own.arrays()).of(batch.column(0)));
        List<Expression> calls = List.of(integer("char_length", string("upper", TEXT)));
        ColumnVector lengths =
            ExpressionCompiler.compileAll(calls, own.arrays(), values).evaluate(stored)[0];
        for (int row = 0; row < texts.size(); row++) {
          assertThat(Vectors.value(lengths, row)).isEqualTo((long) texts.get(row).length());
        }
      }
    }
  }

  private static String lower(String text) {
    Evaluator lower = ExpressionCompiler.compile(string("lower", TEXT), ReservedArrays.uncounted());
    VectorBatch batch = new VectorBatch(1, Vectors.of(DataType.STRING, List.of(text)));
    return (String) Vectors.value(lower.evaluate(batch, null), 0);
  }

  @Test
  void theSmallSigmaAtTheEndOfAWordIsAnother() {
    assertThat(lower("\u0391\u03a3 \u0391\u03a3\u0391 \u03a3"))
        .isEqualTo("\u03b1\u03c2 \u03b1\u03c3\u03b1 \u03c3");
    assertThat(lower("\u0391'\u03a3.\u0301 \u03a3\u0391"))
        .isEqualTo("\u03b1'\u03c2.\u0301 \u03c3\u03b1");
    assertThat(lower("\u0391\u03a3.\u0391")).isEqualTo("\u03b1\u03c3.\u03b1");
  }

  /** Of a text that has no room, what needs it says so, and others go on. */
  @Test
  void aFunctionThatNeedsATextAsAWholeSaysSoWhereItHasNoRoom() {
    int poolBytes = 4 << 20;
    VectorBatch batch =
        new VectorBatch(1, Vectors.of(DataType.STRING, List.of("ab".repeat(poolBytes))));
    MemoryManager manager = new MemoryManager(poolBytes);
    try (TaskMemory memory = manager.startTask("test")) {
      OperatorMemory own = memory.operator("functions");
      try (LargeValues values =
          new LargeValues(
              own,
              new LocalDisks(List.of(directory)),
              new TaskMetrics(),
              1000,
              new ValueFile.Layout(100_000, 0))) {
        ColumnVector tokens = values.storing(own.arrays()).of(batch.column(0));
        VectorBatch stored = new VectorBatch(1, tokens);
        List<Expression> streamed = List.of(integer("char_length", string("upper", TEXT)));
        Projection length = ExpressionCompiler.compileAll(streamed, own.arrays(), values);
        assertThat(Vectors.value(length.evaluate(stored)[0], 0)).isEqualTo(2L * poolBytes);
        List<Expression> whole = List.of(integer("levenshtein", TEXT, text("a")));
        Projection count = ExpressionCompiler.compileAll(whole, own.arrays(), values);
        assertThatThrownBy(() -> count.evaluate(stored))
            .isInstanceOfSatisfying(
                DistaffException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.MEMORY_EXCEEDED))
            .hasMessageContaining("levenshtein")
            .hasMessageContaining(2 * poolBytes + " bytes")
            .hasMessageContaining("conf/sql.md");
      }
    }
    assertThat(manager.usedBytes()).isZero();
  }
}
