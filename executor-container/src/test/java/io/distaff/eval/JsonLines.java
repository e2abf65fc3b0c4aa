package io.distaff.eval;

import static io.distaff.eval.Domain.literal;
import static io.distaff.eval.Domain.texts;

import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.MapType;
import io.distaff.types.StructType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the functions of JSON must agree with. */
final class JsonLines {
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

  private JsonLines() {}

  static void addTo(OracleTable table) {
    addPaths(table);
    addReading(table);
    addWriting(table);
    addCsv(table);
  }

  private static void addPaths(OracleTable table) {
    table
        .of(
            "get_json_object",
            texts(STORE, "", "{", "{\"owner\"", "[1,", "3"),
            texts(FOUND.keySet().toArray(String[]::new)))
        .java(a -> a[0].equals(STORE) ? FOUND.get((String) a[1]) : null);
    table
        .of("get_json_object", texts("3", "\"a\"", "[1, {}]"), literal("$"))
        .java(a -> ((String) a[0]).replace("\"", "").replace(" ", ""));
    table
        .of("json_array_length", texts("[]", "[1,[2,3],{\"a\":[]}]", "{}", "[1", "x"))
        .java(
            a ->
                switch ((String) a[0]) {
                  case "[]" -> 0;
                  case "[1,[2,3],{\"a\":[]}]" -> 3;
                  default -> null;
                });
    table
        .of("json_object_keys", texts("{}", "{\"ü\":{\"x\":1},\"b\":[]}", "[]", "{\"a\""))
        .java(
            a ->
                switch ((String) a[0]) {
                  case "{}" -> List.of();
                  case "{\"ü\":{\"x\":1},\"b\":[]}" -> List.of("ü", "b");
                  default -> null;
                });
  }

  private static void addCsv(OracleTable table) {
    String schema = "a INT, b STRING, c DATE, d DECIMAL(9,2)";
    Map<String, List<Object>> records = new LinkedHashMap<>();
    records.put("1,x,2024-02-29,2.345", Arrays.asList(1L, "x", 19782L, new BigDecimal("2.35")));
    records.put("\"1\",\"q\"\"ü,\n\",?,", Arrays.asList(1L, "q\"ü,\n", null, null));
    records.put("-1,,", Arrays.asList(-1L, null, null, null));
    records.put(",\"\",,,9", Arrays.asList(null, "", null, null));
    records.put("1,\"x", Arrays.asList(null, null, null, null));
    records.put("", Arrays.asList(null, null, null, null));
    table
        .of("from_csv", texts(records.keySet().toArray(String[]::new)), literal(schema))
        .java(a -> records.get((String) a[0]));
    table
        .of(
            "from_csv",
            texts("-;'a'", ";-"),
            literal("a INT, b STRING"),
            literal("sep"),
            literal(";"),
            literal("quote"),
            literal("'"),
            literal("nullValue"),
            literal("-"))
        .java(a -> Arrays.asList(null, a[0].equals(";-") ? null : "a"));
    Map<Object, String> structs = new LinkedHashMap<>();
    structs.put(Arrays.asList(1L, "q\"ü,"), "1,\"q\"\"ü,\"");
    structs.put(Arrays.asList(null, ""), ",\"\"");
    structs.put(Arrays.asList(-1L, null), "-1,");
    structs.put(Arrays.asList(2L, " \n"), "2,\" \n\"");
    StructType type = struct("a", DataType.INT, "g", DataType.STRING);
    table.of("to_csv", Domain.oneOf(type, structs.keySet().toArray())).java(a -> structs.get(a[0]));
    table
        .of(
            "to_csv",
            Domain.oneOf(type, Arrays.asList(1L, "-"), Arrays.asList(null, "x;")),
            literal("sep"),
            literal(";"),
            literal("nullValue"),
            literal("-"))
        .java(a -> ((List<?>) a[0]).get(0) == null ? "-;\"x;\"" : "1;\"-\"");
    String again = "{\"a\":null,\"a\":true}";
    String full = "{\"a\":\"x\\ty\",\"b\":[1, {\"a\":null}],\"a\":2,\"c\":null,\"\":1.50}";
    table
        .of("json_members", texts(full, again), literal("a"))
        .java(
            a ->
                Collections.singletonList(
                    full.equals(a[0]) ? "x\ty" : again.equals(a[0]) ? "true" : null));
    table
        .of(
            "json_members",
            texts(full, again, "{\"a\":1", "[1]", "", "{}"),
            literal("b"),
            literal("a"),
            literal("c"),
            literal(""),
            literal("a"))
        .java(
            a ->
                full.equals(a[0])
                    ? Arrays.asList("[1,{\"a\":null}]", "x\ty", null, "1.50", "x\ty")
                    : again.equals(a[0])
                        ? Arrays.asList(null, "true", null, null, "true")
                        : Collections.nCopies(5, null));
  }

