package io.distaff.operator.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.operator.BatchSource;
import io.distaff.operator.Operator;
import io.distaff.operator.OperatorFixture;
import io.distaff.plan.PlanNode;
import io.distaff.plan.PlanNode.JoinType;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.vector.BooleanVector;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.FlatView;
import io.distaff.vector.IntVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.Validity;
import io.distaff.vector.VectorBatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Half of the rows of both sides have one key, and only a small part of a side fits in memory. */
class SkewedJoinTest {
  private static final long POOL_BYTES = 4L << 20;
  private static final List<DataType> TYPES =
      List.of(DataType.BIGINT, DataType.INT, DataType.STRING);
  private static final int NUM_COLUMNS = 3;
  private static final int BATCH_ROWS = 1000;
  private static final int TEXT_BYTES = 400;
  private static final long HOT = 7;
  private static final int NUM_PROBE = 6_000;
  private static final int NUM_BUILD = 24_000;

  @TempDir Path directory;

  /** Key of a row; -1 stands for null. */
  private static long keyOf(int id) {
    return id % 2 == 0 ? HOT : id % 101 == 0 ? -1 : 1000 + id % 15_001;
  }

  /** The residual condition, under which a hot row has matches in many blocks. */
  private static boolean accepts(JoinType type, int probeId, int buildId) {
    return type == JoinType.SINGLE ? probeId == buildId : (probeId * 31 + buildId) % 997 == 0;
  }

  private static List<VectorBatch> rows(int count) {
    List<VectorBatch> batches = new ArrayList<>();
    for (int from = 0; from < count; from += BATCH_ROWS) {
      long[] keys = new long[BATCH_ROWS];
      int[] ids = new int[BATCH_ROWS];
      long[] validity = Validity.allValid(BATCH_ROWS);
      byte[] data = new byte[BATCH_ROWS * TEXT_BYTES];
      int[] starts = new int[BATCH_ROWS];
      int[] lengths = new int[BATCH_ROWS];
      for (int i = 0; i < BATCH_ROWS; i++) {
        ids[i] = from + i;
        keys[i] = keyOf(ids[i]);
        if (keys[i] < 0) {
          Validity.setNull(validity, i);
        }
        starts[i] = i * TEXT_BYTES;
        lengths[i] = TEXT_BYTES;
        Arrays.fill(data, starts[i], starts[i] + TEXT_BYTES, (byte) ('a' + ids[i] % 26));
      }
      batches.add(
          new VectorBatch(
              BATCH_ROWS,
              new ColumnVector[] {
                new LongVector(DataType.BIGINT, keys, validity, BATCH_ROWS),
                new IntVector(DataType.INT, ids, null, BATCH_ROWS),
                new BytesVector(DataType.STRING, data, starts, lengths, null, BATCH_ROWS)
              }));
    }
    return batches;
  }

  private static Operator join(JoinType type, boolean residual, OperatorFixture fixture) {
    Schema schema = OperatorFixture.schema(TYPES);
    if (type == JoinType.MARK) {
      schema = schema.concat(Schema.of(new Field("mark", DataType.BOOLEAN, true)));
    } else if (type.givesRightRowsOnly()) {
      schema = OperatorFixture.schema(TYPES);
    } else if (type != JoinType.SEMI && type != JoinType.ANTI) {
      schema = schema.concat(OperatorFixture.schema(TYPES));
    }
    PlanNode.HashJoin node =
        new PlanNode.HashJoin(
            OperatorFixture.input(TYPES),
            OperatorFixture.input(TYPES),
            type,
            List.of(0),
            List.of(0),
            null,
            false,
            schema);
    JoinCondition condition =
        residual
            ? JoinCondition.of((batch, in) -> accepted(type, batch, in))
            : JoinCondition.KEYS_ONLY;
    return new HashJoinOperator(
        node,
        condition,
        new HashJoinOperator.Surroundings(
            new BatchSource(rows(NUM_PROBE)), new BatchSource(rows(NUM_BUILD)), Map.of(), null),
        fixture.context());
  }

  private static SelectionVector accepted(JoinType type, VectorBatch batch, SelectionVector in) {
    int[] kept = new int[in.count() + 1];
    int n = 0;
    Ints probeIds = new Ints(batch.column(1));
    Ints buildIds = new Ints(batch.column(NUM_COLUMNS + 1));
    for (int i = 0; i < in.count(); i++) {
      int row = in.rows()[i];
      kept[n] = row;
      n += accepts(type, probeIds.at(row), buildIds.at(row)) ? 1 : 0;
    }
    return new SelectionVector(kept, n);
  }

  /** An INT column, in whatever form; -1 where it is null. */
  private static final class Ints {
    private final FlatView view = new FlatView();
    private final int[] values;

    Ints(ColumnVector column) {
      int[] rows = new int[column.length()];
      Arrays.setAll(rows, i -> i);
      view.set(column, rows, rows.length);
      values = ((IntVector) view.values()).values();
    }

