package io.distaff.api;

import io.distaff.catalog.TableHandle.LocalTable;
import io.distaff.catalog.TableHandle.RangeTable;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.optimizer.UserRows;
import io.distaff.plan.FileFormat;
import io.distaff.planner.SqlSession;
import io.distaff.sql.AnalyzedQuery;
import io.distaff.sql.ColumnNames;
import io.distaff.sql.EngineTypes;
import io.distaff.sql.JoinHint;
import io.distaff.sql.PartitionSort;
import io.distaff.sql.Repartition;
import io.distaff.sql.Repartition.Distribution;
import io.distaff.sql.SqlText;
import io.distaff.sql.TextScope;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.tools.RelBuilder;

/**
 * Queries made of other queries: the bridge to Calcite. What a program says is written as a
 * statement over its inputs and analysed as SQL is, so that both mean the same, and are the same
 * algebra. Thread-safe: holds the session's lock.
 */
final class Algebra {
  private static final String INPUT = "__input";
  private static final String LEFT = "__left";
  private static final String RIGHT = "__right";

  private final SqlSession session;

  Algebra(SqlSession session) {
    this.session = session;
  }

  AnalyzedQuery query(SqlText text) {
    return session.analyze(text);
  }

  AnalyzedQuery table(List<String> name) {
    String quoted = name.stream().map(TermWriter::quoted).collect(Collectors.joining("."));
    return session.analyze(SqlText.of("SELECT * FROM " + quoted));
  }

  /** All rows of files. */
  AnalyzedQuery files(FileFormat format, List<String> paths, Map<String, String> options) {
    return session.files(format, paths, options);
  }

  private AnalyzedQuery analyze(StatementWriter statement, ColumnNames names) {
    return session.analyze(
        statement.text(), new TextScope(statement.inputs(), names, statement.functions()));
  }

  private static String from(Relation input) {
    String table = input.scope().table();
    return "FROM `%s`%s".formatted(INPUT, table == null ? "" : " AS " + TermWriter.quoted(table));
  }

  // One input.

  /** A column for each term; several for a star, and for a function that makes columns. */
  Relation select(Relation input, List<Term> terms) {
    return select(input, terms, List.of());
  }

  /**
   * As {@link #select(Relation, List)}.
   *
   * @param leftOut the places of columns of the input that come behind all others, as left out
   */
  private Relation select(Relation input, List<Term> terms, List<Integer> leftOut) {
    ScopeNames names = ScopeNames.of(input.scope());
    List<Term> columns = new ArrayList<>();
    List<Scope.Entry> kept = new ArrayList<>();
    for (Term term : terms) {
      add(term, names, columns, kept);
    }
    List<Term> all = new ArrayList<>(columns);
    leftOut.forEach(place -> all.add(named(names, place)));
    StatementWriter statement = new StatementWriter().input(INPUT, input.distinct());
    statement.line("SELECT").columns(all).line(from(input));
    AnalyzedQuery query = analyze(statement, names);
    int numOwn = query.schema().size() - leftOut.size();
    Scope own = scope(query.schema().fields().subList(0, numOwn), columns, kept);
    Scope behind = new Scope(leftOut.stream().map(place -> names.entry(place).leftOut()).toList());
    Derivation derivation =
        numAggregations(query.rel()) > numAggregations(input.query().rel())
            ? new Derivation.Barrier(input, "aggregates of all rows")
            : new Derivation.Columns(
                input, (more, places) -> select(more, terms, concat(leftOut, places)));
    return new Relation(query, own.concat(behind), derivation);
  }

