package io.distaff.sql;

import io.distaff.catalog.Catalog;
import io.distaff.catalog.NameScope;
import io.distaff.catalog.TableHandle;
import io.distaff.catalog.TableHandle.ViewTable;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.function.UserRoutine;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import org.apache.calcite.config.CalciteConnectionConfig;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.config.CalciteConnectionProperty;
import org.apache.calcite.config.NullCollation;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.rel.logical.LogicalTableScan;
import org.apache.calcite.rel.metadata.ChainedRelMetadataProvider;
import org.apache.calcite.rel.metadata.DefaultRelMetadataProvider;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.schema.TranslatableTable;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlOperatorTables;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.apache.calcite.tools.RelBuilder;

/**
 * Turns the text of a query into relational algebra over the tables of a {@link Catalog}: names are
 * compared without regard to case, nulls ordered as the smallest value. Confined to one thread at a
 * time; all trees share one cluster, so that they can be combined.
 */
public final class SqlAnalyzer {
  private static final SqlValidator.Config VALIDATOR =
      SqlValidator.Config.DEFAULT
          .withIdentifierExpansion(true)
          .withTypeCoercionFactory(EngineCoercion::new)
          .withDefaultNullCollation(NullCollation.LOW)
          .withConformance(QueryParser.CONFORMANCE);

  private static final SqlToRelConverter.Config CONVERTER =
      SqlToRelConverter.config()
          .withExpand(false)
          .withTrimUnusedFields(false)
          // What orders rows that nobody sees is dropped by the optimizer.
          .withRemoveSortInSubQuery(false)
          // Projections are merged by the optimizer, which knows when that is right.
          .withRelBuilderConfigTransform(config -> config.withBloat(-1))
          .withInSubQueryThreshold(Integer.MAX_VALUE);

  private static final MetadataDispatch METADATA =
      new MetadataDispatch(
          ChainedRelMetadataProvider.of(
              List.of(EnginePredicates.PROVIDER, DefaultRelMetadataProvider.INSTANCE)));

  private static final String IN_VIEW = "in the view ";

  private final Catalog catalog;
  private final LongSupplier seeds;
  private final RelDataTypeFactory typeFactory = EngineTypes.newFactory();
  private final RelOptCluster cluster;
  private final UserOperators userOperators = new UserOperators();

  public SqlAnalyzer(Catalog catalog) {
    this(catalog, new SplittableRandom());
  }

  /**
   * @param seeds what the functions of chance in a text get when they are given none
   */
  SqlAnalyzer(Catalog catalog, SplittableRandom seeds) {
    this.catalog = catalog;
    this.seeds = () -> seeds.nextLong(1L << 62);
    HepPlanner planner = new HepPlanner(HepProgram.builder().build());
    planner.setExecutor(new ConstantEvaluator());
    this.cluster = RelOptCluster.create(planner, new RexBuilder(typeFactory));
    METADATA.use(cluster);
  }

  /** What all trees of this analyzer share. */
  public RelOptCluster cluster() {
    return cluster;
  }

  /**
   * Builds trees without text, over the same catalog. It leaves what is pushed as it is, so that
   * the tree can be told from others.
   */
  public RelBuilder relBuilder() {
    Analysis analysis = new Analysis(SqlText.of(""), TextScope.SESSION);
    return RelFactories.LOGICAL_BUILDER
        .create(cluster, analysis.reader)
        .transform(config -> config.withPruneInputOfAggregate(false));
  }

  /**
   * Throws SYNTAX_ERROR, SEMANTIC_ERROR, TABLE_NOT_FOUND or LIMIT_EXCEEDED, with line, column and
   * caret.
   */
  public AnalyzedQuery analyze(SqlText sql) {
    return analyze(sql, TextScope.SESSION);
  }

  /** As {@link #analyze(SqlText)}, for a text that names more than the session knows. */
  public AnalyzedQuery analyze(SqlText sql, TextScope scope) {
    return new Analysis(sql, scope).run();
  }

