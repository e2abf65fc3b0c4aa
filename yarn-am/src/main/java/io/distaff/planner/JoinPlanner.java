package io.distaff.planner;

import io.distaff.expression.Expression;
import io.distaff.expression.InputRef;
import io.distaff.plan.PlanNode;
import io.distaff.plan.PlanNode.JoinType;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinInfo;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Plans one join: which side is built into a table, and how the rows of both come together.
 *
 * <p>The right input is the build side. It goes whole to every task of the left when it is small
 * (not for FULL and RIGHT joins, where each task would give the same unmatched rows); else both are
 * hashed by the keys, a side that lies right already staying where it is. One planner, one join.
 */
final class JoinPlanner {
  /** How many times fewer rows the probe side may have than the build side. */
  private static final int FEWER_ROWS = 4;

  /** A build side of so few bytes goes to every task, however few rows it meets. */
  private static final double ALWAYS_BROADCAST_BYTES = 1 << 20;

  private final PlannerContext context;
  private final StageCutter cutter;
  private final Join join;
  private final ImmutableBitSet needed;

  JoinPlanner(PlannerContext context, StageCutter cutter, Join join, ImmutableBitSet needed) {
    this.context = context;
    this.cutter = cutter;
    this.join = join;
    this.needed = needed;
  }

  /** One input and its keys. */
  private record Side(Piece piece, List<Integer> keys) {
    boolean isHashedByKeys() {
      return hashedKeys().isPresent();
    }

    /** The keys by which the rows are hashed already. */
    Optional<List<Integer>> hashedKeys() {
      return piece.hashedBy().flatMap(hashing -> hashing.within(keys));
    }
  }

  /** The columns of the left input that the join reads or passes on. */
  static ImmutableBitSet leftColumns(Join join, ImmutableBitSet needed) {
    int left = join.getLeft().getRowType().getFieldCount();
    return all(join, needed).intersect(ImmutableBitSet.range(left));
  }

  /** The columns of the right input that the join reads or passes on. */
  static ImmutableBitSet rightColumns(Join join, ImmutableBitSet needed) {
    int left = join.getLeft().getRowType().getFieldCount();
    int right = join.getRight().getRowType().getFieldCount();
    return all(join, needed).intersect(ImmutableBitSet.range(left, left + right)).shift(-left);
  }

  private static ImmutableBitSet all(Join join, ImmutableBitSet needed) {
    return needed.union(RelOptUtil.InputFinder.bits(join.getCondition()));
  }

  /** Both pieces give at least {@link #leftColumns} and {@link #rightColumns}. */
  Piece plan(Piece leftInput, Piece rightInput) {
    JoinInfo info = join.analyzeCondition();
    if (join.getJoinType() == JoinRelType.LEFT_MARK) {
      throw PhysicalPlanner.notSupported("a sub-query in this place");
    }
    List<Side> keyed = keyed(leftInput.pruned(), rightInput.pruned(), info);
    Side left = keyed.get(0);
    Side right = keyed.get(1);
    RexNode residual = residual(info);
    JoinType type = type(join.getJoinType());
    boolean swap =
        switch (type) {
          case INNER -> swapsInner(left.piece(), right.piece());
          case RIGHT -> true;
          case LEFT, FULL, SEMI, ANTI -> false;
        };
    if (swap) {
      JoinType swapped = type == JoinType.RIGHT ? JoinType.LEFT : type;
      return joined(right, left, swapped, residual, true);
    }
    boolean preservedIsSmaller =
        type == JoinType.LEFT
            && !isBroadcast(left.piece(), right.piece())
            && left.piece().sizeBytes() * 2 < right.piece().sizeBytes();
    return preservedIsSmaller
        ? joined(right, left, JoinType.RIGHT, residual, true)
        : joined(left, right, type, residual, false);
  }

  /**
   * The smaller side is built; but a side in one task is built rather than probed, so that the
   * tasks of the other can share the work, unless the other has far fewer rows.
   */
  private boolean swapsInner(Piece left, Piece right) {
    boolean smallerIsLeft = right.sizeBytes() > left.sizeBytes();
    if (left.isOneTask() == right.isOneTask()) {
      return smallerIsLeft;
    }
    Piece oneTask = left.isOneTask() ? left : right;
    Piece manyTasks = left.isOneTask() ? right : left;
    boolean worthSharing =
        oneTask.sizeBytes() <= context.broadcastBytes()
            && manyTasks.rows() * FEWER_ROWS >= oneTask.rows();
    return worthSharing ? left.isOneTask() : smallerIsLeft;
  }