  private static List<Integer> concat(List<Integer> first, List<Integer> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  private static Term named(ScopeNames names, int place) {
    return new Term.Alias(names.term(place), List.of(names.entry(place).name()));
  }

  /** How many times a tree makes groups of its rows, up to its first join or union. */
  private static int numAggregations(RelNode tree) {
    int aggregations = 0;
    for (RelNode node = tree; ; node = node.getInput(0)) {
      aggregations += node instanceof Aggregate ? 1 : 0;
      if (node.getInputs().size() != 1) {
        return aggregations;
      }
    }
  }

  /** Adds the columns of one term, and what they are of the input's; null = something else. */
  private static void add(Term term, ScopeNames names, List<Term> columns, List<Scope.Entry> kept) {
    Term plain = term instanceof Term.Text text ? text.starOrSelf() : term;
    List<Integer> places =
        plain instanceof Term.Star star
            ? names.places(star)
            : plain instanceof Term.Matching matching ? names.places(matching) : null;
    if (places != null) {
      for (int place : places) {
        columns.add(named(names, place));
        kept.add(names.entry(place));
      }
      return;
    }
    OptionalInt place = names.place(plain);
    columns.add(plain);
    kept.add(place.isPresent() ? names.entry(place.getAsInt()) : null);
  }

  /** What the columns of a SELECT are called; an expression may have made several. */
  private static Scope scope(List<Field> fields, List<Term> columns, List<Scope.Entry> kept) {
    int more = fields.size() - columns.size();
    List<Scope.Entry> entries = new ArrayList<>();
    long wide = columns.stream().filter(Term::isWide).count();
    for (int i = 0; i < columns.size(); i++) {
      int width = columns.get(i).isWide() && wide == 1 ? 1 + more : 1;
      for (int j = 0; j < width; j++) {
        entries.add(kept.get(i));
      }
    }
    boolean isClear = entries.size() == fields.size();
    List<Scope.Entry> named = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      Scope.Entry entry = isClear ? entries.get(i) : null;
      named.add(
          new Scope.Entry(
              fields.get(i).name(),
              entry == null ? null : entry.table(),
              entry == null ? null : entry.origin()));
    }
    return new Scope(named);
  }

  Relation filter(Relation input, Term condition) {
    return clause(input, "WHERE", List.of(condition));
  }

  Relation orderBy(Relation input, List<Term> keys) {
    return clause(input, "ORDER BY", keys);
  }

  /** The rows as a clause says, which may name columns that were left out. */
  private Relation clause(Relation input, String keyword, List<Term> terms) {
    StatementWriter statement = new StatementWriter();
    statement.line("SELECT * " + from(input) + " " + keyword).terms(terms);
    Optional<Relation> more =
        input.derivation() instanceof Derivation.Source
            ? Optional.empty()
            : input.withLeftOut(session.columnNames(statement.text()));
    Relation all = more.orElse(input);
    AnalyzedQuery query =
        analyze(statement.input(INPUT, all.distinct()), ScopeNames.of(all.scope()));
    return input.with(
        more.isPresent() ? first(query, input.query().schema()) : query,
        Derivation.rows(input, wider -> clause(wider, keyword, terms)));
  }

  /** A query without its last columns. */
  private AnalyzedQuery first(AnalyzedQuery query, Schema columns) {
    synchronized (session) {
      RelBuilder builder = session.relBuilder().push(query.rel());
      builder.project(builder.fields().subList(0, columns.size()));
      return query.with(builder.build(), columns);
    }
  }

  Relation distinct(Relation input) {
    return whole(
        input,
        "SELECT DISTINCT * FROM `" + INPUT + "`",
        new Derivation.Barrier(input, "distinct()"));
  }

  /** Each row with a chance of so many percent. */
  Relation sample(Relation input, BigDecimal percent, int seed) {
    return whole(
        input,
        "SELECT * FROM `%s` TABLESAMPLE BERNOULLI (%s) REPEATABLE (%d)"
            .formatted(INPUT, percent.toPlainString(), seed),
        Derivation.rows(input, more -> sample(more, percent, seed)));
  }

  private Relation whole(Relation input, String sql, Derivation derivation) {
    StatementWriter statement = new StatementWriter().input(INPUT, input.distinct()).line(sql);
    return input.with(analyze(statement, ColumnNames.SQL), derivation);
  }

