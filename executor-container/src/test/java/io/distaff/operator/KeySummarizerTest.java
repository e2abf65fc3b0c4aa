package io.distaff.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.codec.RecordCodec;
import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.InputRef;
import io.distaff.expression.Literal;
import io.distaff.memory.ReservedArrays;
import io.distaff.plan.KeySummary;
import io.distaff.types.DataType;
import io.distaff.vector.BlockBloom;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.DictionaryVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.RandomBatches;
import io.distaff.vector.RowHash;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.large.LargeValues;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeySummarizerTest {
  private static final int BLOOM_BYTES = 8 << 10;
  private static final InputRef COLUMN = new InputRef(0, DataType.BIGINT);

  @TempDir Path directory;

  private static VectorBatch longs(LongStream values) {
    long[] array = values.toArray();
    return new VectorBatch(
        array.length,
        new ColumnVector[] {new LongVector(DataType.BIGINT, array, null, array.length)});
  }

  private static KeySummary summary(int bloomBytes, VectorBatch... batches) {
    KeySummarizer summarizer =
        new KeySummarizer(
            DataType.BIGINT, 0, bloomBytes, ReservedArrays.uncounted(), LargeValues.none());
    for (VectorBatch batch : batches) {
      summarizer.add(batch);
    }
    return summarizer.summary();
  }

  private static List<String> functions(KeySummary summary) {
    return functions(summary.condition(COLUMN));
  }

  private static List<String> functions(Optional<Expression> condition) {
    Call call = (Call) condition.orElseThrow();
    return call.function().equals(FunctionNames.AND)
        ? call.arguments().stream().map(part -> ((Call) part).function()).toList()
        : List.of(call.function());
  }

  /** What a summary of numbers far apart says beside their bounds. */
  private static Call mayContain(KeySummary summary) {
    return (Call) ((Call) summary.condition(COLUMN).orElseThrow()).arguments().get(2);
  }

  private List<List<Object>> passed(Expression condition, List<VectorBatch> batches, long pool) {
    try (OperatorFixture fixture = new OperatorFixture(directory, pool)) {
      return fixture.run(
          new FilterOperator(new BatchSource(batches), condition, fixture.context()));
    }
  }

  @Test
  void saysNoMoreThanHelps() {
    assertThat(functions(summary(BLOOM_BYTES, longs(LongStream.of(5, 7, 5)))))
        .containsExactly(FunctionNames.IN);
    // As good as every number within the bounds is there.
    assertThat(functions(summary(BLOOM_BYTES, longs(LongStream.range(1000, 4000)))))
        .containsExactly(FunctionNames.GREATER_OR_EQUAL, FunctionNames.LESS_OR_EQUAL);
    assertThat(
            functions(
                summary(BLOOM_BYTES, longs(LongStream.range(0, 4000).map(i -> i * 1_000_003)))))
        .containsExactly(
            FunctionNames.GREATER_OR_EQUAL, FunctionNames.LESS_OR_EQUAL, FunctionNames.MAY_CONTAIN);
    // The filter is full.
    assertThat(
            functions(
                summary(BLOOM_BYTES, longs(LongStream.range(0, 40_000).map(i -> i * 1_000_003)))))
        .containsExactly(FunctionNames.GREATER_OR_EQUAL, FunctionNames.LESS_OR_EQUAL);
    assertThat(functions(summary(0, longs(LongStream.of(Long.MIN_VALUE, Long.MAX_VALUE)))))
        .containsExactly(FunctionNames.IN);
    assertThat(summary(BLOOM_BYTES).condition(COLUMN))
        .contains(Literal.of(DataType.BOOLEAN, false));
  }

  @Test
  void partsMakeTheSameAsTheWhole() {
    List<KeySummary> parts = new ArrayList<>();
    List<VectorBatch> batches = new ArrayList<>();
    for (int p = 0; p < 5; p++) {
      int part = p;
      VectorBatch batch =
          longs(LongStream.range(0, 50L * p).map(i -> (i * 31 + part) * 7919 % 100_003));
      batches.add(batch);
      parts.add(summary(BLOOM_BYTES, batch));
    }
    KeySummary whole = summary(BLOOM_BYTES, batches.toArray(VectorBatch[]::new));
    assertThat(whole.values()).isNull();
    assertThat(mayContain(whole)).isNotNull();
    assertThat(KeySummary.condition(parts, COLUMN)).isEqualTo(whole.condition(COLUMN));
    Call few = (Call) KeySummary.condition(parts.subList(0, 3), COLUMN).orElseThrow();
    assertThat(few.function()).isEqualTo(FunctionNames.IN);
    assertThat(few.arguments())
        .hasSizeLessThanOrEqualTo(1 + KeySummary.MOST_VALUES)
        .hasSizeGreaterThan(100);
    assertThat(KeySummary.condition(List.of(), COLUMN))
        .contains(Literal.of(DataType.BOOLEAN, false));
    // Filters of other sizes can't be put together.
    KeySummary other = summary(2 * BLOOM_BYTES, batches.get(4));
    assertThat(functions(KeySummary.condition(List.of(whole, other), COLUMN)))
        .containsExactly(FunctionNames.GREATER_OR_EQUAL, FunctionNames.LESS_OR_EQUAL);
    RecordCodec codec = RecordCodec.cbor();
    assertThat(codec.decode(KeySummary.class, codec.encode(KeySummary.class, whole)))
        .isEqualTo(whole);
  }

  @Test
  void filterOfFewKeysIsSmallWhereverItWasMade() {
    LongStream keys = LongStream.range(0, 4000).map(i -> i * 1_000_003);
    VectorBatch batch = longs(keys);
    KeySummary summary = summary(KeySummary.MOST_BLOOM_BYTES, batch);
    assertThat(((byte[]) summary.bloom().value()).length)
        .isLessThan(KeySummary.MOST_BLOOM_BYTES / 2);
    Call condition = mayContain(summary);
    assertThat((byte[]) ((Literal) condition.arguments().get(1)).value())
        .hasSize(BlockBloom.sizeBytes(4000, KeySummary.MOST_BLOOM_BYTES));
    assertThat(passed(condition, List.of(batch), 1L << 30)).hasSize(4000);
    VectorBatch others = longs(LongStream.range(0, 4000).map(i -> i * 1_000_003 + 1));
    assertThat(passed(condition, List.of(others), 1L << 30)).hasSizeLessThan(400);
  }

  @Test
  void fullFilterIsNotKept() {
    VectorBatch[] batches = new VectorBatch[40];
    for (int b = 0; b < batches.length; b++) {
      long first = b * 4096L;
      batches[b] = longs(LongStream.range(first, first + 4096).map(i -> i * 1_000_003));
    }
    assertThat(summary(BLOOM_BYTES, batches).bloom()).isNull();
    assertThat(summary(KeySummary.MOST_BLOOM_BYTES, batches).bloom()).isNotNull();
  }

  @Test
  void everyTypeKeepsItsValuesAndFewOthers() {
    for (DataType type : RandomBatches.ALL_TYPES) {
      if (!KeySummary.describes(type)) {
        continue;
      }
      List<DataType> types = List.of(type);
      for (int numRows : new int[] {40, 3000}) {
        List<VectorBatch> batches =
            List.of(new RandomBatches(numRows).numDistinct(1 << 30).batch(types, numRows));
        KeySummarizer summarizer =
            new KeySummarizer(
                type,
                0,
                BlockBloom.sizeBytes(numRows, 1 << 20),
                ReservedArrays.uncounted(),
                LargeValues.none());
        batches.forEach(summarizer::add);
        Expression condition = summarizer.summary().condition(new InputRef(0, type)).orElseThrow();
        Set<List<Object>> present = new HashSet<>(RandomBatches.rows(batches));
        present.remove(new ArrayList<>(Collections.singletonList(null)));
        assertThat(new HashSet<>(passed(condition, batches, 1L << 30)))
            .as("%s", type)
            .isEqualTo(present);
        List<VectorBatch> others =
            List.of(new RandomBatches(99).numDistinct(1 << 30).batch(types, 4096));
        Set<List<Object>> strangers = new HashSet<>(passed(condition, others, 1L << 30));
        strangers.removeAll(present);
        assertThat(strangers.size()).as("%s, %d rows", type, numRows).isLessThan(400);
      }
    }
  }

  @Test
  void whatDoesNotFitOrHelpIsLeftOut() {
    VectorBatch keys = longs(LongStream.range(0, 4000).map(i -> i * 1_000_003));
    try (OperatorFixture fixture = new OperatorFixture(directory, BLOOM_BYTES)) {
      KeySummarizer summarizer =
          new KeySummarizer(
              DataType.BIGINT,
              0,
              BLOOM_BYTES,
              fixture.context().memory().arrays(),
              LargeValues.none());
      summarizer.add(keys);
      assertThat(summarizer.summary().bloom()).isNull();
    }
    Call mayContain = mayContain(summary(BLOOM_BYTES, keys));
    List<VectorBatch> strangers = new ArrayList<>();
    for (int b = 0; b < 16; b++) {
      long from = b * 4096L;
      strangers.add(longs(LongStream.range(from, from + 4096).map(i -> 500 + i * 1_000_003 * 2)));
    }
    assertThat(passed(mayContain, strangers, 1L << 30)).hasSizeLessThan(4000);
    // The filter gives way to what can't be done without: everything passes.
    assertThat(passed(mayContain, strangers, 26 << 10)).hasSize(16 * 4096);
    // Keys that are all there are no longer tested after a while.
    List<VectorBatch> members = new ArrayList<>();
    for (int b = 0; b < 10; b++) {
      members.add(keys);
    }
    members.addAll(strangers);
    assertThat(passed(mayContain, members, 1L << 30)).hasSize(10 * 4000 + 16 * 4096);
  }

  /** A dictionary's entries are tested once, however many rows refer to them. */
  @Test
  void testsEntriesOfADictionaryOnce() {
    byte[] data = "abcdefgh".getBytes(StandardCharsets.UTF_8);
    int[] starts = {0, 1, 2, 3, 4, 5, 6, 7};
    int[] lengths = {1, 1, 1, 1, 1, 1, 1, 1};
    BytesVector dictionary = new BytesVector(DataType.STRING, data, starts, lengths, null, 8);
    int[] ids = new int[4096];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = i % 8;
    }
    byte[] bloom = new byte[BlockBloom.BLOCK_BYTES];
    long[] hashes = new long[8];
    new RowHash(0).hash(new VectorBatch(8, new ColumnVector[] {dictionary}), hashes);
    BlockBloom.add(bloom, 1, hashes[2]);
    Expression condition =
        new Call(
            FunctionNames.MAY_CONTAIN,
            DataType.BOOLEAN,
            new InputRef(0, DataType.STRING),
            Literal.of(DataType.BINARY, bloom));
    VectorBatch batch =
        new VectorBatch(
            ids.length,
            new ColumnVector[] {new DictionaryVector(dictionary, ids, null, ids.length)});
    assertThat(passed(condition, List.of(batch, batch), 1L << 30))
        .hasSize(1024)
        .allMatch(row -> row.get(0).equals("c"));
  }
}
