package io.distaff.eval;

import static io.distaff.eval.FunctionOracle.literal;
import static io.distaff.eval.FunctionOracle.oneOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.InputRef;
import io.distaff.expression.Literal;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.MapType;
import io.distaff.types.StructType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The functions of JSON over every form of vector. */
class JsonFunctionsTest {
  private static final String STORE =
      """
      {"store":{"fruit":[{"weight":8,"type":"apple"},{"weight":9.50,"type":"pear"}],\
      "basket":[[1,2,{"b":"y","a":"x"}],[3,4],[5,6]],\
      "bicycle":{"price":19.95,"color":"röd"}},"owner":"am\\ty","zip code":"94025","none":null}\
      """;

  private static final Map<String, String> FOUND = new LinkedHashMap<>();

  static {
    FOUND.put("$.store.bicycle", "{\"price\":19.95,\"color\":\"röd\"}");
    FOUND.put("$.store.fruit[0]", "{\"weight\":8,\"type\":\"apple\"}");
    FOUND.put("$.store.fruit[1]['weight']", "9.50");
    FOUND.put(
        "$.store.fruit[*]",
        "[{\"weight\":8,\"type\":\"apple\"},{\"weight\":9.50,\"type\":\"pear\"}]");
    FOUND.put("$.store.fruit[*].type", "[\"apple\",\"pear\"]");
    FOUND.put("$.store.basket[0][1]", "2");
    FOUND.put("$.store.basket[*]", "[[1,2,{\"b\":\"y\",\"a\":\"x\"}],[3,4],[5,6]]");
    FOUND.put("$.store.basket[*][0]", "[1,3,5]");
    FOUND.put("$.store.basket[0][*]", "[1,2,{\"b\":\"y\",\"a\":\"x\"}]");
    FOUND.put("$.store.basket[0][*].b", "[\"y\"]");
    FOUND.put("$.store.basket[*][*]", "[1,2,{\"b\":\"y\",\"a\":\"x\"},3,4,5,6]");
    FOUND.put("$.store.basket[0][2].b", "y");
    FOUND.put("$.owner", "am\ty");
    FOUND.put("$['zip code']", "94025");
    FOUND.put("$.none", null);
    FOUND.put("$.store.book", null);
    FOUND.put("$.store.fruit[5]", null);
    FOUND.put("store", null);
    FOUND.put("$.", null);
    FOUND.put("$..owner", null);
  }

  @Test
  void pathsLeadToWhatTheyDoInSpark() {
    FunctionOracle.of(
            "get_json_object",
            oneOf(DataType.STRING, STORE, "", "{", "{\"owner\"", "[1,", "3"),
            oneOf(DataType.STRING, FOUND.keySet().toArray()))
        .agreesWith(a -> a[0].equals(STORE) ? FOUND.get((String) a[1]) : null);
    FunctionOracle.of(
            "get_json_object",
            oneOf(DataType.STRING, "3", "\"a\"", "[1, {}]"),
            literal(DataType.STRING, "$"))
        .agreesWith(a -> ((String) a[0]).replace("\"", "").replace(" ", ""));
  }

  @Test
  void lengthsAndKeys() {
    FunctionOracle.of(
            "json_array_length",
            oneOf(DataType.STRING, "[]", "[1,[2,3],{\"a\":[]}]", "{}", "[1", "x"))
        .agreesWith(
            a ->
                switch ((String) a[0]) {
                  case "[]" -> 0;
                  case "[1,[2,3],{\"a\":[]}]" -> 3;
                  default -> null;
                });
    FunctionOracle.of(
            "json_object_keys",
            oneOf(DataType.STRING, "{}", "{\"ü\":{\"x\":1},\"b\":[]}", "[]", "{\"a\""))
        .agreesWith(
            a ->
                switch ((String) a[0]) {
                  case "{}" -> List.of();
                  case "{\"ü\":{\"x\":1},\"b\":[]}" -> List.of("ü", "b");
                  default -> null;
                });
  }

