package io.distaff.operator.join;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.memory.MemoryReservation;
import io.distaff.memory.ReservedArrays;
import io.distaff.memory.Spillable;
import io.distaff.operator.Operator;
import io.distaff.operator.OperatorContext;
import io.distaff.operator.RuntimeFilter;
import io.distaff.operator.spill.PartitionedSpill;
import io.distaff.operator.spill.SpillFile;
import io.distaff.operator.spill.SpilledInput;
import io.distaff.plan.KeySummary;
import io.distaff.plan.PlanNode;
import io.distaff.plan.PlanNode.JoinType;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.RowHash;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Joins by hash: reads all of the build input, then streams the probe input.
 *
 * <p>It works in passes. The first reads the two inputs. When memory is refused, or others need it
 * between two probe batches, the pass is divided: build rows (each with a flag whether it has found
 * a match so far) go to 16 files by the hash of their keys, the rest of the probe rows likewise,
 * and each pair of files is a pass of its own, which may be divided again.
 *
 * <pre>
 *   pass:   build input -> BuildSide ---- probe input -> JoinProbe -> output; then build rows
 *                 | refused                    |
 *   divide: 16 build files               16 probe files              -> 16 passes, level + 1
 * </pre>
 *
 * A file that holds most of what was divided (one key with many rows, or no keys at all) would not
 * get smaller: its pass takes as many build rows as fit at a time and reads the probe file for each
 * such block again.
 *
 * <p>The first pass may use a build side that other tasks of the executor use too ({@link
 * SharedBuilds}): it isn't this task's memory then. To divide the pass is to leave it, after its
 * rows were written to files of this task. Confined to a task's thread.
 */
public final class HashJoinOperator implements Operator {
  private enum Phase {
    SHARE,
    NEXT_PASS,
    BUILD,
    PROBE,
    BUILD_ROWS,
    DIVIDE,
    BLOCK_BUILD,
    BLOCK_PROBE,
    BLOCK_BUILD_ROWS,
    BLOCK_REST,
    DONE
  }

  private static final String NAME = "join";
  private static final int MOST_ROWS = 1 << 28;

  /** A file with more than this share of the rows hasn't been divided. */
  private static final double UNDIVIDED = 0.8;

  /** More than any index takes, for each row and altogether. */
  private static final long INDEX_BYTES_PER_ROW = 64;

  private static final long SMALLEST_INDEX_BYTES = 4096;

  /** Build rows that take less than this part of a batch of output aren't divided for its sake. */
  private static final int SMALL_BESIDE_OUTPUT = 4;

  private final JoinType type;
  private final JoinCondition condition;
  private final Map<Integer, RuntimeFilter> filters;

  /** Null when the build side is this task's alone. */
  private final SharedBuilds.Share share;

  private final OperatorContext context;
  private final MemoryReservation reservation;
  private final ReservedArrays arrays;
  private final List<DataType> probeTypes;
  private final int[] probeKeys;
  private final int[] buildKeys;
  private final Schema probeSchema;
  private final Schema storedBuildSchema;
  private final boolean settlesBuild;
  private final BuildSide build;
  private final JoinProbe probe;
  private final Deque<Pass> passes = new ArrayDeque<>();

  private Phase phase;
  private Operator buildInput;
  private Operator probeInput;
  private boolean buildInputHasFlags;
  private int level;
  private int nextPage;
  private Division division;

  /** Stays reserved while the pass is divided. */
  private long divisionBytes;

  private long largestBytes;
  private BlockPass blocks;

  /** Two files that remain to be joined, whose rows were divided {@code level} times. */
  private record Pass(SpillFile build, SpillFile probe, int level, boolean undivided) {
    void close() {
      build.close();
      probe.close();
    }
  }

  /** Where a pass goes that is being divided. */
  private record Division(PartitionedSpill build, PartitionedSpill probe) {
    void close() {
      build.close();
      probe.close();
    }
  }

  /** A pass over a build file in blocks. */
  private static final class BlockPass {
    final Pass pass;
    final SpillFile.Reader buildReader;
    VectorBatch pending;
    SpillFile.Reader probeReader;
    long numProbed;
    ProbeMatches matches;
    long matchesBytes;

    BlockPass(Pass pass) {
      this.pass = pass;
      this.buildReader = pass.build().read();
    }

    void rewindProbe() {
      closeProbe();
      probeReader = pass.probe().read();
      numProbed = 0;
    }

    private void closeProbe() {
      if (probeReader != null) {
        probeReader.close();
        probeReader = null;
      }
    }