  private static JoinType type(JoinRelType type) {
    return switch (type) {
      case INNER -> JoinType.INNER;
      case LEFT -> JoinType.LEFT;
      case RIGHT -> JoinType.RIGHT;
      case FULL -> JoinType.FULL;
      case SEMI -> JoinType.SEMI;
      case ANTI -> JoinType.ANTI;
      default -> throw PhysicalPlanner.notSupported(type + " join");
    };
  }

  /** The part of the condition that isn't an equality of keys; null when there is none. */
  private RexNode residual(JoinInfo info) {
    RexNode residual =
        RexUtil.composeConjunction(join.getCluster().getRexBuilder(), info.nonEquiConditions);
    return residual.isAlwaysTrue() ? null : residual;
  }

  /** Both sides with keys of the same types; where they differ, cast columns are added. */
  private static List<Side> keyed(Piece left, Piece right, JoinInfo info) {
    List<Expression> leftCasts = new ArrayList<>();
    List<Expression> rightCasts = new ArrayList<>();
    List<Integer> leftKeys = new ArrayList<>();
    List<Integer> rightKeys = new ArrayList<>();
    for (int i = 0; i < info.leftKeys.size(); i++) {
      int leftKey = left.position(info.leftKeys.get(i));
      int rightKey = right.position(info.rightKeys.get(i));
      DataType leftType = left.node().schema().type(leftKey);
      DataType rightType = right.node().schema().type(rightKey);
      DataType common = ExpressionTranslator.commonType(leftType, rightType);
      leftKeys.add(key(left, leftKey, common, leftCasts));
      rightKeys.add(key(right, rightKey, common, rightCasts));
    }
    return List.of(
        new Side(withColumns(left, leftCasts), leftKeys),
        new Side(withColumns(right, rightCasts), rightKeys));
  }

  private static int key(Piece piece, int place, DataType type, List<Expression> casts) {
    DataType own = piece.node().schema().type(place);
    if (own.equals(type)) {
      return place;
    }
    casts.add(ExpressionTranslator.cast(new InputRef(place, own), type));
    return piece.node().schema().size() + casts.size() - 1;
  }

  private static Piece withColumns(Piece piece, List<Expression> more) {
    if (more.isEmpty()) {
      return piece;
    }
    Schema schema = piece.node().schema();
    List<Expression> columns = new ArrayList<>();
    List<Field> fields = new ArrayList<>(schema.fields());
    for (int i = 0; i < schema.size(); i++) {
      columns.add(new InputRef(i, schema.type(i)));
    }
    for (Expression expression : more) {
      columns.add(expression);
      fields.add(new Field("key" + fields.size(), expression.type(), true));
    }
    return piece.withNode(new PlanNode.Project(piece.node(), columns, new Schema(fields)));
  }

  /** True when sending the build side to every task moves no more than hashing both sides. */
  private boolean isBroadcast(Piece probe, Piece build) {
    double bytes = build.sizeBytes();
    double moved = bytes * probe.stage().numTasks(context.slots());
    return bytes <= ALWAYS_BROADCAST_BYTES
        || (bytes <= context.broadcastBytes() && moved <= bytes + probe.sizeBytes());
  }

  private Piece joined(Side probe, Side build, JoinType type, RexNode residual, boolean swapped) {
    boolean givesUnmatchedBuildRows = type == JoinType.FULL || type == JoinType.RIGHT;
    if (probe.piece().isOneTask() && build.piece().isOneTask()) {
      StageBuilder stage = probe.piece().stage().merge(build.piece().stage());
      return result(probe, build, build.piece().node(), stage, type, residual, swapped);
    }
    if (givesUnmatchedBuildRows && probe.keys().isEmpty()) {
      Side oneProbe = new Side(cutter.gather(probe.piece()), probe.keys());
      Side oneBuild = new Side(cutter.gather(build.piece()), build.keys());
      StageBuilder stage = oneProbe.piece().stage().merge(oneBuild.piece().stage());
      return result(oneProbe, oneBuild, oneBuild.piece().node(), stage, type, residual, swapped);
    }
    if (isBroadcast(probe, build, type)) {
      StageBuilder stage = probe.piece().stage();
      PlanNode read = cutter.broadcast(build.piece(), stage);
      return result(probe, build, read, stage, type, residual, swapped);
    }
    return partitioned(probe, build, type, residual, swapped);
  }

