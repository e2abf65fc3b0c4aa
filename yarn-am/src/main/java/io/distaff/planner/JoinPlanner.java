package io.distaff.planner;

import io.distaff.expression.Expression;
import io.distaff.expression.InputRef;
import io.distaff.optimizer.Estimates;
import io.distaff.plan.PlanNode;
import io.distaff.plan.PlanNode.AggregationPhase;
import io.distaff.plan.PlanNode.JoinType;
import io.distaff.sql.JoinHint;
import io.distaff.sql.JoinHint.Strategy;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Plans one join: which side is built into a table, and how the rows of both come together.
 *
 * <p>The right input is the build side. It goes whole to every task of the left when it is small
 * (unless its rows are given by whether they match, which no task would know alone); else both are
 * hashed by the keys, a side that lies right already staying where it is; of one that semi and anti
 * joins only look for rows in, each task sends a row once if it has many like it. Without keys, or
 * where null keys must be known to all tasks, the build side always goes whole. One planner, one
 * join.
 */
final class JoinPlanner {
  /** How many times smaller the side must be that is built although its rows are given. */
  private static final int SMALLER = 2;

  private static final int MUCH_SMALLER = 4;

  /** How many times fewer rows the probe side may have than the build side. */
  private static final int FEWER_ROWS = 4;

  /** How often tasks have to have a row for it to be worthwhile to look for that. */
  private static final int REPETITIONS = 2;

  /**
   * A build side of so few bytes, if it may at all, goes to every task, however few rows it meets.
   */
  private static final double ALWAYS_BROADCAST_BYTES = 1 << 20;

  private final PlannerContext context;
  private final StageCutter cutter;
  private final JoinRequest join;
  private final ImmutableBitSet needed;

