package io.distaff.api;

import io.distaff.cluster.ClusterOptions;
import io.distaff.cluster.Master;
import io.distaff.config.ConfigOption;
import io.distaff.config.DistaffConfig;
import io.distaff.config.LogLevel;
import io.distaff.config.OptionRegistry;
import io.distaff.driver.DecodedStatement;
import io.distaff.driver.Driver;
import io.distaff.driver.EngineOptions;
import io.distaff.driver.LocalDriver;
import io.distaff.driver.RunningDriver;
import io.distaff.driver.StatementExecution;
import io.distaff.encoder.ObjectShape;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.function.Accumulation;
import io.distaff.function.Accumulator;
import io.distaff.function.Accumulators;
import io.distaff.function.Broadcast;
import io.distaff.function.Encoder;
import io.distaff.function.ObjectType;
import io.distaff.planner.PlannableQuery;
import io.distaff.row.Row;
import io.distaff.scheduler.AccumulatedValues;
import io.distaff.sql.AnalyzedQuery;
import io.distaff.sql.NamedParameters;
import io.distaff.sql.SqlText;
import io.distaff.sql.Statement;
import io.distaff.sql.StatementParser;
import io.distaff.sql.StatementSplitter;
import io.distaff.types.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A program's way to the engine.
 *
 * <pre>{@code
 * try (Session session = Session.builder().appName("orders").getOrCreate()) {
 *   session.read().parquet("/data/orders").createOrReplaceTempView("orders");
 *   session.sql("SELECT o_orderstatus, count(*) FROM orders GROUP BY 1").show();
 * }
 * }</pre>
 *
 * <p>A program that was submitted finds the driver that it runs in. One that was started as any
 * Java program gets a driver of its own, in the same process, which ends when the session is
 * closed, or with the process. Thread-safe.
 */
public final class Session implements AutoCloseable {
  private static final OptionRegistry OPTIONS = new OptionRegistry(EngineOptions.FAMILIES);

  /** The session that getOrCreate gives again; guarded by the class. */
  private static Session current;

  private final Driver driver;
  private final Algebra algebra;
  private final RuntimeConfig conf;
  private final FrameIds frameIds = new FrameIds();
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Ends the driver with the process; null when the driver isn't this session's own. */
  private final Thread exitHook;

  private enum DriverOwner {
    SESSION,
    APPLICATION
  }

  private Session(Driver driver, DriverOwner owner) {
    this.driver = driver;
    this.algebra = new Algebra(driver.session());
    this.conf = new RuntimeConfig(driver.session(), OPTIONS);
    this.exitHook =
        owner == DriverOwner.SESSION ? new Thread(driver::close, "distaff-session-exit") : null;
  }

  public static Builder builder() {
    return new Builder();
  }

  /**
   * The session that {@link Builder#getOrCreate} would give again, for code that isn't handed it.
   * Throws USAGE when there is none.
   */
  public static synchronized Session active() {
    if (current == null) {
      throw new DistaffException(
          ErrorCode.USAGE, "there is no session yet: Session.builder().getOrCreate() opens one");
    }
    return current;
  }

  private static synchronized Session getOrCreate(Builder builder) {
    Optional<Driver> running = RunningDriver.current();
    boolean stale = current != null && running.isPresent() && current.driver != running.get();
    if (current != null && !stale) {
      builder.apply(current.driver);
    } else if (running.isPresent()) {
      builder.apply(running.get());
      current = new Session(running.get(), DriverOwner.APPLICATION);
    } else {
      current = new Session(builder.startDriver(), DriverOwner.SESSION);
      Runtime.getRuntime().addShutdownHook(current.exitHook);
    }
    return current;
  }

  /**
   * Runs a statement, or describes a query: SELECT, WITH and VALUES run when rows of the result are
   * asked for; every other statement runs now, and its DataFrame holds what it answered. One
   * statement; a semicolon at its end is fine.
   */
  public DataFrame sql(String text) {
    List<SqlText> statements = StatementSplitter.split(Required.of(text, "the statement"));
    if (statements.size() > 1) {
      throw new DistaffException(
          ErrorCode.SYNTAX_ERROR,
          "sql() takes one statement, not " + statements.size() + ": call it for each of them");
    }
    SqlText sql = statements.isEmpty() ? SqlText.of(text) : statements.get(0);
    if (StatementParser.parse(sql) instanceof Statement.Query) {
      return new DataFrame(this, Relation.of(algebra().query(sql)));
    }
    try (DecodedStatement execution = driver().execute(sql)) {
      List<List<String>> rows = new ArrayList<>();
      RowIterator iterator = new RowIterator(execution);
      while (iterator.hasNext()) {
        Row row = iterator.next();
        rows.add(row.values().stream().map(value -> (String) value).toList());
      }
      return new DataFrame(this, Relation.of(algebra().values(execution.schema(), rows)));
    }
  }