    void close() {
      closeProbe();
      buildReader.close();
      pass.close();
    }
  }

  /**
   * What surrounds a join.
   *
   * @param probe owned by the operator
   * @param build owned by the operator; not asked for rows where another task builds
   * @param filters by number of the key; they learn what values the build side has
   * @param share in a build side that other tasks use too; owned by the operator; null when there
   *     is none, as always where {@link JoinType#settlesRightRows}
   */
  public record Surroundings(
      Operator probe,
      Operator build,
      Map<Integer, RuntimeFilter> filters,
      SharedBuilds.Share share) {
    public Surroundings {
      filters = Map.copyOf(filters);
    }
  }

  /**
   * @param node whose left input is the probe side, its right one the build side
   * @param condition the node's residual condition
   */
  public HashJoinOperator(
      PlanNode.HashJoin node,
      JoinCondition condition,
      Surroundings surroundings,
      OperatorContext context) {
    this.type = node.type();
    this.probeInput = surroundings.probe();
    this.buildInput = surroundings.build();
    this.filters = surroundings.filters();
    this.share = surroundings.share();
    this.phase = share == null ? Phase.BUILD : Phase.SHARE;
    this.context = context;
    this.condition = condition;
    this.probeSchema = node.left().schema();
    this.probeTypes = typesOf(probeSchema);
    this.probeKeys = node.leftKeys().stream().mapToInt(Integer::intValue).toArray();
    this.buildKeys = node.rightKeys().stream().mapToInt(Integer::intValue).toArray();
    this.settlesBuild = type.settlesRightRows();
    Schema buildSchema = node.right().schema();
    this.storedBuildSchema =
        settlesBuild
            ? buildSchema.concat(Schema.of(new Field("matched", DataType.BOOLEAN, false)))
            : buildSchema;
    this.arrays = context.memory().arrays();
    List<DataType> buildTypes = typesOf(buildSchema);
    this.build =
        new BuildSide(buildTypes, buildKeys, probeKeys, settlesBuild, arrays, context.values());
    this.probe = new JoinProbe(type, probeTypes, buildSchema.size(), build, condition, arrays);
    this.reservation = context.memory().reservation(new Dividing());
  }

  private final class Dividing implements Spillable {
    @Override
    public long spill(long wantedBytes) {
      return HashJoinOperator.this.spill();
    }

    @Override
    public boolean isLastResort() {
      return isShared();
    }
  }

  /** Whether the build side belongs to all tasks that use it. */
  private boolean isShared() {
    return share != null && share.isInUse();
  }

  private static List<DataType> typesOf(Schema schema) {
    return schema.fields().stream().map(Field::type).toList();
  }

  @Override
  public VectorBatch next() {
    while (true) {
      VectorBatch out =
          switch (phase) {
            case SHARE -> share();
            case NEXT_PASS -> nextPass();
            case BUILD -> build();
            case PROBE -> probe();
            case BUILD_ROWS -> buildRows();
            case DIVIDE -> divide();
            case BLOCK_BUILD -> blockBuild();
            case BLOCK_PROBE -> blockProbe();
            case BLOCK_BUILD_ROWS -> blockBuildRows();
            case BLOCK_REST -> blockRest();
            case DONE -> null;
          };
      if (out != null || phase == Phase.DONE) {
        return out;
      }
    }
  }

  private VectorBatch nextPass() {
    dropBuild();
    if (passes.isEmpty()) {
      phase = Phase.DONE;
      return null;
    }
    Pass pass = passes.pop();
    level = pass.level();
    if (pass.undivided()) {
      blocks = new BlockPass(pass);
      phase = Phase.BLOCK_BUILD;
      return null;
    }
    buildInput = new SpilledInput(pass.build());
    probeInput = new SpilledInput(pass.probe());
    buildInputHasFlags = true;
    phase = Phase.BUILD;
    return null;
  }

  private void dropBuild() {
    probe.stop();
    build.clear();
    if (share != null) {
      share.close();
    }
    reservation.resize(0);
  }

  // A pass in memory.

  /** Takes the build side that another task has built, or begins to build. */
  private VectorBatch share() {
    phase = Phase.BUILD;
    BuildTable table = share.enter();
    if (table != null && mayHaveTokens(table.largestRowBytes())) {
      // To this task, which has less memory, some of its values are large.
      share.close();
    } else if (table != null) {
      buildInput.close();
      build.use(table);
      if (grow(workBytes(0)) && makeRoomForOutput(workBytes(0))) {
        publish(table.keys());
      }
      endBuild();
    }
    return null;
  }