  /**
   * The names of columns that a text has outside of its sub-queries, each by its parts. Throws
   * SYNTAX_ERROR.
   */
  public List<List<String>> columnNames(SqlText sql) {
    List<List<String>> found = new ArrayList<>();
    ColumnNames noted =
        parts -> {
          found.add(List.copyOf(parts));
          return List.of();
        };
    QueryParser.parse(sql).accept(new InputNames(sql, noted));
    return found;
  }

  /**
   * Lets texts call a function of the user's; an old one of the name is replaced. Throws USAGE for
   * a name that the engine has a function of.
   */
  public void register(UserRoutine function) {
    userOperators.register(function);
  }

  /** All rows of a table, whose name tells it from others in the same query. */
  public AnalyzedQuery table(TableHandle handle) {
    EngineTable table = new EngineTable(handle);
    RelOptTable scanned =
        table.named(
            List.of(handle.name()),
            new Analysis(SqlText.of(""), TextScope.SESSION).reader,
            table.getRowType(typeFactory));
    return new AnalyzedQuery(LogicalTableScan.create(cluster, scanned, List.of()), handle.schema());
  }

  /**
   * As {@link #analyze(SqlText)}, for the query of a view that must not name itself.
   *
   * @param view its name, with its database if it outlives the session
   * @param names in which the query's names are looked up
   */
  public AnalyzedQuery analyzeView(String view, SqlText sql, NameScope names) {
    Set<String> openViews = new LinkedHashSet<>(Set.of(folded(view)));
    return new Analysis(sql, TextScope.SESSION, openViews, names).run();
  }

  private static String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** The analysis of one text. */
  private final class Analysis {
    private final SqlText sql;
    private final TextScope scope;

    /** Views whose queries are being analysed, in lower case, from the outermost inwards. */
    private final Set<String> openViews;

    private final CalciteCatalogReader reader;

    /** Also those of the queries of views and inputs. */
    private final Set<String> warnings = new LinkedHashSet<>();

    Analysis(SqlText sql, TextScope scope) {
      this(sql, scope, new LinkedHashSet<>(), catalog.scope());
    }

    Analysis(SqlText sql, TextScope scope, Set<String> openViews, NameScope names) {
      this.sql = sql;
      this.scope = scope;
      this.openViews = openViews;
      CatalogSchema schema =
          new CatalogSchema(
              catalog, names, sql.qualifiers(), scope.queries(), this::expand, this::expanded);
      Properties properties = new Properties();
      properties.setProperty(CalciteConnectionProperty.CASE_SENSITIVE.camelName(), "false");
      this.reader =
          new EngineCatalogReader(
              CalciteSchema.createRootSchema(false, false, "", schema.root()),
              schema.paths(),
              typeFactory,
              new CalciteConnectionConfigImpl(properties));
    }

    AnalyzedQuery run() {
      SqlNode parsed = QueryParser.parse(sql);
      try {
        parsed = parsed.accept(new OrderOfWith());
        parsed = parsed.accept(new RangeCalls());
        GeneratorSyntax.check(sql, parsed);
        new ColumnAliases(sql).addTo(parsed);
        new GroupingIds().addTo(parsed);
        new TimeWindowSyntax().addTo(parsed);
        new OuterAggregates().addTo(parsed);
        parsed.accept(new NamedWindows());
        if (scope.columns() != ColumnNames.SQL) {
          parsed = parsed.accept(new InputNames(sql, scope.columns()));
        }
        parsed = parsed.accept(new ArraySubQueries());
        parsed = parsed.accept(new RowValues());
        parsed = parsed.accept(new MemberAccess());
        parsed = parsed.accept(new SpecialSyntax(EngineOperators.TABLE, seeds, this::constant));
        parsed = RowCounts.evaluate(parsed, this::constant);
        parsed = parsed.accept(new LambdaCaptures());
        new SemiJoins(sql).expand(parsed);
        RelRoot root = converted(parsed);
        return new AnalyzedQuery(root.project(), schema(root), List.copyOf(warnings));
      } catch (RuntimeException e) {
        throw new SemanticErrors(sql, parsed, reader, catalog).of(e);
      } catch (StackOverflowError e) {
        throw SyntaxErrors.tooDeep(e);
      }
    }