  /** Reads files. */
  public DataFrameReader read() {
    return new DataFrameReader(this);
  }

  /** A table or view by its name, as SQL spells it: {@code orders}, {@code tpch.sf1.orders}. */
  public DataFrame table(String name) {
    List<String> parts = tableName(name);
    Relation table = Relation.of(algebra().table(parts));
    String alias = parts.get(parts.size() - 1);
    return new DataFrame(this, new Relation(table.query(), table.scope().as(alias)));
  }

  /** The parts of a name, as SQL spells it. */
  static List<String> tableName(String name) {
    return StatementParser.tableName(SqlText.of(Required.of(name, "the table's name")));
  }

  /** The numbers from 0 to before {@code end}, as the BIGINT column {@code id}. */
  public DataFrame range(long end) {
    return range(0, end);
  }

  /** As {@link #range(long)}, from {@code start} on. */
  public DataFrame range(long start, long end) {
    return range(start, end, 1);
  }

  /** As {@link #range(long, long)}, with a distance between the numbers, which may be negative. */
  public DataFrame range(long start, long end, long step) {
    return range(start, end, step, 0);
  }

  /**
   * As {@link #range(long, long, long)}, in so many even parts, a task each; few numbers are one
   * task all the same. 0 = as many as there are slots.
   */
  public DataFrame range(long start, long end, long step, int numPartitions) {
    if (step == 0 || numPartitions < 0) {
      throw new DistaffException(
          ErrorCode.USAGE,
          "range(%d, %d, %d, %d): the step isn't 0, and a number of partitions isn't negative"
              .formatted(start, end, step, numPartitions));
    }
    return new DataFrame(this, Relation.of(algebra().range(start, end, step, numPartitions)));
  }

  /**
   * As {@link #sql(String)}, with values in the place of {@code :name}.
   *
   * @param values by name, as {@link Functions#lit} takes them
   */
  public DataFrame sql(String text, Map<String, ?> values) {
    Map<String, String> bound = new TreeMap<>();
    values.forEach(
        (name, value) -> bound.put(name, new TermWriter().term(Literals.of(value)).text()));
    return sql(NamedParameters.bind(text, bound));
  }

  /** Rows of the program, whose values are of the classes that {@link Row} has for the types. */
  public DataFrame createDataFrame(List<Row> rows, Schema schema) {
    List<Row> given = Required.all(rows, "a row");
    Schema columns = Required.of(schema, "the schema");
    return new DataFrame(this, Relation.of(algebra().rows(LocalRows.table(given, columns))));
  }

  /** Objects of the program, records or beans, a column for each component or property. */
  public <T> DataFrame createDataFrame(List<T> objects, Class<T> type) {
    return createDataset(objects, type).toDF();
  }

  /** Objects of the program: records, beans, or values of one column; see {@link Dataset}. */
  public <T> Dataset<T> createDataset(List<T> objects, Class<T> type) {
    return createDataset(objects, Dataset.encoder(type));
  }

  /** As {@link #createDataset(List, Class)}. */
  public <T> Dataset<T> createDataset(List<T> objects, Encoder<T> encoder) {
    ObjectType type = Dataset.typeOf(encoder);
    ObjectShape shape = ObjectShape.of(type);
    Required.of(objects, "the list of objects");
    Relation rows = Relation.of(algebra().rows(LocalRows.table(objects, shape)));
    return Dataset.of(new DataFrame(this, rows), type);
  }

  /** No rows, and no columns. */
  public DataFrame emptyDataFrame() {
    return createDataFrame(List.of(), Schema.EMPTY);
  }

  /** No objects. */
  public <T> Dataset<T> emptyDataset(Encoder<T> encoder) {
    return createDataset(List.of(), encoder);
  }