  /** The keys, then the aggregates, of groups of rows. */
  Relation aggregate(Relation input, Grouping grouping, List<Term> aggregates) {
    List<Term> columns = new ArrayList<>(grouping.keys());
    columns.addAll(aggregates);
    ScopeNames names = ScopeNames.of(input.scope());
    StatementWriter statement = new StatementWriter().input(INPUT, input.distinct());
    statement.line("SELECT").columns(columns).line(from(input));
    grouping.write(statement);
    AnalyzedQuery query = analyze(statement, names);
    List<Scope.Entry> kept = new ArrayList<>();
    for (Term column : columns) {
      OptionalInt place = names.place(column);
      kept.add(place.isPresent() ? names.entry(place.getAsInt()) : null);
    }
    return new Relation(
        query,
        scope(query.schema().fields(), columns, kept),
        new Derivation.Barrier(input, "an aggregation"));
  }

  /** The rows behind the first ones, at most so many. */
  Relation limit(Relation input, long offset, long rows) {
    synchronized (session) {
      // The builder would make one node of an order and a limit.
      RexBuilder rex = input.query().rel().getCluster().getRexBuilder();
      RelNode limited =
          LogicalSort.create(
              input.query().rel(),
              RelCollations.EMPTY,
              offset == 0 ? null : rex.makeExactLiteral(BigDecimal.valueOf(offset)),
              rows == Long.MAX_VALUE ? null : rex.makeExactLiteral(BigDecimal.valueOf(rows)));
      return input.with(
          input.query().with(limited, input.query().schema()),
          Derivation.rows(input, more -> limit(more, offset, rows)));
    }
  }

  /**
   * The same rows in other tasks.
   *
   * @param distribution by what they are divided
   * @param keys that it goes by; none = all tasks have as many rows
   * @param partitions 0 = as many as suit the size
   */
  Relation repartition(Relation input, Distribution distribution, List<Term> keys, int partitions) {
    RelNode rel =
        keys.isEmpty()
            ? Repartition.create(input.query().rel(), Distribution.DEALT, List.of(), partitions)
            : keyed(
                input,
                keys,
                sort ->
                    Repartition.create(
                        sort.getInput(),
                        distribution,
                        sort.getCollation().getFieldCollations(),
                        partitions));
    return same(input, rel, more -> repartition(more, distribution, keys, partitions));
  }

  /** The same rows, with what is said to joins of them. */
  Relation hint(Relation input, JoinHint.Strategy strategy) {
    RelNode rel = JoinHint.create(input.query().rel(), strategy);
    return same(input, rel, more -> hint(more, strategy));
  }

  /** The same rows in another way. */
  private static Relation same(Relation input, RelNode rel, UnaryOperator<Relation> step) {
    return input.with(
        input.query().with(rel, input.query().schema()), Derivation.rows(input, step));
  }

  /**
   * What a function makes of the rows.
   *
   * @param order of the rows of a group; none = any
   */
  Relation userRows(Relation input, UserRows.Call call, List<Term> order) {
    RelNode rows = input.query().rel();
    UserRows.Call ordered = call;
    if (!order.isEmpty()) {
      Sort sort = sort(input, order, orderBy(input, order).query().rel());
      rows = sort.getInput();
      ordered = call.inOrder(sort.getCollation().getFieldCollations());
    }
    return Relation.of(input.query().with(UserRows.create(rows, ordered), call.schema()));
  }

  /** The same rows in at most so many tasks. */
  Relation coalesce(Relation input, int partitions) {
    RelNode rel =
        Repartition.create(input.query().rel(), Distribution.COALESCED, List.of(), partitions);
    return same(input, rel, more -> coalesce(more, partitions));
  }

  Relation sortWithinPartitions(Relation input, List<Term> keys) {
    RelNode rel =
        keyed(input, keys, sort -> PartitionSort.create(sort.getInput(), sort.getCollation()));
    return same(input, rel, more -> sortWithinPartitions(more, keys));
  }