  /** Whether there may be tokens in rows of so many bytes: they mean nothing to other tasks. */
  private boolean mayHaveTokens(long largestRowBytes) {
    return largestRowBytes >= context.values().leastBytes();
  }

  private VectorBatch build() {
    for (VectorBatch batch = buildInput.next(); batch != null; batch = buildInput.next()) {
      if (share != null && mayHaveTokens(build.measure(batch))) {
        share.giveUp();
      }
      if (condition.nullAware() && level == 0) {
        build.observe(batch);
      }
      VectorBatch stored = withFlags(batch);
      if (reserveAppend(stored)) {
        build.append(stored);
      } else {
        division.build().write(stored);
      }
    }
    buildInput.close();
    if (division == null) {
      long heldBytes = build.storeBytes() + build.indexBytes() + workBytes(0);
      if (grow(heldBytes) && makeRoomForOutput(heldBytes)) {
        preferFasterIndex();
        build.buildIndex();
        if (level == 0) {
          publishAndOffer();
        }
      }
    }
    if (share != null && division != null) {
      share.giveUp();
    }
    endBuild();
    return null;
  }

  /**
   * Tells the scan of the probe side what was built, and gives it to the other tasks too, if they
   * want it.
   */
  private void publishAndOffer() {
    Map<Integer, KeySummary> keys = new HashMap<>();
    filters.keySet().forEach(key -> keys.put(key, build.summary(key)));
    publish(keys);
    if (share != null) {
      BuildTable table = build.table(keys);
      if (share.offer(table, reservation, build.storeBytes() + build.indexBytes())) {
        build.use(table);
      }
    }
  }

  private void endBuild() {
    if (division != null) {
      phase = Phase.DIVIDE;
    } else if (givesNothing()) {
      probeInput.close();
      phase = Phase.NEXT_PASS;
    } else {
      phase = Phase.PROBE;
    }
  }

  /** Tells the scan of the probe side, which hasn't begun, what the build side has. */
  private void publish(Map<Integer, KeySummary> keys) {
    filters.forEach((key, filter) -> filter.publish(keys.get(key)));
  }

  /** Whether the build side alone decides that there is no output. */
  private boolean givesNothing() {
    return (build.numRows() == 0 && givesNothingWithoutBuild())
        || (type == JoinType.ANTI && build.hasNullKey());
  }

  private boolean givesNothingWithoutBuild() {
    return switch (type) {
      case INNER, RIGHT, SEMI, RIGHT_SEMI, RIGHT_ANTI -> true;
      case LEFT, FULL, ANTI, MARK, SINGLE -> false;
    };
  }

  private VectorBatch withFlags(VectorBatch batch) {
    if (!settlesBuild || buildInputHasFlags) {
      return batch;
    }
    ColumnVector[] columns = Arrays.copyOf(batch.columns(), batch.numColumns() + 1);
    columns[batch.numColumns()] =
        new ConstantVector(Vectors.single(DataType.BOOLEAN, false), batch.numRows());
    return batch.withColumns(columns);
  }

  /** Reserves what appending needs; false when the pass is being divided. */
  private boolean reserveAppend(VectorBatch batch) {
    if (division == null && build.numRows() > MOST_ROWS) {
      spill();
    }
    return division == null
        && grow(build.storeBytes() + build.appendBytes(batch) + workBytes(batch.numSelected()));
  }

  /** What dividing the pass takes, so that it can be done when no memory is left. */
  private long workBytes(int numRows) {
    long rows = build.numRows();
    long rowBytes = rows == 0 ? 0 : build.storeBytes() / rows + 1;
    long batchRows = Math.max(numRows, Math.min(rows, VectorBatch.TARGET_ROWS));
    return PartitionedSpill.bufferBytes(batchRows * rowBytes);
  }

  /**
   * Sees that there is memory for the arrays that output is kept in, which can't make this operator
   * spill any more when they are allocated; false if the pass came to be divided for it.
   */
  private boolean makeRoomForOutput(long heldBytes) {
    long roomBytes = outputBytes();
    // A pass that is small beside its output doesn't need less when it is divided.
    boolean fits =
        reservation.tryAdd(roomBytes)
            || build.storeBytes() < roomBytes / SMALL_BESIDE_OUTPUT
            || grow(heldBytes + roomBytes);
    if (fits) {
      reservation.resize(heldBytes);
    }
    return fits;
  }