  /**
   * Gathers values from tasks: functions that capture it add to it, the program reads it after an
   * action; see {@link Accumulator}.
   *
   * @param name in messages
   * @param accumulation how values come together; {@link io.distaff.function.Accumulators} has some
   */
  public <T, R> Accumulator<T, R> accumulator(String name, Accumulation<T, R> accumulation) {
    AccumulatedValues values = driver().accumulated();
    long id = values.newId();
    return Accumulator.onDriver(id, name, accumulation, () -> values.take(id));
  }

  /** An {@link #accumulator} of the sum of whole numbers. */
  public Accumulator<Long, Long> longAccumulator(String name) {
    return accumulator(name, Accumulators.sumOfLongs());
  }

  /** An {@link #accumulator} of the sum of numbers. */
  public Accumulator<Double, Double> doubleAccumulator(String name) {
    return accumulator(name, Accumulators.sumOfDoubles());
  }

  /** An {@link #accumulator} of all values. */
  public <T> Accumulator<T, List<T>> collectionAccumulator(String name) {
    return accumulator(name, Accumulators.list());
  }

  /**
   * Gives a value to all tasks: functions capture the handle and ask it for the value; see {@link
   * Broadcast}. The value is serialized now; throws USAGE that names what of it isn't Serializable.
   * Rows of a DataFrame are broadcast as the list that {@code collect()} gives.
   */
  public <T> Broadcast<T> broadcast(T value) {
    String madeAt =
        StackWalker.getInstance()
            .walk(frames -> frames.skip(1).findFirst())
            .map(Required::place)
            .orElse("an unknown place");
    return driver().broadcast(value, madeAt);
  }

  /**
   * Sets where {@link DataFrame#checkpoint} writes rows: a directory of a file system that the
   * driver and all executors reach, below which each attempt of the driver has one of its own. That
   * is deleted with the session or the driver, unless {@code distaff.checkpoint.keep} is true.
   */
  public void setCheckpointDir(String directory) {
    driver().checkpoints().useDirectory(directory);
  }

  /** What SQL of this session can name. */
  public Catalog catalog() {
    driver();
    return new Catalog(this);
  }

  /** Names functions of the program for SQL. */
  public UdfRegistration udf() {
    return new UdfRegistration(driver().session());
  }

  /** The settings. */
  public RuntimeConfig conf() {
    return conf;
  }

  /**
   * Sets how much the driver and all executors log from now on, also executors to come. What has a
   * level of its own in the logging configuration keeps it.
   *
   * @param level OFF, ERROR, WARN, INFO, DEBUG or TRACE; throws USAGE for another
   */
  public void setLogLevel(String level) {
    driver().setLogLevel(LogLevel.of(Required.of(level, "the level")));
  }

  /** The executors that are there now; what runs in the driver itself is none of them. */
  public List<ExecutorInfo> executors() {
    return driver().executors().stream()
        .map(
            executor ->
                new ExecutorInfo(
                    executor.id().name(),
                    executor.host(),
                    executor.slots(),
                    executor.memory(),
                    executor.running().stream().map(Object::toString).toList(),
                    executor.silentMillis()))
        .toList();
  }

  /** Throws when the session is closed. */
  Driver driver() {
    if (closed.get()) {
      throw new DistaffException(
          ErrorCode.USAGE, "the session is closed: Session.builder().getOrCreate() opens another");
    }
    return driver;
  }

  FrameIds frameIds() {
    return frameIds;
  }

  Algebra algebra() {
    driver();
    return algebra;
  }

  PlannableQuery plannable(AnalyzedQuery query) {
    return driver().session().prepare(query);
  }

  static void drain(StatementExecution execution) {
    while (execution.next() != null) {
      // A statement that gives no rows.
    }
  }

  /**
   * Ends the session: what it has broadcast is destroyed, its checkpoints are deleted; a driver
   * that it has started ends too, and what runs there is cancelled.
   */
  @Override
  public void close() {
    synchronized (Session.class) {
      if (current == this) {
        current = null;
      }
    }
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    driver.destroyBroadcasts();
    driver.checkpoints().deleteAll();
    if (exitHook != null) {
      try {
        Runtime.getRuntime().removeShutdownHook(exitHook);
      } catch (IllegalStateException e) {
        // The process is ending already, and the hook has its turn.
        return;
      }
      driver.close();
    }
  }

  /** As {@link #close}. */
  public void stop() {
    close();
  }

  /** Says what session a program wants. Confined to one thread. */
  public static final class Builder {
    private static final String DEFAULT_MASTER = "local[*]";
    private static final String MASTER_KEY = "distaff.master";
    private static final String NAME_KEY = "distaff.app.name";

