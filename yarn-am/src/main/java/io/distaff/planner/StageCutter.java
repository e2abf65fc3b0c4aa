package io.distaff.planner;

import io.distaff.codec.RecordCodec;
import io.distaff.expression.Expression;
import io.distaff.ids.CacheId;
import io.distaff.ids.StageFingerprint;
import io.distaff.plan.PlanFragment;
import io.distaff.plan.PlanNode;
import io.distaff.plan.PlanNode.ExchangeMode;
import io.distaff.plan.RuntimeFilters;
import io.distaff.plan.Sink;
import io.distaff.plan.SortKey;
import io.distaff.plan.Split;
import io.distaff.types.DataType;
import io.distaff.types.DataType.Kind;
import io.distaff.types.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Ends stages where rows must move, and numbers them in that order, so that a stage comes after
 * those it reads. A stage that would do what another does is that stage: its output is made once
 * and read again. Until all of them are taken, a stage that has ended can still be told what it
 * learns from others, and others from it. Mutable; owned by one planning.
 */
final class StageCutter {
  private final RecordCodec codec = RecordCodec.cbor();
  private final int slots;
  private final boolean runtimeFilters;
  private final List<Draft> drafts = new ArrayList<>();
  private final IdentityHashMap<PlanNode, PlanNode> originals = new IdentityHashMap<>();
  private final Map<CacheId, Integer> caches = new HashMap<>();

  /** Of scans whose stage hasn't ended, by the number that they have until then. */
  private final Map<Integer, List<ScanFilter>> pending = new HashMap<>();

  /**
   * @param runtimeFilters whether scans may learn from joins
   */
  StageCutter(int slots, boolean runtimeFilters) {
    this.slots = slots;
    this.runtimeFilters = runtimeFilters;
  }

  /** A stage that has ended, but for its runtime filters. */
  private static final class Draft {
    final PlanNode root;
    final Sink sink;
    final List<Integer> inputs;
    final List<TaskInput> tasks;
    final int outputPartitions;
    final long enoughRows;
    final List<Integer> published = new ArrayList<>();
    final List<ScanFilter> filters = new ArrayList<>();

    /** How many times its output is read. */
    int readers;

    /** The stage as it was planned before this query; else null. */
    final Stage included;

    Draft(
        NumberedScans scans,
        Sink sink,
        List<Integer> inputs,
        int outputPartitions,
        long enoughRows,
        List<ScanFilter> filters) {
      this.root = scans.root();
      this.sink = sink;
      this.inputs = inputs;
      this.tasks = scans.tasks();
      this.outputPartitions = outputPartitions;
      this.enoughRows = enoughRows;
      this.filters.addAll(filters);
      this.included = null;
    }

    Draft(Stage included) {
      this.root = included.fragment().root();
      this.sink = included.fragment().sink();
      this.inputs = included.inputStages();
      this.tasks = included.tasks();
      this.outputPartitions = included.outputPartitions();
      this.enoughRows = included.enoughRows();
      this.included = included;
    }

    /** Whether its output is what the other's would be. */
    boolean doesTheSame(Draft other) {
      return included == null
          && filters.equals(other.filters)
          && root.equals(other.root)
          && sink.equals(other.sink)
          && inputs.equals(other.inputs)
          && tasks.equals(other.tasks)
          && outputPartitions == other.outputPartitions
          && enoughRows == other.enoughRows;
    }
  }

  /** All stages; none may be ended or changed afterwards. */
  List<Stage> stages() {
    List<PlanFragment> fragments = new ArrayList<>();
    for (int number = 0; number < drafts.size(); number++) {
      Draft draft = drafts.get(number);
      if (draft.included != null) {
        fragments.add(draft.included.fragment());
        continue;
      }
      RuntimeFilters filters = new RuntimeFilters(runtimeFilters, draft.published);
      fragments.add(new PlanFragment(number, draft.root, draft.sink, filters));
    }
    StageFingerprint[] fingerprints = new StageFingerprint[drafts.size()];
    List<Stage> stages = new ArrayList<>();
    for (int number = 0; number < drafts.size(); number++) {
      Draft draft = drafts.get(number);
      if (draft.included != null) {
        stages.add(draft.included);
        continue;
      }
      stages.add(
          new Stage(
              number,
              fragments.get(number),
              draft.inputs,
              draft.tasks,
              draft.enoughRows,
              draft.outputPartitions,
              fingerprint(number, fragments, fingerprints),
              draft.filters));
    }
    return stages;
  }