    private RelRoot converted(SqlNode query) {
      EngineValidator validator =
          new EngineValidator(
              // The catalog has no functions: it isn't asked for any.
              SqlOperatorTables.chain(userOperators.with(scope.functions()), EngineOperators.TABLE),
              reader,
              typeFactory,
              VALIDATOR);
      SqlNode validated = validator.validate(query);
      SqlToRelConverter converter =
          new EngineConverter(
              new HintSyntax(sql), warnings::add, validator, reader, cluster, CONVERTER);
      return converter.convertQuery(validated, false, true);
    }

    /** A constant's value, as a literal has it; empty for what isn't constant. */
    private Optional<Object> constant(SqlNode expression) {
      SqlParserPos position = expression.getParserPosition();
      RelNode row = converted(new PlainSelect(position, SqlNodeList.of(expression), null)).rel;
      return ConstantEvaluator.onlyValue(row);
    }

    private Schema schema(RelRoot root) {
      RelDataType types = root.project().getRowType();
      List<Field> fields = new ArrayList<>();
      for (int i = 0; i < root.fields.size(); i++) {
        RelDataType type = types.getFieldList().get(i).getType();
        fields.add(
            new Field(
                ColumnAliases.shown(root.fields.get(i).getValue()),
                EngineTypes.fromCalcite(type),
                type.isNullable()));
      }
      return new Schema(fields);
    }

    private ExpandedView expand(ViewTable view) {
      String key = folded(view.name());
      if (!openViews.add(key)) {
        String through =
            openViews.size() == 1 ? "" : ", through " + String.join(" and ", openViews);
        throw new DistaffException(
            ErrorCode.SEMANTIC_ERROR, "the view " + view.name() + " refers to itself" + through);
      }
      AnalyzedQuery query = expandedQuery(view);
      openViews.remove(key);
      return expanded(view.namesColumns() ? named(query, view) : query);
    }

    private AnalyzedQuery expandedQuery(ViewTable view) {
      try {
        return new Analysis(SqlText.of(view.sql()), TextScope.SESSION, openViews, view.scope())
            .run();
      } catch (DistaffException e) {
        String message = e.getMessage();
        throw message.startsWith(IN_VIEW)
            ? e
            : new DistaffException(e.code(), IN_VIEW + view.name() + ": " + message, e);
      }
    }

    /** The query with the names that the view gives its columns. */
    private AnalyzedQuery named(AnalyzedQuery query, ViewTable view) {
      List<Field> fields = new ArrayList<>();
      int columns = query.schema().size();
      if (columns != view.schema().size()) {
        throw new DistaffException(
            ErrorCode.SEMANTIC_ERROR,
            "the view %s names %d columns, but its query has %d now: create it anew"
                .formatted(view.name(), view.schema().size(), columns));
      }
      for (int i = 0; i < columns; i++) {
        Field field = query.schema().field(i);
        fields.add(new Field(view.schema().field(i).name(), field.type(), field.nullable()));
      }
      return query.with(query.rel(), new Schema(fields));
    }

    private ExpandedView expanded(AnalyzedQuery query) {
      warnings.addAll(query.warnings());
      RelBuilder builder = RelFactories.LOGICAL_BUILDER.create(cluster, reader);
      List<String> names = query.schema().fields().stream().map(Field::name).toList();
      return new ExpandedView(
          builder.push(query.rel()).projectNamed(builder.fields(), names, true).build());
    }
  }

  /** Looks names up in several schemas, one after the other. */
  private static final class EngineCatalogReader extends CalciteCatalogReader {
    EngineCatalogReader(
        CalciteSchema root,
        List<List<String>> paths,
        RelDataTypeFactory typeFactory,
        CalciteConnectionConfig config) {
      super(root, new DuplicateNames(), paths, typeFactory, config);
    }
  }

  /** A view or an input: the algebra of its query in the place of a scan. */
  private static final class ExpandedView extends AbstractTable implements TranslatableTable {
    private final RelNode rel;

    ExpandedView(RelNode rel) {
      this.rel = rel;
    }

    @Override
    public RelNode toRel(RelOptTable.ToRelContext context, RelOptTable table) {
      return rel;
    }

    @Override
    public RelDataType getRowType(RelDataTypeFactory factory) {
      return rel.getRowType();
    }
  }
}