    int at(int row) {
      return view.validity() != null && !Validity.isValid(view.validity(), row)
          ? -1
          : values[view.positions()[row]];
    }
  }

  /** What rows have in common whatever their order: their number, and a sum over all columns. */
  private static final class Digest {
    long rows;
    long sum;

    void add(int probeId, int buildId, int mark) {
      rows++;
      sum +=
          (probeId + 2L) * 1_000_003 + (buildId + 2L) * 7919L * (probeId + 11L) + mark * 104_729L;
    }

    @Override
    public String toString() {
      return rows + " rows, " + sum;
    }
  }

  private static boolean givesPairs(JoinType type) {
    return switch (type) {
      case SEMI, ANTI, MARK, RIGHT_SEMI, RIGHT_ANTI -> false;
      case INNER, LEFT, RIGHT, FULL, SINGLE -> true;
    };
  }

  private static Digest digest(JoinType type, Operator operator) {
    Digest digest = new Digest();
    boolean pairs = givesPairs(type);
    for (VectorBatch batch = operator.next(); batch != null; batch = operator.next()) {
      Ints ids = new Ints(batch.column(1));
      Ints buildIds = pairs ? new Ints(batch.column(NUM_COLUMNS + 1)) : null;
      for (int i = 0; i < batch.numSelected(); i++) {
        int row = batch.selectedRow(i);
        int mark =
            type == JoinType.MARK ? ((BooleanVector) batch.column(NUM_COLUMNS)).values()[row] : 0;
        if (type.givesRightRowsOnly()) {
          digest.add(-1, ids.at(row), 0);
        } else {
          digest.add(ids.at(row), pairs ? buildIds.at(row) : -1, mark);
        }
      }
    }
    return digest;
  }

  private static Digest expected(JoinType type, boolean residual) {
    int[][] byKey = new int[20_000][];
    int[] counts = new int[20_000];
    for (int id = 0; id < NUM_BUILD; id++) {
      if (keyOf(id) >= 0) {
        counts[(int) keyOf(id)]++;
      }
    }
    Arrays.setAll(byKey, k -> new int[counts[k]]);
    for (int id = NUM_BUILD - 1; id >= 0; id--) {
      if (keyOf(id) >= 0) {
        byKey[(int) keyOf(id)][--counts[(int) keyOf(id)]] = id;
      }
    }
    boolean[] matchedBuild = new boolean[NUM_BUILD];
    Digest digest = new Digest();
    for (int probe = 0; probe < NUM_PROBE; probe++) {
      long key = keyOf(probe);
      boolean matched = false;
      for (int build : key < 0 ? new int[0] : byKey[(int) key]) {
        if (!residual || accepts(type, probe, build)) {
          matched = true;
          matchedBuild[build] = true;
          if (givesPairs(type)) {
            digest.add(probe, build, 0);
          }
        }
      }
      switch (type) {
        case LEFT, FULL, SINGLE, ANTI -> {
          if (!matched) {
            digest.add(probe, -1, 0);
          }
        }
        case SEMI -> {
          if (matched) {
            digest.add(probe, -1, 0);
          }
        }
        case MARK -> digest.add(probe, -1, matched ? 1 : 0);
        case INNER, RIGHT, RIGHT_SEMI, RIGHT_ANTI -> {}
      }
    }
    if (type.settlesRightRows()) {
      for (int build = 0; build < NUM_BUILD; build++) {
        if (matchedBuild[build] == (type == JoinType.RIGHT_SEMI)) {
          digest.add(-1, build, 0);
        }
      }
    }
    return digest;
  }

  private void check(JoinType type, boolean residual) {
    try (OperatorFixture fixture = new OperatorFixture(directory, POOL_BYTES)) {
      try (Operator operator = join(type, residual, fixture)) {
        assertThat(digest(type, operator)).hasToString(expected(type, residual).toString());
      }
      assertThat(fixture.bytesSpilled()).isPositive();
      assertThat(fixture.memory().peakBytes()).isLessThanOrEqualTo(POOL_BYTES);
      fixture.assertNothingHeld();
    }
  }

  @ParameterizedTest
  @EnumSource(JoinType.class)
  void joinsUnderACondition(JoinType type) {
    check(type, true);
  }

  @ParameterizedTest
  @EnumSource(
      value = JoinType.class,
      names = {"INNER", "RIGHT", "SEMI", "ANTI", "MARK", "RIGHT_SEMI", "RIGHT_ANTI"})
  void joinsByTheKeyAlone(JoinType type) {
    check(type, false);
  }

  @Test
  void aSingleMatchIsNotExceededUnseen() {
    try (OperatorFixture fixture = new OperatorFixture(directory, POOL_BYTES)) {
      try (Operator operator = join(JoinType.SINGLE, false, fixture)) {
        assertThatThrownBy(() -> digest(JoinType.SINGLE, operator))
            .isInstanceOfSatisfying(
                DistaffException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.MULTIPLE_ROWS));
      }
      fixture.assertNothingHeld();
    }
  }
}