  private void noteOriginals(PlanNode original, PlanNode node) {
    originals.put(node, original);
    for (int i = 0; i < node.inputs().size(); i++) {
      noteOriginals(original.inputs().get(i), node.inputs().get(i));
    }
  }

  /** By the node of a stage that which it was before its scans were numbered. */
  IdentityHashMap<PlanNode, PlanNode> originals() {
    return originals;
  }

  boolean runtimeFilters() {
    return runtimeFilters;
  }

  /** The operators of a stage that has ended. */
  PlanNode root(int stage) {
    return drafts.get(stage).root;
  }

  /** Whether more than one place of the query reads a stage's output. */
  boolean isShared(int stage) {
    return drafts.get(stage).readers > 1;
  }

  /** Whether a row's place among a stage's rows says which partition it goes to. */
  boolean goesByPlaces(int stage) {
    return drafts.get(stage).sink instanceof Sink.ShuffleSink sink
        && sink.partitions() > 1
        && sink.keys().isEmpty();
  }

  List<Integer> inputsOf(int stage) {
    return drafts.get(stage).inputs;
  }

  /** Lets the tasks of a stage report the values of a column of theirs; its number there. */
  int publish(int stage, int column) {
    List<Integer> published = drafts.get(stage).published;
    if (!published.contains(column)) {
      published.add(column);
    }
    return published.indexOf(column);
  }

  /** Lets a scan of a stage leave out rows by what another stage has reported. */
  void filter(int stage, ScanFilter filter) {
    drafts.get(stage).filters.add(filter);
  }

  /** Lets a scan of a stage that hasn't ended leave out rows. */
  void filterPending(ScanFilter filter) {
    pending.computeIfAbsent(filter.scan(), scan -> new ArrayList<>()).add(filter);
  }

  /** What the scans of a stage that ends have been told, by their numbers in it. */
  private List<ScanFilter> filters(Map<Integer, Integer> numbers) {
    List<ScanFilter> filters = new ArrayList<>();
    for (Map.Entry<Integer, Integer> scan : new TreeMap<>(numbers).entrySet()) {
      for (ScanFilter filter : pending.getOrDefault(scan.getKey(), List.of())) {
        filters.add(filter.ofScan(scan.getValue()));
      }
    }
    return filters;
  }

  /** What a scan of a stage that has ended reads. */
  List<Split> splits(int stage, int scan) {
    return drafts.get(stage).tasks.stream()
        .flatMap(task -> task.splits().getOrDefault(scan, List.of()).stream())
        .toList();
  }

  /** Ends a piece's stage; its number, which is an earlier one's that does the same. */
  int finish(Piece piece, Sink sink, int outputPartitions) {
    return finish(piece, sink, outputPartitions, Stage.ALL_ROWS);
  }

  private int finish(Piece piece, Sink sink, int outputPartitions, long enoughRows) {
    NumberedScans scans = NumberedScans.of(piece.node(), piece.stage().taskInputs(slots));
    Draft draft =
        new Draft(
            scans,
            sink,
            piece.stage().inputStages(),
            outputPartitions,
            enoughRows,
            filters(scans.numbers()));
    int stage = 0;
    while (stage < drafts.size() && !drafts.get(stage).doesTheSame(draft)) {
      stage++;
    }
    if (stage == drafts.size()) {
      drafts.add(draft);
      noteOriginals(piece.node(), draft.root);
    }
    drafts.get(stage).readers++;
    return stage;
  }

  private StageFingerprint fingerprint(
      int number, List<PlanFragment> fragments, StageFingerprint[] known) {
    if (known[number] != null) {
      return known[number];
    }
    Draft draft = drafts.get(number);
    if (draft.included != null) {
      return draft.included.fingerprint();
    }
    StageFingerprint.Builder parts = new StageFingerprint.Builder();
    parts.add(fragments.get(number).encode(codec));
    parts.add(draft.tasks.size());
    for (TaskInput task : draft.tasks) {
      parts.add(task.partition()).add(task.splits().size());
      for (Map.Entry<Integer, List<Split>> scan : new TreeMap<>(task.splits()).entrySet()) {
        parts.add(scan.getKey()).add(scan.getValue().size());
        for (Split split : scan.getValue()) {
          SplitFingerprint.addTo(parts, split, codec);
        }
      }
    }
    parts.add(draft.inputs.size());
    for (int input : draft.inputs) {
      parts.add(fingerprint(input, fragments, known).hex());
    }
    parts.add(draft.filters.size());
    for (ScanFilter filter : draft.filters) {
      parts
          .add(filter.scan())
          .add(codec.encode(Expression.class, filter.value()))
          .add(filter.key())
          .add(fingerprint(filter.stage(), fragments, known).hex());
    }
    parts.add(draft.outputPartitions).add(draft.enoughRows);
    known[number] = parts.build();
    return known[number];
  }

