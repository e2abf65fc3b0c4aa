package io.distaff.planner;

import io.distaff.catalog.Catalog;
import io.distaff.catalog.SplitEnumerator;
import io.distaff.catalog.TableHandle;
import io.distaff.catalog.TableHandle.AlgebraTable;
import io.distaff.catalog.TableHandle.ViewTable;
import io.distaff.config.DistaffConfig;
import io.distaff.config.OptionRegistry;
import io.distaff.function.UserRoutine;
import io.distaff.ids.CacheId;
import io.distaff.optimizer.Optimizer;
import io.distaff.optimizer.RowSharing;
import io.distaff.plan.FileFormat;
import io.distaff.plan.Sink;
import io.distaff.plan.StorageLevel;
import io.distaff.sql.AnalyzedQuery;
import io.distaff.sql.DefinitionStatement;
import io.distaff.sql.EngineTypes;
import io.distaff.sql.ShowStatement;
import io.distaff.sql.SqlAnalyzer;
import io.distaff.sql.SqlText;
import io.distaff.sql.Statement;
import io.distaff.sql.Statement.ExplainMode;
import io.distaff.sql.StatementParser;
import io.distaff.sql.TextScope;
import io.distaff.types.Schema;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.tools.RelBuilder;

/**
 * The planner's side of a session: its tables and settings, and the way from a statement to stages.
 * Statements that need no cluster are answered here. Thread-safe: one statement at a time.
 */
public final class SqlSession {
  private final Catalog catalog;
  private final SplitEnumerator splitEnumerator;
  private final SqlAnalyzer analyzer;
  private final Optimizer optimizer;
  private final InstantSource instants;
  private final SessionCaches caches = new SessionCaches();
  private final Consumer<CacheId> onUncached;
  private final SessionSettings settings;
  private final TableWrites writes;

  /** A query before and after optimisation. */
  record Algebra(
      RelNode logical,
      RelNode optimized,
      Schema schema,
      List<String> warnings,
      DistaffConfig config) {}

  /**
   * @param config the settings that the session begins with, and to which RESET returns
   * @param options every option that SET may name
   */
  public SqlSession(
      Catalog catalog,
      SplitEnumerator splitEnumerator,
      DistaffConfig config,
      OptionRegistry options) {
    this(catalog, splitEnumerator, config, options, InstantSource.system(), cache -> {});
  }

  /**
   * @param onUncached frees what executors hold of a data set; must not block
   */
  public SqlSession(
      Catalog catalog,
      SplitEnumerator splitEnumerator,
      DistaffConfig config,
      OptionRegistry options,
      Consumer<CacheId> onUncached) {
    this(catalog, splitEnumerator, config, options, InstantSource.system(), onUncached);
  }

  /**
   * @param instants what current_timestamp is
   */
  SqlSession(
      Catalog catalog,
      SplitEnumerator splitEnumerator,
      DistaffConfig config,
      OptionRegistry options,
      InstantSource instants,
      Consumer<CacheId> onUncached) {
    this.instants = instants;
    this.onUncached = onUncached;
    this.catalog = catalog;
    this.splitEnumerator = splitEnumerator;
    this.settings = new SessionSettings(config, options);
    this.analyzer = new SqlAnalyzer(catalog);
    RexBuilder rexBuilder = analyzer.cluster().getRexBuilder();
    this.optimizer =
        new Optimizer(
            condition ->
                new ExpressionTranslator(rexBuilder, column -> column).translate(condition));
    this.writes = new TableWrites(this, catalog, analyzer);
  }

  public Catalog catalog() {
    return catalog;
  }

  /** The settings in force. */
  public synchronized DistaffConfig config() {
    return settings.config();
  }

  /**
   * Reads a statement and does what can be done without the cluster. Throws errors of the USER
   * category with line, column and caret.
   *
   * @param parallelism for EXPLAIN
   */
  public synchronized Prepared prepare(SqlText sql, Parallelism parallelism) {
    return prepare(StatementParser.parse(sql), parallelism);
  }

  /** As {@link #prepare(SqlText, Parallelism)}, for a query that was analysed or built before. */
  public synchronized PlannableQuery prepare(AnalyzedQuery query) {
    return plannable(query);
  }

  /** Puts the rows of a query into a table; throws what is wrong with that. */
  public synchronized Prepared save(TableSave save, AnalyzedQuery query) {
    return writes.save(save, query);
  }