  private static void addReading(OracleTable table) {
    String schema =
        "a INT, `b c` DECIMAL(9,2), d DOUBLE, e BOOLEAN, f DATE, g STRING, h BINARY, i BIGINT";
    String full =
        "{\"a\":1,\"b c\":2.345,\"d\":1e3,\"e\":true,"
            + "\"f\":\"2024-02-29\",\"g\":\"ü\",\"h\":\"YWI=\",\"i\":9}";
    String odd =
        "{\"x\":[{}],\"a\":\"1\",\"b c\":null,\"d\":2,\"e\":0,"
            + "\"f\":\"?\",\"g\":{\"y\":[1]},\"h\":\"?\",\"i\":1.5}";
    table
        .of("from_json", texts(full, odd, "{}", "[1]", "", "{\"a\":1,"), literal(schema))
        .java(
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

  private static StructType struct(String name, DataType type, String other, DataType otherType) {
    return new StructType(
        List.of(new StructType.Member(name, type), new StructType.Member(other, otherType)));
  }

  private static void addWriting(OracleTable table) {
    Map<Object, String> structs = new LinkedHashMap<>();
    structs.put(Arrays.asList(1L, "q\"\u0001\n\\"), "{\"a\":1,\"g\":\"q\\\"\\u0001\\n\\\\\"}");
    structs.put(Arrays.asList(null, "日"), "{\"g\":\"日\"}");
    structs.put(Arrays.asList(null, null), "{}");
    writes(table, struct("a", DataType.INT, "g", DataType.STRING), structs);
    Map<Object, String> arrays = new LinkedHashMap<>();
    arrays.put(List.of("a", "b", ""), "[\"a\",\"b\",\"\"]");
    arrays.put(Arrays.asList((Object) null), "[null]");
    arrays.put(List.of(), "[]");
    writes(table, new ArrayType(DataType.STRING), arrays);
    Map<Object, Object> days = new LinkedHashMap<>();
    days.put(1L, 0L);
    days.put(2L, null);
    Map<Object, String> maps = new LinkedHashMap<>();
    maps.put(days, "{\"1\":\"1970-01-01\",\"2\":null}");
    maps.put(Map.of(), "{}");
    MapType map = new MapType(DataType.INT, DataType.DATE);
    writes(table, map, maps);
    Map<Object, String> deep = new LinkedHashMap<>();
    deep.put(
        List.of(Arrays.asList(days, null), Arrays.asList(null, Double.NaN)),
        "[{\"m\":{\"1\":\"1970-01-01\",\"2\":null}},{\"n\":\"NaN\"}]");
    deep.put(List.of(), "[]");
    writes(table, new ArrayType(struct("m", map, "n", DataType.DOUBLE)), deep);
  }

  private static void writes(OracleTable table, DataType type, Map<Object, String> texts) {
    Domain values = Domain.oneOf(type, texts.keySet().toArray());
    table.of("to_json", values).java(a -> texts.get(a[0]));
  }
}