  /**
   * Ends a piece's stage in an exchange, and reads that.
   *
   * @param keys places in the output whose hash decides about the partition; none = dealt out
   */
  Piece exchange(Piece piece, List<Integer> keys, int partitions) {
    List<Integer> by = partitions == 1 ? List.of() : keys;
    return exchange(piece, by, partitions, Stage.ALL_ROWS);
  }

  /**
   * Ends a piece's stage in an exchange that spreads its rows evenly, and reads that. Where their
   * order is not {@linkplain SteadyOrder steady}, they go by their hash, which leaves equal rows
   * together.
   */
  Piece spread(Piece piece, int partitions) {
    boolean inTurn = SteadyOrder.of(piece.node());
    return exchange(piece, inTurn ? List.of() : exactColumns(piece.node().schema()), partitions);
  }

  /** The columns whose values don't depend on the order in which rows were aggregated. */
  private static List<Integer> exactColumns(Schema schema) {
    List<Integer> all = IntStream.range(0, schema.size()).boxed().toList();
    List<Integer> exact = all.stream().filter(i -> isExact(schema.type(i))).toList();
    return exact.isEmpty() ? all : exact;
  }

  /** Whether values that are equal can't be told apart, and can be grouped by. */
  static boolean isExact(DataType type) {
    return !type.isNested() && type.kind() != Kind.FLOAT && type.kind() != Kind.DOUBLE;
  }

  private Piece exchange(Piece piece, List<Integer> by, int partitions, long enoughRows) {
    int stage = finish(piece, new Sink.ShuffleSink(partitions, by), partitions, enoughRows);
    PlanNode read =
        new PlanNode.ExchangeRead(stage, piece.node().schema(), ExchangeMode.OWN_PARTITION);
    return new Piece(
        read,
        piece.positions(),
        StageBuilder.byPartition(partitions).withInput(stage),
        Hashing.by(by),
        piece.rel());
  }

  /** Another reader of the exchange that a piece is. */
  Piece readAgain(Piece exchange) {
    int stage = ((PlanNode.ExchangeRead) exchange.node()).stage();
    drafts.get(stage).readers++;
    return new Piece(
        exchange.node(),
        exchange.positions(),
        StageBuilder.byPartition(exchange.stage().partitions).withInput(stage),
        exchange.hashedBy(),
        exchange.rel());
  }

  /**
   * Ends a piece's stage in an exchange by ranges of an order, and reads that.
   *
   * @param keys of the order, as places in the output
   * @param sample the keys' columns alone, of some rows, in order and in one task
   */
  Piece exchangeByRange(Piece piece, List<SortKey> keys, int partitions, Piece sample) {
    PlanNode.ExchangeRead read = broadcast(sample, piece.stage());
    int stage = finish(piece, new Sink.RangeShuffleSink(partitions, keys, read), partitions);
    return new Piece(
        new PlanNode.ExchangeRead(stage, piece.node().schema(), ExchangeMode.OWN_PARTITION),
        piece.positions(),
        StageBuilder.byPartition(partitions).withInput(stage),
        Optional.empty(),
        piece.rel());
  }

  /**
   * Makes the stages of a cached relation part of the query; gives the one that fills the cache.
   */
  int include(CachedRelation relation) {
    Integer known = caches.get(relation.id());
    if (known != null) {
      return known;
    }
    int before = drafts.size();
    for (Stage stage : relation.stages()) {
      drafts.add(new Draft(stage.behind(before)));
    }
    caches.put(relation.id(), drafts.size() - 1);
    return drafts.size() - 1;
  }

  /** The piece with all its rows in one task. */
  Piece gather(Piece piece) {
    return piece.isOneTask() ? piece : exchange(piece.pruned(), List.of(), 1);
  }

  /** Some of the piece's rows in one task: this many, or all if there are fewer. */
  Piece gatherSome(Piece piece, long rows) {
    return piece.isOneTask() ? piece : exchange(piece.pruned(), List.of(), 1, rows);
  }

  /** Ends a piece's stage so that every task of another stage reads all of it. */
  PlanNode.ExchangeRead broadcast(Piece piece, StageBuilder reader) {
    int stage = finish(piece, new Sink.ShuffleSink(1, List.of()), 1);
    reader.withInput(stage);
    return new PlanNode.ExchangeRead(stage, piece.node().schema(), ExchangeMode.ALL_PARTITIONS);
  }
}
