package io.distaff.driver;

import io.distaff.broadcast.ChunkStore;
import io.distaff.catalog.BlockHosts;
import io.distaff.catalog.Catalog;
import io.distaff.catalog.FooterMetadataReader;
import io.distaff.catalog.GeneratedTpch;
import io.distaff.catalog.SplitEnumerator;
import io.distaff.catalog.TextTables;
import io.distaff.cluster.ClusterBackend;
import io.distaff.cluster.ExecutorDemand;
import io.distaff.concurrent.Clock;
import io.distaff.config.DistaffConfig;
import io.distaff.config.LogLevel;
import io.distaff.config.OptionRegistry;
import io.distaff.event.EventBus;
import io.distaff.event.LifeLog;
import io.distaff.event.Milestones;
import io.distaff.executor.ProcessLog;
import io.distaff.function.Broadcast;
import io.distaff.ids.Epoch;
import io.distaff.ids.QueryId;
import io.distaff.parquet.read.FooterCache;
import io.distaff.parquet.read.FooterMemory;
import io.distaff.plan.Sink;
import io.distaff.plan.StorageLevel;
import io.distaff.planner.EstimatedPlan;
import io.distaff.planner.Parallelism;
import io.distaff.planner.PlannableQuery;
import io.distaff.planner.Prepared;
import io.distaff.planner.SqlSession;
import io.distaff.planner.StageGraph;
import io.distaff.planner.TableSave;
import io.distaff.scheduler.AccumulatedValues;
import io.distaff.scheduler.ExecutorSummary;
import io.distaff.scheduler.QueryHandle;
import io.distaff.scheduler.QueryOutcome;
import io.distaff.scheduler.QueryScheduler;
import io.distaff.scheduler.ResultFetcher;
import io.distaff.scheduler.ResultLimit;
import io.distaff.scheduler.ResultSizeGuard;
import io.distaff.scheduler.SchedulerPolicy;
import io.distaff.scheduler.commit.OutputCommitter;
import io.distaff.scheduler.commit.SaveMode;
import io.distaff.scheduler.commit.StagedOutput;
import io.distaff.sql.AnalyzedQuery;
import io.distaff.sql.SqlText;
import io.distaff.sql.Statement.ExplainFormat;
import io.distaff.sql.Statement.ExplainMode;
import io.distaff.storage.FileStore;
import io.distaff.warehouse.Warehouse;
import io.distaff.warehouse.WarehouseOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans statements, runs them on executors, and commits what they write. Thread-safe; statements
 * are planned one at a time and run side by side.
 */