  /**
   * Puts the rows of a query into a table that is there, columns by position.
   *
   * @param mode APPEND, OVERWRITE (as the session is set) or OVERWRITE_PARTITIONS
   */
  public synchronized Prepared insert(
      List<String> name, Prepared.WriteMode mode, AnalyzedQuery query) {
    return writes.insert(name, mode, query);
  }

  /** Builds algebra over the session's tables; to be used by one thread at a time. */
  public synchronized RelBuilder relBuilder() {
    return analyzer.relBuilder();
  }

  /** The algebra of all rows of files, to build on. */
  public synchronized AnalyzedQuery files(
      FileFormat format, List<String> paths, Map<String, String> options) {
    return analyzer.table(catalog.files(format, paths, options));
  }

  /** The algebra of all rows of a table, to build on. */
  public synchronized AnalyzedQuery table(TableHandle table) {
    return analyzer.table(table);
  }

  /** The algebra of a query's text, to build on. */
  public synchronized AnalyzedQuery analyze(SqlText query) {
    return analyzer.analyze(query);
  }

  /** As {@link #analyze(SqlText)}, for a text that names more than the session knows. */
  public synchronized AnalyzedQuery analyze(SqlText query, TextScope scope) {
    return analyzer.analyze(query, scope);
  }

  /** The names of columns in a query's text; see {@link SqlAnalyzer#columnNames}. */
  public synchronized List<List<String>> columnNames(SqlText query) {
    return analyzer.columnNames(query);
  }

  /**
   * Lets SQL call a function of the user's; an old one of the name is replaced. Throws USAGE for a
   * name that the engine has a function of.
   */
  public synchronized void register(UserRoutine function) {
    analyzer.register(function);
  }

  private Prepared prepare(Statement statement, Parallelism parallelism) {
    if (statement instanceof Statement.Query query) {
      return new Prepared.Query(query(query.sql()));
    } else if (statement instanceof Statement.InsertDirectory insert) {
      return write(insert);
    } else if (statement instanceof Statement.Explain explain) {
      return explain(explain, parallelism);
    } else if (statement instanceof Statement.InsertTable insert) {
      return writes.insert(insert);
    } else if (statement instanceof Statement.CreateTableView create) {
      return new ViewDefinitions(this, catalog, analyzer).create(create);
    } else if (statement instanceof DefinitionStatement definition) {
      return define(definition);
    } else if (statement instanceof ShowStatement show) {
      return new Listings(catalog, analyzer, caches).answer(show);
    } else if (statement instanceof Statement.UseDatabase use) {
      catalog.useDatabase(use.database());
      return Prepared.Answer.DONE;
    } else if (statement instanceof Statement.SetOption set) {
      return settings.set(set);
    } else if (statement instanceof Statement.ShowOptions show) {
      return settings.show(show);
    } else if (statement instanceof Statement.ResetOptions reset) {
      return settings.reset(reset);
    } else if (statement instanceof Statement.CacheTable cache) {
      return cache(cache, parallelism);
    } else if (statement instanceof Statement.UncacheTable uncache) {
      return uncache(uncache);
    } else if (statement instanceof Statement.ClearCache) {
      caches.all().forEach(this::uncache);
      return Prepared.Answer.DONE;
    }
    throw new IllegalStateException("unknown statement " + statement);
  }

  private Prepared define(DefinitionStatement statement) {
    if (statement instanceof DefinitionStatement.CreateView create) {
      return new ViewDefinitions(this, catalog, analyzer).create(create);
    } else if (statement instanceof DefinitionStatement.DropView drop) {
      return new ViewDefinitions(this, catalog, analyzer).drop(drop);
    } else if (statement instanceof DefinitionStatement.TruncateTable truncate) {
      return writes.truncate(truncate);
    } else if (statement instanceof DefinitionStatement.AnalyzeTable analyze) {
      return new TableAnalysis(this, catalog, analyzer).prepare(analyze);
    } else if (statement instanceof DefinitionStatement.RefreshTable refresh) {
      catalog.require(refresh.name());
      uncacheWhatReads(catalog.fullName(refresh.name()));
      return Prepared.Answer.DONE;
    }
    return new TableDefinitions(this, catalog, writes).prepare(statement);
  }

  // Queries.

  private PlannableQuery query(SqlText sql) {
    return plannable(analyzer.analyze(sql));
  }

