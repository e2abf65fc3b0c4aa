package io.distaff.operator.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.ids.QueryId;
import io.distaff.ids.StageId;
import io.distaff.memory.MemoryManager;
import io.distaff.memory.ReservedArrays;
import io.distaff.operator.BatchSource;
import io.distaff.operator.Operator;
import io.distaff.operator.OperatorContext;
import io.distaff.operator.OperatorFixture;
import io.distaff.operator.join.HashJoinOperatorTest.Query;
import io.distaff.operator.spill.StoreLargeOperator;
import io.distaff.plan.PlanNode;
import io.distaff.plan.PlanNode.JoinType;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.RandomBatches;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import io.distaff.vector.large.LargeValues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class SharedBuildsTest {
  private static final long PLENTY = 1L << 30;
  private static final QueryId QUERY = new QueryId(7);
  private static final StageId STAGE = new StageId(QUERY, 2);

  @TempDir Path directory;

  private final AtomicInteger timesRead = new AtomicInteger();

  private static boolean isNotCancelled() {
    return false;
  }

  /** A build input that counts how often it is read to its end. */
  private Operator counted(List<VectorBatch> batches) {
    BatchSource source = new BatchSource(batches);
    return new Operator() {
      @Override
      public VectorBatch next() {
        VectorBatch batch = source.next();
        if (batch == null) {
          timesRead.incrementAndGet();
        }
        return batch;
      }

      @Override
      public void close() {
        source.close();
      }
    };
  }

  /** An input that does something before it gives its n-th batch. */
  private static Operator before(int batch, List<VectorBatch> batches, Runnable action) {
    BatchSource source = new BatchSource(batches);
    return new Operator() {
      private int given;

      @Override
      public VectorBatch next() {
        if (given++ == batch) {
          action.run();
        }
        return source.next();
      }

      @Override
      public void close() {
        source.close();
      }
    };
  }

  /** A task with a directory of its own for what it spills. */
  private OperatorFixture fixture(MemoryManager manager) {
    try {
      return new OperatorFixture(Files.createTempDirectory(directory, "task"), manager);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Body {
    List<List<Object>> run() throws Exception;
  }

  /** A task on a thread of its own. */
  private static final class Task {
    final FutureTask<List<List<Object>>> rows;
    final Thread thread;

    Task(Body body) {
      rows = new FutureTask<>(body::run);
      thread = new Thread(rows);
      thread.start();
    }

    /** Returns when the thread waits for another. */
    void awaitWaiting() {
      while (thread.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
    }
  }

  private static List<List<Object>> rowsOf(Operator operator) {
    List<List<Object>> rows = new ArrayList<>();
    try (operator) {
      for (VectorBatch batch = operator.next(); batch != null; batch = operator.next()) {
        rows.addAll(RandomBatches.rows(batch));
      }
    }
    return rows;
  }

  private static Query query(JoinType type, int numBuildBatches) {
    Query query = new Query(type, new Random(type.ordinal()));
    query.residual = false;
    query.keys = List.of(4);
    query.left = new RandomBatches(1).numDistinct(2000).batches(query.leftTypes, 8, 700);
    query.right =
        new RandomBatches(2).numDistinct(2000).batches(query.rightTypes, numBuildBatches, 700);
    return query;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = JoinType.class,
      names = {"INNER", "LEFT", "SEMI", "ANTI", "MARK"})
  void manyTasksJoinWithWhatOneBuilds(JoinType type) throws Exception {
    for (int round = 0; round < 12; round++) {
      Query query = new Query(type, new Random(round), allOrNested(round));
      query.nullAware = (type == JoinType.ANTI || type == JoinType.MARK) && round % 2 == 0;
      if (query.nullAware) {
        query.residual = false;
        query.keys = List.of(round);
      }
      timesRead.set(0);
      MemoryManager manager = new MemoryManager(PLENTY);
      SharedBuilds builds = new SharedBuilds(manager);
      List<Task> tasks = new ArrayList<>();
      CountDownLatch start = new CountDownLatch(1);
      for (int t = 0; t < 4; t++) {
        tasks.add(
            new Task(
                () -> {
                  await(start);
                  try (OperatorFixture fixture = fixture(manager)) {
                    return rowsOf(
                        query.operator(
                            fixture,
                            new BatchSource(query.left),
                            counted(query.right),
                            builds.share(STAGE, 3, SharedBuildsTest::isNotCancelled)));
                  }
                }));
      }
      start.countDown();
      for (Task task : tasks) {
        boolean right = OperatorFixture.counted(task.rows.get()).equals(query.oracle());
        assertThat(right).as("%s on %s", type, query.keys).isTrue();
      }
      assertThat(timesRead).hasValue(1);
      builds.release(QUERY);
      assertThat(manager.usedBytes()).isZero();
    }
  }

  private static List<DataType> allOrNested(int round) {
    return round % 3 == 2 ? nestedWithResidualColumns() : RandomBatches.ALL_TYPES;
  }

  /** All types, so that the residual's columns are there, and the nested ones again as keys. */
  private static List<DataType> nestedWithResidualColumns() {
    List<DataType> types = new ArrayList<>(RandomBatches.ALL_TYPES);
    types.addAll(RandomBatches.NESTED_TYPES);
    return types;
  }

  @Test
  void memoryCountsOnceAndStaysForTheNextTask() {
    MemoryManager manager = new MemoryManager(PLENTY);
    SharedBuilds builds = new SharedBuilds(manager);
    Query query = query(JoinType.INNER, 4);
    try (OperatorFixture first = fixture(manager);
        OperatorFixture second = fixture(manager)) {
      try (Operator a = shared(query, first, builds);
          Operator b = shared(query, second, builds)) {
        assertThat(a.next()).isNotNull();
        long withOne = manager.usedBytes();
        long ofBuilder = first.memory().heldBytes();
        long common = withOne - ofBuilder;
        assertThat(common).isPositive();
        assertThat(first.memory().peakBytes()).isGreaterThanOrEqualTo(common);
        assertThat(b.next()).isNotNull();
        assertThat(manager.usedBytes())
            .isEqualTo(common + first.memory().heldBytes() + second.memory().heldBytes());
        assertThat(second.memory().peakBytes()).isLessThan(first.memory().peakBytes());
      }
      assertThat(manager.usedBytes()).isPositive();
      assertThat(OperatorFixture.counted(rowsOf(shared(query, second, builds))))
          .isEqualTo(query.oracle());
    }
    assertThat(timesRead).hasValue(1);
    // Another stage has builds of its own.
    try (OperatorFixture other = fixture(manager);
        Operator c =
            query.operator(
                other,
                new BatchSource(query.left),
                counted(query.right),
                builds.share(new StageId(QUERY, 3), 3, SharedBuildsTest::isNotCancelled))) {
      assertThat(c.next()).isNotNull();
      assertThat(timesRead).hasValue(2);
    }
    builds.release(QUERY);
    assertThat(manager.usedBytes()).isZero();
  }

  /**
   * The lengths of the texts that a task joins 50 rows with, of which those of {@code leastBytes}
   * and more are tokens.
   */
  private List<Integer> lengthsJoined(
      MemoryManager manager, SharedBuilds builds, List<VectorBatch> rows, int leastBytes) {
    List<DataType> types = List.of(DataType.BIGINT, DataType.STRING);
    PlanNode input = OperatorFixture.input(types);
    PlanNode.HashJoin join =
        new PlanNode.HashJoin(
            OperatorFixture.input(List.of(DataType.BIGINT)),
            input,
            JoinType.INNER,
            List.of(0),
            List.of(0),
            null,
            false,
            OperatorFixture.schema(List.of(DataType.BIGINT, DataType.BIGINT, DataType.STRING)));
    List<VectorBatch> keys = rows.stream().map(b -> b.withColumns(b.column(0))).toList();
    BitSet text = new BitSet();
    text.set(1);
    List<Integer> lengths = new ArrayList<>();
    try (OperatorFixture fixture = fixture(manager);
        LargeValues values =
            new LargeValues(
                fixture.otherContext("values").memory(),
                fixture.context().disks(),
                fixture.context().metrics(),
                leastBytes)) {
      OperatorContext own = fixture.context();
      OperatorContext context =
          new OperatorContext(own.memory(), own.disks(), own.metrics(), values);
      Operator build = new StoreLargeOperator(counted(rows), types, text, context);
      SharedBuilds.Share share = builds.share(STAGE, 3, SharedBuildsTest::isNotCancelled);
      try (Operator joined =
          new HashJoinOperator(
              join,
              JoinCondition.KEYS_ONLY,
              new HashJoinOperator.Surroundings(new BatchSource(keys), build, Map.of(), share),
              context)) {
        for (VectorBatch batch = joined.next(); batch != null; batch = joined.next()) {
          ColumnVector texts = values.restoring(ReservedArrays.uncounted()).of(batch.column(2));
          for (int i = 0; i < batch.numSelected(); i++) {
            lengths.add(((String) Vectors.value(texts, batch.selectedRow(i))).length());
          }
        }
      }
    }
    return lengths;
  }

  private static List<VectorBatch> texts(int largestBytes) {
    List<Object> keys = new ArrayList<>();
    List<Object> texts = new ArrayList<>();
    for (long key = 0; key < 50; key++) {
      keys.add(key);
      texts.add("x".repeat(key == 30 ? largestBytes : 10));
    }
    return List.of(
        new VectorBatch(50, Vectors.of(DataType.BIGINT, keys), Vectors.of(DataType.STRING, texts)));
  }

  @Test
  void largeValuesAreNotSharedBecauseTokensAreOfATask() {
    for (int largestBytes : new int[] {500, 5000}) {
      MemoryManager manager = new MemoryManager(PLENTY);
      SharedBuilds builds = new SharedBuilds(manager);
      timesRead.set(0);
      List<Integer> expected = new ArrayList<>(Collections.nCopies(50, 10));
      expected.set(30, largestBytes);
      for (int task = 0; task < 3; task++) {
        assertThat(lengthsJoined(manager, builds, texts(largestBytes), 1000))
            .containsExactlyInAnyOrderElementsOf(expected);
      }
      assertThat(timesRead).hasValue(largestBytes < 1000 ? 1 : 3);
      // To a task with less memory values are large that aren't for the one that has built.
      timesRead.set(0);
      assertThat(lengthsJoined(manager, builds, texts(largestBytes), 100))
          .containsExactlyInAnyOrderElementsOf(expected);
      assertThat(timesRead).hasValue(1);
      builds.release(QUERY);
      assertThat(manager.usedBytes()).isZero();
    }
  }

  private Operator shared(Query query, OperatorFixture fixture, SharedBuilds builds) {
    return query.operator(
        fixture,
        new BatchSource(query.left),
        counted(query.right),
        builds.share(STAGE, 3, SharedBuildsTest::isNotCancelled));
  }

  @Test
  void whoNeedsMemoryGetsThatOfUnusedBuilds() {
    MemoryManager manager = new MemoryManager(64L << 20);
    SharedBuilds builds = new SharedBuilds(manager);
    Query query = query(JoinType.LEFT, 4);
    try (OperatorFixture fixture = fixture(manager)) {
      rowsOf(shared(query, fixture, builds));
      assertThat(manager.usedBytes()).isPositive();
      try (var other = fixture.otherContext("other").memory().reservation(null)) {
        other.add(64L << 20);
      }
      assertThat(manager.usedBytes()).isZero();
      assertThat(OperatorFixture.counted(rowsOf(shared(query, fixture, builds))))
          .isEqualTo(query.oracle());
    }
    assertThat(timesRead).hasValue(2);
    builds.release(QUERY);
    assertThat(manager.usedBytes()).isZero();
  }

  @Test
  void anotherTaskBuildsWhenTheBuilderFails() throws Exception {
    for (ErrorCode code : new ErrorCode[] {ErrorCode.TASK_FAILED, ErrorCode.CANCELLED}) {
      timesRead.set(0);
      MemoryManager manager = new MemoryManager(PLENTY);
      SharedBuilds builds = new SharedBuilds(manager);
      Query query = query(JoinType.SEMI, 4);
      CountDownLatch building = new CountDownLatch(1);
      CountDownLatch fail = new CountDownLatch(1);
      Task builder =
          new Task(
              () -> {
                try (OperatorFixture fixture = fixture(manager)) {
                  return rowsOf(
                      query.operator(
                          fixture,
                          new BatchSource(query.left),
                          before(
                              2,
                              query.right,
                              () -> {
                                building.countDown();
                                await(fail);
                                throw new DistaffException(code, "it fails");
                              }),
                          builds.share(STAGE, 3, SharedBuildsTest::isNotCancelled)));
                }
              });
      await(building);
      Task waiter =
          new Task(
              () -> {
                try (OperatorFixture fixture = fixture(manager)) {
                  return rowsOf(shared(query, fixture, builds));
                }
              });
      waiter.awaitWaiting();
      assertThat(timesRead).hasValue(0);
      fail.countDown();
      assertThatThrownBy(builder.rows::get)
          .isInstanceOf(ExecutionException.class)
          .hasMessageContaining("it fails");
      assertThat(OperatorFixture.counted(waiter.rows.get())).isEqualTo(query.oracle());
      assertThat(timesRead).hasValue(1);
      builds.release(QUERY);
      assertThat(manager.usedBytes()).isZero();
    }
  }

  @Test
  void waitingEndsWhenTheTaskIsCancelledOrTheBuilderNeedsMemory() throws Exception {
    MemoryManager manager = new MemoryManager(32L << 20);
    SharedBuilds builds = new SharedBuilds(manager);
    Query query = query(JoinType.SEMI, 4);
    CountDownLatch building = new CountDownLatch(1);
    CountDownLatch starve = new CountDownLatch(1);
    Task builder =
        new Task(
            () -> {
              try (OperatorFixture fixture = fixture(manager);
                  var other = fixture.otherContext("other").memory().reservation(null)) {
                return rowsOf(
                    query.operator(
                        fixture,
                        new BatchSource(query.left),
                        before(
                            2,
                            query.right,
                            () -> {
                              building.countDown();
                              await(starve);
                              // Only the end of the others makes room.
                              other.add(30L << 20);
                              other.resize(0);
                            }),
                        builds.share(STAGE, 3, SharedBuildsTest::isNotCancelled)));
              }
            });
    await(building);
    AtomicBoolean cancelled = new AtomicBoolean();
    Task cancelledWaiter = new Task(() -> waiting(query, manager, builds, cancelled::get));
    Task waiter = new Task(() -> waiting(query, manager, builds, SharedBuildsTest::isNotCancelled));
    cancelledWaiter.awaitWaiting();
    waiter.awaitWaiting();
    cancelled.set(true);
    assertThatThrownBy(cancelledWaiter.rows::get)
        .hasCauseInstanceOf(DistaffException.class)
        .satisfies(
            e ->
                assertThat(((DistaffException) e.getCause()).code())
                    .isEqualTo(ErrorCode.CANCELLED));
    assertThat(waiter.rows).isNotDone();
    starve.countDown();
    assertThat(OperatorFixture.counted(waiter.rows.get())).isEqualTo(query.oracle());
    assertThat(OperatorFixture.counted(builder.rows.get())).isEqualTo(query.oracle());
    builds.release(QUERY);
    assertThat(manager.usedBytes()).isZero();
  }

  private List<List<Object>> waiting(
      Query query, MemoryManager manager, SharedBuilds builds, BooleanSupplier cancelled) {
    try (OperatorFixture fixture = fixture(manager)) {
      return rowsOf(
          query.operator(
              fixture,
              new BatchSource(query.left),
              counted(query.right),
              builds.share(STAGE, 3, cancelled)));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = JoinType.class,
      names = {"INNER", "LEFT", "SEMI", "ANTI", "MARK"})
  void everyTaskSpillsItsOwnWhenABuildDoesNotFit(JoinType type) throws Exception {
    MemoryManager manager = new MemoryManager(8L << 20);
    CountDownLatch bothRun = new CountDownLatch(2);
    SharedBuilds builds = new SharedBuilds(manager);
    Query query = new Query(type, new Random(type.ordinal()));
    query.residual = false;
    query.keys = List.of(4);
    query.left = new RandomBatches(1).numDistinct(20_000).batches(query.leftTypes, 12, 4096);
    query.right = new RandomBatches(2).numDistinct(20_000).batches(query.rightTypes, 24, 4096);
    List<Task> tasks = new ArrayList<>();
    AtomicInteger spilled = new AtomicInteger();
    for (int t = 0; t < 2; t++) {
      tasks.add(
          new Task(
              () -> {
                try (OperatorFixture fixture = fixture(manager)) {
                  bothRun.countDown();
                  await(bothRun);
                  List<List<Object>> rows = rowsOf(shared(query, fixture, builds));
                  spilled.addAndGet(fixture.bytesSpilled() > 0 ? 1 : 0);
                  return rows;
                }
              }));
    }
    for (Task task : tasks) {
      assertThat(OperatorFixture.counted(task.rows.get()).equals(query.oracle())).isTrue();
    }
    assertThat(spilled).hasValue(2);
    assertThat(timesRead).hasValue(2);
    assertThat(manager.usedBytes()).isZero();
  }

  @ParameterizedTest
  @EnumSource(
      value = JoinType.class,
      names = {"INNER", "LEFT", "SEMI", "ANTI", "MARK"})
  void allTasksLeaveABuildThatOneCanNotGoOnBeside(JoinType type) throws Exception {
    long pool = 48L << 20;
    MemoryManager manager = new MemoryManager(pool);
    SharedBuilds builds = new SharedBuilds(manager);
    Query query = query(type, 6);
    query.nullAware = type == JoinType.ANTI || type == JoinType.MARK;
    query.right = type == JoinType.ANTI ? query.withoutNullKeys() : query.right;
    CountDownLatch bothUse = new CountDownLatch(2);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger spilled = new AtomicInteger();
    Task needy =
        new Task(
            () -> {
              try (OperatorFixture fixture = fixture(manager);
                  var other = fixture.otherContext("other").memory().reservation(null)) {
                Operator probe =
                    before(
                        4,
                        query.left,
                        () -> {
                          bothUse.countDown();
                          await(bothUse);
                          other.add(pool - fixture.memory().heldBytes() - (8L << 20));
                          other.resize(0);
                        });
                List<List<Object>> rows =
                    rowsOf(
                        query.operator(
                            fixture,
                            probe,
                            counted(query.right),
                            builds.share(STAGE, 3, SharedBuildsTest::isNotCancelled)));
                spilled.addAndGet(fixture.bytesSpilled() > 0 ? 1 : 0);
                return rows;
              }
            });
    Task other =
        new Task(
            () -> {
              try (OperatorFixture fixture = fixture(manager)) {
                Operator probe =
                    before(
                        4,
                        query.left,
                        () -> {
                          bothUse.countDown();
                          await(goOn);
                        });
                List<List<Object>> rows =
                    rowsOf(
                        query.operator(
                            fixture,
                            probe,
                            counted(query.right),
                            builds.share(STAGE, 3, SharedBuildsTest::isNotCancelled)));
                spilled.addAndGet(fixture.bytesSpilled() > 0 ? 1 : 0);
                return rows;
              }
            });
    await(bothUse);
    needy.awaitWaiting();
    goOn.countDown();
    assertThat(OperatorFixture.counted(needy.rows.get()).equals(query.oracle())).isTrue();
    assertThat(OperatorFixture.counted(other.rows.get()).equals(query.oracle())).isTrue();
    assertThat(timesRead).hasValue(1);
    assertThat(spilled).hasValue(2);
    assertThat(manager.usedBytes()).isZero();
  }

  @Test
  void aReleasedBuildGoesWithItsLastUser() {
    MemoryManager manager = new MemoryManager(PLENTY);
    SharedBuilds builds = new SharedBuilds(manager);
    Query query = query(JoinType.INNER, 4);
    try (OperatorFixture fixture = fixture(manager)) {
      try (Operator operator = shared(query, fixture, builds)) {
        assertThat(operator.next()).isNotNull();
        builds.release(QUERY);
        assertThat(manager.usedBytes()).isGreaterThan(fixture.memory().heldBytes());
        assertThat(operator.next()).isNotNull();
      }
      assertThat(manager.usedBytes()).isZero();
    }
  }
}