public final class Driver implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Driver.class);

  /** Of footers, as in their files, that a driver's process keeps. */
  static final long FOOTER_CACHE_BYTES = 64L << 20;

  private final String applicationId;
  private final Parallelism parallelism;
  private final EventBus events;
  private final Milestones milestones;
  private final ClusterBackend backend;
  private final QueryScheduler scheduler;
  private final DriverBroadcasts broadcasts;
  private final Checkpoints checkpoints;
  private final SqlSession session;
  private final OutputCommitter committer;
  private final ResultLimit resultLimit;
  private final AtomicInteger lastQuery = new AtomicInteger();

  /** What isn't committed yet. */
  private final Set<StagedOutput> writing = ConcurrentHashMap.newKeySet();

  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Where the driver runs.
   *
   * @param applicationId unique on the file system that is written to
   * @param parallelism when all executors are there
   * @param footers of files read lately
   * @param chunks of broadcasts, which executors can fetch from this process
   * @param resultHeapBytes what the heap has for rows that statements give
   */
  public record Environment(
      String applicationId,
      Epoch epoch,
      Parallelism parallelism,
      FileStore store,
      FooterCache footers,
      ClusterBackend backend,
      ResultFetcher results,
      ChunkStore chunks,
      long resultHeapBytes) {}

  public Driver(Environment environment, DistaffConfig config, OptionRegistry options) {
    this.applicationId = environment.applicationId();
    this.parallelism = environment.parallelism();
    this.events = new EventBus();
    this.milestones = Milestones.of(events);
    this.resultLimit = ResultLimit.of(config, environment.resultHeapBytes());
    SchedulerPolicy policy = SchedulerPolicy.of(config, resultLimit);
    events.subscribe(new LifeLog(policy.maxTaskFailures()));
    this.backend = environment.backend();
    this.scheduler =
        new QueryScheduler(
            environment.epoch(), policy, backend, events, environment.results(), Clock.system());
    this.broadcasts = new DriverBroadcasts(environment.chunks(), scheduler);
    FileStore store = environment.store();
    GeneratedTpch tpch = new GeneratedTpch();
    this.session =
        new SqlSession(
            new Catalog(
                new FooterMetadataReader(store, environment.footers(), FooterMemory.halfOfHeap()),
                new TextTables(store),
                tpch,
                new Warehouse(store, config.value(WarehouseOptions.DIRECTORY))),
            new SplitEnumerator(new BlockHosts(store::blocks, Clock.system()), tpch),
            config,
            options,
            scheduler::release);
    this.committer = new OutputCommitter(store);
    this.checkpoints =
        new Checkpoints(
            store,
            applicationId + "-" + environment.epoch().number(),
            () -> session.config().value(CheckpointOptions.KEEP));
  }

  /** Begins to take executors; {@code executors} of them are asked for at once. */
  public void start(int executors) {
    scheduler.start();
    // The demand first, so that the backend's first word to the cluster carries it.
    backend.requestExecutors(ExecutorDemand.anywhere(executors));
    backend.start(scheduler);
  }

  /** Hears of executors; for the endpoint that they connect to. */
  QueryScheduler scheduler() {
    return scheduler;
  }

  /** Sets what this process and all executors log, also those to come. */
  public void setLogLevel(LogLevel level) {
    ProcessLog.setLevel(level);
    scheduler.setLogLevel(level);
  }

  /** The executors that are there now. */
  public List<ExecutorSummary> executors() {
    return Waiting.join(scheduler.executors());
  }

  /** What tasks have added to accumulators. */
  public AccumulatedValues accumulated() {
    return scheduler.accumulated();
  }

  /**
   * Gives a value to all tasks. Throws USAGE when it can't be serialized.
   *
   * @param madeAt the line of the program, for messages
   */
  public <T> Broadcast<T> broadcast(T value, String madeAt) {
    return broadcasts.make(value, madeAt);
  }

  /** Destroys all that was broadcast. */
  public void destroyBroadcasts() {
    broadcasts.destroyAll();
  }

  /** Where the program's checkpoints are. */
  public Checkpoints checkpoints() {
    return checkpoints;
  }

  public EventBus events() {
    return events;
  }

  public Milestones milestones() {
    return milestones;
  }

  /** The session's tables, settings and algebra. */
  public SqlSession session() {
    return session;
  }

  /** Begins to run a statement. Throws what is wrong with it, before any task runs. */
  public DecodedStatement execute(String sql) {
    return execute(SqlText.of(sql));
  }

  /** As {@link #execute(String)}, for a statement of a longer text. */
  public DecodedStatement execute(SqlText sql) {
    return decoded(run(sql));
  }

  private DecodedStatement decoded(StatementRun run) {
    return new DecodedStatement(run, new ResultSizeGuard(resultLimit));
  }

  StatementRun run(String sql) {
    return run(SqlText.of(sql));
  }

  private StatementRun run(SqlText sql) {
    long start = System.nanoTime();
    return run(session.prepare(sql, parallelism), start);
  }

  private StatementRun run(Prepared prepared, long start) {
    if (prepared instanceof Prepared.Answer answer) {
      return new AnswerRun(answer, millisSince(start));
    } else if (prepared instanceof Prepared.Write write) {
      return write(
          write.query(),
          write.path(),
          write.overwrite() ? SaveMode.OVERWRITE : SaveMode.APPEND,
          OutputFormat.of(write.format(), write.options(), session.config()),
          () -> {},
          start);
    } else if (prepared instanceof Prepared.WriteTable write) {
      Prepared.TableTarget target = write.target();
      return write(
          write.query(),
          target.path(),
          saveMode(target.mode()),
          new OutputFormat(
              target.format(), WriteLayout.ofTable(target.partitionBy(), target.options())),
          write.onCommitted(),
          start);
    } else if (prepared instanceof Prepared.Collect collect) {
      return collect(collect, start);
    } else if (prepared instanceof Prepared.Fill fill) {
      return fill(fill, start);
    } else if (prepared instanceof Prepared.Analyze analyze) {
      return analyze(analyze, start);
    }
    return query(((Prepared.Query) prepared).query(), start);
  }

  private static SaveMode saveMode(Prepared.WriteMode mode) {
    return switch (mode) {
      case CREATE -> SaveMode.ERROR;
      case APPEND -> SaveMode.APPEND;
      case OVERWRITE -> SaveMode.OVERWRITE;
      case OVERWRITE_PARTITIONS -> SaveMode.OVERWRITE_PARTITIONS;
    };
  }

  private StatementRun collect(Prepared.Collect collect, long start) {
    StageGraph graph = collect.query().plan(parallelism, new Sink.ResultSink());
    return new CollectRun(submit(nextQuery(), graph), collect, millisSince(start));
  }

  /** Begins to run a query. */
  public DecodedStatement execute(PlannableQuery query) {
    return decoded(query(query, System.nanoTime()));
  }

  /**
   * Begins to write a query's rows; gives none. Throws PATH_ALREADY_EXISTS, or what is wrong with
   * the format's options, before any task runs.
   */
  public StatementExecution write(
      PlannableQuery query, String path, SaveMode mode, OutputFormat format) {
    return decoded(write(query, path, mode, format, () -> {}, System.nanoTime()));
  }

  /** Begins to put a query's rows into a table; gives none. Throws as CREATE TABLE does. */
  public StatementExecution save(TableSave save, AnalyzedQuery query) {
    long start = System.nanoTime();
    return decoded(run(session.save(save, query), start));
  }

  /**
   * Begins to put a query's rows into a table that is there, columns by position; gives none.
   * Throws as INSERT does.
   *
   * @param mode APPEND, OVERWRITE (as the session is set) or OVERWRITE_PARTITIONS
   */
  public StatementExecution insert(
      List<String> name, Prepared.WriteMode mode, AnalyzedQuery query) {
    long start = System.nanoTime();
    return decoded(run(session.insert(name, mode, query), start));
  }

  /** How many tasks would give a query's rows. Runs nothing. */
  public int numPartitions(PlannableQuery query) {
    return query.plan(parallelism, new Sink.ResultSink()).resultStage().tasks().size();
  }

  /** The plan that a query would have here, as text; ANALYZE runs it. */
  public String explain(PlannableQuery query, ExplainMode mode) {
    if (mode == ExplainMode.ANALYZE) {
      try (AnalyzeRun run = analyzeQuery(query, ExplainFormat.TEXT, System.nanoTime())) {
        return run.plan();
      }
    }
    return query.explain(mode, parallelism);
  }

  /** Keeps the rows of a query, once something has read them; until the session uncaches it. */
  public void cache(AnalyzedQuery query, StorageLevel level) {
    session.cache(query, level, parallelism);
  }

  private StatementRun analyze(Prepared.Analyze analyze, long start) {
    if (analyze.statement() instanceof Prepared.Query query) {
      return analyzeQuery(query.query(), analyze.format(), start);
    }
    WriteRun run = (WriteRun) run(analyze.statement(), start);
    return new AnalyzeRun(run, run.plan(), analyze.format());
  }

  private AnalyzeRun analyzeQuery(PlannableQuery query, ExplainFormat format, long start) {
    EstimatedPlan plan = query.estimated(parallelism, new Sink.ResultSink());
    QueryHandle handle = submit(nextQuery(), plan.graph());
    ScheduledRun run = new UnreadRun(handle, millisSince(start), outcome -> {}, () -> {});
    return new AnalyzeRun(run, plan, format);
  }

  private StatementRun query(PlannableQuery query, long start) {
    StageGraph graph = query.plan(parallelism, new Sink.ResultSink());
    return new QueryRun(submit(nextQuery(), graph), graph, millisSince(start));
  }

  private StatementRun fill(Prepared.Fill fill, long start) {
    try {
      StageGraph graph = fill.query().plan(parallelism, new Sink.ResultSink());
      return new UnreadRun(
          submit(nextQuery(), graph), millisSince(start), this::noteCaches, fill.undo());
    } catch (RuntimeException e) {
      fill.undo().run();
      throw e;
    }
  }

  private QueryHandle submit(QueryId id, StageGraph graph) {
    graph.warnings().forEach(warning -> log.warn("{}: {}", id, warning));
    QueryHandle handle = scheduler.submit(id, graph);
    var unused = handle.outcome().thenAccept(this::noteCaches);
    return handle;
  }

  /** What a query has found or made in caches is known to those that are planned after it. */
  private void noteCaches(QueryOutcome outcome) {
    outcome
        .caches()
        .forEach(
            contents ->
                session.filled(
                    contents.cache(),
                    contents.rows(),
                    Arrays.stream(contents.columnBytes()).boxed().toList()));
  }

  private StatementRun write(
      PlannableQuery query,
      String path,
      SaveMode mode,
      OutputFormat format,
      Runnable onCommitted,
      long start) {
    List<Integer> partitionColumns = format.check(query.schema());
    QueryId id = nextQuery();
    Optional<StagedOutput> staged =
        committer.prepare(path, format.layout().saveMode(mode), id, applicationId);
    if (staged.isEmpty()) {
      return new AnswerRun(Prepared.Answer.DONE, millisSince(start));
    }
    StagedOutput output = staged.get();
    writing.add(output);
    try {
      EstimatedPlan plan =
          query.estimated(
              parallelism, format.sink(output.tasksPath(), partitionColumns, session.config()));
      return new WriteRun(
          submit(id, plan.graph()),
          plan,
          output,
          millisSince(start),
          onCommitted,
          () -> writing.remove(output));
    } catch (RuntimeException e) {
      output.abort();
      writing.remove(output);
      throw e;
    }
  }

  private QueryId nextQuery() {
    return new QueryId(lastQuery.incrementAndGet());
  }

  /** Removes what statements have written and not committed: for a process that has to end now. */
  void abortWrites() {
    writing.forEach(StagedOutput::abort);
  }

  /** Lets the executors end before the application does; what they ran is lost. */
  void releaseExecutors() {
    scheduler.close();
  }

  private static double millisSince(long startNanos) {
    return (System.nanoTime() - startNanos) / 1e6;
  }

  /** Cancels what runs, and lets the executors go; from any thread, and more than once. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    scheduler.close();
    backend.close();
    broadcasts.close();
    events.close();
    checkpoints.deleteAll(); // when nothing runs that reads them
  }
}