  PlannableQuery plannable(AnalyzedQuery query) {
    RelNode logical = caches.substitute(query.rel());
    RelNode bound = SessionTime.bind(logical, instants.instant(), SessionTime.zone(config()));
    RowSharing sharing = config().value(PlannerOptions.SHARED_ROWS);
    RelNode optimized = optimizer.optimize(bound, sharing);
    return new PlannableQuery(
        this, new Algebra(logical, optimized, query.schema(), query.warnings(), config()));
  }

  synchronized StageGraph plan(Algebra algebra, Parallelism parallelism, Sink sink) {
    PlannerContext context = new PlannerContext(parallelism, algebra.config(), splitEnumerator);
    return PhysicalPlanner.plan(algebra.optimized(), algebra.schema(), context, sink)
        .warning(algebra.warnings());
  }

  synchronized EstimatedPlan estimated(Algebra algebra, Parallelism parallelism, Sink sink) {
    PlannerContext context = new PlannerContext(parallelism, algebra.config(), splitEnumerator);
    EstimatedPlan plan =
        PhysicalPlanner.estimated(algebra.optimized(), algebra.schema(), context, sink);
    return new EstimatedPlan(plan.graph().warning(algebra.warnings()), plan.rows());
  }

  synchronized String explain(Algebra algebra, ExplainMode mode, Parallelism parallelism) {
    return switch (mode) {
      case LOGICAL -> RelText.of(algebra.logical());
      case OPTIMIZED -> RelText.withEstimates(algebra.optimized());
      case PHYSICAL -> PlanText.physical(plan(algebra, parallelism, new Sink.ResultSink()));
      case STAGES -> PlanText.stages(plan(algebra, parallelism, new Sink.ResultSink()));
      case EXTENDED ->
          Stream.of(ExplainMode.LOGICAL, ExplainMode.OPTIMIZED, ExplainMode.PHYSICAL)
              .map(each -> each.name() + "\n" + explain(algebra, each, parallelism))
              .collect(Collectors.joining("\n"));
      case ANALYZE -> throw new IllegalArgumentException("the driver runs what is analyzed");
    };
  }

  private Prepared write(Statement.InsertDirectory insert) {
    return new Prepared.Write(
        insert.path(),
        insert.overwrite(),
        insert.format(),
        insert.options(),
        query(insert.query()));
  }

  private Prepared explain(Statement.Explain explain, Parallelism parallelism) {
    if (explain.mode() == ExplainMode.ANALYZE) {
      Prepared statement = prepare(explain.statement(), parallelism);
      return statement instanceof Prepared.Answer
          ? Prepared.Answer.plan("Nothing to run: the table is there")
          : new Prepared.Analyze(statement, explain.format());
    }
    PlannableQuery query = explained(explain.statement());
    return Prepared.Answer.plan(
        switch (explain.format()) {
          case TEXT -> query.explain(explain.mode(), parallelism);
          case JSON -> PlanJson.of(query.estimated(parallelism, new Sink.ResultSink()), List.of());
        });
  }

  private PlannableQuery explained(Statement statement) {
    if (statement instanceof Statement.InsertDirectory insert) {
      return query(insert.query());
    } else if (statement instanceof Statement.InsertTable insert) {
      return ((Prepared.WriteTable) writes.insert(insert)).query();
    } else if (statement instanceof DefinitionStatement.CreateTable create) {
      return query(create.query().orElseThrow());
    }
    return query(((Statement.Query) statement).sql());
  }

  // Caches.

  /**
   * Keeps the rows of a query, once something has read them; nothing changes when they are kept
   * already. Every query that contains this one reads what is kept, until {@link #uncache}.
   *
   * @param parallelism of the executors
   */
  public synchronized void cache(AnalyzedQuery query, StorageLevel level, Parallelism parallelism) {
    if (caches.find(query.rel()).isEmpty()) {
      add(query, Optional.empty(), level, parallelism, Optional.empty());
    }
  }

  /** Forgets the rows of a query. */
  public synchronized void uncache(AnalyzedQuery query) {
    caches.find(query.rel()).ifPresent(this::uncache);
  }

  /** Where the rows of a query are kept, if they are or will be. */
  public synchronized Optional<StorageLevel> storageLevel(AnalyzedQuery query) {
    return caches.find(query.rel()).map(CachedRelation::level);
  }

  /** All rows of a data set are there. */
  public synchronized void filled(CacheId cache, long rows, List<Long> columnBytes) {
    caches.filled(cache, new CachedRelation.Size(rows, columnBytes));
  }