  /** Takes the larger index if memory for it is free beside that for the output. */
  private void preferFasterIndex() {
    long moreBytes = build.fasterIndexBytes();
    long heldBytes = reservation.bytes();
    if (moreBytes > 0 && reservation.tryAddFree(moreBytes + outputBytes())) {
      reservation.resize(heldBytes + moreBytes);
      build.useFasterIndex();
    }
  }

  /** What probing will allocate that it doesn't hold from passes before. */
  private long outputBytes() {
    long bytes = JoinProbe.workBytes(probeTypes.size()) + build.outputBytes();
    return Math.max(0, bytes - arrays.heldBytes());
  }

  /** Makes the reservation at least this large; false if the pass came to be divided instead. */
  private boolean grow(long bytes) {
    long missing = bytes - reservation.bytes();
    if (missing <= 0 || reservation.tryAdd(missing)) {
      return true;
    }
    try {
      reservation.add(missing);
    } catch (DistaffException e) {
      if (division == null || e.code() != ErrorCode.MEMORY_EXCEEDED) {
        throw e;
      }
    }
    if (division != null) {
      reservation.resize(Math.min(divisionBytes, reservation.bytes()));
      return false;
    }
    return true;
  }

  private VectorBatch probe() {
    while (division == null) {
      VectorBatch out = probe.next();
      if (out != null) {
        return out;
      }
      if (share != null && share.isRevoked()) {
        spill();
        break;
      }
      VectorBatch batch = probeInput.next();
      if (division != null) {
        if (batch != null) {
          division.probe().write(batch);
        }
      } else if (batch == null) {
        probeInput.close();
        nextPage = 0;
        phase = settlesBuild ? Phase.BUILD_ROWS : Phase.NEXT_PASS;
        return null;
      } else {
        probe.start(batch);
      }
    }
    phase = Phase.DIVIDE;
    return null;
  }

  private VectorBatch buildRows() {
    VectorBatch out = division == null ? nextBuildRows() : null;
    if (out == null) {
      phase = division == null ? Phase.NEXT_PASS : Phase.DIVIDE;
    }
    return out;
  }

  /** Build rows that are given now that the probe rows are known; null when there are no more. */
  private VectorBatch nextBuildRows() {
    while (nextPage < build.numPages()) {
      VectorBatch rows = build.rows(nextPage++, type == JoinType.RIGHT_SEMI);
      if (rows != null) {
        return type.givesRightRowsOnly() ? rows : JoinProbe.withNullProbe(rows, probeTypes);
      }
    }
    return null;
  }

  // Dividing a pass.

  /** Called when memory is short, possibly while {@link #grow} asks for more. */
  private long spill() {
    if (division != null || build.numRows() == 0) {
      return 0;
    }
    switch (phase) {
      case BUILD -> {}
      case PROBE -> {
        if (probe.isBusy()) {
          return 0;
        }
      }
      case BUILD_ROWS -> {
        for (int page = 0; page < nextPage; page++) {
          build.settlePage(page, type != JoinType.RIGHT_SEMI);
        }
      }
      case SHARE,
          NEXT_PASS,
          DIVIDE,
          BLOCK_BUILD,
          BLOCK_PROBE,
          BLOCK_BUILD_ROWS,
          BLOCK_REST,
          DONE -> {
        return 0;
      }
    }
    division =
        new Division(
            new PartitionedSpill(context, NAME, storedBuildSchema, buildKeys, level),
            new PartitionedSpill(context, NAME, probeSchema, probeKeys, level));
    for (int page = 0; page < build.numPages(); page++) {
      division.build().write(build.pageWithFlags(page));
    }
    long held = reservation.bytes();
    largestBytes = Math.max(largestBytes, Math.max(held, build.storeBytes()));
    divisionBytes = Math.min(held, workBytes(0));
    probe.stop();
    build.clear();
    reservation.resize(divisionBytes);
    long unsharedBytes = isShared() ? share.revoke() : 0;
    return held - divisionBytes + unsharedBytes;
  }

  private VectorBatch divide() {
    division.build().endWriting();
    for (VectorBatch batch = probeInput.next(); batch != null; batch = probeInput.next()) {
      division.probe().write(batch);
    }
    probeInput.close();
    int numFiles = RowHash.SPILL_PARTITIONS;
    Pass[] divided = new Pass[numFiles];
    long numBuildRows = 0;
    for (int p = 0; p < numFiles; p++) {
      divided[p] = new Pass(division.build().take(p), division.probe().take(p), level + 1, false);
      numBuildRows += divided[p].build().numRows();
    }
    division = null;
    for (int p = numFiles - 1; p >= 0; p--) {
      Pass pass = divided[p];
      long rows = pass.build().numRows();
      boolean needed =
          rows == 0
              ? pass.probe().numRows() > 0 && !givesNothingWithoutBuild()
              : pass.probe().numRows() > 0 || settlesBuild;
      if (needed) {
        boolean undivided = rows > UNDIVIDED * numBuildRows;
        passes.push(new Pass(pass.build(), pass.probe(), level + 1, undivided));
      } else {
        pass.close();
      }
    }
    phase = Phase.NEXT_PASS;
    return null;
  }