    private final Map<String, String> settings = new TreeMap<>();
    private String name;
    private String master;

    private Builder() {}

    /** A name for people; that of a submitted program is the one it was submitted under. */
    public Builder appName(String name) {
      this.name = name;
      return this;
    }

    /**
     * Where to run: {@code local[N]}, for N tasks at once in this process, or {@code yarn}, which
     * only a submitted program can. Better left to the command line. {@value #DEFAULT_MASTER}
     * unless set.
     */
    public Builder master(String master) {
      if (Master.parse(Required.of(master, "the master")).isEmpty()) {
        throw configuration(
            "master '" + master + "' is neither yarn nor local, local[N] or local[*]");
      }
      this.master = master;
      return this;
    }

    /** A setting. */
    public Builder config(String key, String value) {
      Required.of(key, "the key");
      Required.of(value, "the value of " + key);
      if (key.equals(MASTER_KEY)) {
        return master(value);
      } else if (key.equals(NAME_KEY)) {
        return appName(value);
      }
      settings.put(key, value);
      return this;
    }

    /** As {@link #config(String, String)}, several. */
    public Builder config(Map<String, String> settings) {
      Required.of(settings, "the map of settings").forEach(this::config);
      return this;
    }

    /** As {@link #config(String, String)}. */
    public Builder config(String key, boolean value) {
      return config(key, Boolean.toString(value));
    }

    /** As {@link #config(String, String)}. */
    public Builder config(String key, long value) {
      return config(key, Long.toString(value));
    }

    /** As {@link #config(String, String)}. */
    public Builder config(String key, double value) {
      return config(key, Double.toString(value));
    }

    /**
     * The session of this process: the one that is open, with the settings of this builder; a new
     * one over the driver that the program runs in; or a new one with a driver of its own. Throws
     * INVALID_CONFIGURATION for unknown settings, and for those that come too late.
     */
    public Session getOrCreate() {
      OPTIONS.check(settings);
      return Session.getOrCreate(this);
    }

    private Driver startDriver() {
      Master where = Master.parse(master == null ? DEFAULT_MASTER : master).orElseThrow();
      if (!where.isLocal()) {
        throw configuration(
            "master yarn needs the program to be submitted: distaff submit --master yarn --class"
                + " MAIN program.jar; or use master(\"local[*]\")");
      }
      String heap = settings.get(ClusterOptions.DRIVER_MEMORY.key());
      if (heap != null) {
        throw configuration(
            "%s is the heap of this process, which has started: give it to java with -Xmx, or run distaff submit --master %s --driver-memory %s"
                .formatted(
                    ClusterOptions.DRIVER_MEMORY.key(),
                    master == null ? "local[*]" : master,
                    heap));
      }
      Map<String, String> all = new TreeMap<>(settings);
      all.put(MASTER_KEY, master == null ? DEFAULT_MASTER : master);
      if (name != null) {
        all.put(NAME_KEY, name);
      }
      return LocalDriver.start(DistaffConfig.of(all), OPTIONS, where.slots());
    }

    /** Brings the settings to a driver that runs: all of them, or none if one comes too late. */
    private void apply(Driver driver) {
      DistaffConfig inForce = driver.session().config();
      String masterInForce = inForce.settings().getOrDefault(MASTER_KEY, "yarn");
      if (master != null && !Master.parse(master).equals(Master.parse(masterInForce))) {
        throw LaunchFlags.tooLate("master", "runs on " + masterInForce, "--master " + master);
      }
      List<ConfigOption<?>> changed =
          settings.keySet().stream()
              .<ConfigOption<?>>map(key -> OPTIONS.find(key).orElseThrow())
              .filter(option -> !isInForce(option, inForce))
              .toList();
      for (ConfigOption<?> option : changed) {
        if (option.scope() == ConfigOption.Scope.LAUNCH) {
          throw LaunchFlags.tooLate(option.key(), settings.get(option.key()));
        }
      }
      RuntimeConfig conf = new RuntimeConfig(driver.session(), OPTIONS);
      changed.forEach(option -> conf.set(option.key(), settings.get(option.key())));
    }

    private boolean isInForce(ConfigOption<?> option, DistaffConfig inForce) {
      return inForce.optional(option).equals(Optional.of(option.parse(settings.get(option.key()))));
    }

    private static DistaffException configuration(String message) {
      return new DistaffException(ErrorCode.INVALID_CONFIGURATION, message);
    }
  }
}