  private CachedRelation add(
      AnalyzedQuery query,
      Optional<String> name,
      StorageLevel level,
      Parallelism parallelism,
      Optional<TableHandle> uncachedView) {
    CacheId id = caches.nextId();
    RelNode rel = SessionCaches.plain(query.rel());
    Schema schema = EngineTypes.fromCalciteRow(rel.getRowType());
    PlannableQuery plannable = plannable(new AnalyzedQuery(rel, schema));
    List<Stage> stages = plannable.plan(parallelism, new Sink.CacheSink(id, level)).stages();
    CachedRelation.Size size = plannable.estimate();
    CachedRelation relation =
        new CachedRelation(id, name, level, rel, schema, stages, size, uncachedView);
    caches.add(relation);
    return relation;
  }

  private Prepared cache(Statement.CacheTable cache, Parallelism parallelism) {
    if (cache.query().isPresent()) {
      String name = cache.name().get(0);
      ViewDefinitions.checkFree(catalog, name, false);
      AnalyzedQuery query = analyzer.analyzeView(name, cache.query().get(), catalog.scope());
      createOrReplaceView(name, query);
      CachedRelation relation =
          add(query, Optional.of(name), cache.level(), parallelism, Optional.empty());
      return filling(relation, cache.lazy(), () -> catalog.drop(name));
    }
    TableHandle table = catalog.require(cache.name());
    AnalyzedQuery query = analyzer.analyze(allOf(cache.name()));
    if (caches.find(query.rel()).isPresent()) {
      return Prepared.Answer.DONE;
    }
    Optional<TableHandle> uncachedView = Optional.empty();
    if (table instanceof ViewTable view && catalog.hasView(view.name())) {
      // Analysed once, so that the name stands for the same rows as long as they are cached.
      createOrReplaceView(view.name(), query);
      uncachedView = Optional.of(view);
    }
    String name = String.join(".", catalog.fullName(cache.name()));
    CachedRelation relation =
        add(query, Optional.of(name), cache.level(), parallelism, uncachedView);
    return filling(relation, cache.lazy(), () -> {});
  }

  private static SqlText allOf(List<String> name) {
    List<String> quoted = name.stream().map(part -> '`' + part.replace("`", "``") + '`').toList();
    return SqlText.of("SELECT * FROM " + String.join(".", quoted));
  }

  /**
   * @param undo is run when the rows can't be made, which are not cached then
   */
  private Prepared filling(CachedRelation relation, boolean lazy, Runnable undo) {
    if (lazy) {
      return Prepared.Answer.DONE;
    }
    RelBuilder builder = analyzer.relBuilder().push(relation.rel());
    builder.aggregate(builder.groupKey(), builder.countStar("count"));
    Schema schema = EngineTypes.fromCalciteRow(builder.peek().getRowType());
    return new Prepared.Fill(
        plannable(new AnalyzedQuery(builder.build(), schema)),
        () -> {
          synchronized (this) {
            uncache(relation);
            undo.run();
          }
        });
  }

  private Prepared uncache(Statement.UncacheTable uncache) {
    Optional<? extends TableHandle> table = catalog.find(uncache.name());
    if (table.isEmpty() && !uncache.ifExists()) {
      catalog.require(uncache.name());
    }
    Optional<CachedRelation> relation =
        caches.find(String.join(".", catalog.fullName(uncache.name())));
    if (relation.isEmpty() && table.isPresent()) {
      relation = caches.find(analyzer.analyze(allOf(uncache.name())).rel());
    }
    relation.ifPresent(this::uncache);
    return Prepared.Answer.DONE;
  }

  private void uncache(CachedRelation relation) {
    caches.remove(relation);
    relation.uncachedView().ifPresent(catalog::register);
    onUncached.accept(relation.id());
  }

  /**
   * A name is about to stand for something else, or its rows are others.
   *
   * @param fullName see {@link Catalog#fullName}
   */
  synchronized void uncacheWhatReads(List<String> fullName) {
    caches.dependingOn(fullName).forEach(this::uncache);
  }

  // Views.

  /** Names a query that was analysed or built; an old view of the name is replaced. */
  public synchronized void createOrReplaceView(String name, AnalyzedQuery query) {
    ViewDefinitions.checkColumns("view", query.schema());
    uncacheWhatReads(Catalog.viewParts(name));
    catalog.register(new AlgebraTable(name, query, query.schema()));
  }
}