  private boolean isBroadcast(Side probe, Side build, JoinType type) {
    if (probe.keys().isEmpty()) {
      return true;
    }
    if (probe.piece().isOneTask()) {
      double bytes = probe.piece().sizeBytes() + build.piece().sizeBytes();
      return context.partitions(bytes) == 1;
    }
    boolean givesUnmatchedBuildRows = type == JoinType.FULL || type == JoinType.RIGHT;
    return !givesUnmatchedBuildRows
        && !build.isHashedByKeys()
        && isBroadcast(probe.piece(), build.piece());
  }

  private Piece partitioned(
      Side probe, Side build, JoinType type, RexNode residual, boolean swapped) {
    Side left = probe;
    Side right = build;
    if (left.isHashedByKeys()) {
      right = hashedLike(left, right);
    } else if (right.isHashedByKeys()) {
      left = hashedLike(right, left);
    } else {
      int partitions = context.partitions(left.piece().sizeBytes() + right.piece().sizeBytes());
      left = new Side(cutter.exchange(left.piece(), left.keys(), partitions), left.keys());
      right = new Side(cutter.exchange(right.piece(), right.keys(), partitions), right.keys());
    }
    StageBuilder stage = left.piece().stage().merge(right.piece().stage());
    return result(left, right, right.piece().node(), stage, type, residual, swapped);
  }

  /** The moving side hashed by the keys that the other is hashed by already. */
  private Side hashedLike(Side lying, Side moving) {
    List<Integer> by =
        lying.hashedKeys().orElseThrow().stream()
            .map(key -> moving.keys().get(lying.keys().indexOf(key)))
            .toList();
    boolean lies =
        moving.hashedKeys().filter(by::equals).isPresent()
            && moving.piece().stage().partitions == lying.piece().stage().partitions;
    return lies
        ? moving
        : new Side(
            cutter.exchange(moving.piece(), by, lying.piece().stage().partitions), moving.keys());
  }

  private Piece result(
      Side probe,
      Side build,
      PlanNode buildNode,
      StageBuilder stage,
      JoinType type,
      RexNode residual,
      boolean swapped) {
    PlanNode probeNode = probe.piece().node();
    int probeWidth = probeNode.schema().size();
    int leftColumns = join.getLeft().getRowType().getFieldCount();
    Piece leftPiece = swapped ? build.piece() : probe.piece();
    Piece rightPiece = swapped ? probe.piece() : build.piece();
    ExpressionTranslator translator =
        new ExpressionTranslator(
            join.getCluster().getRexBuilder(),
            column -> {
              boolean isLeft = column < leftColumns;
              int place =
                  isLeft ? leftPiece.position(column) : rightPiece.position(column - leftColumns);
              return isLeft == swapped ? place + probeWidth : place;
            });
    PlanNode node =
        new PlanNode.HashJoin(
            probeNode,
            buildNode,
            type,
            probe.keys(),
            build.keys(),
            residual == null ? null : translator.translate(residual),
            schema(probeNode.schema(), buildNode.schema(), type));
    List<Integer> positions = new ArrayList<>();
    for (int column = 0; column < join.getRowType().getFieldCount(); column++) {
      boolean isLeft = column < leftColumns;
      int place = -1;
      if (needed.get(column)) {
        place = isLeft ? leftPiece.position(column) : rightPiece.position(column - leftColumns);
        place += isLeft == swapped ? probeWidth : 0;
      }
      positions.add(place);
    }
    Optional<Hashing> hashedBy =
        switch (type) {
          case INNER -> {
            List<Integer> buildKeys = build.keys().stream().map(k -> k + probeWidth).toList();
            yield probe.piece().hashedBy().map(h -> h.withEquals(probe.keys(), buildKeys));
          }
          case LEFT, SEMI, ANTI -> probe.piece().hashedBy();
          // Unmatched rows of the build side have null where the probe side was hashed.
          case RIGHT, FULL -> Optional.empty();
        };
    return new Piece(node, positions, stage, hashedBy, join);
  }

  private static Schema schema(Schema probe, Schema build, JoinType type) {
    return switch (type) {
      case SEMI, ANTI -> probe;
      case INNER -> probe.concat(build);
      case LEFT -> probe.concat(nullable(build));
      case RIGHT -> nullable(probe).concat(build);
      case FULL -> nullable(probe).concat(nullable(build));
    };
  }

  private static Schema nullable(Schema schema) {
    return new Schema(
        schema.fields().stream().map(f -> new Field(f.name(), f.type(), true)).toList());
  }
}
