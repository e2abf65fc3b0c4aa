package io.distaff.operator.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.InputRef;
import io.distaff.operator.BatchSource;
import io.distaff.operator.FilterOperator;
import io.distaff.operator.Operator;
import io.distaff.operator.OperatorFixture;
import io.distaff.operator.RuntimeFilter;
import io.distaff.plan.KeySummary;
import io.distaff.plan.PlanNode;
import io.distaff.plan.PlanNode.JoinType;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.vector.RandomBatches;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.ShortKeys;
import io.distaff.vector.VectorBatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HashJoinOperatorTest {
  private static final long PLENTY = 1L << 30;

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(JoinType.class)
  void joinsLikeTheOracle(JoinType type) {
    for (long seed = 0; seed < 40; seed++) {
      Random random = new Random(seed * 31 + type.ordinal());
      Query query = new Query(type, random);
      query.check(directory, PLENTY, false);
    }
  }

  @ParameterizedTest
  @EnumSource(JoinType.class)
  void joinsNestedValues(JoinType type) {
    for (long seed = 0; seed < 8; seed++) {
      Random random = new Random(seed * 17 + type.ordinal());
      Query query = new Query(type, random, RandomBatches.NESTED_TYPES);
      query.residual = false;
      query.check(directory, PLENTY, false);
    }
  }

  @ParameterizedTest
  @EnumSource(JoinType.class)
  void joinsLikeTheOracleWithLittleMemory(JoinType type) {
    for (boolean residual : new boolean[] {false, true}) {
      Query query = new Query(type, new Random(type.ordinal()));
      query.residual = residual;
      query.keys = List.of(4, 11);
      query.left = new RandomBatches(1).numDistinct(7_000).batches(query.leftTypes, 12, 1400);
      query.right = new RandomBatches(2).numDistinct(7_000).batches(query.rightTypes, 24, 1400);
      query.check(directory, 2L << 20, true);
      query.keys = List.of(4);
      query.check(directory, 2L << 20, true);
    }
  }

  /** Nearly all rows have one key: files don't get smaller by dividing. */
  @ParameterizedTest
  @EnumSource(JoinType.class)
  void joinsSkewedRowsInBlocks(JoinType type) {
    for (boolean residual : new boolean[] {false, true}) {
      Query query = new Query(type, new Random(type.ordinal()));
      query.residual = residual;
      query.keys = List.of(0);
      query.left = new RandomBatches(3).numDistinct(7).batches(query.leftTypes, 2, 9);
      query.right = new RandomBatches(4).numDistinct(2000).batches(query.rightTypes, 16, 1250);
      query.check(directory, 3L << 19, true);
      query.keys = List.of();
      query.left = new RandomBatches(5).batches(query.leftTypes, 2, 5);
      query.check(directory, 3L << 19, true);
    }
  }

  @ParameterizedTest
  @EnumSource(value = JoinType.class, mode = EnumSource.Mode.EXCLUDE, names = "SINGLE")
  void givesWayToOthersWhileProbing(JoinType type) {
    Query query = new Query(type, new Random(3));
    query.keys = List.of(3);
    query.residual = false;
    query.left = new RandomBatches(6).numDistinct(1000).batches(query.leftTypes, 15, 1000);
    query.right = new RandomBatches(7).numDistinct(1000).batches(query.rightTypes, 5, 700);
    int pressedAt = type.givesRightRowsOnly() ? 1 : 4;
    try (OperatorFixture fixture = new OperatorFixture(directory, 16L << 20)) {
      List<List<Object>> rows = new ArrayList<>();
      try (Operator operator = query.operator(fixture);
          var other = fixture.otherContext("other").memory().reservation(null)) {
        int batches = 0;
        for (VectorBatch batch = operator.next(); batch != null; batch = operator.next()) {
          if (++batches == pressedAt && fixture.context().memory().heldBytes() > 0) {
            // All there is: only a spilling join makes room. It can't between two outputs of one
            // probe batch.
            try {
              other.add(16L << 20);
              other.resize(0);
            } catch (DistaffException e) {
              batches--;
            }
          }
          rows.addAll(RandomBatches.rows(batch));
        }
        assertThat(fixture.bytesSpilled()).isPositive();
      }
      assertThat(OperatorFixture.counted(rows)).isEqualTo(query.oracle());
      fixture.assertNothingHeld();
    }
  }

  @Test
  void closingEarlyLeavesNothing() {
    for (long pool : new long[] {PLENTY, 5L << 20, 4L << 20}) {
      for (int taken = 0; taken < 6; taken++) {
        Query query = new Query(JoinType.FULL, new Random(1));
        query.residual = false;
        query.keys = taken % 2 == 0 ? List.of(4) : List.of(0);
        query.left = new RandomBatches(1).numDistinct(5000).batches(query.leftTypes, 3, 3000);
        query.right = new RandomBatches(2).numDistinct(5000).batches(query.rightTypes, 16, 4096);
        try (OperatorFixture fixture = new OperatorFixture(directory, pool)) {
          Operator operator = query.operator(fixture);
          for (int i = 0; i < taken; i++) {
            assertThat(operator.next()).isNotNull();
          }
          operator.close();
          operator.close();
          fixture.assertNothingHeld();
        }
      }
    }
  }

  @Test
  void failsWhenNotEvenOneBatchFits() {
    Query query = new Query(JoinType.INNER, new Random(1));
    query.keys = List.of(4);
    query.left = new RandomBatches(1).batches(query.leftTypes, 3, 3000);
    query.right = new RandomBatches(2).batches(query.rightTypes, 3, 3000);
    try (OperatorFixture fixture = new OperatorFixture(directory, 10_000)) {
      try (Operator operator = query.operator(fixture)) {
        assertThatThrownBy(operator::next)
            .isInstanceOfSatisfying(
                DistaffException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.MEMORY_EXCEEDED))
            .hasMessageContaining("operator needs");
      }
      fixture.assertNothingHeld();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = JoinType.class,
      names = {"ANTI", "MARK"})
  void knowsThatNullMayEqualAnything(JoinType type) {
    for (long seed = 0; seed < 60; seed++) {
      Random random = new Random(seed * 13 + type.ordinal());
      Query query = new Query(type, random);
      query.residual = false;
      query.nullAware = true;
      query.keys = List.of(random.nextInt(query.leftTypes.size()));
      if (seed % 2 == 0) {
        query.right = query.withoutNullKeys();
      }
      query.check(directory, PLENTY, false);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = JoinType.class,
      names = {"ANTI", "MARK"})
  void knowsThatNullMayEqualAnythingWithLittleMemory(JoinType type) {
    Query query = new Query(type, new Random(2));
    query.residual = false;
    query.nullAware = true;
    query.keys = List.of(4);
    query.left = new RandomBatches(1).numDistinct(10_000).batches(query.leftTypes, 12, 2048);
    query.right = new RandomBatches(2).numDistinct(10_000).batches(query.rightTypes, 24, 2048);
    query.check(directory, 2L << 20, true);
    query.right = query.withoutNullKeys();
    query.check(directory, 2L << 20, true);
    query.keys = List.of(0);
    query.left = new RandomBatches(3).numDistinct(7).batches(query.leftTypes, 2, 9);
    query.right = new RandomBatches(4).numDistinct(2000).batches(query.rightTypes, 16, 1250);
    query.right = query.withoutNullKeys();
    query.check(directory, 3L << 19, true);
  }

  @Test
  void marksWhatIsUnknown() {
    for (long seed = 0; seed < 60; seed++) {
      Query query = new Query(JoinType.MARK, new Random(seed));
      query.residual = true;
      query.unknowns = true;
      query.check(directory, PLENTY, false);
    }
    Query query = new Query(JoinType.MARK, new Random(0));
    query.residual = true;
    query.unknowns = true;
    query.keys = List.of();
    query.left = new RandomBatches(5).batches(query.leftTypes, 2, 5);
    query.right = new RandomBatches(4).numDistinct(4000).batches(query.rightTypes, 16, 2500);
    query.check(directory, 3L << 20, true);
  }

  @Test
  void singleFailsWhenThereAreMoreMatches() {
    for (long pool : new long[] {PLENTY, 3L << 20}) {
      for (List<Integer> keys : List.of(List.<Integer>of(), List.of(0))) {
        Query query = new Query(JoinType.SINGLE, new Random(2));
        query.residual = false;
        query.keys = keys;
        query.left = new RandomBatches(3).numDistinct(7).batches(query.leftTypes, 2, 9);
        query.right = new RandomBatches(4).numDistinct(4000).batches(query.rightTypes, 16, 2500);
        try (OperatorFixture fixture = new OperatorFixture(directory, pool)) {
          assertThatThrownBy(() -> fixture.run(query.operator(fixture)))
              .isInstanceOfSatisfying(
                  DistaffException.class,
                  e -> assertThat(e.code()).isEqualTo(ErrorCode.MULTIPLE_ROWS));
          fixture.assertNothingHeld();
        }
      }
    }
  }

  /** What is published is true for every probe row with a match, and for few others. */
  @Test
  void publishesWhatKeysTheBuildSideHas() {
    for (int key = 0; key < RandomBatches.ALL_TYPES.size(); key++) {
      DataType type = RandomBatches.ALL_TYPES.get(key);
      if (KeySummary.describes(type)) {
        for (int numRows : new int[] {1, 100, 3000}) {
          checkPublished(key, numRows, PLENTY);
        }
      }
    }
  }

  @Test
  void publishesLessWithoutMemory() {
    checkPublished(11, 3000, 6L << 20);
  }

  private void checkPublished(int key, int numRows, long pool) {
    Query query = new Query(JoinType.SEMI, new Random(numRows));
    query.residual = false;
    query.keys = List.of(key);
    DataType type = query.leftTypes.get(key);
    RuntimeFilter filter = new RuntimeFilter(new InputRef(key, type));
    query.filters = Map.of(0, filter);
    query.left = new RandomBatches(1).numDistinct(100_000).batches(query.leftTypes, 4, 4096);
    // Some rows have a match for certain, and some keys are null.
    VectorBatch first = query.left.get(0);
    int[] rows = {first.selectedRow(0), first.selectedRow(first.numSelected() / 2), 0};
    query.right =
        List.of(
            new RandomBatches(2).numDistinct(100_000).batch(query.rightTypes, numRows),
            first.withSelection(new SelectionVector(rows, 2)));
    try (OperatorFixture fixture = new OperatorFixture(directory, pool)) {
      List<List<Object>> joined = fixture.run(query.operator(fixture));
      List<List<Object>> passed =
          fixture.run(
              new FilterOperator(
                  new BatchSource(query.left),
                  filter.condition().orElseThrow(),
                  fixture.otherContext("filter")));
      assertThat(OperatorFixture.counted(passed).entrySet())
          .as("%s, %d rows", type, numRows)
          .containsAll(OperatorFixture.counted(joined).entrySet());
      boolean exact = numRows <= 100 && (ShortKeys.isShort(type) || type == DataType.STRING);
      assertThat(passed.size())
          .as("%s, %d rows, %d joined", type, numRows, joined.size())
          .isLessThanOrEqualTo(joined.size() + (exact ? 0 : 800));
    }
  }

  private static final Set<JoinType> EXISTENCE =
      EnumSet.of(JoinType.SEMI, JoinType.ANTI, JoinType.MARK);
  private static final Set<JoinType> KEEPS_LEFT =
      EnumSet.of(JoinType.LEFT, JoinType.FULL, JoinType.SINGLE);

  static final class Query {
    final JoinType type;
    final List<DataType> leftTypes;
    final List<DataType> rightTypes;
    List<Integer> keys;
    boolean residual;

    /** Whether the residual is unknown for some pairs. */
    boolean unknowns;

    boolean nullAware;
    Map<Integer, RuntimeFilter> filters = Map.of();
    List<VectorBatch> left;
    List<VectorBatch> right;

    Query(JoinType type, Random random) {
      this(type, random, RandomBatches.ALL_TYPES);
    }

    /** A join of two inputs whose columns have these types. */
    Query(JoinType type, Random random, List<DataType> types) {
      this.type = type;
      this.leftTypes = types;
      this.rightTypes = types;
      List<Integer> columns = new ArrayList<>();
      for (int c = 0; c < leftTypes.size(); c++) {
        columns.add(c);
      }
      Collections.shuffle(columns, random);
      keys = columns.subList(0, random.nextInt(4));
      residual = random.nextBoolean();
      int numDistinct = 2 + random.nextInt(keys.isEmpty() ? 50 : 3000);
      int size = keys.isEmpty() ? 60 : 400;
      left =
          new RandomBatches(random.nextLong())
              .numDistinct(numDistinct)
              .batches(leftTypes, random.nextInt(4), size);
      right =
          new RandomBatches(random.nextLong())
              .numDistinct(numDistinct)
              .batches(rightTypes, random.nextInt(4), size);
      if (random.nextInt(6) == 0 && !right.isEmpty()) {
        right = List.of(new RandomBatches(random.nextLong()).batch(rightTypes, 1));
      }
    }

    Operator operator(OperatorFixture fixture) {
      return operator(fixture, new BatchSource(left), new BatchSource(right), null);
    }

    Operator operator(
        OperatorFixture fixture, Operator probe, Operator build, SharedBuilds.Share share) {
      Schema schema = OperatorFixture.schema(leftTypes);
      if (type == JoinType.MARK) {
        schema = schema.concat(Schema.of(new Field("mark", DataType.BOOLEAN, true)));
      } else if (type.givesRightRowsOnly()) {
        schema = OperatorFixture.schema(rightTypes);
      } else if (type != JoinType.SEMI && type != JoinType.ANTI) {
        schema = schema.concat(OperatorFixture.schema(rightTypes));
      }
      PlanNode.HashJoin node =
          new PlanNode.HashJoin(
              OperatorFixture.input(leftTypes),
              OperatorFixture.input(rightTypes),
              type,
              keys,
              keys,
              null,
              nullAware,
              schema);
      return new HashJoinOperator(
          node,
          condition(),
          new HashJoinOperator.Surroundings(probe, build, filters, share),
          fixture.context());
    }

    JoinCondition condition() {
      if (!residual) {
        return nullAware ? JoinCondition.NULL_AWARE : JoinCondition.KEYS_ONLY;
      }
      RowFilter accepted = filter(pair -> accepts(pair));
      return unknowns
          ? new JoinCondition(accepted, filter(pair -> accepts(pair) || unknown(pair)), false)
          : JoinCondition.of(accepted);
    }

    void check(Path directory, long pool, boolean spills) {
      if (type == JoinType.SINGLE) {
        right = distinct();
      }
      try (OperatorFixture fixture = new OperatorFixture(directory, pool)) {
        Map<List<Object>, Integer> actual = OperatorFixture.counted(fixture.run(operator(fixture)));
        Map<List<Object>, Integer> expected = oracle();
        assertThat(actual.equals(expected))
            .as(
                "%s on %s, residual %s: %d distinct rows, expected %d",
                type, keys, residual, actual.size(), expected.size())
            .isTrue();
        if (type != JoinType.SINGLE) {
          assertThat(fixture.bytesSpilled() > 0).isEqualTo(spills);
        }
      }
    }

    List<VectorBatch> withoutNullKeys() {
      List<VectorBatch> batches = new ArrayList<>();
      for (VectorBatch batch : right) {
        int[] kept = new int[batch.numSelected() + 1];
        int n = 0;
        for (int i = 0; i < batch.numSelected(); i++) {
          kept[n] = batch.selectedRow(i);
          n += batch.column(keys.get(0)).isNull(kept[n]) ? 0 : 1;
        }
        batches.add(batch.withSelection(new SelectionVector(kept, n)));
      }
      return batches;
    }

    /** The right rows of which no two join the same left row. */
    private List<VectorBatch> distinct() {
      Set<List<Object>> seen = new HashSet<>();
      List<VectorBatch> batches = new ArrayList<>();
      for (VectorBatch batch : right) {
        int[] kept = new int[batch.numSelected() + 1];
        int n = 0;
        for (int i = 0; i < batch.numSelected(); i++) {
          VectorBatch row =
              batch.withSelection(new SelectionVector(new int[] {batch.selectedRow(i)}, 1));
          kept[n] = batch.selectedRow(i);
          n += seen.add(key(RandomBatches.rows(row).get(0))) ? 1 : 0;
        }
        batches.add(batch.withSelection(new SelectionVector(kept, n)));
      }
      return batches;
    }

    Map<List<Object>, Integer> oracle() {
      Map<List<Object>, List<List<Object>>> byKey = new HashMap<>();
      Set<List<Object>> matchedRight = Collections.newSetFromMap(new IdentityHashMap<>());
      List<List<Object>> rightRows = RandomBatches.rows(right);
      for (List<Object> row : rightRows) {
        byKey.computeIfAbsent(key(row), k -> new ArrayList<>()).add(row);
      }
      boolean rightHasNullKey = rightRows.stream().anyMatch(row -> key(row).contains(null));
      List<List<Object>> result = new ArrayList<>();
      for (List<Object> row : RandomBatches.rows(left)) {
        List<Object> key = key(row);
        boolean matched = false;
        boolean unknown =
            nullAware && !rightRows.isEmpty() && (key.contains(null) || rightHasNullKey);
        if (!key.contains(null)) {
          for (List<Object> other : byKey.getOrDefault(key, List.of())) {
            List<Object> pair = concat(row, other);
            if (!residual || accepts(pair)) {
              matched = true;
              matchedRight.add(other);
              if (!EXISTENCE.contains(type) && !type.givesRightRowsOnly()) {
                result.add(pair);
              }
            } else {
              unknown |= unknowns && unknown(pair);
            }
          }
        }
        if (type == JoinType.MARK) {
          result.add(
              concat(
                  row,
                  Collections.singletonList(
                      matched ? Boolean.TRUE : unknown ? null : Boolean.FALSE)));
        } else if (type == JoinType.SEMI
            ? matched
            : type == JoinType.ANTI && !matched && !unknown) {
          result.add(row);
        } else if (!matched && KEEPS_LEFT.contains(type)) {
          result.add(concat(row, Collections.nCopies(rightTypes.size(), null)));
        }
      }
      if (type.settlesRightRows()) {
        for (List<Object> row : rightRows) {
          if (matchedRight.contains(row) == (type == JoinType.RIGHT_SEMI)) {
            boolean alone = type.givesRightRowsOnly();
            result.add(alone ? row : concat(Collections.nCopies(leftTypes.size(), null), row));
          }
        }
      }
      return OperatorFixture.counted(result);
    }

    private List<Object> key(List<Object> row) {
      List<Object> key = new ArrayList<>();
      keys.forEach(k -> key.add(row.get(k)));
      return key;
    }

    private static List<Object> concat(List<Object> a, List<Object> b) {
      List<Object> both = new ArrayList<>(a);
      both.addAll(b);
      return both;
    }
  }

  private static boolean accepts(List<Object> pair) {
    return (Objects.hash(pair.get(1), pair.get(11), pair.get(13), pair.get(24)) & 3) != 0;
  }

  private static boolean unknown(List<Object> pair) {
    return !accepts(pair) && (Objects.hash(pair.get(2), pair.get(20)) & 1) != 0;
  }

  private static RowFilter filter(java.util.function.Predicate<List<Object>> accepted) {
    return (batch, in) -> {
      List<List<Object>> rows = RandomBatches.rows(batch.withSelection(in));
      int[] kept = new int[in.count()];
      int n = 0;
      for (int i = 0; i < in.count(); i++) {
        if (accepted.test(rows.get(i))) {
          kept[n++] = in.rows()[i];
        }
      }
      return new SelectionVector(kept, n);
    };
  }
}