  @Test
  void objectsBecomeStructs() {
    String schema =
        "a INT, `b c` DECIMAL(9,2), d DOUBLE, e BOOLEAN, f DATE, g STRING, h BINARY, i BIGINT";
    String full =
        "{\"a\":1,\"b"
            + " c\":2.345,\"d\":1e3,\"e\":true,\"f\":\"2024-02-29\",\"g\":\"ü\",\"h\":\"YWI=\",\"i\":9}";
    String odd =
        "{\"x\":[{}],\"a\":\"1\",\"b"
            + " c\":null,\"d\":2,\"e\":0,\"f\":\"?\",\"g\":{\"y\":[1]},\"h\":\"?\",\"i\":1.5}";
    FunctionOracle.of(
            "from_json",
            oneOf(DataType.STRING, full, odd, "{}", "[1]", "", "{\"a\":1,"),
            literal(DataType.STRING, schema))
        .agreesWith(
            a ->
                a[0].equals(full)
                    ? Arrays.asList(
                        1L,
                        new BigDecimal("2.35"),
                        1000.0,
                        true,
                        LocalDate.of(2024, 2, 29).toEpochDay(),
                        "ü",
                        new byte[] {'a', 'b'},
                        9L)
                    : a[0].equals(odd)
                        ? Arrays.asList(null, null, 2.0, null, null, "{\"y\":[1]}", null, null)
                        : Collections.nCopies(8, null));
  }

  @Test
  void structsAndArraysBecomeText() {
    StructType type =
        new StructType(
            List.of(
                new StructType.Member("a", DataType.INT),
                new StructType.Member("g", DataType.STRING),
                new StructType.Member("d", DataType.DOUBLE)));
    Expression text = new InputRef(0, DataType.STRING);
    Expression schema = Literal.of(DataType.STRING, "a INT, g STRING, d DOUBLE");
    Expression struct = new Call("from_json", List.of(text, schema), type);
    check(
        new Call("to_json", DataType.STRING, struct),
        Map.of(
            "{\"g\":\"q\\\"\\u0001\\n\\\\\",\"a\":1}", "{\"a\":1,\"g\":\"q\\\"\\u0001\\n\\\\\"}",
            "{\"d\":1}", "{\"d\":1.0}",
            "?", "{}"));
    Expression array =
        new Call(
            "split",
            List.of(text, Literal.of(DataType.STRING, ",")),
            new ArrayType(DataType.STRING));
    check(
        new Call("to_json", DataType.STRING, array),
        Map.of("a,b,", "[\"a\",\"b\",\"\"]", "", "[\"\"]", "日", "[\"日\"]"));
  }

  @Test
  void whatIsDeeperBecomesText() {
    DataType type =
        new ArrayType(
            new StructType(
                List.of(
                    new StructType.Member("m", new MapType(DataType.INT, DataType.DATE)),
                    new StructType.Member("n", DataType.DOUBLE))));
    Map<Object, Object> days = new LinkedHashMap<>();
    days.put(1L, 0L);
    days.put(2L, null);
    ColumnVector values =
        Vectors.of(
            type,
            Arrays.asList(
                List.of(Arrays.asList(days, null), Arrays.asList(null, Double.NaN)),
                null,
                Arrays.asList((Object) null),
                List.of()));
    ColumnVector result =
        ExpressionCompiler.compile(
                new Call("to_json", DataType.STRING, new InputRef(0, type)),
                ReservedArrays.uncounted())
            .evaluate(new VectorBatch(4, values), null);
    assertThat(List.of(0, 2, 3).stream().map(row -> Vectors.value(result, row)))
        .containsExactly(
            "[{\"m\":{\"1\":\"1970-01-01\",\"2\":null}},{\"n\":\"NaN\"}]", "[null]", "[]");
    assertThat(result.isNull(1)).isTrue();
  }

  private static void check(Expression expression, Map<String, String> expected) {
    Random random = new Random(7);
    Evaluator evaluator = ExpressionCompiler.compile(expression, ReservedArrays.uncounted());
    List<String> keys = List.copyOf(expected.keySet());
    for (EvalFixture.Shape shape : EvalFixture.Shape.values()) {
      for (EvalFixture.Selected selected : EvalFixture.Selected.values()) {
        int n = 1 + random.nextInt(100);
        ColumnVector column =
            EvalFixture.vector(
                DataType.STRING, shape, n, () -> keys.get(random.nextInt(keys.size())), random);
        SelectionVector selection = EvalFixture.selection(selected, n, random);
        ColumnVector result = evaluator.evaluate(new VectorBatch(n, column), selection);
        int count = selection == null ? n : selection.count();
        for (int i = 0; i < count; i++) {
          int row = EvalFixture.rowOf(selection, i);
          Object text = Vectors.value(column, row);
          assertThat(Vectors.value(result, row))
              .as("%s of %s, %s", expression, text, shape)
              .isEqualTo(text == null ? null : expected.get((String) text));
        }
      }
    }
  }
}