  // A pass in blocks of build rows.

  private VectorBatch blockBuild() {
    probe.stop();
    build.clear();
    reservation.resize(blocks.matchesBytes);
    if (needsMatches() && blocks.matches == null) {
      long numRows = blocks.pass.probe().numRows();
      long bytes = ProbeMatches.bytes(numRows, condition.mayBeUnknown());
      reservation.add(bytes);
      blocks.matchesBytes = bytes;
      blocks.matches = new ProbeMatches(numRows, condition.mayBeUnknown());
    }
    fillBlock();
    if (build.numRows() == 0) {
      blocks.rewindProbe();
      phase = Phase.BLOCK_REST;
      return null;
    }
    // What was reserved beyond is free for the arrays that output is kept in.
    long heldBytes = blocks.matchesBytes + build.storeBytes() + build.indexBytes();
    reservation.resize(Math.min(reservation.bytes(), heldBytes));
    build.buildIndex();
    blocks.rewindProbe();
    phase = Phase.BLOCK_PROBE;
    return null;
  }

  /** Whether something is given of probe rows beside pairs. */
  private boolean needsMatches() {
    return switch (type) {
      case INNER, RIGHT, RIGHT_SEMI, RIGHT_ANTI -> false;
      case LEFT, FULL, SEMI, ANTI, MARK, SINGLE -> true;
    };
  }

  /**
   * Takes build rows until half of what the largest pass so far held is taken, or memory is
   * refused: the other half is for whoever takes the output.
   */
  private void fillBlock() {
    while (true) {
      VectorBatch batch = blocks.pending != null ? blocks.pending : blocks.buildReader.next();
      blocks.pending = null;
      if (batch == null) {
        return;
      }
      long rows = build.numRows() + (long) batch.numSelected();
      long wanted =
          blocks.matchesBytes
              + build.storeBytes()
              + build.appendBytes(batch)
              + rows * INDEX_BYTES_PER_ROW
              + SMALLEST_INDEX_BYTES;
      long missing = wanted + outputBytes() - reservation.bytes();
      if (build.numRows() == 0) {
        if (missing > 0) {
          reservation.add(missing);
        }
      } else if (wanted > largestBytes / 2 || (missing > 0 && !reservation.tryAdd(missing))) {
        blocks.pending = batch;
        return;
      }
      build.append(batch);
    }
  }

  private VectorBatch blockProbe() {
    while (true) {
      VectorBatch out = probe.next();
      if (out != null) {
        return out;
      }
      VectorBatch batch = blocks.probeReader.next();
      if (batch == null) {
        nextPage = 0;
        phase = settlesBuild ? Phase.BLOCK_BUILD_ROWS : Phase.BLOCK_BUILD;
        return null;
      }
      probe.start(batch, blocks.matches, blocks.numProbed);
      blocks.numProbed += batch.numRows();
    }
  }

  private VectorBatch blockBuildRows() {
    VectorBatch out = nextBuildRows();
    if (out == null) {
      phase = Phase.BLOCK_BUILD;
    }
    return out;
  }

  private VectorBatch blockRest() {
    while (blocks.matches != null) {
      VectorBatch out = probe.next();
      if (out != null) {
        return out;
      }
      VectorBatch batch = blocks.probeReader.next();
      if (batch == null) {
        break;
      }
      probe.startRest(batch, blocks.matches, blocks.numProbed);
      blocks.numProbed += batch.numRows();
    }
    blocks.close();
    blocks = null;
    phase = Phase.NEXT_PASS;
    return null;
  }

  @Override
  public void close() {
    phase = Phase.DONE;
    probe.stop();
    build.clear();
    if (share != null) {
      share.close();
    }
    reservation.close();
    arrays.close();
    if (division != null) {
      division.close();
      division = null;
    }
    if (blocks != null) {
      blocks.close();
      blocks = null;
    }
    while (!passes.isEmpty()) {
      passes.pop().close();
    }
    buildInput.close();
    probeInput.close();
  }
}