  /** Something else by the keys of an order, which may be expressions. */
  private RelNode keyed(Relation input, List<Term> keys, Function<Sort, RelNode> change) {
    RelNode ordered = orderBy(input, keys).query().rel();
    Sort sort = sort(input, keys, ordered);
    RelNode changed = change.apply(sort);
    return sort == ordered ? changed : ordered.copy(ordered.getTraitSet(), List.of(changed));
  }

  /** The order of rows that were put in order; its input's first columns are theirs. */
  private static Sort sort(Relation input, List<Term> keys, RelNode ordered) {
    RelNode below = ordered instanceof Project ? ordered.getInput(0) : ordered;
    if (!(below instanceof Sort sort) || below == input.query().rel()) {
      throw new DistaffException(
          ErrorCode.SEMANTIC_ERROR,
          "a key that is constant can't divide or order rows: "
              + keys.stream().map(TermWriter::shown).toList());
    }
    return sort;
  }

  Relation count(Relation input) {
    synchronized (session) {
      RelBuilder builder = session.relBuilder().push(input.query().rel());
      builder.aggregate(builder.groupKey(), builder.countStar("count"));
      RelDataType type = builder.peek().getRowType();
      return Relation.of(new AnalyzedQuery(builder.build(), EngineTypes.fromCalciteRow(type)));
    }
  }

  // Two inputs.

  Relation join(Relation left, Relation right, JoinType type, Term condition) {
    ScopeNames names = ScopeNames.of(left.scope(), LEFT, right.scope(), RIGHT);
    String join = type.isLeftOnly() ? JoinType.INNER.sql() : type.sql();
    StatementWriter statement = inputs(left, right);
    statement.line("SELECT * FROM `%s` %s JOIN `%s` ON".formatted(LEFT, join, RIGHT));
    AnalyzedQuery query = analyze(statement.terms(List.of(condition)), names);
    if (type.isLeftOnly()) {
      return left.with(leftOnly(query, type, left.query().schema()), Derivation.NONE);
    }
    Scope scope = left.scope().concat(right.scope());
    return new Relation(query.with(query.rel(), Scope.named(scope.names(), query.schema())), scope);
  }

  private static StatementWriter inputs(Relation left, Relation right) {
    return new StatementWriter().input(LEFT, left.distinct()).input(RIGHT, right.distinct());
  }

  /** The rows of the left side of an inner join that have, or don't have, a partner. */
  private AnalyzedQuery leftOnly(AnalyzedQuery inner, JoinType type, Schema left) {
    RelNode rel = inner.rel();
    while (rel instanceof Project) {
      rel = rel.getInput(0); // the columns of the left side stay the first
    }
    Join join = (Join) rel;
    synchronized (session) {
      RelBuilder builder = session.relBuilder().push(join.getLeft()).push(join.getRight());
      builder.join(
          type == JoinType.SEMI ? JoinRelType.SEMI : JoinRelType.ANTI, join.getCondition());
      List<RexNode> columns = builder.fields().subList(0, left.size());
      return inner.with(builder.project(columns).build(), left);
    }
  }