  /**
   * @param needed columns of the join's result
   */
  JoinPlanner(
      PlannerContext context, StageCutter cutter, JoinRequest join, ImmutableBitSet needed) {
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

  /** Both pieces give at least the columns that the request names. */
  Piece plan(Piece leftInput, Piece rightInput) {
    List<Side> keyed = keyed(leftInput.pruned(), rightInput.pruned(), join.keys());
    Side left = keyed.get(0);
    Side right = keyed.get(1);
    JoinType type = join.type();
    return switch (type) {
      case INNER ->
          swapsInner(left.piece(), right.piece())
              ? joined(right, left, type, true)
              : joined(left, right, type, false);
      case RIGHT -> joined(right, left, JoinType.LEFT, true);
      case LEFT -> smallerBuilt(left, right, JoinType.RIGHT);
      case SEMI -> smallerBuilt(left, right, JoinType.RIGHT_SEMI);
      case ANTI -> smallerBuilt(left, right, JoinType.RIGHT_ANTI);
      case FULL, MARK, SINGLE -> joined(left, right, type, false);
      case RIGHT_SEMI, RIGHT_ANTI -> throw new IllegalStateException("no algebra has " + type);
    };
  }

  /**
   * Builds the left side, whose rows are given, where it is the smaller one; if the right one could
   * go whole to every task instead, only where it is much smaller, so that a large table is neither
   * built nor read but for the rows that match.
   *
   * @param swapped the type with the sides exchanged
   */
  private Piece smallerBuilt(Side left, Side right, JoinType swapped) {
    double bytes = right.piece().sizeBytes();
    boolean together = left.piece().isOneTask() && right.piece().isOneTask();
    boolean goesWhole = !together && movesLessWhole(left, right);
    double part = goesWhole ? 1.0 / MUCH_SMALLER : 1.0 / SMALLER;
    boolean buildsLeft =
        !join.keys().isEmpty()
            && !join.nullAware()
            && !isHinted(right.piece(), Strategy.BROADCAST)
            && !(goesWhole && bytes <= ALWAYS_BROADCAST_BYTES)
            && left.piece().sizeBytes() < bytes * part;
    return buildsLeft
        ? joined(right, left, swapped, true)
        : joined(left, right, join.type(), false);
  }

  /**
   * The smaller side is built; but a side in one task is built rather than probed, so that the
   * tasks of the other can share the work, unless the other has far fewer rows.
   */
  private boolean swapsInner(Piece left, Piece right) {
    boolean leftGoesWhole = isHinted(left, Strategy.BROADCAST);
    if (leftGoesWhole != isHinted(right, Strategy.BROADCAST)) {
      return leftGoesWhole;
    }
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

  /**
   * Both sides with keys of the same types; keys that aren't columns of those types are added as
   * columns.
   */
  private static List<Side> keyed(Piece left, Piece right, List<JoinRequest.Key> keys) {
    List<Expression> leftAdded = new ArrayList<>();
    List<Expression> rightAdded = new ArrayList<>();
    List<Integer> leftKeys = new ArrayList<>();
    List<Integer> rightKeys = new ArrayList<>();
    for (JoinRequest.Key key : keys) {
      Expression leftKey = left.translator().translate(key.left());
      Expression rightKey = right.translator().translate(key.right());
      DataType common = ExpressionTranslator.commonType(leftKey.type(), rightKey.type());
      leftKeys.add(place(left, ExpressionTranslator.cast(leftKey, common), leftAdded));
      rightKeys.add(place(right, ExpressionTranslator.cast(rightKey, common), rightAdded));
    }
    return List.of(
        new Side(withColumns(left, leftAdded), leftKeys),
        new Side(withColumns(right, rightAdded), rightKeys));
  }

  private static int place(Piece piece, Expression key, List<Expression> added) {
    if (key instanceof InputRef ref) {
      return ref.index();
    }
    added.add(key);
    return piece.node().schema().size() + added.size() - 1;
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

  /**
   * True when sending the build side whole to every executor, where its tasks share it, moves no
   * more than hashing the sides that aren't hashed by the keys yet; or where the user says so.
   */
  private boolean movesLessWhole(Side probe, Side build) {
    if (isHinted(build.piece(), Strategy.BROADCAST)) {
      return true;
    } else if (isHinted(build.piece(), Strategy.SHUFFLE)
        || isHinted(probe.piece(), Strategy.SHUFFLE)) {
      return false;
    }
    double bytes = build.piece().sizeBytes();
    if (bytes > context.broadcastBytes() || (probe.isHashedByKeys() && build.isHashedByKeys())) {
      return false;
    }
    double hashed =
        (probe.isHashedByKeys() ? 0 : probe.piece().sizeBytes())
            + (build.isHashedByKeys() ? 0 : bytes);
    return bytes <= ALWAYS_BROADCAST_BYTES || bytes * context.executors() <= hashed;
  }

  private static boolean isHinted(Piece side, Strategy strategy) {
    return JoinHint.isOn(side.rel(), strategy);
  }

  private Piece joined(Side probe, Side build, JoinType type, boolean swapped) {
    if (probe.piece().isOneTask() && build.piece().isOneTask()) {
      StageBuilder stage = probe.piece().stage().merge(build.piece().stage());
      return result(probe, build, build.piece().node(), stage, type, swapped);
    }
    return switch (type) {
      case SEMI, ANTI, MARK -> moved(probe, withoutRepetition(build), type, swapped);
      case RIGHT_SEMI, RIGHT_ANTI -> moved(withoutRepetition(probe), build, type, swapped);
      default -> moved(probe, build, type, swapped);
    };
  }

  /**
   * A side of which it only matters whether there is a row, and that is going to be moved: where
   * tasks have most rows several times, each of them but once.
   */
  private Side withoutRepetition(Side side) {
    Piece piece = side.piece();
    if (piece.isOneTask() || side.isHashedByKeys()) {
      return side;
    }
    Schema schema = piece.node().schema();
    double values = 1;
    for (int place = 0; place < schema.size(); place++) {
      int column = piece.positions().indexOf(place);
      if (column < 0 || !StageCutter.isExact(schema.type(place))) {
        return side;
      }
      values *= Estimates.distinctValues(piece.rel(), column);
    }
    double rowsOfTask = piece.rows() / piece.stage().numTasks(context.slots());
    if (rowsOfTask < values * REPETITIONS) {
      return side;
    }
    List<Integer> all = Piece.inPlace(schema.size());
    return new Side(
        piece.withNode(
            new PlanNode.Aggregate(piece.node(), AggregationPhase.PARTIAL, all, List.of(), schema)),
        side.keys());
  }

  private Piece moved(Side probe, Side build, JoinType type, boolean swapped) {
    if (type.settlesRightRows() && probe.keys().isEmpty()) {
      Side oneProbe = new Side(cutter.gather(probe.piece()), probe.keys());
      Side oneBuild = new Side(cutter.gather(build.piece()), build.keys());
      StageBuilder stage = oneProbe.piece().stage().merge(oneBuild.piece().stage());
      return result(oneProbe, oneBuild, oneBuild.piece().node(), stage, type, swapped);
    }
    if (isBroadcast(probe, build, type)) {
      StageBuilder stage = probe.piece().stage();
      PlanNode read = cutter.broadcast(build.piece(), stage);
      return result(probe, build, read, stage, type, swapped);
    }
    return partitioned(probe, build, type, swapped);
  }

  private boolean isBroadcast(Side probe, Side build, JoinType type) {
    if (probe.keys().isEmpty() || join.nullAware()) {
      return true;
    }
    if (probe.piece().isOneTask()) {
      double bytes = probe.piece().sizeBytes() + build.piece().sizeBytes();
      return context.partitions(bytes) == 1;
    }
    return !type.settlesRightRows() && movesLessWhole(probe, build);
  }

  private Piece partitioned(Side probe, Side build, JoinType type, boolean swapped) {
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
    return result(left, right, right.piece().node(), stage, type, swapped);
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
      boolean swapped) {
    PlanNode probeNode = probe.piece().node();
    int probeWidth = probeNode.schema().size();
    int leftColumns = join.numLeftColumns();
    Piece leftPiece = swapped ? build.piece() : probe.piece();
    Piece rightPiece = swapped ? probe.piece() : build.piece();
    ExpressionTranslator translator =
        new ExpressionTranslator(
            join.rel().getCluster().getRexBuilder(),
            column -> {
              boolean isLeft = column < leftColumns;
              int place =
                  isLeft ? leftPiece.position(column) : rightPiece.position(column - leftColumns);
              return isLeft == swapped ? place + probeWidth : place;
            },
            place ->
                place < probeWidth
                    ? probeNode.schema().field(place).name()
                    : buildNode.schema().field(place - probeWidth).name());
    PlanNode.HashJoin node =
        new PlanNode.HashJoin(
            probeNode,
            buildNode,
            type,
            probe.keys(),
            build.keys(),
            join.residual() == null ? null : translator.translate(join.residual()),
            join.nullAware(),
            schema(probeNode.schema(), buildNode.schema(), type));
    new StageFilters(cutter).plan(node, probe.piece(), build.piece());
    List<Integer> positions = new ArrayList<>();
    for (int column = 0; column < join.rel().getRowType().getFieldCount(); column++) {
      boolean isLeft = column < leftColumns;
      int place = -1;
      if (type == JoinType.MARK && !isLeft) {
        place = probeWidth;
      } else if (needed.get(column)) {
        place = isLeft ? leftPiece.position(column) : rightPiece.position(column - leftColumns);
        place += isLeft == swapped && !type.givesRightRowsOnly() ? probeWidth : 0;
      }
      positions.add(place);
    }
    Optional<Hashing> hashedBy =
        switch (type) {
          case INNER -> {
            List<Integer> buildKeys = build.keys().stream().map(k -> k + probeWidth).toList();
            yield probe.piece().hashedBy().map(h -> h.withEquals(probe.keys(), buildKeys));
          }
          case LEFT, SEMI, ANTI, MARK, SINGLE -> probe.piece().hashedBy();
          case RIGHT_SEMI, RIGHT_ANTI -> build.piece().hashedBy();
          // Unmatched rows of the build side have null where the probe side was hashed.
          case RIGHT, FULL -> Optional.empty();
        };
    return new Piece(node, positions, stage, hashedBy, join.rel());
  }

  private static Schema schema(Schema probe, Schema build, JoinType type) {
    return switch (type) {
      case SEMI, ANTI -> probe;
      case RIGHT_SEMI, RIGHT_ANTI -> build;
      case INNER -> probe.concat(build);
      case MARK -> probe.concat(Schema.of(new Field("mark", DataType.BOOLEAN, true)));
      case LEFT, SINGLE -> probe.concat(nullable(build));
      case RIGHT -> nullable(probe).concat(build);
      case FULL -> nullable(probe).concat(nullable(build));
    };
  }

  private static Schema nullable(Schema schema) {
    return new Schema(
        schema.fields().stream().map(f -> new Field(f.name(), f.type(), true)).toList());
  }
}