  /**
   * A join by columns that both sides have, which come out once, before all others.
   *
   * @param columns not empty
   */
  Relation join(Relation left, Relation right, JoinType type, List<String> columns) {
    List<Integer> lefts = places(left, columns, "left");
    List<Integer> rights = places(right, columns, "right");
    ScopeNames names = ScopeNames.of(left.scope(), LEFT, right.scope(), RIGHT);
    int width = left.scope().entries().size();
    Term condition = null;
    for (int i = 0; i < columns.size(); i++) {
      Term equal = new Term.Infix(names.term(lefts.get(i)), "=", names.term(width + rights.get(i)));
      condition = condition == null ? equal : new Term.Infix(condition, "AND", equal);
    }
    Relation joined = join(left, right, type, condition);
    if (type.isLeftOnly()) {
      return joined;
    }
    ScopeNames both = ScopeNames.of(joined.scope());
    List<Term> terms = new ArrayList<>();
    List<Scope.Entry> kept = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Term ofLeft = both.term(lefts.get(i));
      Term ofRight = both.term(width + rights.get(i));
      Scope.Entry entry = left.scope().entries().get(lefts.get(i));
      Term key =
          switch (type) {
            case RIGHT -> ofRight;
            case FULL ->
                new Term.Call("coalesce", Term.Call.Quantifier.ALL, List.of(ofLeft, ofRight));
            case INNER, CROSS, LEFT, SEMI, ANTI -> ofLeft;
          };
      terms.add(new Term.Alias(key, List.of(entry.name())));
      kept.add(
          switch (type) {
            case RIGHT -> right.scope().entries().get(rights.get(i));
            case FULL -> new Scope.Entry(entry.name(), null, null);
            case INNER, CROSS, LEFT, SEMI, ANTI -> entry;
          });
    }
    for (int place = 0; place < joined.scope().entries().size(); place++) {
      if (place < width ? !lefts.contains(place) : !rights.contains(place - width)) {
        Scope.Entry entry = joined.scope().entries().get(place);
        terms.add(new Term.Alias(both.term(place), List.of(entry.name())));
        kept.add(entry);
      }
    }
    return select(joined, terms).with(new Scope(kept));
  }

  private static List<Integer> places(Relation input, List<String> columns, String side) {
    List<Integer> places = new ArrayList<>();
    for (String column : columns) {
      try {
        places.add(input.scope().indexOf(column));
      } catch (DistaffException e) {
        throw new DistaffException(
            e.code(), "join by columns, the " + side + " DataFrame: " + e.getMessage(), e);
      }
    }
    return places;
  }

  /**
   * The rows of both, by the places of their columns.
   *
   * @param operator such as UNION ALL
   */
  Relation combine(Relation left, Relation right, String operator) {
    String method = operator.replace(" ALL", "").toLowerCase(Locale.ROOT);
    if (left.scope().entries().size() != right.scope().entries().size()) {
      throw new DistaffException(
          ErrorCode.SEMANTIC_ERROR,
          "%s needs the same number of columns on both sides, not %d and %d: %s and %s"
              .formatted(
                  method,
                  left.scope().entries().size(),
                  right.scope().entries().size(),
                  left.scope().names(),
                  right.scope().names()));
    }
    StatementWriter statement = inputs(left, right);
    statement.line("SELECT * FROM `%s` %s SELECT * FROM `%s`".formatted(LEFT, operator, RIGHT));
    return left.with(
        analyze(statement, ColumnNames.SQL), new Derivation.Barrier(left, method + "()"));
  }

  // No input.

  /** Numbers from {@code start} to before {@code end}. */
  AnalyzedQuery range(long start, long end, long step, int parts) {
    return session.table(RangeTable.of(start, end, step, parts));
  }

  /** Rows of a program. */
  AnalyzedQuery rows(LocalTable rows) {
    return session.table(rows);
  }

  /** Rows of text, such as SHOW TABLES gives. */
  AnalyzedQuery values(Schema schema, List<List<String>> rows) {
    synchronized (session) {
      RelBuilder builder = session.relBuilder();
      RexBuilder rex = builder.getRexBuilder();
      RelDataType type = EngineTypes.toCalcite(builder.getTypeFactory(), schema);
      List<List<RexLiteral>> tuples = new ArrayList<>();
      for (List<String> row : rows) {
        List<RexLiteral> tuple = new ArrayList<>();
        for (RelDataTypeField field : type.getFieldList()) {
          String text = row.get(field.getIndex());
          tuple.add(text == null ? rex.makeNullLiteral(field.getType()) : rex.makeLiteral(text));
        }
        tuples.add(tuple);
      }
      return new AnalyzedQuery(builder.values(tuples, type).build(), schema);
    }
  }
}
